namespace Weir.Engine.Search;

/// <summary>One token that must be there, or with <see cref="Prefix"/> any token that begins so. Only letters, digits and <c>~</c>.</summary>
public readonly record struct SearchTerm(string Token, bool Prefix);

/// <summary>One wish with its alternative readings: satisfied when all terms of any one alternative are there.</summary>
public sealed record SearchClause(IReadOnlyList<IReadOnlyList<SearchTerm>> Any);

/// <summary>What a person typed into a search box, as a neutral tree that each database renders in its own words; it holds no SQL.</summary>
public sealed record SearchQuery(IReadOnlyList<SearchClause> All)
{
    /// <summary>Nothing searchable was typed: every record matches, so a caller who wants none must ask this first.</summary>
    public bool IsEmpty => All.Count == 0;

    /// <summary>The same answer the index gives, from the tokens of one document.</summary>
    public bool Matches(IReadOnlyCollection<string> tokens)
    {
        var exact = tokens as IReadOnlySet<string> ?? tokens.ToHashSet(StringComparer.Ordinal);
        return All.All(clause => clause.Any.Any(terms => terms.All(Holds)));

        bool Holds(SearchTerm term) => term.Prefix
            ? exact.Any(token => token.StartsWith(term.Token, StringComparison.Ordinal))
            : exact.Contains(term.Token);
    }
}
