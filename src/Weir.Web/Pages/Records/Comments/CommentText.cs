using System.Text.RegularExpressions;
using Weir.Engine.Outbox;
using Directory = Weir.Engine.Access.Directory;

namespace Weir.Web.Pages.Records.Comments;

/// <summary>A stretch of a comment: plain, a web address, or a colleague who is called by name.</summary>
public sealed record Piece(string Text, bool Call = false, bool Link = false);

/// <summary>The plain text of a comment cut into what is drawn in different ways. Changes no letter of it.</summary>
public static partial class CommentText
{
    /// <summary>In order; put together they are the whole text again.</summary>
    public static IEnumerable<Piece> Pieces(string text, Directory directory)
    {
        var marks = Mentions.Places(text, directory).Select(p => (p.At, p.Length, Call: true))
            .Concat(Address().Matches(text).Where(m => Uri.TryCreate(m.Value, UriKind.Absolute, out _)).Select(m => (At: m.Index, m.Length, Call: false))).OrderBy(m => m.At);
        var plain = 0;
        foreach (var (at, length, call) in marks)
        {
            // A call inside of an address is a part of the address.
            if (at < plain) continue;
            if (at > plain) yield return new(text[plain..at]);
            yield return new(text.Substring(at, length), call, !call);
            plain = at + length;
        }
        if (plain < text.Length) yield return new(text[plain..]);
    }

    [GeneratedRegex("""(?<![A-Za-z0-9])https?://[^\s<>"'，。；：！？、（）【】《》]{1,500}""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Address();
}
