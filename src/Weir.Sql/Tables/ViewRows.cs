using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Tables;

/// <summary>A view that somebody saved; no owner means shared. <paramref name="Body"/> is JSON.</summary>
public sealed record ViewRow(long Id, long FormNo, long? OwnerId, string Body, long Version, DateTime At);

/// <summary>Saved views, beside those of the template.</summary>
public static class ViewRows
{
    private static TableName Table(SqlName app) => new(app, "view");

    public static ValueTask<List<ViewRow>> Of(Session session, SqlName app, long formNo, long memberId) => session.Query(
        $"select id, form_no, owner_id, body, version, at from {Table(app)} where form_no = {formNo} and (owner_id is null or owner_id = {memberId}) order by id",
        r => new ViewRow(r.Long(0), r.Long(1), r.LongOrNull(2), r.Text(3), r.Long(4), r.Moment(5)));

    /// <summary>Those of all members.</summary>
    public static ValueTask<List<ViewRow>> OfForm(Session session, SqlName app, long formNo) => session.Query(
        $"select id, form_no, owner_id, body, version, at from {Table(app)} where form_no = {formNo} order by id",
        r => new ViewRow(r.Long(0), r.Long(1), r.LongOrNull(2), r.Text(3), r.Long(4), r.Moment(5)));

    public static async ValueTask<bool> Exists(Session session, SqlName app, long id) =>
        await session.First($"select 1 from {Table(app)} where id = {id}", r => r.Long(0)) == 1;

    public static async ValueTask Add(Session session, SqlName app, ViewRow v) => await session.Execute(
        $"insert into {Table(app)} (id, form_no, owner_id, body, version, at) values ({v.Id}, {v.FormNo}, {SqlValue.Id(v.OwnerId)}, {v.Body}, {v.Version}, {v.At})");

    /// <summary>False when somebody else saved the view in between, or it is gone.</summary>
    public static async ValueTask<bool> Change(Session session, SqlName app, ViewRow v) => await session.Execute(
        $"update {Table(app)} set body = {v.Body}, owner_id = {SqlValue.Id(v.OwnerId)}, version = version + 1, at = {v.At} where id = {v.Id} and version = {v.Version}") == 1;

    public static async ValueTask Remove(Session session, SqlName app, long id) => await session.Execute($"delete from {Table(app)} where id = {id}");
}
