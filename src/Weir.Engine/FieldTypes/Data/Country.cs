using Weir.Engine.Forms;

namespace Weir.Engine.FieldTypes;

/// <summary>A country or area of ISO 3166-1; China's divisions are <see cref="Regions"/>.</summary>
/// <param name="Code">Two capital letters.</param>
public sealed record Country(string Code, Words Name)
{
    private static readonly Dictionary<string, Country> ByCode = Regions.Lines("countries.txt")
        .Select(line => new Country(line[0], (line[1], line[2]))).ToDictionary(country => country.Code, StringComparer.OrdinalIgnoreCase);

    /// <summary>All countries and areas, China first, then by code.</summary>
    public static IReadOnlyList<Country> All { get; } = ByCode.Values.OrderBy(country => country.Code != "CN").ToList();

    public static Country? Find(string? code) => code is null ? null : ByCode.GetValueOrDefault(code);

    /// <summary>By code or by name in either language, ignoring case and blanks around it.</summary>
    public static Country? Parse(string? text)
    {
        var typed = text?.Trim() ?? "";
        return Find(typed) ?? All.FirstOrDefault(country => country.Name.Zh == typed
            || country.Name.En.Equals(typed, StringComparison.OrdinalIgnoreCase));
    }
}
