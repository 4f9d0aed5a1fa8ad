using System.Text.Json.Serialization;

namespace Weir.Engine.Forms;

/// <summary>A text in both languages; neither is a translation that may be missing.</summary>
public sealed record Words([property: JsonRequired] string Zh, [property: JsonRequired] string En)
{
    public string In(bool chinese) => chinese ? Zh : En;

    /// <summary>A label as it stands within an English sentence: accounts, but CRM tickets and WeChat.</summary>
    public static string Inside(string label)
    {
        var first = label.Split(' ', 2)[0];
        return first.Length > 0 && first.Skip(1).All(char.IsAsciiLetterLower) ? char.ToLowerInvariant(label[0]) + label[1..] : label;
    }

    public static implicit operator Words((string zh, string en) pair) => new(pair.zh, pair.en);

    public override string ToString() => $"{Zh} / {En}";
}
