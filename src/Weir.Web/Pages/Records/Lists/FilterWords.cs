using System.Globalization;
using System.Text.Json;
using Weir.Engine.Conditions;
using Weir.Engine.Conditions.Operators;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Records;

namespace Weir.Web.Pages.Records.Lists;

/// <summary>A filter put into words for its chips; titles of linked records must have been fetched.</summary>
public static class FilterWords
{
    private const int MostValues = 4;

    /// <summary>One chip for each condition that must hold; alternatives share one. With the filter that remains without it.</summary>
    public static IReadOnlyList<(string Text, string? Without)> Chips(FormVisit visit, ReadFilter? filter)
    {
        if (filter is null) return [];
        if (filter is not { Proper.All: { } all, Written.All: { } written }) return [(Say(visit, filter.Proper), null)];
        return [.. all.Select((c, i) => (Say(visit, c), FilterText.Write(filter.Written with { All = [.. written.Where((_, n) => n != i)] })))];
    }

    /// <summary>The values of a filter that stand for records, members …: what must be fetched before the words are made.</summary>
    public static IEnumerable<(Field Field, object? Value)> Values(FormVisit visit, ConditionDefinition? filter) => Leaves(filter)
        .Where(l => l.Value is not null && OperatorCatalogue.Find(l.Op ?? "")?.Shape is ArgumentShape.One or ArgumentShape.Many)
        .SelectMany(l => FieldPath.OfQuery(visit.Form, l.Field ?? "") is { } path ? Each(l.Value!.Value).Select(v => (path.Field, Read(path.Field, v))) : []);

    public static IEnumerable<ConditionDefinition> Leaves(ConditionDefinition? d) => d switch
    {
        null => [],
        { All: { } all } => all.SelectMany(Leaves),
        { Any: { } any } => any.SelectMany(Leaves),
        _ => [d],
    };

    public static string Say(FormVisit visit, ConditionDefinition d)
    {
        if (d.All is { } all) return string.Join(visit.Say("，且 ", " and "), all.Select(c => Say(visit, c)));
        if (d.Any is { } any) return string.Join(visit.Say(" 或 ", " or "), any.Select(c => c.All is null ? Say(visit, c) : $"({Say(visit, c)})"));
        if (Condition.Handed.Named(d.Field) is { } handed) return $"{visit.Say(handed.Label)} {Span(visit, d.Value?.ToString() ?? "")}";
        if (FieldPath.OfQuery(visit.Form, d.Field ?? "") is not { } path || OperatorCatalogue.Find(d.Op ?? "") is not { } op) return d.Field ?? "";
        var label = new ListColumn(path, 0).Label(visit.Chinese);
        return op.Shape == ArgumentShape.None || d.Value is not { } value ? $"{label} {visit.Say(op.Label)}" : $"{label} {Verb(visit, op, path.Field.Type.Kind(path.Field))} {Value(visit, path.Field, op, value)}".Trim();
    }

    /// <summary>What a comparison is called: days come before and after, where numbers are less and more.</summary>
    public static string Name(FormVisit visit, Operator op, ValueKind kind) => (op.Key, kind) switch
    {
        ("gt", ValueKind.Date or ValueKind.Moment) => visit.Say("晚于", "is after"),
        ("gte", ValueKind.Date or ValueKind.Moment) => visit.Say("不早于", "is on or after"),
        ("lt", ValueKind.Date or ValueKind.Moment) => visit.Say("早于", "is before"),
        ("lte", ValueKind.Date or ValueKind.Moment) => visit.Say("不晚于", "is on or before"),
        _ => visit.Say(op.Label),
    };

    // A chip is read at a glance: the plain word for the commonest comparisons.
    private static string Verb(FormVisit visit, Operator op, ValueKind kind) => (op.Key, op.Shape) switch
    {
        ("is" or "any_of", _) => visit.Say("是", "is"),
        ("is_not" or "none_of", _) => visit.Say("不是", "is not"),
        (_, ArgumentShape.Period) => visit.Say("", "is"),
        _ => Name(visit, op, kind),
    };

    private static string Value(FormVisit visit, Field field, Operator op, JsonElement value)
    {
        if (op.Shape == ArgumentShape.Period) return Span(visit, value.ToString());
        var texts = Each(value).Select(v => One(visit, field, v)).ToList();
        if (op.Shape == ArgumentShape.Pair) return string.Join(" – ", texts);
        var more = texts.Count > MostValues ? visit.Say($" 等 {texts.Count} 项", $" and {texts.Count - MostValues} more") : "";
        return string.Join(visit.Say("、", ", "), texts.Take(MostValues)) + more;
    }

    /// <summary>A period in words; days told outright as the two of them.</summary>
    public static string Span(FormVisit visit, string word)
    {
        // A condition on the log of owners may name members behind its period.
        var (days, members) = Condition.Handed.Parts(word);
        var names = members?.Select(m => visit.Actor.Directory.Members.GetValueOrDefault(m)?.Name).OfType<string>().Take(MostValues).ToList() ?? [];
        return (Told(visit, days) + (names.Count == 0 ? "" : visit.Say("，", ", ") + string.Join(visit.Say("、", ", "), names) + (members!.Count > names.Count ? visit.Say(" 等", " and others") : ""))).Trim();
    }

    private static string Told(FormVisit visit, string word) => Period.Words.FirstOrDefault(w => w.Key == word) is { Label: { } words } ? visit.Say(words) : word.Replace("..", " – ", StringComparison.Ordinal);

    public static string One(FormVisit visit, Field field, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String && value.GetString() is ['@', ..] and var word)
            return word switch
            {
                "@me" => visit.Say("我", "me"),
                "@my_department" => visit.Say("我的部门", "my department"),
                "@my_subtree" => visit.Say("我的部门及下级", "my departments"),
                "@now" => visit.Say("现在", "now"),
                "@today" => visit.Say("今天", "today"),
                _ when word.StartsWith("@today", StringComparison.Ordinal) && int.TryParse(word[6..], CultureInfo.InvariantCulture, out var days) => days < 0
                    ? visit.Say($"{-days} 天前", days == -1 ? "a day ago" : $"{-days} days ago") : visit.Say($"{days} 天后", days == 1 ? "a day from now" : $"{days} days from now"),
                _ => word,
            };
        return Read(field, value) is { } read && field.Type.Text(field, read, visit.Display) is { Length: > 0 } text ? text : value.ToString();
    }

    private static object? Read(Field field, JsonElement value)
    {
        try
        {
            return field.Type.FromJson(field, value);
        }
        catch (ValueError)
        {
            return null;
        }
    }

    public static IEnumerable<JsonElement> Each(JsonElement value) => value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [value];
}
