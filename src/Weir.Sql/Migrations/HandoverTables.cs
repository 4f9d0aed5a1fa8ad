using Weir.Sql.Schema;
using static Weir.Sql.Migrations.AppTables;
using Index = Weir.Sql.Schema.Index;

namespace Weir.Sql.Migrations;

/// <summary>Handovers about which a superior is asked. Frozen: a later shape is a later migration.</summary>
internal static class HandoverTables
{
    public static IReadOnlyList<Table> Organisation(SqlName schema) =>
    [
        Make(schema, "handover", ["id"],
            [
                Id("id"), Id("member_id"), Id("asked_id"), Id("by_id"), Moment("at"), Text("state"), Text("choice"), Bool("disable"), new("comment", ColumnType.Text), new("decided_at", ColumnType.Moment),
                new("open_member", ColumnType.Id),
            ],
            new Index("ux_handover_open", [new("open_member")], Unique: true),
            new Index("ix_handover_member", [new("member_id"), new("id")])),
    ];
}
