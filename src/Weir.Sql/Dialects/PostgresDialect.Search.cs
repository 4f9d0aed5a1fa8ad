using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Dialects;

public sealed partial class PostgresDialect
{
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

    internal override SqlText DeleteSearch(TableName table, long key, long recordId) => $"delete from {table} where id = {recordId}";

    internal override SqlText FindSearch(TableName table, long formNo, long fromKey, long toKey, long beforeId, string match, int limit) =>
        $"select id from {table} where tsv @@ {match}::tsquery and form_no = {formNo} and id < {beforeId} order by id desc limit {(long)limit}";

    internal override string SearchWord(string token, bool prefix) => $"'{token.Replace("'", "", StringComparison.Ordinal).Replace("\\", "", StringComparison.Ordinal)}'{(prefix ? ":*" : "")}";
}
