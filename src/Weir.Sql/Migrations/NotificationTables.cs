using Weir.Sql.Schema;
using Weir.Sql.Sessions;
using static Weir.Sql.Migrations.AppTables;
using Index = Weir.Sql.Schema.Index;

namespace Weir.Sql.Migrations;

/// <summary>The tables of notifications, of what leaves after the commit and of nightly work, as organisation step 3 and app step 2 make them. Frozen.</summary>
internal static class NotificationTables
{
    public static IReadOnlyList<Table> Organisation(SqlName schema) =>
    [
        Make(schema, "notification", ["id"],
            [
                Id("id"), Id("member_id"), Moment("at"), Text("kind"), Text("app"), new("form_no", ColumnType.Integer), new("record_id", ColumnType.Id), Id("by_id"),
                Number("count"), new("thread", ColumnType.Text), new("detail", ColumnType.Text), new("read_at", ColumnType.Moment),
            ],
            new Index("ix_notification_member", [new("member_id"), new("id")]),
            new Index("ix_notification_unread", [new("member_id"), new("id")], WhereNull: "read_at")),
        Make(schema, "outbox", ["id"],
            [Id("id"), Text("kind"), Text("payload"), Moment("run_at"), Number("tries"), new("error", ColumnType.Text)],
            new Index("ix_outbox_due", [new("run_at"), new("id")])),
        DeadLetter(schema),
        Make(schema, "mail_choice", ["member_id", "kind"], [Id("member_id"), Text("kind")]),
        Make(schema, "night", ["key"],
            [Text("key"), new("day", ColumnType.Date, NotNull: true), new("cursor", ColumnType.Text), new("holder", ColumnType.Text), new("held_until", ColumnType.Moment), new("error", ColumnType.Text)]),
    ];

    /// <summary>Organisation step 5: until when a member has put a notification off.</summary>
    public static async ValueTask PutOff(Session session, SqlName schema)
    {
        var present = Organisation(schema)[0];
        await session.Apply(SchemaPlan.Between(present, present with { Columns = [.. present.Columns, new("snoozed_until", ColumnType.Moment)] }));
    }

    /// <summary>Organisation step 7: when members want to be left alone.</summary>
    public static IReadOnlyList<Table> Quiet(SqlName schema) => [Make(schema, "quiet_hours", ["member_id"], [Id("member_id"), Text("from_time"), Text("to_time"), Bool("days_off")])];

    public static IReadOnlyList<Table> App(SqlName schema) =>
    [
        DeadLetter(schema),
        Make(schema, "recent", ["member_id", "form_no", "record_id"], [Id("member_id"), Number("form_no"), Id("record_id"), Moment("at")],
            new Index("ix_recent_at", [new("member_id"), new("at")])),
    ];

    private static Table DeadLetter(SqlName schema) => Make(schema, "dead_letter", ["id"],
        [Id("id"), Text("kind"), Text("payload"), Moment("at"), Number("tries"), Text("error")]);
}
