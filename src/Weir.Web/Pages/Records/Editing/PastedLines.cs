using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;

namespace Weir.Web.Pages.Records.Editing;

/// <summary>Puts cells copied from a spreadsheet into line items: records by their code or name, the rest as an import reads it. What cannot be read is told at its cell and stays there. Saves nothing.</summary>
public sealed class PastedLines
{
    public const int MostLines = 500;

    private readonly FormVisit visit;
    private readonly Field lines;
    private readonly IReadOnlyList<Field> columns;
    private readonly List<FieldError> errors = [];
    private readonly Dictionary<string, IReadOnlyList<string>> typed;
    private readonly Dictionary<string, object?> seen;
    private readonly Dictionary<(Field, string), (long? Id, bool Several)> found = [];

    private PastedLines(FormVisit visit, Field lines, PostedForm posted)
    {
        (this.visit, this.lines) = (visit, lines);
        columns = [.. FormFieldChoice.Columns(visit, lines).Where(c => FormFieldChoice.TypedColumn(visit, c))];
        (typed, seen) = (posted.Typed.ToDictionary(), posted.Seen.ToDictionary());
    }

    public int Rows { get; private set; }

    public IReadOnlyList<FieldError> Errors => errors;

    /// <param name="visit">Who pastes.</param>
    /// <param name="posted">The form as it stands, with all its lines.</param>
    /// <param name="lines">The line items.</param>
    /// <param name="row">The line on which the first row falls.</param>
    /// <param name="column">The column of the first cell; the first one when unknown.</param>
    /// <param name="text">Rows by line, cells by tab.</param>
    public static async Task<(PostedForm Form, PastedLines Told)> Into(FormVisit visit, PostedForm posted, Field lines, int row, string column, string text)
    {
        var paste = new PastedLines(visit, lines, posted);
        var drafts = (posted.Draft.Lines.GetValueOrDefault(lines.Key) ?? []).ToList();
        var cells = text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n').Select(r => r.Split('\t').Select(Plain).ToArray()).Where(r => r.Any(c => c.Length > 0)).ToList();
        var start = Math.Max(0, paste.columns.ToList().FindIndex(c => c.Key == column));
        IReadOnlyList<Field?> targets;
        if (cells.Count > 0 && paste.Header(cells[0]) is { } named) (targets, cells) = (named, cells[1..]);
        else targets = paste.Ordered(cells, start);
        var at = Math.Min(row, drafts.Count);
        foreach (var given in cells)
        {
            if (at >= MostLines)
            {
                paste.errors.Add(new(lines.Key, "lines.too_many", ($"最多 {MostLines} 行，后面的 {cells.Count - paste.Rows} 行没有粘贴。", $"At most {MostLines} lines; the last {cells.Count - paste.Rows} rows were not pasted.")));
                break;
            }
            var draft = at < drafts.Count ? drafts[at] : new DraftLine(null, new Dictionary<string, object?>());
            var values = draft.Values.ToDictionary();
            await paste.Fill(at, given, targets, values);
            if (at < drafts.Count) drafts[at] = new(draft.Id, values);
            else drafts.Add(new(null, values));
            at++;
            paste.Rows++;
        }
        posted.Draft.Lines[lines.Key] = drafts;
        return (posted with { Typed = paste.typed, Seen = paste.seen }, paste);
    }

    private async Task Fill(int row, string[] cells, IReadOnlyList<Field?> targets, Dictionary<string, object?> values)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            var name = $"{lines.Key}[{row}].{(i < targets.Count ? targets[i]?.Key : null)}";
            if (i >= targets.Count)
            {
                if (cells[i].Length > 0) errors.Add(new(lines.Key, "paste.no_column", ($"第 {row + 1} 行的“{cells[i]}”没有对应的列。", $"There is no column for '{cells[i]}' in line {row + 1}.")));
                continue;
            }
            if (targets[i] is not { } target || cells[i].Length == 0) continue;
            typed.Remove(name);
            try
            {
                seen[name] = values[target.Key] = target.Type.LinkedForm(target) is { } form ? await Linked(target, form, cells[i]) : target.Type.FromText(target, cells[i], visit.Display);
            }
            catch (ValueError wrong)
            {
                values.Remove(target.Key);
                typed[name] = [cells[i]];
                errors.Add(new(name, wrong.Code, wrong.Words));
            }
        }
    }

    /// <summary>The columns from the first cell on. Most sheets leave some out, so a column of figures goes on to the next that holds figures.</summary>
    private List<Field?> Ordered(List<string[]> cells, int start)
    {
        var targets = new List<Field?>();
        var width = cells.Select(c => c.Length).DefaultIfEmpty().Max();
        for (var (i, at) = (0, start); i < width && at < columns.Count; i++, at++)
        {
            var given = cells.Select(c => i < c.Length ? c[i] : "").Where(c => c.Length > 0).ToList();
            var figures = columns.Skip(at).FirstOrDefault(c => c.Type.IsNumeric);
            if (i > 0 && figures is not null && given.Count > 0 && given.Count(c => Reads(figures, c)) * 2 >= given.Count) at = columns.ToList().IndexOf(figures);
            targets.Add(columns[at]);
        }
        return targets;
    }

    private bool Reads(Field field, string text)
    {
        try
        {
            return field.Type.FromText(field, text, visit.Display) is not null;
        }
        catch (ValueError)
        {
            return false;
        }
    }

    /// <summary>The columns by the words of a first row; null when it is no row of titles.</summary>
    private IReadOnlyList<Field?>? Header(string[] cells)
    {
        var targets = cells.Select(Named).ToList();
        return targets.Any(t => t is not null) && targets.Count(t => t is not null) * 2 >= cells.Count(c => c.Length > 0) ? targets : null;
    }

    private Field? Named(string title) => columns.FirstOrDefault(c => Says(c, title)) ?? columns.FirstOrDefault(c => c.Type.LinkedForm(c) is { } key && visit.Other(key) is { } other && Names(other).Any(n => Says(n, title)));

    private static bool Says(Field field, string title) => title.Equals(field.Label.Zh, StringComparison.OrdinalIgnoreCase) || title.Equals(field.Label.En, StringComparison.OrdinalIgnoreCase) || title.Equals(field.Key, StringComparison.OrdinalIgnoreCase);

    /// <summary>By what people name a record: what is unique about it, then its title.</summary>
    private static IEnumerable<Field> Names(FormVisit other) => other.Form.Live.Where(f => (f == other.Form.Title || f.Definition.Unique) && f.Column is not null && f.Type.Kind(f) == ValueKind.Text && other.Access.Reads(f)).OrderByDescending(f => f.Definition.Unique);

    private async Task<object> Linked(Field link, string form, string text)
    {
        if (!found.TryGetValue((link, text), out var record))
        {
            record = (null, false);
            if (visit.Other(form) is { } other)
                foreach (var name in Names(other))
                {
                    var same = Condition.Compile(other.Form, new() { Field = name.Key, Op = "is", Value = JsonSerializer.SerializeToElement(text) });
                    var fits = link.Type.LinkFilter(link) is { } filter ? Condition.Compile(other.Form, filter) : Condition.Always;
                    var rows = (await visit.Visit.Platform.Query.List(visit.Actor, new ListQuery(other.Form) { Columns = [new([], other.Form.Title)], Where = new Condition.All([same, fits]), Host = new Record(visit.Form), Limit = 2 }, visit.Visit.Cancel)).Rows;
                    record = (rows.Count == 1 ? rows[0].Id : null, rows.Count > 1);
                    if (rows.Count > 0) break;
                }
            found[(link, text)] = record;
        }
        return record.Id ?? throw (record.Several
            ? new ValueError("paste.several", ($"有多条“{text}”，请用编码，或自己选一条。", $"There are several '{text}'; use the code, or choose one yourself."))
            : new ValueError("paste.not_found", ($"没有找到“{text}”，请检查编码或名称，或自己选一条。", $"'{text}' was not found; check the code or name, or choose one yourself.")));
    }

    /// <summary>A spreadsheet quotes cells that hold quotes.</summary>
    private static string Plain(string cell) => cell.Trim() is ['"', .. var inner, '"'] ? inner.Replace("\"\"", "\"", StringComparison.Ordinal) : cell.Trim();
}
