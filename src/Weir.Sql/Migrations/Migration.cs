using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Migrations;

/// <summary>One numbered step of the system tables of a schema. Frozen once shipped: what it did, it does for ever.</summary>
public sealed record Migration(int Number, string Name, Func<Session, SqlName, ValueTask> Apply)
{
    /// <summary>A step that makes tables.</summary>
    internal static Migration Create(int number, string name, Func<SqlName, IEnumerable<Table>> tables) => new(number, name, async (session, schema) =>
    {
        foreach (var table in tables(schema)) await session.Apply(SchemaPlan.Between(null, table));
    });
}

/// <summary>The steps of the organisation's own schema, in order.</summary>
public static class OrgMigrations
{
    public static readonly SqlName Schema = "org";

    public static IReadOnlyList<Migration> All { get; } =
    [
        Migration.Create(1, "settings and apps", OrgTables.First),
        Migration.Create(2, "people and sign-in", PeopleTables.Second),
        Migration.Create(3, "notifications, outbox, nightly work", NotificationTables.Organisation),
        new(4, "collaborators as a level of their own", CollaboratorLevel.Apply),
        new(5, "notifications put off", NotificationTables.PutOff),
        Migration.Create(6, "handovers about which a superior is asked", HandoverTables.Organisation),
        Migration.Create(7, "quiet hours of members", NotificationTables.Quiet),
    ];
}

/// <summary>The steps of every app's schema, in order.</summary>
public static class AppMigrations
{
    public static IReadOnlyList<Migration> All { get; } =
    [
        new(1, "history, shares, search, outbox, batches", async (session, schema) =>
        {
            foreach (var table in AppTables.First(schema)) await session.Apply(SchemaPlan.Between(null, table));
            await Tables.SearchIndex.Create(session, schema);
        }),
        Migration.Create(2, "dead letters, what members looked at", NotificationTables.App),
        Migration.Create(3, "approvals", ApprovalTables.App),
        Migration.Create(4, "ownership log, warnings, assignment", OwnershipTables.App),
        Migration.Create(5, "stays in stages", StageTables.App),
        Migration.Create(6, "reminders", ReminderTables.App),
        Migration.Create(7, "merges, likenesses", MergeTables.App),
        Migration.Create(8, "public addresses of forms", WebFormTables.App),
        new(9, "what is asked for in the place of being done", ApprovalTables.Requests),
        Migration.Create(10, "stickies", StickyTables.App),
        new(11, "what changed hands by day", OwnershipTables.ByDay),
    ];
}
