using System.Globalization;
using Weir.Engine.FieldTypes;
using Weir.Sql.Tables;

namespace Weir.Engine.Records;

/// <summary>Gives a new record its running numbers, each taken from a counter inside the transaction: no two alike, gaps possible after a refusal.</summary>
internal static class Numbers
{
    public static async ValueTask Apply(SaveUnit unit)
    {
        foreach (var field in unit.Form.Live)
        {
            if (field.Type.NumberingOf(field) is not { } numbering || unit.Record[field] is not null || unit.Errors.Count > 0) continue;
            var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(unit.Now, unit.Actor.Zone));
            var n = await NumberRows.Take(unit.Session, unit.Form.App.Schema, $"{unit.Form.Key}.{field.Key}:{Period(numbering.Reset, today)}", 1);
            unit.Record[field] = Format(numbering, today, n);
        }
    }

    public static string Format(Numbering numbering, DateOnly day, long n) => string.Concat(numbering.Parts.Select(p =>
        p.Text ?? (p.Date is { } format ? day.ToString(format, CultureInfo.InvariantCulture) : n.ToString("D" + Math.Clamp(p.Digits, 1, 12), CultureInfo.InvariantCulture))));

    private static string Period(string reset, DateOnly day) => reset switch
    {
        "day" => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture),
        "month" => day.ToString("yyyyMM", CultureInfo.InvariantCulture),
        "year" => day.ToString("yyyy", CultureInfo.InvariantCulture),
        _ => "all",
    };
}
