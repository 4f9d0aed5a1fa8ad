using Weir.Sql.Schema;
using Index = Weir.Sql.Schema.Index;

namespace Weir.Sql.Migrations;

/// <summary>The tables of people and sign-in as migration 2 of <c>org</c> makes them. Frozen: later changes are later migrations.</summary>
internal static class PeopleTables
{
    private static readonly SqlName Org = "org";

    public static IReadOnlyList<Table> All { get; } =
    [
        Table("organisation", ["id"], [Id("id"), Whole("version"), Text("company"), Text("zone"), Text("currency"), Text("language")]),
        Table("member", ["id"],
            [
                Id("id"), Text("name"), Text("email"), TextOrNull("email_key"), TextOrNull("mobile"), TextOrNull("mobile_key"), IdOrNull("manager_id"),
                Text("language"), Bool("active"), Bool("administrator"), Moment("created_at"), Moment("updated_at"),
            ],
            Unique("member_email", "email_key"), Unique("member_mobile", "mobile_key")),
        Table("member_department", ["member_id", "department_id"], [Id("member_id"), Id("department_id"), Whole("position")],
            Index("member_department_of", "department_id")),
        Table("member_secret", ["member_id"], [Id("member_id"), TextOrNull("password"), Text("stamp"), Moment("changed_at")]),
        Table("department", ["id"], [Id("id"), Text("name"), IdOrNull("parent_id"), IdOrNull("head_id"), Whole("position")]),
        Table("role_given", ["member_id", "app", "role"], [Id("member_id"), Text("app"), Text("role")]),
        Table("session", ["id"],
            [
                Id("id"), Text("token_hash"), Id("member_id"), Text("stamp"), Text("device"), Text("address"), Moment("created_at"), Moment("seen_at"),
            ],
            Unique("session_token", "token_hash"), Index("session_member", "member_id")),
        Table("sign_in_try", ["account"], [Text("account"), Whole("tries"), MomentOrNull("locked_until"), Moment("tried_at")]),
        Table("api_token", ["id"],
            [
                Id("id"), Text("token_hash"), Id("member_id"), Text("name"), Text("tail"), Bool("read_only"), Moment("created_at"),
                MomentOrNull("expires_at"), MomentOrNull("used_at"),
            ],
            Unique("api_token_token", "token_hash"), Index("api_token_member", "member_id")),
        Table("invite", ["id"],
            [
                Id("id"), Text("token_hash"), Text("name"), Text("email"), Text("places"), Id("made_by"), Moment("made_at"), Moment("expires_at"),
            ],
            Unique("invite_token", "token_hash")),
        Table("password_link", ["member_id"], [Id("member_id"), Text("token_hash"), Id("made_by"), Moment("expires_at")],
            Unique("password_link_token", "token_hash")),
        Table("audit", ["id"],
            [Id("id"), Moment("at"), Id("member_id"), Text("road"), Text("what"), Id("subject_id"), Text("detail")],
            Index("audit_subject", "subject_id", "id")),
    ];

    private static Table Table(string name, string[] key, Column[] columns, params Index[] indexes) =>
        new(new(Org, name), columns, [.. key.Select(SqlName.Of)], indexes);

    private static Column Id(string name) => new(name, ColumnType.Id, NotNull: true);

    private static Column IdOrNull(string name) => new(name, ColumnType.Id);

    private static Column Whole(string name) => new(name, ColumnType.Integer, NotNull: true);

    private static Column Text(string name) => new(name, ColumnType.Text, NotNull: true);

    private static Column TextOrNull(string name) => new(name, ColumnType.Text);

    private static Column Bool(string name) => new(name, ColumnType.Bool, NotNull: true);

    private static Column Moment(string name) => new(name, ColumnType.Moment, NotNull: true);

    private static Column MomentOrNull(string name) => new(name, ColumnType.Moment);

    private static Index Unique(string name, string column) => new(name, [new(column)], Unique: true);

    private static Index Index(string name, params string[] columns) => new(name, [.. columns.Select(c => new IndexPart(c))]);
}
