using System.Globalization;
using Weir.Engine.FieldTypes.Reading;

namespace Weir.Engine.FieldTypes;

/// <summary>Where somebody was: coordinates and how exact they are, words for the place, or both. Knows no map, and not when it was.</summary>
/// <remarks>Equal places are equal values: coordinates that end the words are always taken out of them, so that the text can be read back.</remarks>
public sealed record Position
{
    private const string Between = " · ";
    private const int Decimals = 6;

    private Position(decimal? latitude, decimal? longitude, int? accuracy, string words)
    {
        (Latitude, Longitude, Accuracy, Words) = (latitude, longitude, accuracy, words);
    }

    /// <summary>In degrees, north above 0.</summary>
    public decimal? Latitude { get; }

    /// <summary>In degrees, east above 0.</summary>
    public decimal? Longitude { get; }

    /// <summary>So many metres around it may be; null when nobody knows.</summary>
    public int? Accuracy { get; }

    /// <summary>The place as people call it; may be empty.</summary>
    public string Words { get; }

    /// <summary>Null when there is neither.</summary>
    public static Position? Of(decimal? latitude, decimal? longitude, decimal? accuracy, string? words)
    {
        var clean = Clean(words);
        if (latitude is not { } north || longitude is not { } east) return Parse(clean);
        return new(decimal.Round(north, Decimals), decimal.Round(east, Decimals), accuracy is { } metres ? (int)Math.Clamp(decimal.Ceiling(metres), 0, 9_999_999) : null, clean);
    }

    /// <summary>Reads 科技路 1 号 · 31.29834, 120.58319 ±12 m, either half of it, and any other words as words.</summary>
    public static Position? Parse(string text)
    {
        text = Clean(text);
        if (text.Length == 0) return null;
        var cut = text.LastIndexOf(Between, StringComparison.Ordinal);
        var tail = cut < 0 ? text : text[(cut + Between.Length)..];
        return Coordinates(tail) is { } at ? Of(at.Latitude, at.Longitude, at.Accuracy, cut < 0 ? "" : text[..cut]) : new(null, null, null, text);
    }

    public string Text => string.Join(Between, new[] { Words, Degrees }.Where(t => t.Length > 0));

    /// <summary>The coordinates apart from the words, so that a search for words does not meet digits.</summary>
    public string Stored => $"{Degrees}|{Words}";

    public static Position? Read(string? stored)
    {
        if (stored?.Split('|', 2) is not [var degrees, var words]) return stored is null ? null : Parse(stored);
        return Coordinates(degrees) is { } at ? Of(at.Latitude, at.Longitude, at.Accuracy, words) : Parse(degrees.Length == 0 ? words : stored);
    }

    private string Degrees => Latitude is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{Latitude:0.######}, {Longitude:0.######}") + (Accuracy is { } metres ? string.Create(CultureInfo.InvariantCulture, $" ±{metres} m") : "");

    private static (decimal Latitude, decimal Longitude, decimal? Accuracy)? Coordinates(string text)
    {
        var halves = text.Split('±');
        if (halves.Length > 2 || halves[0].Split(',', '，') is not [var north, var east] || Number(north) is not { } latitude || Number(east) is not { } longitude) return null;
        if (halves.Length == 1) return (latitude, longitude, null);
        return Number(halves[1].Trim().TrimEnd('m', '米')) is { } accuracy and >= 0 and < 10_000_000 ? (latitude, longitude, accuracy) : null;
    }

    private static decimal? Number(string text) =>
        decimal.TryParse(text.Trim(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) < 10_000_000 ? number : null;

    private static string Clean(string? text) => Typed.Whole(text ?? "").ReplaceLineEndings(" ").Trim();
}
