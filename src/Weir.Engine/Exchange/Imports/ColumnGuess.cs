using Weir.Engine.Forms;
using Weir.Engine.Formulas.Syntax;

namespace Weir.Engine.Exchange.Imports;

/// <summary>Guesses which field each column of a file means, by its title alone; every field is given once, the surest title first.</summary>
internal static class ColumnGuess
{
    private const int Exact = 100;
    private const int Close = 60;

    /// <param name="remembered">What the person chose before, by title; an empty path means that the column was left out.</param>
    /// <returns>For each title the path of a target, or null.</returns>
    public static IReadOnlyList<string?> Of(IReadOnlyList<string> titles, IReadOnlyList<ImportTarget> targets, IReadOnlyDictionary<string, string>? remembered = null)
    {
        var guessed = new string?[titles.Count];
        var candidates =
            from title in titles.Index()
            from target in targets
            let score = Score(title.Item, target, remembered)
            where score >= Close
            orderby score descending, title.Index
            select (title.Index, target.Path);
        var taken = new HashSet<string>();
        foreach (var (index, path) in candidates)
            if (guessed[index] is null && taken.Add(path)) guessed[index] = path;
        return guessed;
    }

    /// <summary>Titles of the columns that the error file adds: never a field.</summary>
    public static readonly IReadOnlyList<Words> Reasons = [("原行号", "Row in file"), ("出错的列", "Wrong column"), ("未导入原因", "Why not imported")];

    /// <summary>How many of the titles name a field beyond doubt: tells a row of titles from a row of data.</summary>
    public static int Sure(IReadOnlyList<string> titles, IReadOnlyList<ImportTarget> targets) => titles.Count(title => targets.Any(target => Score(title, target, null) > Close));

    private static int Score(string title, ImportTarget target, IReadOnlyDictionary<string, string>? remembered)
    {
        if (string.IsNullOrWhiteSpace(title) || Reasons.Any(r => r.Zh == title || r.En == title)) return 0;
        if (remembered is not null && remembered.TryGetValue(title, out var before)) return before == target.Path ? 2 * Exact : before.Length == 0 ? 0 : Names(title, target) / 2;
        return Names(title, target);
    }

    private static int Names(string title, ImportTarget target)
    {
        title = title.Trim();
        if (title == target.Label.Zh || string.Equals(title, target.Label.En, StringComparison.OrdinalIgnoreCase) || title == target.Path) return Exact;
        var plain = ColumnWords.Plain(title);
        if (plain.Length == 0) return 0;
        var (zh, en) = (ColumnWords.Plain(target.Label.Zh), ColumnWords.Plain(target.Label.En));
        if (plain == zh || plain == en || plain == ColumnWords.Plain(target.Path.Replace("_", "", StringComparison.Ordinal))) return Exact - 5;
        // A column of line items says so by its first half; a bare word means the record itself first.
        var less = target.Lines is null ? 0 : 10;
        if (ColumnWords.Alike(plain, zh) || ColumnWords.Alike(plain, en)) return Exact - 20 - less;
        if (zh.Length >= 2 && (plain.EndsWith(zh, StringComparison.Ordinal) || zh.EndsWith(plain, StringComparison.Ordinal) && plain.Length >= 2)) return Exact - 35 - less;
        return plain.Length >= 4 && Nearest.Of(plain, [zh, en]) is not null ? Close - less : 0;
    }
}
