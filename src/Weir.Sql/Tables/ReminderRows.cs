using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Tables;

/// <summary>That a member was reminded of a record by a rule on a day.</summary>
public sealed record ReminderRow(long FormNo, string Rule, long RecordId, long MemberId, DateOnly Day);

/// <summary>What has been told, which makes it be told once, and up to which moment an app has been looked at.</summary>
public static class ReminderRows
{
    private static TableName Told(SqlName app) => new(app, "reminder_told");

    private static TableName Look(SqlName app) => new(app, "reminder_look");

    /// <summary>1 when it was not told before.</summary>
    public static async ValueTask<int> Add(Session session, SqlName app, ReminderRow row, DateTime at) => await session.Execute(
        $"""
        insert into {Told(app)} (form_no, rule, record_id, member_id, day, at) values ({row.FormNo}, {row.Rule}, {row.RecordId}, {row.MemberId}, {SqlValue.Date(row.Day)}, {at})
        on conflict (form_no, rule, record_id, member_id, day) do nothing
        """);

    /// <summary>Null when the app was never looked at.</summary>
    public static async ValueTask<DateTime?> Until(Session session, SqlName app)
    {
        var rows = await session.Query($"select until from {Look(app)} where key = {"all"}", r => r.Moment(0));
        return rows.Count > 0 ? rows[0] : null;
    }

    public static async ValueTask SetUntil(Session session, SqlName app, DateTime until) => await session.Execute(
        $"insert into {Look(app)} (key, until) values ({"all"}, {until}) on conflict (key) do update set until = excluded.until");

    public static async ValueTask<int> RemoveBefore(Session session, SqlName app, DateTime at) => await session.Execute($"delete from {Told(app)} where at < {at}");
}
