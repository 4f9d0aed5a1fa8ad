using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.Access;
using Weir.Web.Pages.Records.Lists;
using Xunit;

namespace Weir.Tests.Web.Records;

/// <summary>A view that is a calendar shows each record on its day in the organisation's zone, and nothing beside the days it shows.</summary>
public sealed class CalendarTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Each_record_stands_on_its_day_in_the_zone_of_the_organisation(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind, new HandClock());
        var seller = await host.SignIn("李伟", "sales_rep");
        // 23:30 on the last of February in UTC is the first of March in Shanghai.
        await Task(host, seller.Member, "早会", new DateTime(2026, 2, 28, 23, 30, 0, DateTimeKind.Utc));
        await Task(host, seller.Member, "晚间通话", new DateTime(2026, 3, 2, 13, 15, 0, DateTimeKind.Utc));
        await Task(host, seller.Member, "四月的事", new DateTime(2026, 4, 20, 2, 0, 0, DateTimeKind.Utc));

        var month = await seller.Get("/app/l2c/task?view=calendar");
        Assert.Equal(200, month.Status);
        Assert.Contains("2026年3月", month.Text, StringComparison.Ordinal);
        Assert.Contains("早会", On(month, "2026-03-01"), StringComparison.Ordinal);
        Assert.Contains("07:30", On(month, "2026-03-01"), StringComparison.Ordinal);
        Assert.Contains("晚间通话", On(month, "2026-03-02"), StringComparison.Ordinal);
        Assert.Contains("/app/l2c/task/new?due_at=2026-03-02T09:00", On(month, "2026-03-02"), StringComparison.Ordinal);
        Assert.DoesNotContain("四月的事", month.Text, StringComparison.Ordinal);
        Assert.Contains("四月的事", On(await seller.Get("/app/l2c/task?view=calendar&on=2026-04"), "2026-04-20"), StringComparison.Ordinal);

        var week = await seller.Get("/app/l2c/task?view=calendar&on=2026-03-04");
        Assert.Contains("晚间通话", On(week, "2026-03-02"), StringComparison.Ordinal);
        Assert.DoesNotContain("早会", week.Text, StringComparison.Ordinal);
        // The foot counts what is shown.
        Assert.Contains("1 条", (await seller.Htmx().Get("/app/l2c/task?view=calendar&on=2026-03-04&part=foot")).Text, StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_day_with_many_leads_to_its_week_and_a_time_without_any_says_so(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind, new HandClock());
        var seller = await host.SignIn("李伟", "sales_rep");
        for (var i = 0; i < 9; i++) await Task(host, seller.Member, "回访" + i, new DateTime(2026, 3, 5, 2, i, 0, DateTimeKind.Utc));
        var day = On(await seller.Get("/app/l2c/task?view=calendar"), "2026-03-05");
        Assert.Contains("还有 5 条", day, StringComparison.Ordinal);
        Assert.Contains("on=2026-03-02", day, StringComparison.Ordinal);
        Assert.Contains("回访8", On(await seller.Get("/app/l2c/task?view=calendar&on=2026-03-05"), "2026-03-05"), StringComparison.Ordinal);
        foreach (var on in new[] { "2027-01", "2027-01-03", "nonsense", "0001-01", "9999-12-31" })
            Assert.Equal(200, (await seller.Get("/app/l2c/task?view=calendar&on=" + on)).Status);
        Assert.Contains("这段时间没有记录", (await seller.Get("/app/l2c/task?view=calendar&on=2027-01")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-02", "2026-01-26", "2026-03-01")]
    [InlineData("2026-06", "2026-06-01", "2026-07-05")]
    [InlineData("2026-03-01", "2026-02-23", "2026-03-01")]
    public void A_month_is_whole_weeks_from_monday_on(string text, string first, string last)
    {
        var span = DaySpan.Of(text, new DateOnly(2026, 1, 1));
        Assert.Equal((first, last), ($"{span.First:yyyy-MM-dd}", $"{span.Last:yyyy-MM-dd}"));
        Assert.Equal(span, DaySpan.Of(span.Text, default));
        Assert.Equal(span, span.Next.Previous);
    }

    private static Task<Saved> Task(TestHost host, long member, string subject, DateTime due) =>
        host.Platform.Records.Save(host.Platform.People.Current.Actor(member), new Draft(host.App["task"]).Set("subject", subject).Set("due_at", due));

    /// <summary>The markup of one day.</summary>
    private static string On(Reply page, string day)
    {
        var at = page.Text.IndexOf($"aria-label=\"{day}\"", StringComparison.Ordinal);
        return at < 0 ? "" : page.Text[at..page.Text.IndexOf("</section>", at, StringComparison.Ordinal)];
    }
}
