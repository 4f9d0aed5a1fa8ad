using System.Globalization;
using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Tables;

/// <summary>When members want to be left alone; who has no row always may be told.</summary>
public static class QuietRows
{
    private const string Form = "HH:mm";
    private static readonly TableName Table = new("org", "quiet_hours");

    /// <summary>Null when nothing was said.</summary>
    public static ValueTask<(TimeOnly From, TimeOnly To, bool DaysOff)?> Find(Session session, long member) => session.First(
        $"select from_time, to_time, days_off from {Table} where member_id = {member}",
        r => ((TimeOnly From, TimeOnly To, bool DaysOff)?)(Time(r.Text(0)), Time(r.Text(1)), r.Bool(2)));

    public static async ValueTask Set(Session session, long member, TimeOnly from, TimeOnly to, bool daysOff)
    {
        await session.Execute($"delete from {Table} where member_id = {member}");
        await session.Execute($"insert into {Table} (member_id, from_time, to_time, days_off) values ({member}, {Text(from)}, {Text(to)}, {daysOff})");
    }

    private static TimeOnly Time(string text) => TimeOnly.ParseExact(text, Form, CultureInfo.InvariantCulture);

    private static string Text(TimeOnly time) => time.ToString(Form, CultureInfo.InvariantCulture);
}
