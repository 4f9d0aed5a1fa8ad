using Weir.Engine.Access;

namespace Weir.Engine.Outbox;

/// <summary>Finds the members whom a text names with @: 「@李伟 请看」. A name of several members means them all; who may know is not decided here.</summary>
public static class Mentions
{
    public const int Most = 50;

    /// <summary>Each once, in the order of the text.</summary>
    public static IReadOnlyList<long> Find(string text, Directory directory) => [.. Places(text, directory).SelectMany(p => p.Members).Distinct().Take(Most)];

    /// <summary>Where the names stand, the @ with them: what a page may show as a call is what is told.</summary>
    public static IReadOnlyList<(int At, int Length, IReadOnlyList<long> Members)> Places(string text, Directory directory)
    {
        var found = new List<(int, int, IReadOnlyList<long>)>();
        ILookup<string, long>? names = null;
        for (var at = text.AsSpan().IndexOfAny('@', '＠'); at >= 0 && at < text.Length && found.Count < Most; at = Next(text, at + 1))
        {
            // name@example.com is an address, not a call.
            if (at > 0 && char.IsAsciiLetterOrDigit(text[at - 1])) continue;
            names ??= directory.Members.Values.Where(m => m.Active && m.Name.Length > 0).ToLookup(m => m.Name, m => m.Id, StringComparer.OrdinalIgnoreCase);
            if (Longest(text.AsSpan(at + 1), names) is { } name) found.Add((at, name.Length + 1, [.. names[name]]));
        }
        return found;
    }

    private static int Next(string text, int from)
    {
        var next = text.AsSpan(from).IndexOfAny('@', '＠');
        return next < 0 ? -1 : from + next;
    }

    /// <summary>欧阳娜娜 is not 欧阳娜, and Anna is not Ann.</summary>
    private static string? Longest(ReadOnlySpan<char> rest, ILookup<string, long> names)
    {
        string? best = null;
        foreach (var name in names.Select(n => n.Key))
            if (name.Length > (best?.Length ?? 0) && rest.StartsWith(name, StringComparison.OrdinalIgnoreCase)
                && !(rest.Length > name.Length && char.IsAsciiLetterOrDigit(name[^1]) && char.IsAsciiLetterOrDigit(rest[name.Length])))
                best = name;
        return best;
    }
}
