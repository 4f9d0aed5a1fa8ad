using Weir.Sql.Schema;
using static Weir.Sql.Migrations.AppTables;
using Index = Weir.Sql.Schema.Index;

namespace Weir.Sql.Migrations;

/// <summary>The public addresses of forms. Frozen: a later shape is a later migration.</summary>
internal static class WebFormTables
{
    public static IReadOnlyList<Table> App(SqlName schema) =>
    [
        Make(schema, "web_form", ["id"],
            [
                Id("id"), Number("form_no"), Text("key"), Text("secret"), Text("name"), Text("presets"), Bool("active"), Moment("at"), Id("by_id"), Number("taken"), Number("known"),
            ],
            new Index("ix_web_form_key", [new("key")])),
    ];
}
