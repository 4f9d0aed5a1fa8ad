using System.Globalization;
using Weir.Engine.Access;
using Weir.Engine.Records;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.Web.Records;

/// <summary>A pool on the page: claiming many at once, the days that are left, who had a record, and the trial of rules.</summary>
public sealed class PoolPagesTests
{
    [Fact]
    public async Task Ticked_records_are_claimed_with_an_answer_for_each()
    {
        await using var host = await TestHost.Start();
        var (seller, other) = (await host.SignIn("李伟", "sales_rep"), await host.SignIn("王芳", "sales_rep"));
        var (free, taken) = (await Pooled(host, "苏州恒力"), await Pooled(host, "无锡博远"));
        await host.Platform.Records.Act(host.Platform.People.Current.Actor(other.Member), free.Form, taken.Id, "pool.claim");

        var list = await seller.Get("/app/l2c/lead");
        Assert.NotNull(list.Html.QuerySelector("#bulk button[hx-post$='/bulk/do-pool.claim/ask']"));
        var answer = await seller.Htmx().Post("/app/l2c/lead/bulk/do-pool.claim/ask", ("id", Text(free.Id)), ("id", Text(taken.Id)));

        Assert.Equal(200, answer.Status);
        Assert.Contains("已被别人领取", answer.Text, StringComparison.Ordinal);
        Assert.Single(answer.Html.QuerySelectorAll("tbody tr"));
        var page = await seller.Get($"/app/l2c/lead/{free.Id}");
        Assert.Contains("将于 7 天后回收", page.Text, StringComparison.Ordinal);
        Assert.Contains("领取了记录", (await seller.Get($"/app/l2c/lead/{free.Id}?tab=history")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_in_its_pool_says_so_and_hides_the_number()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var lead = await Pooled(host, "苏州恒力");

        var page = await seller.Get($"/app/l2c/lead/{lead.Id}");

        Assert.Contains("在“公共线索池”中", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("13812345520", page.Text, StringComparison.Ordinal);
        Assert.NotNull(page.Html.QuerySelector("button[hx-post$='/do/pool.claim']"));
    }

    [Fact]
    public async Task Who_looks_after_a_pool_tries_other_days_and_nobody_else_sees_the_page()
    {
        await using var host = await TestHost.Start();
        var (seller, chief) = (await host.SignIn("李伟", "sales_rep"), await host.SignIn("孙磊", "sales_manager"));
        var lead = await Pooled(host, "苏州恒力");
        await host.Platform.Records.Act(host.Platform.People.Current.Actor(seller.Member), lead.Form, lead.Id, "pool.claim");

        Assert.Contains("3 天内共回收 0 条", (await chief.Get("/app/l2c/lead/pool?days=3")).Text, StringComparison.Ordinal);
        var tried = await chief.Get("/app/l2c/lead/pool?days=3&d.1.0=2");
        Assert.Contains("3 天内共回收 1 条", tried.Text, StringComparison.Ordinal);
        Assert.Contains("超期未跟进", tried.Html.QuerySelector("tbody")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(404, (await seller.Get("/app/l2c/lead/pool")).Status);
        Assert.NotNull((await chief.Get("/app/l2c/lead")).Html.QuerySelector("a[href='/app/l2c/lead/pool']"));
    }

    private static async Task<Record> Pooled(TestHost host, string name) => (await host.Platform.Records.Save(Actor.System("test", host.Platform.People.Current), new Draft(host.Platform.Apps.Current["l2c"]["lead"])
        .Set("company_name", name).Set("contact_name", "马丽").Set("mobile", "13812345520").Set("source", "purchased_list").Set("owner", null))).Record;

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
