using Weir.Sql.Schema;
using Index = Weir.Sql.Schema.Index;

namespace Weir.Sql.Migrations;

/// <summary>The system tables of an app's schema as migration 1 made them. Frozen: a later shape is a later migration.</summary>
internal static class AppTables
{
    public static IReadOnlyList<Table> First(SqlName schema) =>
    [
        Make(schema, "history", ["id"],
            [Id("id"), Number("form_no"), Id("record_id"), Moment("at"), Id("by_id"), Number("op"), Text("road"), Text("diff")],
            new Index("ix_history_record", [new("form_no"), new("record_id"), new("id")])),
        Make(schema, "share", ["form_no", "principal_id", "record_id", "source"],
            [Number("form_no"), Id("principal_id"), Id("record_id"), Number("level"), new("until", ColumnType.Moment), Text("source")],
            new Index("ix_share_record", [new("form_no"), new("record_id")])),
        Make(schema, "number", ["key"], [Text("key"), Number("next")]),
        Make(schema, "once", ["key"], [Text("key"), Id("record_id"), Moment("at")], new Index("ix_once_at", [new("at")])),
        Make(schema, "outbox", ["id"],
            [Id("id"), Text("kind"), Text("payload"), Moment("run_at"), Number("tries"), new("error", ColumnType.Text)],
            new Index("ix_outbox_due", [new("run_at"), new("id")])),
        Make(schema, "comment", ["id"],
            [Id("id"), Number("form_no"), Id("record_id"), Moment("at"), Id("by_id"), Text("text"), new("edited_at", ColumnType.Moment), new("deleted_at", ColumnType.Moment)],
            new Index("ix_comment_record", [new("form_no"), new("record_id"), new("id")])),
        Make(schema, "file", ["id"],
            [Id("id"), Text("name"), Text("type"), Number("size"), Text("sha256"), Moment("at"), Id("by_id"), Number("form_no"), new("record_id", ColumnType.Id), new("field", ColumnType.Text), Text("state")],
            new Index("ix_file_record", [new("form_no"), new("record_id")])),
        Make(schema, "view", ["id"],
            [Id("id"), Number("form_no"), new("owner_id", ColumnType.Id), Text("body"), Number("version"), Moment("at")],
            new Index("ix_view_form", [new("form_no")])),
        Make(schema, "batch", ["id"],
            [Id("id"), Text("kind"), Number("form_no"), Id("by_id"), Moment("at"), Text("state"), Text("body"), Number("version")],
            new Index("ix_batch_by", [new("by_id"), new("id")])),
        Make(schema, "batch_row", ["batch_id", "row_no"],
            [Id("batch_id"), Number("row_no"), new("record_id", ColumnType.Id), Text("op"), new("before", ColumnType.Text), new("error", ColumnType.Text)]),
    ];

    internal static Table Make(SqlName schema, string name, string[] key, Column[] columns, params Index[] indexes) =>
        new(new TableName(schema, name), columns, [.. key.Select(SqlName.Of)], indexes);

    internal static Column Id(string name) => new(name, ColumnType.Id, NotNull: true);

    internal static Column Number(string name) => new(name, ColumnType.Integer, NotNull: true);

    internal static Column Text(string name) => new(name, ColumnType.Text, NotNull: true);

    internal static Column Moment(string name) => new(name, ColumnType.Moment, NotNull: true);

    internal static Column Bool(string name) => new(name, ColumnType.Bool, NotNull: true);
}
