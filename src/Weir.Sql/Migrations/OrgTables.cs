using Weir.Sql.Schema;
using static Weir.Sql.Migrations.AppTables;

namespace Weir.Sql.Migrations;

/// <summary>The tables of the organisation's own schema as migration 1 made them: settings and the versions of the apps. Frozen.</summary>
internal static class OrgTables
{
    public static IReadOnlyList<Table> First(SqlName schema) =>
    [
        Make(schema, "setting", ["key"], [Text("key"), Text("value")]),
        Make(schema, "app", ["id"], [Id("id"), Text("key"), Number("version"), Moment("at")], new Schema.Index("ux_app_key", [new("key")], Unique: true)),
        Make(schema, "app_version", ["app_id", "version"], [Id("app_id"), Number("version"), Moment("at"), Id("by_id"), Text("body")]),
    ];
}
