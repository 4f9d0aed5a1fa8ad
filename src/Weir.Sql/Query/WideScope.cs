using Weir.Sql.Dialects;
using Weir.Sql.Sessions;

namespace Weir.Sql.Query;

/// <summary>Permission as one filter: any branch holds. On SQLite the columns are shielded, so that the ordering's index is walked.</summary>
internal static class WideScope
{
    /// <summary>The filter, or null when everything is visible.</summary>
    public static SqlText? Of(Dialect dialect, RowScope scope)
    {
        if (scope.Branches is not { } branches) return null;
        if (branches.Any(IsEverything)) return null;
        return branches.Count == 0 ? SqlText.Raw("1 = 0") : $"({SqlText.Join(" or ", branches.Select(b => Branch(dialect, b)))})";
    }

    private static bool IsEverything(ScopeBranch branch) => branch is { Column: null, Shared: null, And: null };

    private static SqlText Branch(Dialect dialect, ScopeBranch branch)
    {
        var conditions = new List<SqlText>();
        var shield = SqlText.Raw(dialect.Shield);
        if (branch.Column is { } column) conditions.Add(Values(dialect, $"{shield}{QueryWriter.Column(column)}", branch.Values ?? []));
        if (branch.Shared is { } shared) conditions.Add(PredicateWriter.Shared(dialect, $"{shield}{QueryWriter.Column(shared.RecordId)}", shared));
        if (branch.And is { } and) conditions.Add(PredicateWriter.Write(dialect, and));
        return $"({SqlText.Join(" and ", conditions)})";
    }

    public static SqlText Values(Dialect dialect, SqlText column, IReadOnlyList<long> values) => values.Count switch
    {
        0 => SqlText.Raw("1 = 0"),
        1 => $"{column} = {values[0]}",
        <= SqlList.Short when dialect.WalksLists => $"{column} in {values}",
        _ => dialect.Among(column, SqlList.Of(values)),
    };
}
