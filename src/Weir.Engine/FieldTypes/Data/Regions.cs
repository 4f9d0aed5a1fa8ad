using System.Text;

namespace Weir.Engine.FieldTypes;

/// <summary>
/// China's divisions from province to district, as published: a table to pick from and to group by, not a map and not a post code list.
/// Levels that say nothing (市辖区) are left out, so the districts of Beijing are children of Beijing.
/// </summary>
public static partial class Regions
{
    private static readonly Dictionary<string, Region> ByCode = [];
    private static readonly Dictionary<string, List<Region>> ByParent = [];

    static Regions()
    {
        foreach (var line in Lines("regions.txt"))
        {
            var (code, name) = (line[0], line[1]);
            var level = code.EndsWith("0000", StringComparison.Ordinal) ? RegionLevel.Province
                : code.EndsWith("00", StringComparison.Ordinal) ? RegionLevel.City : RegionLevel.District;
            var region = new Region(code, (name, line[2]), level);
            ByCode.Add(code, region);
            AddAliases(region, line.Length > 3 ? line[3] : null);
        }

        // The order of the table is the official one, which is how people expect provinces to be listed.
        foreach (var region in ByCode.Values)
        {
            var parent = ParentOf(region)?.Code ?? "";
            if (!ByParent.TryGetValue(parent, out var children))
                ByParent[parent] = children = [];
            children.Add(region);
        }
    }

    /// <summary>All divisions, in the order of their codes.</summary>
    public static IReadOnlyCollection<Region> All => ByCode.Values;

    public static Region? Find(string? code) => code is null ? null : ByCode.GetValueOrDefault(code);

    /// <summary>The provinces for null, else what lies directly inside; empty for a district or an unknown code.</summary>
    public static IReadOnlyList<Region> Children(string? code) => ByParent.GetValueOrDefault(code ?? "") ?? [];

    /// <summary>From the province down to the division itself; empty for an unknown code.</summary>
    public static IReadOnlyList<Region> Path(string? code)
    {
        var path = new List<Region>();
        for (var region = Find(code); region is not null; region = ParentOf(region))
            path.Insert(0, region);
        return path;
    }

    /// <summary>江苏省 苏州市 虎丘区, or Huqiu, Suzhou, Jiangsu; both are read back by <see cref="Parse"/>. Empty for an unknown code.</summary>
    public static string FullName(string? code, bool chinese)
    {
        var path = Path(code);
        return chinese
            ? string.Join(' ', path.Select(region => region.Name.Zh))
            : string.Join(", ", path.Reverse().Select(region => region.Name.En));
    }

    /// <summary>Whether a division is another one or lies inside it.</summary>
    public static bool IsWithin(string? code, string? ancestor) =>
        Find(ancestor) is { } outer && Find(code) is { } inner && Contains(outer, inner);

    /// <summary>华东, 华南 …: the sales area of a division of any level.</summary>
    public static SalesArea? AreaOf(string? code) => SalesArea.Of(code);

    internal static IEnumerable<string[]> Lines(string resource)
    {
        using var stream = typeof(Regions).Assembly.GetManifestResourceStream("Weir.Engine.FieldTypes/" + resource)
            ?? throw new InvalidOperationException($"The resource {resource} is not part of this build.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
            yield return line.Split('\t');
    }

    private static bool Contains(Region outer, Region inner) => outer == inner || outer.Level switch
    {
        RegionLevel.Province => inner.Code.StartsWith(outer.Code[..2], StringComparison.Ordinal),
        RegionLevel.City => inner.Code.StartsWith(outer.Code[..4], StringComparison.Ordinal),
        _ => false,
    };

    private static Region? ParentOf(Region region) => region.Level switch
    {
        RegionLevel.Province => null,
        RegionLevel.City => Find(region.Code[..2] + "0000"),
        _ => Find(region.Code[..4] + "00") ?? Find(region.Code[..2] + "0000"),
    };
}
