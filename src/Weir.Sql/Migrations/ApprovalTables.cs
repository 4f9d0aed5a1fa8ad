using Weir.Sql.Schema;
using Weir.Sql.Sessions;
using static Weir.Sql.Migrations.AppTables;
using Index = Weir.Sql.Schema.Index;

namespace Weir.Sql.Migrations;

/// <summary>The tables of approvals as the step of an app's schema makes them: what is under way, who is asked, what happened, who stands in for whom. Frozen.</summary>
internal static class ApprovalTables
{
    /// <summary>App step 9: what is asked for in the place of being done, and with which answers.</summary>
    public static async ValueTask Requests(Session session, SqlName schema)
    {
        var present = App(schema)[0];
        await session.Apply(SchemaPlan.Between(present, present with { Columns = [.. present.Columns, new("request", ColumnType.Text), new("answers", ColumnType.Text)] }));
    }

    public static IReadOnlyList<Table> App(SqlName schema) =>
    [
        Make(schema, "approval", ["id"],
            [
                Id("id"), Number("form_no"), Id("record_id"), Text("flow"), Text("definition"), Number("app_version"), Text("state"), new("node", ColumnType.Text),
                Number("round"), Id("by_id"), Moment("at"), new("ended_at", ColumnType.Moment),
            ],
            new Index("ix_approval_record", [new("form_no"), new("record_id"), new("id")]),
            // One at a time for each record, whatever the program believes.
            new Index("ux_approval_running", [new("form_no"), new("record_id")], Unique: true, WhereNull: "ended_at"),
            new Index("ix_approval_by", [new("by_id"), new("id")])),
        Make(schema, "approval_task", ["id"],
            [
                Id("id"), Id("approval_id"), Number("form_no"), Id("record_id"), Text("node"), Number("round"), Number("part"), new("waits", ColumnType.Integer),
                new("origin", ColumnType.Integer), Id("member_id"), Id("for_id"), Text("state"), new("box", ColumnType.Text), Moment("at"), new("due_at", ColumnType.Moment),
                new("done_at", ColumnType.Moment), new("comment", ColumnType.Text),
            ],
            new Index("ix_approval_task_box", [new("member_id"), new("box"), new("id")]),
            new Index("ix_approval_task_approval", [new("approval_id"), new("id")]),
            new Index("ix_approval_task_record", [new("form_no"), new("record_id")])),
        Make(schema, "approval_event", ["id"],
            [Id("id"), Id("approval_id"), Number("form_no"), Id("record_id"), Moment("at"), Id("by_id"), Id("for_id"), new("node", ColumnType.Text), Text("kind"), new("comment", ColumnType.Text), new("detail", ColumnType.Text)],
            new Index("ix_approval_event_approval", [new("approval_id"), new("id")]),
            new Index("ix_approval_event_record", [new("form_no"), new("record_id")])),
        Make(schema, "approval_leave", ["member_id"], [Id("member_id"), Id("delegate_id"), Moment("since"), Moment("until")]),
    ];
}
