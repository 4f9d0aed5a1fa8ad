using System.Text.Json;
using Weir.Engine.Conditions;
using Weir.Engine.Conditions.Operators;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Records;

namespace Weir.Web.Pages.Records.Lists;

/// <summary>What the filter builder is told: fields the visitor may read, their comparisons, and how each value is written. Draws nothing.</summary>
public static class FilterFields
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    public sealed record Choice(string Value, string Text, string? Color = null);

    public sealed record Comparison(string Op, string Text, string Editor, IReadOnlyList<Choice>? Options = null);

    public sealed record Entry(string Key, string Text, IReadOnlyList<Comparison> Ops, IReadOnlyList<Choice>? Options, string? Src, string? Group);

    /// <summary>The island of a w-filter; safe inside a script element, since the encoder escapes its brackets.</summary>
    public static string Json(FormVisit visit, ReadFilter? filter, IReadOnlyList<ListColumn> shown) =>
        JsonSerializer.Serialize(new { fields = Of(visit, shown).Concat(Behind(visit, filter?.Proper)), labels = Labels(visit, filter) }, Options);

    /// <summary>Choices on screen first, then the other columns, then the rest: the likeliest filter is at the top.</summary>
    private static IEnumerable<Entry> Of(FormVisit visit, IReadOnlyList<ListColumn> shown) =>
        [.. ListColumn.All(visit).Where(c => ListColumn.Reads(visit.Access, c.Path)).OrderBy(c => shown.All(s => s.Key != c.Key) ? 2 : c.Field.Type.Options(c.Field).Count > 0 ? 0 : 1).Select(c => Of(visit, c)).OfType<Entry>()];

    /// <summary>Paths through links are not offered, but those of the present filter must be found again.</summary>
    private static IEnumerable<Entry> Behind(FormVisit visit, ConditionDefinition? filter) => FilterWords.Leaves(filter)
        .Select(l => visit.Form.Path(l.Field ?? "")).OfType<FieldPath>().Where(p => p.Via.Count > 0 && ListColumn.Reads(visit.Access, p)).DistinctBy(p => p.Text)
        .Select(p => Of(visit, new ListColumn(p, 0))).OfType<Entry>();

    private static Entry? Of(FormVisit visit, ListColumn column)
    {
        var field = column.Field;
        var options = field.Type.Options(field).Where(o => !o.Retired).Select(o => new Choice(o.Key, visit.Say(o.Label), o.Colour is { Length: > 0 } c ? c : null)).ToList();
        var source = Source(visit, field);
        var ops = OperatorCatalogue.For(field.Type.Kind(field)).Select(op => Compare(visit, field, op, options.Count > 0, source is not null)).OfType<Comparison>().ToList();
        return ops.Count == 0 ? null : new Entry(column.Key, column.Label(visit.Chinese), ops, options.Count > 0 ? options : null, source, field.System ? visit.Say("系统", "System") : null);
    }

    private static string? Source(FormVisit visit, Field field) => field.Type.LookUp(field) is { } place ? $"{visit.Base}/pick/{place}{(place == "members" ? "?me=1" : "")}" : null;

    private static Comparison? Compare(FormVisit visit, Field field, Operator op, bool options, bool source)
    {
        var kind = field.Type.Kind(field);
        var editor = (op.Shape, kind) switch
        {
            (ArgumentShape.None, _) => "none",
            (ArgumentShape.Period, _) => "choice",
            (ArgumentShape.Pair, ValueKind.Number) => "pair-number",
            (ArgumentShape.Pair, _) => "pair-date",
            (ArgumentShape.One, ValueKind.YesNo) => "bool",
            (ArgumentShape.One, ValueKind.Number) => "number",
            (ArgumentShape.One, ValueKind.Date or ValueKind.Moment) => "date",
            (ArgumentShape.One, _) when source => "lookup",
            (ArgumentShape.One, _) when options => "choice",
            (ArgumentShape.One, ValueKind.Text) => "text",
            (ArgumentShape.Many, _) when source => "lookups",
            (ArgumentShape.Many, _) when options => "choices",
            (ArgumentShape.Many, ValueKind.Many) => "text",
            _ => null,
        };
        return editor is null ? null : new(op.Key, visit.Say(op.Label), editor, op.Shape == ArgumentShape.Period ? [.. Period.Words.Select(w => new Choice(w.Key, visit.Say(w.Label)))] : null);
    }

    /// <summary>The names of the ids that the present filter holds.</summary>
    private static Dictionary<string, Dictionary<string, string>> Labels(FormVisit visit, ReadFilter? filter)
    {
        var labels = new Dictionary<string, Dictionary<string, string>>();
        foreach (var (written, proper) in FilterWords.Leaves(filter?.Written).Zip(FilterWords.Leaves(filter?.Proper)))
        {
            if (written.Value is not { } ids || proper.Value is not { } values || visit.Form.Path(proper.Field ?? "") is not { } path || Source(visit, path.Field) is null) continue;
            if (!labels.TryGetValue(path.Text, out var known)) labels[path.Text] = known = [];
            foreach (var (id, value) in FilterWords.Each(ids).Zip(FilterWords.Each(values))) known[id.ToString()] = FilterWords.One(visit, path.Field, value);
        }
        return labels;
    }
}
