using System.Text;

namespace Weir.Engine.FieldTypes;

/// <content>From what people type to a division.</content>
public static partial class Regions
{
    private const string Separators = " \t\r\n/\\|,，、;；·.-_>→";
    private const int MaxTyped = 500;

    private static readonly string[] SaysNothing =
        ["中华人民共和国", "中国", "市辖区", "省直辖县级行政区划", "自治区直辖县级行政区划"];

    private static readonly string[] Kinds = ["特别行政区", "地区", "省", "市", "区", "县", "盟", "旗", "乡", "镇"];

    // Filled by the static constructor, which runs after these. An alias alone is enough when it names a province or city, or a district in
    // full; a district's short form (鼓楼) needs the province or city before it.
    private static readonly Dictionary<string, List<(Region Region, bool Alone)>> Aliases = new(StringComparer.Ordinal);
    private static readonly Dictionary<string, List<Region>> EnglishNames = new(StringComparer.OrdinalIgnoreCase);
    private static int longestAlias;

    /// <summary>
    /// Reads a code, a Chinese name in long or short form with or without its parents (江苏苏州, 苏州, 江苏/苏州/工业园区), or English names
    /// (Suzhou, Jiangsu). What several divisions are called counts only below a parent that decides.
    /// </summary>
    public static RegionMatch Parse(string? text)
    {
        var typed = Clean(text);
        if (Find(typed) is { } exact)
            return new RegionMatch(exact, "");
        return typed.Any(c => c > 0x2E7F) ? ParseChinese(typed) : ParseEnglish(typed);
    }

    private static RegionMatch ParseChinese(string typed)
    {
        Region? found = null;
        var rest = Skip(typed);
        while (rest.Length > 0 && Step(found, rest) is var (next, length))
        {
            found = next;
            rest = Skip(rest[length..]);
        }

        return new RegionMatch(found, rest);
    }

    /// <summary>The longest name at the beginning that means exactly one division inside the one found so far.</summary>
    private static (Region Region, int Length)? Step(Region? within, string rest)
    {
        for (var length = Math.Min(longestAlias, rest.Length); length > 1; length--)
        {
            if (!Aliases.TryGetValue(rest[..length], out var named))
                continue;
            var inside = named
                .Where(alias => within is null ? alias.Alone : Contains(within, alias.Region))
                .Where(alias => length == alias.Region.Name.Zh.Length || !BeginsStreet(rest, length))
                .Select(alias => alias.Region).Distinct().ToList();
            // 吉林 inside 吉林省 is the city; 北京 inside 北京市 is said twice.
            var deeper = inside.Where(region => region != within).ToList();
            var candidates = deeper.Count > 0 ? deeper : inside;
            if (candidates.Count == 0)
                continue;
            var highest = candidates.Where(region => region.Level == candidates.Min(c => c.Level)).ToList();
            return highest is [var only] ? (only, length) : null;
        }

        return null;
    }

    // 北京路 is a street: a short name must not be the beginning of another word.
    private static bool BeginsStreet(string rest, int length) =>
        length < rest.Length && "路街道巷弄里胡桥站门村".Contains(rest[length], StringComparison.Ordinal);

    // English addresses run from small to large, but both directions are read.
    private static RegionMatch ParseEnglish(string typed)
    {
        var parts = typed.Split([',', '/', '|', ';', '>'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(part => !part.Equals("China", StringComparison.OrdinalIgnoreCase)).ToList();
        var forwards = Descend(parts);
        var backwards = Descend(Enumerable.Reverse(parts).ToList());
        var (found, used, reversed) = forwards.Used > backwards.Used
            ? (forwards.Region, forwards.Used, false) : (backwards.Region, backwards.Used, true);
        var rest = reversed ? parts.Take(parts.Count - used) : parts.Skip(used);
        return new RegionMatch(found, string.Join(", ", rest));
    }

    private static (Region? Region, int Used) Descend(List<string> parts)
    {
        Region? found = null;
        var used = 0;
        foreach (var part in parts)
        {
            var inside = (EnglishNames.GetValueOrDefault(part) ?? [])
                .Where(region => found is null || (region != found && Contains(found, region))).ToList();
            var highest = inside.Where(region => region.Level == inside.Min(r => r.Level)).ToList();
            if (highest is not [var only] || (found is null && parts.Count > 1 && IsAmbiguousStart(inside)))
                break;
            found = only;
            used++;
        }

        return (found, used);
    }

    // In "Chaoyang, Beijing" the first word is no city of Liaoning: read from the other end.
    private static bool IsAmbiguousStart(List<Region> inside) => inside.Count > 1 && inside.All(region => region.Level > RegionLevel.Province);

    private static string Clean(string? text)
    {
        var typed = text is null ? "" : text.Length > MaxTyped ? text[..MaxTyped] : text;
        var whole = string.Concat(typed.EnumerateRunes().Where(rune => rune != Rune.ReplacementChar && !Rune.IsControl(rune)));
        return whole.Normalize(NormalizationForm.FormKC).Trim();
    }

    private static string Skip(string rest)
    {
        string before;
        do
        {
            before = rest;
            rest = rest.TrimStart(Separators.ToCharArray());
            foreach (var nothing in SaysNothing)
            {
                if (rest.StartsWith(nothing, StringComparison.Ordinal))
                    rest = rest[nothing.Length..];
            }

            // The counties of 重庆 hang from a level called just 县.
            if (rest is ['县', var next, ..] && Separators.Contains(next, StringComparison.Ordinal))
                rest = rest[1..];
        }
        while (rest.Length < before.Length);
        return rest;
    }

    private static void AddAliases(Region region, string? bare)
    {
        var name = region.Name.Zh.Normalize(NormalizationForm.FormKC);
        var district = region.Level == RegionLevel.District;
        Add(name, alone: true);
        var kind = Kinds.FirstOrDefault(kind => name.EndsWith(kind, StringComparison.Ordinal)) ?? "";
        var shorter = bare ?? name[..^kind.Length];
        // 昆山 is said without 市; 鼓楼 without 区 could be anything.
        Add(shorter, alone: !district || kind == "市" || bare is not null);
        if (bare is not null && name.Contains("自治", StringComparison.Ordinal))
            Add(bare + name[^1], alone: true);
        if (bare == "内蒙古")
            Add("内蒙", alone: true);
        // 苏州工业园区 is the 工业园区 of 苏州.
        if (district && ParentOf(region) is { } city && city.Name.Zh[..^1] is { Length: > 1 } prefix && name.StartsWith(prefix, StringComparison.Ordinal))
            Add(name[prefix.Length..].TrimStart('市'), alone: false);
        if (!EnglishNames.TryGetValue(region.Name.En, out var english))
            EnglishNames[region.Name.En] = english = [];
        english.Add(region);

        void Add(string alias, bool alone)
        {
            if (alias.Length < 2)
                return;
            if (!Aliases.TryGetValue(alias, out var named))
                Aliases[alias] = named = [];
            named.Add((region, alone));
            longestAlias = Math.Max(longestAlias, alias.Length);
        }
    }
}
