using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Xunit;

namespace Weir.Tests.Web.Admin;

/// <summary>A member leaves: what they have is counted, goes to others, and only then can they not sign in any more.</summary>
public class HandoverPagesTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Work_goes_to_the_receivers_and_the_leaver_is_disabled(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var boss = (await host.SignInAdmin()).Htmx();
        var (leaver, one, two) = (await host.Add("王芳", "sales_rep"), await host.Add("李伟", "sales_rep"), await host.Add("陈昊", "sales_rep"));
        var url = $"/admin/members/{leaver.Id}/handover";
        Assert.Contains("没有需要交接", (await boss.Get(url)).Html.QuerySelector(".w-empty")!.TextContent, StringComparison.Ordinal);
        var lead = host.Platform.Apps.Current["l2c"]["lead"];
        var actor = host.Platform.People.Current.Actor(leaver.Id);
        var ids = new List<long>();
        for (var i = 0; i < 4; i++)
            ids.Add((await host.Platform.Records.Save(actor, new Draft(lead).Set("company_name", "公司" + i).Set("contact_name", "甲").Set("mobile", "1390000000" + i).Set("source", "referral").Set("referrer", "乙"))).Record.Id);
        await host.Platform.Records.Save(actor, new Draft(host.Platform.Apps.Current["l2c"]["task"]).Set("subject", "回电").Set("due_at", new DateTime(2027, 1, 1, 0, 0, 0, DateTimeKind.Utc)));

        Assert.Contains("线索4", string.Concat((await boss.Get(url)).Html.QuerySelectorAll("tbody tr").Select(r => r.TextContent.Replace("\n", "").Replace(" ", ""))), StringComparison.Ordinal);
        var nobody = await boss.Post(url, [("disable", "yes")]);
        Assert.Equal(422, nobody.Status);
        Assert.NotNull(nobody.Html.QuerySelector("#f-receivers-field[data-invalid]"));
        Assert.True(host.Platform.People.Current.Members[leaver.Id].Active);

        var done = await boss.Post(url, [("receivers", $"{one.Id}"), ("to:l2c/lead", $"{one.Id}"), ("to:l2c/lead", $"{two.Id}"), ("note", "离职"), ("disable", "yes")]);

        Assert.Equal(200, done.Status);
        var owners = new List<long>();
        foreach (var id in ids) owners.Add((long)(await host.Platform.Query.Get(host.Admin, lead, id)).Record["owner"]!);
        Assert.Equal([one.Id, two.Id, one.Id, two.Id], owners);
        Assert.False(host.Platform.People.Current.Members[leaver.Id].Active);
        Assert.Equal(0, (await host.Platform.Handovers.Count(host.Admin, leaver.Id)).Total);
        Assert.Contains("member.handed_over", (await host.Platform.People.Audit(host.Admin, limit: 20, subject: leaver.Id)).Select(a => a.What));
    }

    [Fact]
    public async Task Pools_and_rules_that_name_the_leaver_name_the_receiver_afterwards()
    {
        await using var host = await TestHost.Start();
        var boss = await host.SignInAdmin();
        var (leaver, one) = (await host.Add("王芳", "sales_rep"), await host.Add("李伟", "sales_rep"));
        await Records.Typed.Of(await boss.Get("/app/l2c/lead/pool/settings/general")).Set("admins.member", $"{leaver.Id}").Save(boss);
        await Records.Typed.Of(await boss.Get("/app/l2c/lead/assignment/rules/campaign_east")).Set("who.member", $"{leaver.Id}").Set("fallback.member", $"{leaver.Id}").Save(boss);
        var url = $"/admin/members/{leaver.Id}/handover";

        var page = await boss.Get(url);
        Assert.NotNull(page.Html.QuerySelector("a[href='/app/l2c/lead/pool/settings']"));
        Assert.Contains("分配规则", page.Html.QuerySelector("a[href='/app/l2c/lead/assignment']")!.TextContent, StringComparison.Ordinal);
        var done = await boss.Htmx().Post(url, [("receivers", $"{one.Id}"), ("disable", "yes")]);

        Assert.Equal(200, done.Status);
        var capabilities = host.App["lead"].Definition.Capabilities;
        Assert.Equal(one.Id, Assert.Single(capabilities["pool"].GetProperty("pools")[1].GetProperty("admins").GetProperty("members").EnumerateArray()).GetInt64());
        Assert.All(["who", "fallback"], set => Assert.Equal(one.Id, Assert.Single(capabilities["assignment"].GetProperty("rules")[0].GetProperty(set).GetProperty("members").EnumerateArray()).GetInt64()));
        Assert.Equal(0, (await host.Platform.Handovers.Count(host.Admin, leaver.Id)).Total);
        Assert.False(host.Platform.People.Current.Members[leaver.Id].Active);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Only_administrators_hand_over(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var member = await host.Add("李伟", "sales_manager");
        var own = await host.SignIn(member.Id);

        Assert.Equal(404, (await own.Get($"/admin/members/{member.Id}/handover")).Status);
    }
}
