using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Weir.Engine.Problems;
using Weir.Sql.Query;
using Weir.Sql.Schema;

namespace Weir.Engine.Records;

/// <summary>The place where a page ends, as a token for a URL: the sort values of its last row.</summary>
internal static class Cursor
{
    public static string Write(IReadOnlyList<object?> keys) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(keys.Select(k => k switch
    {
        null => null,
        DateTime moment => moment.Ticks.ToString(CultureInfo.InvariantCulture),
        DateOnly day => day.DayNumber.ToString(CultureInfo.InvariantCulture),
        bool yes => yes ? "1" : "0",
        _ => Convert.ToString(k, CultureInfo.InvariantCulture),
    })));

    /// <exception cref="ProblemException">The token is not one of ours, or belongs to another order.</exception>
    public static IReadOnlyList<object?> Read(string token, IReadOnlyList<Operand> keys)
    {
        try
        {
            var texts = JsonSerializer.Deserialize<string?[]>(Base64Url.DecodeFromChars(token));
            if (texts is not null && texts.Length == keys.Count) return [.. texts.Select((t, i) => Parse(t, keys[i].Type))];
        }
        catch (Exception wrong) when (wrong is FormatException or JsonException or OverflowException or ArgumentException)
        {
            // Fall through to the one answer for every wrong token.
        }
        throw Problem.Invalid("cursor.bad", ("翻页位置无效，请从第一页开始。", "This page position is not valid; start from the first page.")).Exception();
    }

    private static object? Parse(string? text, ColumnType type) => text is null ? null : type switch
    {
        ColumnType.Id or ColumnType.Integer => long.Parse(text, CultureInfo.InvariantCulture),
        ColumnType.Decimal => decimal.Parse(text, CultureInfo.InvariantCulture),
        ColumnType.Bool => text == "1",
        ColumnType.Date => DateOnly.FromDayNumber(int.Parse(text, CultureInfo.InvariantCulture)),
        ColumnType.Moment => new DateTime(long.Parse(text, CultureInfo.InvariantCulture), DateTimeKind.Utc),
        _ => text,
    };
}
