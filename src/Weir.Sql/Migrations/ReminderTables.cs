using Weir.Sql.Schema;
using static Weir.Sql.Migrations.AppTables;
using Index = Weir.Sql.Schema.Index;

namespace Weir.Sql.Migrations;

/// <summary>Who was reminded of what on which day, and how far reminders have been looked for. Frozen: a later shape is a later migration.</summary>
internal static class ReminderTables
{
    public static IReadOnlyList<Table> App(SqlName schema) =>
    [
        Make(schema, "reminder_told", ["form_no", "rule", "record_id", "member_id", "day"],
            [Number("form_no"), Text("rule"), Id("record_id"), Id("member_id"), new("day", ColumnType.Date, NotNull: true), Moment("at")],
            new Index("ix_reminder_told_at", [new("at")])),
        Make(schema, "reminder_look", ["key"], [Text("key"), Moment("until")]),
    ];
}
