using Weir.Engine.Forms;

namespace Weir.Engine.FieldTypes;

/// <summary>How deep a division lies. A district may lie directly in a province: those of Beijing, and counties without a city.</summary>
public enum RegionLevel
{
    Province,
    City,
    District,
}

/// <summary>One administrative division of China; not a country, not an address.</summary>
/// <param name="Code">Six digits: two for the province, two for the city, two for the district.</param>
/// <param name="Name">The full Chinese name (苏州市) and the English one (Suzhou).</param>
public sealed record Region(string Code, Words Name, RegionLevel Level);

/// <summary>What a typed region means.</summary>
/// <param name="Region">The deepest division that is certain, or null.</param>
/// <param name="Rest">What stands behind it and was not understood: a street, or a district that several cities have.</param>
public sealed record RegionMatch(Region? Region, string Rest);
