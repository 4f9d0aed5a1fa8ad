using System.Globalization;
using Weir.Engine.Access;
using Weir.Engine.Records;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.Web.Records;

/// <summary>The settings of pools on their pages: edited, tried and published by an administrator, and in force at once.</summary>
public sealed class PoolSettingsTests
{
    private const string Pools = "/app/l2c/lead/pool/settings";

    [Fact]
    public async Task What_nobody_changed_is_published_as_it_was()
    {
        await using var host = await TestHost.Start();
        var chief = await host.SignInAdmin();
        foreach (var form in new[] { "lead", "account", "opportunity" })
        {
            var before = host.App[form].Definition.Capabilities["pool"];
            foreach (var at in before.GetProperty("pools").EnumerateArray().Select(p => "/" + p.GetProperty("key").GetString()).Prepend(""))
            {
                var saved = await Typed.Of(await chief.Get($"/app/l2c/{form}/pool/settings{at}")).Save(chief);
                Assert.Contains("HX-Location", saved.Headers.Keys);
            }
            Assert.Equal(Written(before), Written(host.App[form].Definition.Capabilities["pool"]));
        }
    }

    [Fact]
    public async Task Another_number_of_days_is_tried_first_and_holds_once_it_is_published()
    {
        await using var host = await TestHost.Start();
        var (seller, chief) = (await host.SignIn("李伟", "sales_rep"), await host.SignInAdmin());
        var lead = await Pooled(host, "苏州恒力");
        await host.Platform.Records.Act(host.Platform.People.Current.Actor(seller.Member), lead.Form, lead.Id, "pool.claim");
        Assert.Contains("7 天后回收", (await seller.Get($"/app/l2c/lead/{lead.Id}")).Text, StringComparison.Ordinal);

        var page = Typed.Of(await chief.Get(Pools + "/general")).Set("rule0.days", "4").Set("ahead", "5");
        var tried = await page.Set("do", "try").Save(chief);
        Assert.Contains("5 天内共回收 1 条", tried.Text, StringComparison.Ordinal);
        Assert.Contains("李伟", tried.Html.QuerySelector("#trial tbody")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("7 天后回收", (await seller.Get($"/app/l2c/lead/{lead.Id}")).Text, StringComparison.Ordinal);

        Assert.Contains("HX-Location", (await page.Set("do", "").Save(chief)).Headers.Keys);
        Assert.Contains("4 天后回收", (await seller.Get($"/app/l2c/lead/{lead.Id}")).Text, StringComparison.Ordinal);
        Assert.Equal(404, (await seller.Get(Pools)).Status);
    }

    [Fact]
    public async Task A_new_pool_takes_its_records_and_only_its_members_claim_them()
    {
        await using var host = await TestHost.Start();
        var (seller, other, chief) = (await host.SignIn("李伟", "sales_rep"), await host.SignIn("王芳", "sales_rep"), await host.SignInAdmin());

        var saved = await Typed.Of(await chief.Get(Pools + "/new")).Set("label.zh", "采购名单池").Set("label.en", "Bought leads").Set("when", """{"all":[{"field":"source","op":"is","value":"purchased_list"}]}""")
            .Set("members.member", seller.Member.ToString(CultureInfo.InvariantCulture)).Set("daily", "3").Save(chief);

        Assert.Contains("HX-Location", saved.Headers.Keys);
        var lead = await Pooled(host, "苏州恒力");
        Assert.Contains("在“采购名单池”中", (await seller.Get($"/app/l2c/lead/{lead.Id}")).Text, StringComparison.Ordinal);
        Assert.Equal(404, (await other.Get($"/app/l2c/lead/{lead.Id}")).Status);
        Assert.Equal("采购名单池", (await chief.Get(Pools)).Html.QuerySelector(".w-setting-row strong")!.TextContent);
    }

    [Fact]
    public async Task Rows_come_and_go_without_publishing_and_what_is_wrong_stands_at_its_field()
    {
        await using var host = await TestHost.Start();
        var chief = await host.SignInAdmin();
        var version = host.App.Version;
        var page = Typed.Of(await chief.Get(Pools + "/general"));
        Assert.Equal("2", page["rules"]);

        var more = Typed.Of(await page.Set("do", "rule.add").Save(chief));
        Assert.Equal("3", more["rules"]);
        var less = Typed.Of(await more.Set("do", "rule.remove 0").Save(chief));
        Assert.Equal(("2", "not_converted"), (less["rules"], less["rule0.reason"]));

        var refused = await less.Set("do", "").Set("warn", "soon").Set("label.zh", "").Set("label.en", "").Save(chief);
        Assert.Equal(422, refused.Status);
        Assert.Contains("“soon”应是", refused.Html.QuerySelector("#f-warn-error")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("请填写天数", refused.Html.QuerySelector("[id='f-rule1.days-error']")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("请填写名称", refused.Text, StringComparison.Ordinal);
        Assert.Equal(version, host.App.Version);
    }

    [Fact]
    public async Task The_later_of_two_administrators_is_told_and_keeps_what_they_typed()
    {
        await using var host = await TestHost.Start();
        var chief = await host.SignInAdmin();
        var (first, second) = (Typed.Of(await chief.Get(Pools + "/general")), Typed.Of(await chief.Get(Pools + "/campaign")));
        await first.Set("daily", "9").Save(chief);

        var late = await second.Set("daily", "8").Save(chief);
        Assert.Equal(409, late.Status);
        Assert.Contains("别人刚发布了新版本", late.Text, StringComparison.Ordinal);
        Assert.Contains("HX-Location", (await Typed.Of(late).Save(chief)).Headers.Keys);

        var pools = host.App["lead"].Definition.Capabilities["pool"].GetProperty("pools").EnumerateArray().Select(p => p.GetProperty("dailyClaims").GetInt32());
        Assert.Equal([8, 9], pools);
    }

    private static string Written(System.Text.Json.JsonElement settings) => System.Text.Json.JsonSerializer.Serialize(
        System.Text.Json.JsonSerializer.Deserialize<Weir.Engine.Capabilities.Pool.PoolSettings>(settings, Weir.Engine.Apps.DefinitionJson.Options), Weir.Engine.Apps.DefinitionJson.Options);

    private static async Task<Record> Pooled(TestHost host, string name) => (await host.Platform.Records.Save(Actor.System("test", host.Platform.People.Current), new Draft(host.Platform.Apps.Current["l2c"]["lead"])
        .Set("company_name", name).Set("contact_name", "马丽").Set("mobile", "13812345520").Set("source", "purchased_list").Set("owner", null))).Record;
}
