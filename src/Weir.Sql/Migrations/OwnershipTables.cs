using Weir.Sql.Schema;
using Weir.Sql.Sessions;
using static Weir.Sql.Migrations.AppTables;
using Index = Weir.Sql.Schema.Index;

namespace Weir.Sql.Migrations;

/// <summary>Who had a record and why, who was warned of losing it, and how records were dealt out. Frozen: a later shape is a later migration.</summary>
internal static class OwnershipTables
{
    /// <summary>App step 11: what changed hands in a span of days is counted for everybody who looks.</summary>
    public static async ValueTask ByDay(Session session, SqlName schema) =>
        await session.Apply([new SchemaChange.CreateIndex(new TableName(schema, "ownership_log"), new Index("ix_ownership_at", [new("form_no"), new("at"), new("kind"), new("record_id"), new("from_id"), new("to_id")]))]);

    public static IReadOnlyList<Table> App(SqlName schema) =>
    [
        Make(schema, "ownership_log", ["id"],
            [
                Id("id"), Number("form_no"), Id("record_id"), Moment("at"), Id("by_id"), Text("kind"), new("from_id", ColumnType.Id), new("to_id", ColumnType.Id),
                new("pool", ColumnType.Text), new("reason", ColumnType.Text), new("note", ColumnType.Text),
            ],
            new Index("ix_ownership_record", [new("form_no"), new("record_id"), new("id")]),
            new Index("ix_ownership_to", [new("form_no"), new("to_id"), new("at")])),
        Make(schema, "recycle_warning", ["form_no", "record_id", "until", "days"],
            [Number("form_no"), Id("record_id"), Moment("until"), Number("days"), Moment("at")],
            new Index("ix_recycle_warning_until", [new("until")])),
        Make(schema, "assignment_turn", ["form_no", "rule"], [Number("form_no"), Text("rule"), Text("body")]),
        Make(schema, "assignment_hit", ["id"],
            [Id("id"), Number("form_no"), Id("record_id"), Moment("at"), Text("rule"), Text("mode"), Text("candidates"), new("chosen_id", ColumnType.Id), new("pool", ColumnType.Text)],
            new Index("ix_assignment_hit_record", [new("form_no"), new("record_id"), new("id")])),
    ];
}
