namespace Weir.Engine.Formulas.Functions;

/// <summary>Counts and cuts text by whole characters, so that half of a rare ideograph or an emoji is never left over.</summary>
internal static class Characters
{
    public static int Count(string text)
    {
        var count = 0;
        for (var i = 0; i < text.Length; i += Width(text, i))
            count++;
        return count;
    }

    public static string Slice(string text, int start, int count)
    {
        if (count <= 0)
            return "";
        var from = Offset(text, 0, start);
        return text[from..Offset(text, from, count)];
    }

    private static int Offset(string text, int from, int count)
    {
        var at = from;
        for (var left = count; left > 0 && at < text.Length; left--)
            at += Width(text, at);
        return at;
    }

    private static int Width(string text, int at) =>
        char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 2 : 1;
}
