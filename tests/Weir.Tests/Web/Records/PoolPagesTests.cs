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

    [Fact]
    public async Task Another_seller_finds_a_protected_customer_by_name_and_owner_with_the_phone_masked_and_nothing_to_claim()
    {
        await using var host = await TestHost.Start();
        var (seller, other) = (await host.SignIn("李伟", "sales_rep"), await host.SignIn("陈昊", "sales_rep"));
        var form = host.App["account"];
        var account = (await host.Platform.Records.Save(host.Platform.People.Current.Actor(seller.Member), new Draft(form).Set("name", "无锡博远").Set("self_sourced", true).Set("phone", "13800001111"))).Record;

        var list = await other.Get("/app/l2c/account?q=" + Uri.EscapeDataString("博远"));
        Assert.Contains("无锡博远", list.Text, StringComparison.Ordinal);
        Assert.Contains("李伟", list.Text, StringComparison.Ordinal);
        var page = await other.Get($"/app/l2c/account/{account.Id}");
        Assert.Equal(200, page.Status);
        Assert.Contains("李伟", page.Html.QuerySelector("#main, main")!.TextContent, StringComparison.Ordinal);
        Assert.All([list.Text, page.Text, (await other.Get($"/app/l2c/account/{account.Id}?tab=history")).Text], text => Assert.DoesNotContain("13800001111", text, StringComparison.Ordinal));
        Assert.DoesNotContain("无锡博远", (await other.Get("/app/l2c/search?q=13800001111")).Text, StringComparison.Ordinal);
        Assert.Empty(page.Html.QuerySelectorAll("button[hx-post*='/do/pool.claim'], button[hx-get*='/do/pool.claim']"));
        Assert.Contains("13800001111", (await seller.Get($"/app/l2c/account/{account.Id}")).Text, StringComparison.Ordinal);

        var refused = await other.Htmx().Post($"/app/l2c/account/{account.Id}/do/pool.claim");
        Assert.Equal(409, refused.Status);
        Assert.Equal(seller.Member, (await host.Platform.Query.Get(host.Admin, form, account.Id)).Record["owner"]);
    }

    [Fact]
    public async Task The_history_of_a_lead_tells_through_whose_hands_it_went()
    {
        await using var host = await TestHost.Start();
        var (seller, other, chief) = (await host.SignIn("李伟", "sales_rep"), await host.SignIn("王芳", "sales_rep"), await host.SignInAdmin());
        var lead = await Pooled(host, "苏州恒力");
        await Do(seller.Member, lead, "pool.claim");
        await Do(seller.Member, lead, "pool.return", ("reason", "unreachable"));
        await Do(chief.Member, lead, "pool.assign", ("to", other.Member));
        await Do(chief.Member, lead, "ownership.transfer", ("to", seller.Member), ("note", "王芳休假"));
        await Do(chief.Member, lead, "pool.take_back", ("reason", "staff_change"));
        var twin = await Pooled(host, "苏州恒力");
        await Do(other.Member, twin, "pool.claim");
        await host.Platform.Records.Merge(host.Admin, new(lead.Form, lead.Id, [(lead.Id, null), (twin.Id, null)], new Dictionary<string, long>()));

        var told = (await chief.Get($"/app/l2c/lead/{lead.Id}?tab=history")).Html.QuerySelectorAll(".w-timeline li").Select(l => l.TextContent).Reverse().ToList();

        string[] steps = ["放入池中 · 池：公共线索池", "领取了记录 · 负责人 李伟", "退回了记录 · 原负责人 李伟，池：公共线索池，原因：联系不上", "分配了记录 · 负责人 王芳", "转移了记录 · 原负责人 王芳，负责人 李伟", "回收了记录 · 原负责人 李伟"];
        var at = -1;
        foreach (var step in steps)
        {
            var found = told.FindIndex(at + 1, t => t.Contains(step, StringComparison.Ordinal));
            Assert.True(found > at, step + " is not told in its place: " + string.Join(" | ", told));
            at = found;
        }
        Assert.Contains(told, t => t.Contains("合并了记录", StringComparison.Ordinal));

        Task Do(long member, Record record, string action, params (string Field, object Value)[] answers)
        {
            var draft = record.Form.Action(action)!.Ask is { } ask ? new Draft(ask) : null;
            foreach (var (field, value) in answers) draft!.Set(field, value);
            return host.Platform.Records.Act(host.Platform.People.Current.Actor(member), record.Form, record.Id, action, draft);
        }
    }

    private static async Task<Record> Pooled(TestHost host, string name) => (await host.Platform.Records.Save(Actor.System("test", host.Platform.People.Current), new Draft(host.Platform.Apps.Current["l2c"]["lead"])
        .Set("company_name", name).Set("contact_name", "马丽").Set("mobile", "13812345520").Set("source", "purchased_list").Set("owner", null))).Record;

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
