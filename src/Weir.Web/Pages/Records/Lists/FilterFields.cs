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

    /// <param name="Ops">Which of the lists of comparisons is the field's: fields of one kind share one.</param>
    public sealed record Entry(string Key, string Text, int Ops, IReadOnlyList<Choice>? Options, string? Src, string? Group);

    /// <summary>The island of a w-filter; safe inside a script element, since the encoder escapes its brackets.</summary>
    /// <param name="behind">With the fields behind links.</param>
    public static string Json(FormVisit visit, ReadFilter? filter, IReadOnlyList<ListColumn> shown, bool behind = true)
    {
        var sets = new List<IReadOnlyList<Comparison>>();
        var known = new Dictionary<string, int>();
        // A period told outright is among the choices only where the filter holds it: the builder would lose it otherwise.
        var told = FilterWords.Leaves(filter?.Proper).Where(l => OperatorCatalogue.Find(l.Op ?? "")?.Shape == ArgumentShape.Period).Select(l => l.Value?.ToString()).OfType<string>().Except(Period.Words.Select(w => w.Key)).Distinct().ToList();
        var fields = Own(visit, shown).Concat(behind ? ListColumn.Behind(visit) : []).Concat(Named(visit, filter?.Proper)).Where(c => ListColumn.Reads(visit.Access, c.Path)).DistinctBy(c => c.Key)
            .Select(c => Of(visit, c, told, sets, known)).OfType<Entry>().ToList();
        foreach (var field in FilterWords.Leaves(filter?.Proper).Select(l => l.Field).Where(f => Condition.Handed.Named(f) is not null).Distinct())
        {
            sets.Add([new("within", visit.Say(OperatorCatalogue.Find("within")!.Label), "choice", [.. told.Select(t => new Choice(t, FilterWords.Span(visit, t))), .. Period.Words.Select(w => new Choice(w.Key, visit.Say(w.Label)))])]);
            fields.Add(new Entry(field!, visit.Say(Condition.Handed.Named(field)!.Value.Label), sets.Count - 1, null, null, null));
        }
        return JsonSerializer.Serialize(new { fields, ops = sets, labels = Labels(visit, filter) }, Options);
    }

    /// <summary>Choices on screen first, then the other columns, then the rest: the likeliest filter is at the top.</summary>
    private static IEnumerable<ListColumn> Own(FormVisit visit, IReadOnlyList<ListColumn> shown) =>
        ListColumn.All(visit).OrderBy(c => shown.All(s => s.Key != c.Key) ? 2 : c.Field.Type.Options(c.Field).Count > 0 ? 0 : 1);

    /// <summary>Longer ways are not offered, but those of the present filter must be found again.</summary>
    private static IEnumerable<ListColumn> Named(FormVisit visit, ConditionDefinition? filter) => FilterWords.Leaves(filter)
        .Select(l => FieldPath.OfQuery(visit.Form, l.Field ?? "")).OfType<FieldPath>().Where(p => p.Via.Count > 0).Select(p => new ListColumn(p, 0));

    private static Entry? Of(FormVisit visit, ListColumn column, IReadOnlyList<string> told, List<IReadOnlyList<Comparison>> sets, Dictionary<string, int> known)
    {
        var field = column.Field;
        var options = field.Type.Options(field).Where(o => !o.Retired).Select(o => new Choice(o.Key, visit.Say(o.Label), o.Colour is { Length: > 0 } c ? c : null)).ToList();
        var source = Source(visit, field);
        var ops = OperatorCatalogue.For(field.Type.Kind(field)).OrderBy(op => op.Key == "any_of" && (options.Count > 0 || source is not null) ? 0 : 1).Select(op => Compare(visit, field, op, told, options.Count > 0, source is not null)).OfType<Comparison>().ToList();
        if (ops.Count == 0) return null;
        var set = string.Join(' ', ops.Select(o => o.Op + o.Editor));
        if (!known.TryGetValue(set, out var at))
        {
            known[set] = at = sets.Count;
            sets.Add(ops);
        }
        var group = column.Path.Via.Count > 0 ? string.Join(" · ", column.Path.Via.Select(v => visit.Say(v.Label))) : field.System ? visit.Say("系统", "System") : null;
        return new Entry(column.Key, column.Label(visit.Chinese), at, options.Count > 0 ? options : null, source, group);
    }

    private static string? Source(FormVisit visit, Field field) => field.Type.LookUp(field) is { } place ? $"{visit.Base}/pick/{place}{(place is "members" or "departments" ? "?me=1" : "")}" : null;

    private static Comparison? Compare(FormVisit visit, Field field, Operator op, IReadOnlyList<string> told, bool options, bool source)
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
        return editor is null ? null : new(op.Key, FilterWords.Name(visit, op, kind), editor, op.Shape == ArgumentShape.Period ? [.. told.Select(t => new Choice(t, FilterWords.Span(visit, t))), .. Period.Words.Select(w => new Choice(w.Key, visit.Say(w.Label)))] : null);
    }

    /// <summary>The names of the ids that the present filter holds.</summary>
    private static Dictionary<string, Dictionary<string, string>> Labels(FormVisit visit, ReadFilter? filter)
    {
        var labels = new Dictionary<string, Dictionary<string, string>>();
        foreach (var (written, proper) in FilterWords.Leaves(filter?.Written).Zip(FilterWords.Leaves(filter?.Proper)))
        {
            if (written.Value is not { } ids || proper.Value is not { } values || FieldPath.OfQuery(visit.Form, proper.Field ?? "") is not { } path || Source(visit, path.Field) is null) continue;
            if (!labels.TryGetValue(path.Text, out var known)) labels[path.Text] = known = [];
            foreach (var (id, value) in FilterWords.Each(ids).Zip(FilterWords.Each(values))) known[id.ToString()] = FilterWords.One(visit, path.Field, value);
        }
        return labels;
    }
}
