using Weir.Sql.Schema;
using static Weir.Sql.Migrations.AppTables;
using Index = Weir.Sql.Schema.Index;

namespace Weir.Sql.Migrations;

/// <summary>The tables of people and sign-in as migration 2 of the organisation's schema makes them. Frozen: a later shape is a later migration.</summary>
internal static class PeopleTables
{
    public static IReadOnlyList<Table> Second(SqlName schema) =>
    [
        Make(schema, "organisation", ["id"], [Id("id"), Number("version"), Text("company"), Text("zone"), Text("currency"), Text("language")]),
        Make(schema, "member", ["id"],
            [
                Id("id"), Text("name"), Text("email"), new("email_key", ColumnType.Text), new("mobile", ColumnType.Text),
                new("mobile_key", ColumnType.Text), new("manager_id", ColumnType.Id), Text("language"), Bool("active"), Bool("administrator"),
                Moment("created_at"), Moment("updated_at"),
            ],
            Unique("ux_member_email", "email_key"), Unique("ux_member_mobile", "mobile_key")),
        Make(schema, "member_department", ["member_id", "department_id"], [Id("member_id"), Id("department_id"), Number("position")],
            new Index("ix_member_department", [new("department_id")])),
        Make(schema, "member_secret", ["member_id"], [Id("member_id"), new("password", ColumnType.Text), Text("stamp"), Moment("changed_at")]),
        Make(schema, "department", ["id"],
            [Id("id"), Text("name"), new("parent_id", ColumnType.Id), new("head_id", ColumnType.Id), Number("position")]),
        Make(schema, "role_given", ["member_id", "app", "role"], [Id("member_id"), Text("app"), Text("role")]),
        Make(schema, "session", ["id"],
            [
                Id("id"), Text("token_hash"), Id("member_id"), Text("stamp"), Text("device"), Text("address"), Moment("created_at"), Moment("seen_at"),
            ],
            Unique("ux_session_token", "token_hash"), new Index("ix_session_member", [new("member_id")])),
        Make(schema, "sign_in_try", ["account"], [Text("account"), Number("tries"), new("locked_until", ColumnType.Moment), Moment("tried_at")]),
        Make(schema, "api_token", ["id"],
            [
                Id("id"), Text("token_hash"), Id("member_id"), Text("name"), Text("tail"), Bool("read_only"), Moment("created_at"),
                new("expires_at", ColumnType.Moment), new("used_at", ColumnType.Moment),
            ],
            Unique("ux_api_token_token", "token_hash"), new Index("ix_api_token_member", [new("member_id")])),
        Make(schema, "invite", ["id"],
            [
                Id("id"), Text("token_hash"), Text("name"), Text("email"), Text("places"), Id("made_by"), Moment("made_at"), Moment("expires_at"),
            ],
            Unique("ux_invite_token", "token_hash")),
        Make(schema, "password_link", ["member_id"], [Id("member_id"), Text("token_hash"), Id("made_by"), Moment("expires_at")],
            Unique("ux_password_link_token", "token_hash")),
        Make(schema, "audit", ["id"],
            [Id("id"), Moment("at"), Id("member_id"), Text("road"), Text("what"), Id("subject_id"), Text("detail")],
            new Index("ix_audit_subject", [new("subject_id"), new("id")])),
    ];

    private static Index Unique(string name, string column) => new(name, [new(column)], Unique: true);
}
