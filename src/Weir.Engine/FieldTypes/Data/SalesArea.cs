using Weir.Engine.Forms;

namespace Weir.Engine.FieldTypes;

/// <summary>One of the seven parts into which companies divide China for selling and reporting; not an administrative division.</summary>
public sealed record SalesArea(string Key, Words Name)
{
    // 台湾 is counted to the east, 香港 and 澳门 to the south, as their neighbours are.
    private static readonly Dictionary<string, SalesArea> ByProvince = new Dictionary<SalesArea, string>
    {
        [new("east", ("华东", "East China"))] = "31 32 33 34 35 36 37 71",
        [new("south", ("华南", "South China"))] = "44 45 46 81 82",
        [new("north", ("华北", "North China"))] = "11 12 13 14 15",
        [new("central", ("华中", "Central China"))] = "41 42 43",
        [new("southwest", ("西南", "Southwest China"))] = "50 51 52 53 54",
        [new("northwest", ("西北", "Northwest China"))] = "61 62 63 64 65",
        [new("northeast", ("东北", "Northeast China"))] = "21 22 23",
    }.SelectMany(area => area.Value.Split(' ').Select(province => (province, area.Key))).ToDictionary(p => p.province, p => p.Key);

    /// <summary>The seven areas, in the order reports show them.</summary>
    public static IReadOnlyList<SalesArea> All { get; } = ByProvince.Values.Distinct().ToList();

    /// <summary>The area of a division of any level; null for an unknown code.</summary>
    public static SalesArea? Of(string? code) => Regions.Find(code) is null ? null : ByProvince[code![..2]];
}
