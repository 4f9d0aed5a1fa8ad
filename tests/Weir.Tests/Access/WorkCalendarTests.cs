using Weir.Engine.Access;
using Weir.Engine.Problems;
using Xunit;

namespace Weir.Tests.Access;

/// <summary>The working days of an organisation: read from what people paste, and counted.</summary>
public sealed class WorkCalendarTests
{
    private const string Notice = """
        一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
        七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月27日（周日）、10月10日（周六）上班。
        """;

    private static readonly TimeZoneInfo Shanghai = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    private static WorkCalendar Year => new(CalendarText.Read(2026, Notice));

    [Fact]
    public void The_official_notice_is_read_as_it_stands()
    {
        var days = CalendarText.Read(2026, Notice);

        Assert.Equal(13, days.Count);
        Assert.Equal([new(2026, 1, 4), new(2026, 9, 27), new(2026, 10, 10)], days.Where(d => d.Works).Select(d => d.Day));
        Assert.Equal(("元旦", "国庆节", "国庆节"), (days[0].Name, days[^2].Name, days[^1].Name));
        Assert.Equal(new DateOnly(2026, 10, 7), days.Last(d => !d.Works).Day);
    }

    [Theory]
    [InlineData("2026-10-01 至 2026-10-07 国庆节", 7, "国庆节")]
    [InlineData("2026/10/1~2026/10/7\t国庆节", 7, "国庆节")]
    [InlineData("10-01 - 10-07 National Day", 7, "National Day")]
    [InlineData("2026-10-01 to 2026-10-07 off National Day", 7, "National Day")]
    [InlineData("2026年5月1日、2日、3日 劳动节", 3, "劳动节")]
    [InlineData("2026-04-06 清明节", 1, "清明节")]
    public void A_list_may_be_written_in_several_ways(string line, int count, string name)
    {
        var days = CalendarText.Read(2026, line);

        Assert.Equal(count, days.Count);
        Assert.All(days, d => Assert.Equal((false, name), (d.Works, d.Name)));
    }

    [Fact]
    public void What_is_written_out_reads_back_in_both_languages()
    {
        foreach (var chinese in new[] { true, false }) Assert.Equal(Year.Days, CalendarText.Read(2026, CalendarText.Write(Year.Days, chinese)));
    }

    [Theory]
    [InlineData("国庆节放假", "第 1 行“国庆节放假”：没有日期")]
    [InlineData("10-01 国庆节\n2027-01-01 元旦", "第 2 行“2027-01-01 元旦”：2027-01-01 不在 2026 年")]
    [InlineData("2月30日 放假", "没有“2月30日”这一天")]
    [InlineData("10-07 至 10-01 国庆节", "起止不对")]
    [InlineData("10-01 国庆节\n10-01 上班", "既放假又上班")]
    public void A_line_that_cannot_be_understood_is_named(string text, string told)
    {
        var refused = Assert.Throws<ProblemException>(() => CalendarText.Read(2026, text));

        Assert.Contains(told, refused.Problem.Errors.Single().Message.Zh, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-09-30 16:00", 1, "2026-10-08 16:00")] // Over the week off.
    [InlineData("2026-09-30 16:00", 3, "2026-10-10 16:00")] // A Saturday that is worked counts.
    [InlineData("2026-09-25 16:00", 1, "2026-09-27 16:00")] // So does a Sunday.
    [InlineData("2026-10-03 16:00", 1, "2026-10-09 00:00")] // Nothing passes on a day off.
    [InlineData("2026-11-06 09:00", 5, "2026-11-13 09:00")] // A usual week.
    public void Full_working_days_pass_over_the_october_week(string from, int days, string until) => Assert.Equal(At(until), Year.Add(At(from), days, Shanghai));

    private static DateTime At(string local) => TimeZoneInfo.ConvertTimeToUtc(DateTime.ParseExact(local, "yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture), Shanghai);
}
