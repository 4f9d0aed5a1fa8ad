using Kind = Weir.Sql.Schema.ColumnType;
using Weir.Sql.Schema;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Sql.Dialects;

public sealed partial class SqliteDialect
{
    internal override string? LockAll(long key) => null;

    internal override string SearchAnd => " AND ";

    internal override string SearchOr => " OR ";

    // Places of words are kept (detail=full): a word with a character that the tokenizer does not know becomes a phrase, which is refused without them.
    internal override IEnumerable<SqlText> CreateSearch(TableName table) =>
        [$"create virtual table {table} using fts5(t, content='', contentless_delete=1, detail=full, tokenize=\"unicode61 remove_diacritics 0 tokenchars '~@.-_+'\")"];

    internal override SqlText InsertSearch(TableName table, long key, long recordId, long formNo, IReadOnlyList<string> tokens) =>
        $"insert into {table} (rowid, t) values ({key}, {string.Join(' ', tokens)})";

    internal override async ValueTask AddSearches(Session session, TableName table, IReadOnlyList<long> keys, long formNo, IReadOnlyList<SearchRow> rows) =>
        await session.Load(table, SearchColumns, rows.Select((r, i) => (IReadOnlyList<object?>)[keys[i], string.Join(' ', r.Tokens)]));

    private static readonly IReadOnlyList<Column> SearchColumns = [new("rowid", Kind.Id), new("t", Kind.Text)];

    internal override SqlText DeleteSearch(TableName table, long key, long recordId) => $"delete from {table} where rowid = {key}";

    internal override SqlText FindSearch(TableName table, long formNo, long fromKey, long toKey, long beforeId, string match, int limit) =>
        $"select rowid from {table} where t match {match} and rowid >= {fromKey} and rowid < {toKey} order by rowid desc limit {(long)limit}";

    internal override string SearchWord(string token, bool prefix) => $"\"{token.Replace("\"", "\"\"", StringComparison.Ordinal)}\"{(prefix ? "*" : "")}";
}
