using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Dialects;

public abstract partial class Dialect
{
    internal abstract IEnumerable<SqlText> CreateSearch(TableName table);

    internal abstract SqlText InsertSearch(TableName table, long key, long recordId, long formNo, IReadOnlyList<string> tokens);

    internal abstract SqlText DeleteSearch(TableName table, long key, long recordId);

    internal abstract SqlText FindSearch(TableName table, long formNo, long fromKey, long toKey, long beforeId, string match, int limit);

    internal abstract string SearchAnd { get; }

    internal abstract string SearchOr { get; }

    /// <summary>One word of a match expression.</summary>
    internal abstract string SearchWord(string token, bool prefix);
}
