using System.Globalization;

namespace Weir.Web.Pages.Admin;

/// <summary>Values of a form that somebody sent, in the types that administration asks for. What cannot be read is not there.</summary>
internal static class Posted
{
    public static string Text(this IFormCollection form, string name) => form[name].ToString();

    public static long? Id(this IFormCollection form, string name) => Number(form[name].ToString());

    public static IReadOnlyList<long> Ids(this IFormCollection form, string name) => [.. form[name].Select(Number).OfType<long>().Distinct()];

    private static long? Number(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
