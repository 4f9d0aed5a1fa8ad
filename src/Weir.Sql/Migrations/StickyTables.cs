using Weir.Sql.Schema;
using static Weir.Sql.Migrations.AppTables;
using Index = Weir.Sql.Schema.Index;

namespace Weir.Sql.Migrations;

/// <summary>Stickies on records. Frozen: a later shape is a later migration.</summary>
internal static class StickyTables
{
    public static IReadOnlyList<Table> App(SqlName schema) =>
    [
        Make(schema, "sticky", ["id"],
            [
                Id("id"), Number("form_no"), Id("record_id"), Id("by_id"), Moment("at"), Text("text"), Text("find"), Bool("shared"), new("edited_at", ColumnType.Moment),
            ],
            new Index("ix_sticky_record", [new("form_no"), new("record_id"), new("id")]),
            new Index("ix_sticky_by", [new("by_id"), new("id")])),
    ];
}
