using System.Text.Json.Serialization;

namespace Weir.Engine.Forms;

/// <summary>A text in both languages; neither is a translation that may be missing.</summary>
public sealed record Words([property: JsonRequired] string Zh, [property: JsonRequired] string En)
{
    public string In(bool chinese) => chinese ? Zh : En;

    public static implicit operator Words((string zh, string en) pair) => new(pair.zh, pair.en);

    public override string ToString() => $"{Zh} / {En}";
}
