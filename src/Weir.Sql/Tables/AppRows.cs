using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Tables;

/// <summary>An app as it is published now: the version and its definition as JSON.</summary>
public sealed record AppRow(long Id, string Key, int Version, string Body);

/// <summary>A version of an app as it was published.</summary>
public sealed record AppVersionRow(int Version, DateTime At, long ById, string Body);

/// <summary>The apps of the organisation and all their published versions.</summary>
public static class AppRows
{
    private static readonly SqlName Org = "org";
    private static readonly TableName Apps = new(Org, "app");
    private static readonly TableName Versions = new(Org, "app_version");

    public static ValueTask<List<AppRow>> All(Session session) => session.Query(
        $"select a.id, a.key, a.version, v.body from {Apps} a join {Versions} v on v.app_id = a.id and v.version = a.version order by a.id",
        r => new AppRow(r.Long(0), r.Text(1), r.Int(2), r.Text(3)));

    /// <summary>The version that is published now; 0 when there is no such app.</summary>
    public static async ValueTask<int> Version(Session session, long id) => await session.First(VersionOf(id), r => r.Int(0));

    /// <summary>The same, and until the unit ends nobody publishes another one.</summary>
    public static async ValueTask<int> HoldVersion(Session session, long id) => await session.Share(id, VersionOf(id), r => r.Int(0));

    private static SqlText VersionOf(long id) => $"select version from {Apps} where id = {id}";

    /// <summary>The app as a former version defined it.</summary>
    public static async ValueTask<AppRow?> Former(Session session, long id, int version) => await session.First(
        $"select a.id, a.key, v.version, v.body from {Apps} a join {Versions} v on v.app_id = a.id where a.id = {id} and v.version = {(long)version}",
        r => new AppRow(r.Long(0), r.Text(1), r.Int(2), r.Text(3)));

    /// <summary>The last so many versions before one, the newest first.</summary>
    public static ValueTask<List<AppVersionRow>> Before(Session session, long id, int version, int limit) => session.Query(
        $"select version, at, by_id, body from {Versions} where app_id = {id} and version < {(long)version} order by version desc limit {(long)limit}",
        r => new AppVersionRow(r.Int(0), r.Moment(1), r.Long(2), r.Text(3)));

    public static async ValueTask Add(Session session, AppRow app, DateTime at, long byId)
    {
        await session.Execute($"insert into {Apps} (id, key, version, at) values ({app.Id}, {app.Key}, {(long)app.Version}, {at})");
        await AddVersion(session, app, at, byId);
    }

    /// <summary>False when somebody else published in between.</summary>
    public static async ValueTask<bool> Publish(Session session, AppRow app, int seenVersion, DateTime at, long byId)
    {
        if (await session.Execute($"update {Apps} set version = {(long)app.Version}, at = {at} where id = {app.Id} and version = {(long)seenVersion}") == 0) return false;
        await AddVersion(session, app, at, byId);
        return true;
    }

    private static async ValueTask AddVersion(Session session, AppRow app, DateTime at, long byId) => await session.Execute(
        $"insert into {Versions} (app_id, version, at, by_id, body) values ({app.Id}, {(long)app.Version}, {at}, {byId}, {app.Body})");
}
