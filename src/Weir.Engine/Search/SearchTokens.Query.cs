namespace Weir.Engine.Search;

/// <content>From what is typed to the query.</content>
public static partial class SearchTokens
{
    private const int MaxTypedLength = 500;
    private const int MaxInitials = 12;

    /// <summary>
    /// All that is typed must be found: Chinese exactly, words by their beginning, and Latin letters also as pinyin initials or spelling.
    /// Anything may be typed; only letters and digits count.
    /// </summary>
    public static SearchQuery Query(string? typed)
    {
        var folded = SearchText.Fold(SearchText.Cut(typed ?? "", MaxTypedLength));
        var pieces = SearchText.Pieces(folded);
        var addresses = Addresses(folded).ToList();
        var clauses = new List<SearchClause>();
        var left = MaxQueryTerms;
        for (var at = 0; at < pieces.Count && left > 0;)
        {
            var last = LastOfStretch(folded, pieces, at, addresses);
            var alternatives = last > at
                ? Stretch(folded, pieces, at, last)
                : Piece(folded.Substring(pieces[at].Start, pieces[at].Length), pieces[at].IsCjk);
            if (Fit(alternatives, ref left) is { } clause)
                clauses.Add(clause);
            at = last + 1;
        }

        return new SearchQuery(clauses);
    }

    /// <summary>The last piece of the address or number that begins at a piece; the piece itself when it stands alone.</summary>
    private static int LastOfStretch(string folded, List<SearchPiece> pieces, int first, List<SearchPiece> addresses)
    {
        var last = first;
        if (addresses.Find(address => address.Start <= pieces[first].Start && pieces[first].End <= address.End) is { Length: > 0 } within)
        {
            while (last + 1 < pieces.Count && pieces[last + 1].End <= within.End)
                last++;
            return last;
        }

        while (last + 1 < pieces.Count && IsNumber(folded, pieces[last]) && IsNumber(folded, pieces[last + 1])
            && folded[pieces[last].End..pieces[last + 1].Start].All(IsPhoneSeparator))
        {
            last++;
        }

        return last;
    }

    private static bool IsNumber(string folded, SearchPiece piece) =>
        folded.AsSpan(piece.Start, piece.Length).IndexOfAnyExceptInRange('0', '9') < 0;

    // 138 1234 is the beginning of one number, or two numbers that both must be there.
    private static List<List<SearchTerm>> Stretch(string folded, List<SearchPiece> pieces, int first, int last)
    {
        var joined = Joined(folded, new SearchPiece(pieces[first].Start, pieces[last].End - pieces[first].Start, false));
        var alternatives = Digits(joined);
        alternatives.Add(pieces[first..(last + 1)].Select(p => Begins(folded.Substring(p.Start, p.Length))).Distinct().ToList());
        return alternatives;
    }

    private static List<List<SearchTerm>> Digits(string joined)
    {
        var domestic = DomesticDigits(joined);
        var alternatives = new List<List<SearchTerm>> { new() { Begins(joined) } };
        if (domestic.Length > 0 && domestic != joined && joined.All(char.IsAsciiDigit))
            alternatives.Add([Begins(domestic)]);
        return alternatives;
    }

    private static List<List<SearchTerm>> Piece(string piece, bool isCjk)
    {
        if (isCjk)
        {
            var pairs = Pairs(piece).Distinct().Select(pair => new SearchTerm(pair, false)).ToList();
            return [pairs.Count > 0 ? pairs : [Begins(piece)]];
        }

        var alternatives = Digits(piece);
        if (!piece.All(char.IsAsciiLetterLower))
            return alternatives;
        // No syllable begins with these three letters.
        if (piece.Length <= MaxInitials && piece.IndexOfAny(['i', 'u', 'v']) < 0)
        {
            alternatives.Add(piece.Length == 1
                ? [new SearchTerm("~" + piece, false)]
                : piece.Zip(piece.Skip(1), (a, b) => new SearchTerm($"~{a}{b}", false)).Distinct().ToList());
        }

        if (piece.Length > 2)
            alternatives.Add([Begins("~" + piece)]);
        return alternatives;
    }

    private static SearchTerm Begins(string token) => new(SearchText.Cut(token, MaxTokenLength), true);

    // What does not fit is left out so that more is found, never less: a lone reading loses its last terms, a choice is dropped whole.
    private static SearchClause? Fit(List<List<SearchTerm>> alternatives, ref int left)
    {
        if (alternatives is [var only])
            alternatives = [only.Take(left).ToList()];
        var needed = alternatives.Sum(terms => terms.Count);
        if (needed > left)
        {
            left = 0;
            return null;
        }

        left -= needed;
        return new SearchClause(alternatives.ToArray<IReadOnlyList<SearchTerm>>());
    }
}
