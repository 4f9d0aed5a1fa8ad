using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Weir.Web.Ui;

/// <summary>HTML made from an interpolated string whose holes are encoded, each and always; only another Markup passes as it is.</summary>
/// <example><code>Markup.Of($"&lt;b&gt;{name}&lt;/b&gt;")</code></example>
public readonly struct Markup(string html)
{
    internal static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public static readonly Markup Nothing = new("");

    public string Html { get; } = html;

    public static Markup Of(ref Handler text) => new(text.ToString());

    /// <summary>The encoded form of plain text.</summary>
    public static Markup Text(string? text) => new(text is null ? "" : Encoder.Encode(text));

    public override string ToString() => Html ?? "";

    /// <summary>Writes it where it stands: for loops in which a fragment for each piece would cost. Its elements may end in a later piece.</summary>
    public void Write(RenderTreeBuilder builder) => builder.AddMarkupContent(0, Html ?? "");

    public static implicit operator RenderFragment(Markup markup) => builder => builder.AddMarkupContent(0, markup.ToString());

    /// <summary>What the compiler turns $"…" into; encodes every hole.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Handler(int literalLength, int holes)
    {
        private readonly StringBuilder text = new(literalLength + holes * 16);

        public void AppendLiteral(string literal) => text.Append(literal);

        public void AppendFormatted(Markup markup) => text.Append(markup.ToString());

        public void AppendFormatted(string? value)
        {
            if (value is not null) text.Append(Encoder.Encode(value));
        }

        public void AppendFormatted<T>(T value) where T : struct, IFormattable =>
            text.Append(Encoder.Encode(value.ToString(null, CultureInfo.InvariantCulture)));

        public override string ToString() => text.ToString();
    }
}
