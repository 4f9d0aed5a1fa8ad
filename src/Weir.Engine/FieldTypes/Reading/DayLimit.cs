using System.Globalization;
using System.Text.RegularExpressions;
using Weir.Engine.Forms;

namespace Weir.Engine.FieldTypes.Reading;

/// <summary>A bound for days: a fixed day, or so many days from today.</summary>
internal sealed partial record DayLimit(DateOnly? Day, int Offset)
{
    /// <summary>Null when it moves with today and today is not given.</summary>
    public DateOnly? On(DateOnly? today) => Day ?? today?.AddDays(Offset);

    public static DayLimit? Read(Field field, string key)
    {
        if (field.Settings.Text(key) is not { Length: > 0 } text) return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return new(day, 0);
        return Moving().Match(text) is { Success: true } match
            ? new(null, match.Groups[1].Success ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : 0)
            : throw Setting.Wrong(field, key, ("请写成 2026-01-01 或 today+7。", "Write 2026-01-01 or today+7."));
    }

    [GeneratedRegex(@"^today([+-]\d{1,5})?$", RegexOptions.CultureInvariant)]
    private static partial Regex Moving();
}
