using Weir.Sql.Schema;
using static Weir.Sql.Migrations.AppTables;
using Index = Weir.Sql.Schema.Index;

namespace Weir.Sql.Migrations;

/// <summary>How long records stayed in which stage. Frozen: a later shape is a later migration.</summary>
internal static class StageTables
{
    public static IReadOnlyList<Table> App(SqlName schema) =>
    [
        Make(schema, "stage_stay", ["form_no", "record_id", "version"],
            [
                Number("form_no"), Id("record_id"), Number("version"), Text("pipeline"), Text("stage"), Text("status"), Moment("since"), new("until", ColumnType.Moment), Id("by_id"),
                new("rate", ColumnType.Decimal, 2), new("amount", ColumnType.Decimal, 2), new("note", ColumnType.Text),
            ],
            new Index("ix_stage_stay_stage", [new("form_no"), new("stage"), new("since")])),
    ];
}
