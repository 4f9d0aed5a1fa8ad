namespace Weir.Engine.FieldTypes.Reading;

/// <summary>Several names in one text, and back; a name may itself hold a separator when it is known as a whole.</summary>
internal static class NameList
{
    private const int LongestName = 8;

    private static readonly char[] Separators = ['、', ',', '，', ';', '；', '|', '\n', '\r'];

    public delegate bool Find<T>(string name, out T found);

    public static bool HasSeparator(string name) => name.IndexOfAny(Separators) >= 0;

    public static string Join(IEnumerable<string> names, bool chinese) => string.Join(chinese ? "、" : ", ", names);

    /// <summary>Each found once, in order. The longest run of parts that is a known name wins.</summary>
    public static IReadOnlyList<T> Read<T>(string text, Find<T> find, Func<string, ValueError> unknown)
    {
        var cuts = Cuts(text);
        var found = new List<T>();
        for (var from = 0; from < cuts.Count - 1;)
        {
            if (text[Span(cuts, from, from + 1)].Trim().Length == 0)
            {
                from++;
                continue;
            }
            var to = Math.Min(cuts.Count - 1, from + LongestName);
            T? one = default;
            while (to > from && !find(text[Span(cuts, from, to)].Trim(), out one)) to--;
            if (to == from) throw unknown(text[Span(cuts, from, from + 1)].Trim());
            if (!found.Contains(one!)) found.Add(one!);
            from = to;
        }
        return found;
    }

    /// <summary>Where parts begin; the last entry is one past the end.</summary>
    private static List<int> Cuts(string text)
    {
        var cuts = new List<int> { 0 };
        for (var i = 0; i < text.Length; i++)
            if (Array.IndexOf(Separators, text[i]) >= 0) cuts.Add(i + 1);
        cuts.Add(text.Length + 1);
        return cuts;
    }

    private static Range Span(List<int> cuts, int from, int to) => cuts[from]..(cuts[to] - 1);
}
