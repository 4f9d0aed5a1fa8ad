using Weir.Engine.Access;
using Weir.Engine.Exchange.Batches;
using Weir.Engine.Exchange.Imports;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Problems;

namespace Weir.Web.Pages.Exchange;

/// <summary>What an import would do as its choices stand: what its columns can mean, what is in the way, what would become of the first rows. Loaded once, then drawn.</summary>
public sealed class Outlook
{
    private Outlook(IReadOnlyList<ImportTarget> targets, IReadOnlyList<FieldError> faults) => (Targets, Faults) = (targets, faults);

    /// <summary>What a column can mean, without those that nothing can be done with.</summary>
    public IReadOnlyList<ImportTarget> Targets { get; }

    public IReadOnlyList<FieldError> Faults { get; }

    /// <summary>Null while something is in the way.</summary>
    public ImportPreview? Preview { get; private set; }

    public int Created => Preview?.Rows.Count(r => r.Errors.Count == 0 && r.RecordId is null) ?? 0;

    public int Updated => Preview?.Rows.Count(r => r.Errors.Count == 0 && r.RecordId is not null) ?? 0;

    public int Wrong => Preview?.Rows.Count(r => r.Errors.Count > 0) ?? 0;

    /// <summary>Fields that no column fills and that one value for all new records could fill: those that are missed, and those that have one.</summary>
    public IEnumerable<ImportTarget> Givens(ImportPlan plan) => Targets.Where(t => FixedValues.Takes(t) && (plan.Fixed.GetValueOrDefault(t.Path) is { } text && text != FixedValues.Nobody || Preview?.Missing.Contains(t.Field) == true));

    /// <summary>Mapped columns by which records can be found.</summary>
    public IEnumerable<ImportTarget> Keys(ImportPlan plan) => Targets.Where(t => t.Finds && plan.Columns.Any(c => c.Target == t.Path));

    public static async Task<Outlook> Load(ImportVisit visit, Batch batch, int rows)
    {
        var form = visit.Visit;
        var choice = ImportChoice.Of(batch.Import);
        var outlook = new Outlook([.. Importer.Targets(form.Actor, batch.Form).Where(t => t.Writes || t.Finds)], visit.Imports.Faults(form.Actor, batch, choice));
        if (outlook.Faults.Count > 0) return outlook;
        outlook.Preview = await visit.Imports.Preview(form.Actor, form.App, batch.Id, choice, rows, visit.Cancel);
        var values = outlook.Preview.Rows.Take(200).Where(r => r.Record is not null).SelectMany(r => outlook.Preview.Fields.Where(f => f.Lines is null).Select(f => (f, r.Record![f])));
        await form.Visit.Platform.Query.LearnTitles(form.Actor, form.Display, values.Where(v => v.f.Type.IsReference && v.Item2 is not null), visit.Cancel);
        return outlook;
    }
}
