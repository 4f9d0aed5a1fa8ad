using System.Text.Json;
using Weir.Engine.Forms;
using Weir.Sql.Query;

namespace Weir.Engine.Insight;

/// <summary>Groups of records: in which order they stand, and the condition that leads to the records of one.</summary>
public static class Group
{
    /// <summary>The records of one group.</summary>
    /// <param name="stored">The key as the database holds it; null is the group of those without value.</param>
    public static ConditionDefinition? Of(ConditionDefinition? where, FieldPath by, DateBucket bucket, object? stored)
    {
        ConditionDefinition one;
        if (stored is null) one = new() { Field = by.Text, Op = "empty" };
        else if (bucket == DateBucket.None) one = new() { Field = by.Text, Op = "is", Value = JsonSerializer.SerializeToElement(by.Field.Type.ToJson(by.Field, by.Field.Type.Read(by.Field, stored))) };
        else
        {
            var from = (DateOnly)stored;
            var to = bucket switch { DateBucket.Day => from.AddDays(1), DateBucket.Week => from.AddDays(7), DateBucket.Month => from.AddMonths(1), DateBucket.Quarter => from.AddMonths(3), _ => from.AddYears(1) };
            one = new() { All = [new() { Field = by.Text, Op = "gte", Value = Day(from) }, new() { Field = by.Text, Op = "lt", Value = Day(to) }] };
        }
        return where is null ? one : new() { All = [where, one] };
    }

    /// <summary>Choices in the order of their options, dates as they come, all others by value, largest first.</summary>
    public static IReadOnlyList<T> Ordered<T>(IEnumerable<T> rows, Field by, DateBucket bucket, Func<T, object?> key, Func<T, decimal> value, int most)
    {
        if (bucket != DateBucket.None) return [.. rows.OrderBy(r => key(r) as DateOnly? ?? DateOnly.MaxValue)];
        var options = by.Type.Options(by).Select((o, i) => (o.Key, i)).ToDictionary(o => (object)o.Key, o => o.i);
        return options.Count > 0
            ? [.. rows.OrderBy(r => key(r) is { } k && options.TryGetValue(k, out var at) ? at : int.MaxValue)]
            : [.. rows.OrderByDescending(value).Take(most)];
    }

    private static JsonElement Day(DateOnly day) => JsonSerializer.SerializeToElement(day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
}
