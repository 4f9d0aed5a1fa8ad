using Weir.Sql.Schema;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Sql.Dialects;

/// <summary>Full text and locks: what the system tables ask of a database.</summary>
public abstract partial class Dialect
{
    /// <summary>A query that waits for a lock of the whole database until the commit, or null where only one writes anyway.</summary>
    internal abstract string? LockAll(long key);

    internal abstract IEnumerable<SqlText> CreateSearch(TableName table);

    internal abstract SqlText InsertSearch(TableName table, long key, long recordId, long formNo, IReadOnlyList<string> tokens);

    /// <summary>The same for many new records of one form, in as few statements as the database likes.</summary>
    internal virtual IEnumerable<SqlText> InsertSearches(TableName table, IReadOnlyList<long> keys, long formNo, IReadOnlyList<SearchRow> rows) =>
        rows.Select((r, i) => InsertSearch(table, keys[i], r.RecordId, formNo, r.Tokens));

    /// <summary>The same at once, as fast as the database can.</summary>
    internal virtual async ValueTask AddSearches(Session session, TableName table, IReadOnlyList<long> keys, long formNo, IReadOnlyList<SearchRow> rows) =>
        await session.ExecuteAll([.. InsertSearches(table, keys, formNo, rows)]);

    internal abstract SqlText DeleteSearch(TableName table, long key, long recordId);

    internal abstract SqlText FindSearch(TableName table, long formNo, long fromKey, long toKey, long beforeId, string match, int limit);

    internal abstract string SearchAnd { get; }

    internal abstract string SearchOr { get; }

    /// <summary>One word of a match expression.</summary>
    internal abstract string SearchWord(string token, bool prefix);
}
