using System.Globalization;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Records;

/// <summary>Gives a new record its running numbers, each taken from a counter inside the transaction: no two alike, gaps possible after a failure.</summary>
internal static class Numbers
{
    /// <summary>Gives the new ones among these their numbers, in their order; each counter is asked once.</summary>
    public static async ValueTask Apply(IReadOnlyList<SaveUnit> units)
    {
        foreach (var same in units.Where(u => u.Creating).GroupBy(u => u.Form))
            foreach (var field in same.Key.Live)
            {
                if (field.Type.NumberingOf(field) is not { } numbering) continue;
                var without = same.Where(u => u.Record[field] is null).ToList();
                if (without.Count == 0) continue;
                var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(without[0].Now, without[0].Actor.Zone));
                var n = await NumberRows.Take(without[0].Session, same.Key.App.Schema, Counter(field, numbering, today), without.Count);
                foreach (var unit in without) unit.Record[field] = Format(numbering, today, n++);
            }
    }

    /// <summary>The next number of a field for a record made at that moment.</summary>
    public static async ValueTask<string> Next(Session session, Field field, DateTime madeAt, TimeZoneInfo zone)
    {
        var numbering = field.Type.NumberingOf(field)!;
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(madeAt, zone));
        return Format(numbering, day, await NumberRows.Take(session, field.Form.App.Schema, Counter(field, numbering, day), 1));
    }

    public static string Format(Numbering numbering, DateOnly day, long n) => string.Concat(numbering.Parts.Select(p =>
        p.Text ?? (p.Date is { } format ? day.ToString(format, CultureInfo.InvariantCulture) : n.ToString("D" + Math.Clamp(p.Digits, 1, 12), CultureInfo.InvariantCulture))));

    private static string Counter(Field field, Numbering numbering, DateOnly day) => $"{field.Form.Key}.{field.Key}:{Period(numbering.Reset, day)}";

    private static string Period(string reset, DateOnly day) => reset switch
    {
        "day" => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture),
        "month" => day.ToString("yyyyMM", CultureInfo.InvariantCulture),
        "year" => day.ToString("yyyy", CultureInfo.InvariantCulture),
        _ => "all",
    };
}
