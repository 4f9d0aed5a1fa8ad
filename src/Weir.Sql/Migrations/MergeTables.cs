using Weir.Sql.Schema;
using static Weir.Sql.Migrations.AppTables;
using Index = Weir.Sql.Schema.Index;

namespace Weir.Sql.Migrations;

/// <summary>Which records were merged into which, and what was found to be or not to be the same. Frozen: a later shape is a later migration.</summary>
internal static class MergeTables
{
    public static IReadOnlyList<Table> App(SqlName schema) =>
    [
        Make(schema, "merge", ["id"],
            [Id("id"), Number("form_no"), Id("survivor_id"), Moment("at"), Id("by_id"), Text("body"), new("undone_at", ColumnType.Moment)],
            new Index("ix_merge_survivor", [new("form_no"), new("survivor_id"), new("id")])),
        Make(schema, "merged", ["form_no", "record_id"],
            [Number("form_no"), Id("record_id"), Id("into_id"), Id("merge_id")],
            new Index("ix_merged_into", [new("form_no"), new("into_id")])),
        Make(schema, "likeness", ["form_no", "first_id", "second_id"],
            [Number("form_no"), Id("first_id"), Id("second_id"), Text("fields"), Moment("at"), new("apart_at", ColumnType.Moment), new("apart_by", ColumnType.Id)],
            new Index("ix_likeness_at", [new("form_no"), new("at")])),
    ];
}
