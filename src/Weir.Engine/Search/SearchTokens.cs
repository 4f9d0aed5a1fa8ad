using System.Text;

namespace Weir.Engine.Search;

/// <summary>
/// Makes the tokens under which a record is found, and the query that finds them; the index itself is the database's. Tokens hold only
/// letters, digits and, in front of pinyin, <c>~</c>, so nothing typed can reach a query language.
/// </summary>
/// <remarks>
/// Runs of Chinese characters become overlapping pairs and the last character alone, so any substring is found; words are found by their
/// beginning; names also by initials (pairs such as <c>~hw</c>) and by spelling (<c>~huawei</c>).
/// </remarks>
public static partial class SearchTokens
{
    /// <summary>The most tokens of one document; what comes later is not found.</summary>
    public const int MaxDocumentTokens = 2_000;

    /// <summary>The most terms of one query; what is typed later is ignored.</summary>
    public const int MaxQueryTerms = 64;

    private const int MaxTokenLength = 64;
    private const int SpelledFromEachCharacter = 4;
    private const int SpelledSyllables = 8;

    /// <summary>The distinct tokens of a record's values, in the order of the values.</summary>
    public static IReadOnlyList<string> Index(IEnumerable<(string Text, SearchKind Kind)> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var tokens = new TokenList();
        foreach (var (text, kind) in values)
        {
            var folded = SearchText.Fold(text);
            var pieces = SearchText.Pieces(folded);
            foreach (var piece in pieces)
                AddPiece(tokens, folded.Substring(piece.Start, piece.Length), piece.IsCjk);
            foreach (var address in Addresses(folded))
                tokens.Add(Joined(folded, address));
            if (kind == SearchKind.Name)
                AddPinyin(tokens, folded, pieces);
            else if (kind == SearchKind.Phone)
                AddPhones(tokens, folded);
            else if (kind == SearchKind.Code)
                AddCode(tokens, folded, pieces);
            if (tokens.IsFull)
                break;
        }

        return tokens.Taken;
    }

    private static void AddPiece(TokenList tokens, string piece, bool isCjk)
    {
        if (!isCjk)
        {
            tokens.Add(piece);
            return;
        }

        string? before = null;
        foreach (var rune in piece.EnumerateRunes())
        {
            var character = rune.ToString();
            if (before is not null)
                tokens.Add(before + character);
            before = character;
        }

        tokens.Add(before!);
    }

    // Punctuation does not interrupt initials (华为技术（深圳） is hwjssz), a Latin word does.
    private static void AddPinyin(TokenList tokens, string folded, List<SearchPiece> pieces)
    {
        var at = 0;
        while (at < pieces.Count)
        {
            if (!pieces[at].IsCjk)
            {
                at++;
                continue;
            }

            var first = at;
            while (at < pieces.Count && pieces[at].IsCjk)
                at++;
            var run = folded[pieces[first].Start..pieces[at - 1].End];
            AddInitials(tokens, Pinyin.InitialOptions(run).ToList());
            AddSpelling(tokens, Pinyin.Spell(run).Where(part => part.Written.Length > 0).Select(part => part.Sound).ToList());
        }
    }

    private static void AddInitials(TokenList tokens, List<char[]> options)
    {
        if (options.Count == 1)
        {
            foreach (var initial in options[0])
                tokens.Add($"~{initial}");
        }

        foreach (var (left, right) in options.Zip(options.Skip(1)))
        {
            foreach (var first in left)
            {
                foreach (var second in right)
                    tokens.Add($"~{first}{second}");
            }
        }
    }

    // A person is found by the given name too; a company only from its beginning, which keeps the index small.
    private static void AddSpelling(TokenList tokens, List<string> syllables)
    {
        var starts = syllables.Count <= SpelledFromEachCharacter ? syllables.Count : 1;
        for (var start = 0; start < starts; start++)
            tokens.Add("~" + string.Concat(syllables.Skip(start).Take(SpelledSyllables)));
    }

    private static void AddPhones(TokenList tokens, string folded)
    {
        foreach (var number in DigitGroups(folded))
        {
            var digits = DomesticDigits(number);
            tokens.Add(digits);
            if (digits.StartsWith('0'))
                tokens.Add(digits[1..]);
            if (digits.Length > 8)
                tokens.Add(digits[^8..]);
            if (digits.Length > 4)
                tokens.Add(digits[^4..]);
        }
    }

    private static void AddCode(TokenList tokens, string folded, List<SearchPiece> pieces)
    {
        tokens.Add(Joined(folded, new SearchPiece(0, folded.Length, false)));
        foreach (var piece in pieces)
        {
            var part = folded.Substring(piece.Start, piece.Length);
            if (part.All(char.IsAsciiDigit))
                tokens.Add(part.TrimStart('0'));
        }
    }

    private static IEnumerable<string> Pairs(string run)
    {
        var characters = Characters(run);
        return characters.Zip(characters.Skip(1), (left, right) => left + right);
    }

    private static List<string> Characters(string run) => run.EnumerateRunes().Select(rune => rune.ToString()).ToList();

    private sealed class TokenList
    {
        private readonly HashSet<string> seen = new(StringComparer.Ordinal);

        public List<string> Taken { get; } = [];

        public bool IsFull => Taken.Count >= MaxDocumentTokens;

        public void Add(string token)
        {
            token = SearchText.Cut(token, MaxTokenLength);
            if (token.Length > 0 && !IsFull && seen.Add(token))
                Taken.Add(token);
        }
    }
}
