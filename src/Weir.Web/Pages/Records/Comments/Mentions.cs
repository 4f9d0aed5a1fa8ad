using System.Text.RegularExpressions;
using Weir.Engine.Access;
using Directory = Weir.Engine.Access.Directory;

namespace Weir.Web.Pages.Records.Comments;

/// <summary>A stretch of a comment: plain, a web address, or a colleague who is mentioned.</summary>
public sealed record Piece(string Text, Member? Member = null, bool Link = false);

/// <summary>Finds colleagues (@name) and web addresses in the plain text of a comment. Tells nobody.</summary>
public static partial class Mentions
{
    /// <summary>The text in order; put together it is the whole text again.</summary>
    public static IEnumerable<Piece> Pieces(string text, Directory directory)
    {
        // The longest name wins: 李伟民 before 李伟.
        var members = directory.Members.Values.Where(m => m.Name.Length > 0).OrderByDescending(m => m.Name.Length).ThenByDescending(m => m.Active).ToList();
        var plain = 0;
        for (var at = 0; at < text.Length;)
        {
            if (Piece(text, at, members) is not { } piece)
            {
                at++;
                continue;
            }
            if (at > plain) yield return new(text[plain..at]);
            yield return piece;
            plain = at += piece.Text.Length;
        }
        if (plain < text.Length) yield return new(text[plain..]);
    }

    /// <summary>Who is mentioned, each once.</summary>
    public static IReadOnlyList<Member> Of(string text, Directory directory) => [.. Pieces(text, directory).Select(p => p.Member).OfType<Member>().Distinct()];

    private static Piece? Piece(string text, int at, List<Member> members)
    {
        if (text[at] == '@') return members.FirstOrDefault(m => text.AsSpan(at + 1).StartsWith(m.Name, StringComparison.OrdinalIgnoreCase)) is { } member ? new(text.Substring(at, member.Name.Length + 1), member) : null;
        if (text[at] is not ('h' or 'H') || at > 0 && char.IsLetterOrDigit(text[at - 1]) && text[at - 1] < 128) return null;
        return Address().Match(text, at) is { Success: true } match && Uri.TryCreate(match.Value, UriKind.Absolute, out _) ? new(match.Value, Link: true) : null;
    }

    [GeneratedRegex("""\Ghttps?://[^\s<>"'，。；：！？、（）【】《》]{1,500}""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Address();
}
