using Weir.Web.Http;

namespace Weir.Web.Ui;

/// <summary>The smallest parts of a page as functions that are cheap inside loops; none of them knows a word of the product.</summary>
/// <remarks>
/// <para>Razor files have them at hand by <c>@using static Weir.Web.Ui.Kit</c>:</para>
/// <code>
/// @Icon("phone")   @Icon("check", "w-icon-sm")   @Pill("跟进中", "accent", dot: true)   @Pill("A · 82", "ok")
/// @Avatar("李伟")  @Person("李伟")  @Count(214)  @Keys("⌘K")  @Progress(69.3m, 90)  @None
/// </code>
/// Colours: accent ok warn bad teal violet grey (also blue green amber red …). Names of icons: tabler.io/icons, outline.
/// </remarks>
public static partial class Kit
{
    /// <summary>A dash for a value that is not there.</summary>
    public static Markup None { get; } = new("<span class=\"w-none\">—</span>");

    /// <summary>A 16 px icon of the sprite; decorative, so its button needs words or an aria-label.</summary>
    public static Markup Icon(string name, string? cssClass = null) =>
        Markup.Of($"<svg class=\"{Classes("w-icon", cssClass)}\" aria-hidden=\"true\"><use href=\"{StaticAssetMap.Url("icons.svg")}#{name}\"/></svg>");

    /// <summary>A state (with dot) or a tag, grade, count (without).</summary>
    public static Markup Pill(string text, string? color = null, bool dot = false) =>
        Markup.Of($"<span class=\"w-pill w-c-{ColorName(color)}\" title=\"{text}\">{(dot ? Dot : Markup.Nothing)}{text}</span>");

    private static Markup Dot { get; } = new("<i class=\"w-dot\"></i>");

    /// <summary>Several pills in one cell or field.</summary>
    public static Markup Pills(IEnumerable<(string Text, string? Color)> pills, bool dot = false) =>
        new($"<span class=\"w-pills\">{string.Concat(pills.Select(pill => Pill(pill.Text, pill.Color, dot).Html))}</span>");

    /// <summary>A round sign with the first letter of a name; the colour follows from the name and never changes.</summary>
    public static Markup Avatar(string? name, string? cssClass = null) =>
        Markup.Of($"<span class=\"{Classes("w-avatar w-av-" + Hue(name), cssClass)}\" aria-hidden=\"true\">{Initial(name)}</span>");

    /// <summary>Avatar and name in one line.</summary>
    public static Markup Person(string? name, string? cssClass = null) =>
        string.IsNullOrWhiteSpace(name) ? None : Markup.Of($"<span class=\"w-person\">{Avatar(name, cssClass)}<span>{name}</span></span>");

    /// <summary>A count in grey beside a name.</summary>
    public static Markup Count(long? count) => count is { } n ? Markup.Of($"<span class=\"w-count\">{n}</span>") : Markup.Nothing;

    /// <summary>A keyboard shortcut.</summary>
    public static Markup Keys(string keys) => Markup.Of($"<kbd class=\"w-kbd\">{keys}</kbd>");

    /// <summary>A thin bar; its width is a value, since pages carry no style attributes.</summary>
    public static Markup Progress(decimal value, decimal max = 100, string color = "accent", string? label = null) =>
        Markup.Of($"<progress class=\"w-progress w-c-{ColorName(color)}\" value=\"{Math.Clamp(value, 0, Math.Max(max, 0))}\" max=\"{(max > 0 ? max : 1)}\" aria-label=\"{label}\"></progress>");

    private static readonly HashSet<string> Colors =
    [
        "accent", "ok", "warn", "bad", "teal", "violet", "grey", "blue", "indigo", "green", "amber", "orange", "yellow", "red", "cyan", "purple",
        "pink", "gray",
    ];

    /// <summary>The name of an option colour that css knows; anything else is grey.</summary>
    public static string ColorName(string? color) => color is not null && Colors.Contains(color) ? color : "grey";

    private static string Classes(string own, string? more) => more is null ? own : own + " " + more;

    private static string Initial(string? name)
    {
        var trimmed = name?.Trim() ?? "";
        if (trimmed.Length == 0) return "?";
        return System.Globalization.StringInfo.GetNextTextElement(trimmed).ToUpperInvariant();
    }

    private static int Hue(string? name)
    {
        var sum = 0u;
        foreach (var letter in name ?? "") sum = sum * 31 + letter;
        return (int)(sum % 8);
    }
}
