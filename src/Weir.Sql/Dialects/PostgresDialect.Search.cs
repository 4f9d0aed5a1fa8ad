using Weir.Sql.Schema;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Sql.Dialects;

public sealed partial class PostgresDialect
{
    /// <summary>So many of the newest hits are looked at together: with a short limit the planner may walk the whole key instead of the words.</summary>
    private const int Candidates = 1000;

    internal override string? LockAll(long key) => $"select pg_advisory_xact_lock({key})";

    internal override string SearchAnd => " & ";

    internal override string SearchOr => " | ";

    internal override IEnumerable<SqlText> CreateSearch(TableName table) =>
    [
        $"create table {table} (id bigint primary key, form_no bigint not null, tsv tsvector not null)",
        $"create index ix_search_words on {table} using gin (tsv)",
        $"create index ix_search_form on {table} (form_no, id)",
    ];

    internal override SqlText InsertSearch(TableName table, long key, long recordId, long formNo, IReadOnlyList<string> tokens) =>
        $"insert into {table} (id, form_no, tsv) values ({recordId}, {formNo}, array_to_tsvector(string_to_array({string.Join(' ', tokens)}, ' '))) on conflict (id) do update set tsv = excluded.tsv";

    internal override IEnumerable<SqlText> InsertSearches(TableName table, IReadOnlyList<long> keys, long formNo, IReadOnlyList<SearchRow> rows)
    {
        var ids = SqlText.Packed(SqlList.Of(rows.Select(r => r.RecordId)), bare: true);
        var words = SqlText.Packed(SqlList.Of(rows.Select(r => string.Join(' ', r.Tokens))), bare: true);
        yield return $"insert into {table} (id, form_no, tsv) select n.id, {formNo}, array_to_tsvector(string_to_array(n.words, ' ')) from unnest({ids}, {words}) n(id, words) on conflict (id) do update set tsv = excluded.tsv";
    }

    internal override SqlText DeleteSearch(TableName table, long key, long recordId) => $"delete from {table} where id = {recordId}";

    internal override SqlText FindSearch(TableName table, long formNo, long fromKey, long toKey, long beforeId, string match, int limit) =>
        $"""
        select id from (
            select id from {table} where tsv @@ {match}::tsquery and form_no = {formNo} and id < {beforeId} order by id desc limit {Math.Max(limit, Candidates)}
        ) newest order by id desc limit {limit}
        """;

    internal override string SearchWord(string token, bool prefix) =>
        "'" + token.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal) + (prefix ? "':*" : "'");
}
