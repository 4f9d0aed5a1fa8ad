using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Tables;

/// <summary>A public address of a form: its key, what it presets, and how often something came by it.</summary>
/// <param name="Known">How often what came was there already and could not be kept.</param>
public sealed record WebFormRow(long Id, long FormNo, string Key, string Secret, string Name, string Presets, bool Active, DateTime At, long ById, int Taken, int Known);

/// <summary>The public addresses of an app's forms.</summary>
public static class WebFormRows
{
    private static TableName Table(SqlName app) => new(app, "web_form");

    public static async ValueTask Add(Session session, SqlName app, WebFormRow row) => await session.Execute(
        $"""
        insert into {Table(app)} (id, form_no, key, secret, name, presets, active, at, by_id, taken, known)
        values ({row.Id}, {row.FormNo}, {row.Key}, {row.Secret}, {row.Name}, {row.Presets}, {row.Active}, {row.At}, {row.ById}, 0, 0)
        """);

    public static ValueTask<List<WebFormRow>> All(Session session, SqlName app, long formNo) => session.Query(
        $"select id, form_no, key, secret, name, presets, active, at, by_id, taken, known from {Table(app)} where form_no = {formNo} order by id desc", Read);

    public static ValueTask<WebFormRow?> Find(Session session, SqlName app, string key) => session.First<WebFormRow?>(
        $"select id, form_no, key, secret, name, presets, active, at, by_id, taken, known from {Table(app)} where key = {key}", Read);

    public static ValueTask<int> Switch(Session session, SqlName app, long formNo, long id, bool active) => session.Execute(
        $"update {Table(app)} set active = {active} where id = {id} and form_no = {formNo}");

    public static ValueTask<int> Count(Session session, SqlName app, long id, bool known) => known
        ? session.Execute($"update {Table(app)} set known = known + 1 where id = {id}")
        : session.Execute($"update {Table(app)} set taken = taken + 1 where id = {id}");

    private static WebFormRow Read(Row r) => new(r.Long(0), r.Long(1), r.Text(2), r.Text(3), r.Text(4), r.Text(5), r.Bool(6), r.Moment(7), r.Long(8), r.Int(9), r.Int(10));
}
