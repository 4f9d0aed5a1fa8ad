using Weir.Tests.Web.Records;
using Xunit;

namespace Weir.Tests.Web.Admin;

/// <summary>The working days of the organisation on their page.</summary>
public sealed class CalendarPagesTests
{
    private const string Page = "/admin/organisation/calendar";

    [Fact]
    public async Task A_notice_is_pasted_for_one_year_and_shows_its_days()
    {
        await using var host = await TestHost.Start();
        var (seller, chief) = (await host.SignIn("李伟", "sales_rep"), await host.SignInAdmin());
        Assert.Contains("2026 年还没有录入节假日", (await chief.Get(Page + "?year=2026")).Text, StringComparison.Ordinal);

        var saved = await Typed.Of(await chief.Get(Page + "?year=2026")).Set("days", "国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月27日（周日）、10月10日（周六）上班。").Save(chief);

        Assert.Equal(200, saved.Status);
        Assert.Equal(9, saved.Html.QuerySelectorAll("tbody tr").Length);
        Assert.Equal("2026-09-27 上班 国庆节\n2026-10-01 至 2026-10-07 放假 国庆节\n2026-10-10 上班 国庆节\n", Typed.Of(await chief.Get(Page + "?year=2026"))["days"]);
        Assert.True(host.Platform.People.Current.Calendar.IsWorking(new(2026, 10, 10)));
        Assert.Equal(0, (await chief.Get(Page + "?year=2027")).Html.QuerySelectorAll("tbody tr").Length);
        Assert.Contains("修改了工作日历", (await chief.Get("/admin/organisation/trail")).Text, StringComparison.Ordinal);
        Assert.Equal(404, (await seller.Get(Page)).Status);
    }

    [Fact]
    public async Task A_line_that_nobody_understands_is_named_and_what_was_typed_stays()
    {
        await using var host = await TestHost.Start();
        var chief = await host.SignInAdmin();

        var refused = await Typed.Of(await chief.Get(Page + "?year=2026")).Set("days", "2026-10-01 国庆节\n不知道哪天").Save(chief);

        Assert.Equal(422, refused.Status);
        Assert.Contains("第 2 行“不知道哪天”：没有日期", refused.Html.QuerySelector("#f-days-error")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("不知道哪天", Typed.Of(refused)["days"], StringComparison.Ordinal);
        Assert.Empty(host.Platform.People.Current.Calendar.Days);
    }
}
