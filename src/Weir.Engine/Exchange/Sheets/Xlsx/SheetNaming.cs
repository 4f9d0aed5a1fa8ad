namespace Weir.Engine.Exchange.Sheets.Xlsx;

/// <summary>Makes any text fit to name a sheet of a workbook; the rules are Excel's.</summary>
internal static class SheetNaming
{
    private const int MaxLength = 31;

    public static string Fit(string wanted, IEnumerable<string> taken)
    {
        var name = Cut(new string([.. wanted.Select(c => IsForbidden(c) ? ' ' : c)]).Trim(' ', '\''), MaxLength);
        // "History" is Excel's own; the leading underscore is kept for the hidden sheet of choices.
        if (name.Length == 0 || name.Equals("History", StringComparison.OrdinalIgnoreCase) || name.StartsWith('_'))
            name = Cut("Sheet " + name, MaxLength);
        var used = taken.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var unique = name;
        for (var number = 2; used.Contains(unique); number++)
            unique = Cut(name, MaxLength - $" ({number})".Length) + $" ({number})";
        return unique;
    }

    private static bool IsForbidden(char c) =>
        c is '[' or ']' or ':' or '*' or '?' or '/' or '\\' || char.IsControl(c) || char.IsSurrogate(c);

    private static string Cut(string name, int length) => (name.Length <= length ? name : name[..length]).Trim(' ', '\'');
}
