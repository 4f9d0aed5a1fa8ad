using Weir.Engine.Access;
using Weir.Engine.Exchange.Sheets;
using Weir.Engine.Forms;

namespace Weir.Engine.Exchange.Imports;

/// <summary>The mapped columns of an import with their fields, as the person may use them now.</summary>
internal sealed class ImportMap
{
    public ImportMap(Actor actor, Form form, ImportPlan plan)
    {
        Plan = plan;
        var targets = ImportTarget.Of(actor, form).ToDictionary(t => t.Path);
        Columns = [.. plan.Columns.Where(c => c.Target is not null && targets.ContainsKey(c.Target)).Select(c => (c, targets[c.Target!]))];
        Key = plan.Key is null ? null : Columns.Where(c => c.Target.Path == plan.Key).Cast<(ImportColumn, ImportTarget)?>().FirstOrDefault();
        Own = [.. Columns.Where(c => c.Target.Lines is null)];
        Lines = [.. Columns.Where(c => c.Target is { Lines: not null, Writes: true })];
        titles = Columns.ToDictionary(c => c.Target.Path, c => c.Column.Title);
    }

    private readonly Dictionary<string, string> titles;

    public ImportPlan Plan { get; }

    public IReadOnlyList<(ImportColumn Column, ImportTarget Target)> Columns { get; }

    /// <summary>The column that finds records; null when everything is created, or when the person may not read it any more.</summary>
    public (ImportColumn Column, ImportTarget Target)? Key { get; }

    /// <summary>Columns of the record itself.</summary>
    public IReadOnlyList<(ImportColumn Column, ImportTarget Target)> Own { get; }

    /// <summary>Columns of line items that are written.</summary>
    public IReadOnlyList<(ImportColumn Column, ImportTarget Target)> Lines { get; }

    /// <summary>The title in the file of what fills a path; empty when nothing does.</summary>
    public string Title(string path) => titles.GetValueOrDefault(path, "");

    /// <summary>Whether a row only adds line items to the record of the row before.</summary>
    public bool Continues(SheetRow first, SheetRow row)
    {
        if (Lines.Count == 0 || !Lines.Any(l => !row[l.Column.Index].IsEmpty)) return false;
        if (Own.All(c => row[c.Column.Index].IsEmpty)) return true;
        if (Key is { } key) return !row[key.Column.Index].IsEmpty && row[key.Column.Index].Text == first[key.Column.Index].Text;
        return Own.All(c => row[c.Column.Index].Text == first[c.Column.Index].Text);
    }
}
