using System.Text.RegularExpressions;
using Weir.Engine.FieldTypes;

namespace Weir.Engine.Records;

/// <summary>Compares company names: the same name however typed, or probably the same company; it does not know whether one exists.</summary>
public static partial class CompanyName
{
    // Shorter remainders are too common to compare: without its city, every city's bank would be 银行.
    private const int ShortestWithoutPlace = 4;
    private const int LongestWithPlace = 200;
    private const int ShortestName = 2;
    private const int LongestSound = 80;

    // Longest first. A branch (分公司) is a customer of its own and stays.
    private static readonly string[] LegalForms =
    [
        "股份有限责任公司", "集团有限责任公司", "集团股份有限公司", "有限责任公司", "股份有限公司", "集团有限公司", "有限公司", "股份公司", "集团公司", "总公司",
        "集团", "股份",
    ];

    private static readonly HashSet<string> EnglishForms = new(StringComparer.Ordinal)
    {
        "co", "coltd", "ltd", "limited", "inc", "incorporated", "llc", "llp", "lp", "plc", "corp", "corporation", "company", "gmbh", "ag", "kg", "se",
        "sa", "sas", "sarl", "srl", "spa", "bv", "nv", "ab", "oy", "as", "pty", "pte", "kk", "group", "holding", "holdings", "&",
    };

    private static readonly HashSet<string> SaysNothing = new(StringComparer.Ordinal) { "中国", "集团", "china", "group" };

    /// <summary>The same for one name however it is typed.</summary>
    public static string Key(string? name) => NormalText.Key(name);

    /// <summary>
    /// Probably the same company: without legal form (有限公司, Co., Ltd), without a place in brackets and, where enough remains, without
    /// the place in front. Good for a warning, not for a refusal. Never empty when <see cref="Key"/> is not.
    /// </summary>
    public static string FuzzyKey(string? name)
    {
        var words = Words().Split(Brackets().Replace(NormalText.Fold(name).Replace(".", "", StringComparison.Ordinal), WithoutPlace))
            .Where(word => word.Length > 0).ToList();
        while (words.Count > 1 && EnglishForms.Contains(words[^1]))
            words.RemoveAt(words.Count - 1);

        var key = NormalText.Key(string.Concat(words));
        for (var before = ""; key != before;)
        {
            before = key;
            key = WithoutLegalForm(WithoutLeadingPlace(key));
        }

        return key.Length > 0 ? key : Key(name);
    }

    /// <summary>
    /// Sounds like the same company: <see cref="FuzzyKey"/> read aloud, so that 恒力, 恒利 and hengli are one. The same for all that have one
    /// fuzzy key, and cut where no two companies are told apart any more.
    /// </summary>
    public static string SoundKey(string? name)
    {
        if (last is { } before && before.Name == name) return before.Key;
        var fuzzy = FuzzyKey(name);
        var sound = Search.Pinyin.Full(fuzzy).Replace(" ", "", StringComparison.Ordinal);
        var key = Search.SearchText.Cut(sound.Length > 0 ? sound : fuzzy, LongestSound);
        last = (name, key);
        return key;
    }

    // A save asks for the same name several times in a row, and places are looked for in a long list.
    [ThreadStatic] private static (string? Name, string Key)? last;

    /// <summary>Whether two names speak of places that exclude each other: 苏州 and 无锡 do, 江苏 and 苏州 do not, nor does a name without a place.</summary>
    public static bool Elsewhere(string? one, string? other) =>
        Place(one) is { } a && Place(other) is { } b && !a.StartsWith(b, StringComparison.Ordinal) && !b.StartsWith(a, StringComparison.Ordinal);

    /// <summary>The digits of the code that say where: of a province two, of a city four.</summary>
    private static string? Place(string? name)
    {
        var folded = NormalText.Fold(name);
        if (folded.Length > LongestWithPlace) return null;
        var region = Brackets().Matches(folded).Select(m => Regions.Parse(m.Groups[1].Value.Trim())).FirstOrDefault(m => m is { Region: not null, Rest: "" })?.Region
            ?? (folded.Any(c => c > 0x2E7F) ? Regions.Parse(NormalText.Key(folded)).Region : null);
        return region is null ? null : region.Code[..(region.Level == RegionLevel.Province ? 2 : 4)];
    }

    // 恒力机电（苏州）有限公司: what else stands in brackets is part of the name.
    private static string WithoutPlace(Match brackets)
    {
        var inside = brackets.Groups[1].Value.Trim();
        return SaysNothing.Contains(inside) || Regions.Parse(inside) is { Region: not null, Rest: "" } ? " " : $" {inside} ";
    }

    private static string WithoutLegalForm(string key)
    {
        var form = LegalForms.FirstOrDefault(form => key.EndsWith(form, StringComparison.Ordinal) && key.Length - form.Length >= ShortestName);
        return form is null ? key : key[..^form.Length];
    }

    private static string WithoutLeadingPlace(string key) =>
        key.Length <= LongestWithPlace && key.Any(c => c > 0x2E7F) && Regions.Parse(key) is { Region: not null, Rest.Length: >= ShortestWithoutPlace } match
            && WithoutLegalForm(match.Rest).Length >= ShortestWithoutPlace
            ? match.Rest : key;

    [GeneratedRegex(@"[(\[{【〔《]([^()\[\]{}【】〔〕《》]*)[)\]}】〕》]")]
    private static partial Regex Brackets();

    [GeneratedRegex(@"[\s,;:/\\'""_·。，、-]+")]
    private static partial Regex Words();
}
