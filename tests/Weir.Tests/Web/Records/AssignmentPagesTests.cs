using System.Globalization;
using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Capabilities.Assignment;
using Weir.Engine.Records;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.Web.Records;

/// <summary>The rules of assignment on their pages: edited, tried, published, and what they did afterwards.</summary>
public sealed class AssignmentPagesTests
{
    private const string Rules = "/app/l2c/lead/assignment";

    [Fact]
    public async Task What_nobody_changed_is_published_as_it_was()
    {
        await using var host = await TestHost.Start();
        var chief = await host.SignInAdmin();
        var before = host.App["lead"].Definition.Capabilities["assignment"];
        foreach (var at in Read(host).Rules.Select(r => "/rules/" + r.Key).Prepend(""))
            Assert.Contains("HX-Location", (await Typed.Of(await chief.Get(Rules + at)).Save(chief)).Headers.Keys);

        Assert.Equal(Written(before), Written(host.App["lead"].Definition.Capabilities["assignment"]));
    }

    [Fact]
    public async Task A_rule_is_tried_published_and_its_hits_are_told_with_candidates_and_reason()
    {
        await using var host = await TestHost.Start();
        var (li, wang, chief) = (await host.SignIn("李伟", "sales_rep"), await host.SignIn("王芳", "sales_rep"), await host.SignInAdmin());
        var waiting = await Save(host, "苏州恒力", "cold_call");
        var page = Typed.Of(await chief.Get(Rules + "/rules/new")).Set("label.zh", "陌拜轮流").Set("label.en", "Cold calls in turn")
            .Set("when", """{"all":[{"field":"source","op":"is","value":"cold_call"}]}""").Set("who.role", "sales_rep").Set("most", "50");

        var tried = await page.Set("do", "try").Save(chief);
        Assert.Equal(200, tried.Status);
        Assert.Contains("李伟", tried.Html.QuerySelector("#trial tbody")!.TextContent, StringComparison.Ordinal);
        Assert.Null(await Owner(host, waiting));

        Assert.Contains("HX-Location", (await page.Set("do", "").Save(chief)).Headers.Keys);
        var lead = await Save(host, "无锡博远", "cold_call");
        Assert.Equal(li.Member, await Owner(host, lead));

        var log = await chief.Get(Rules + "/log");
        var line = log.Html.QuerySelector("tbody tr")!.TextContent;
        Assert.All(["无锡博远", "陌拜轮流", "李伟", "王芳", "共 2 人轮流"], words => Assert.Contains(words, line, StringComparison.Ordinal));
        Assert.Empty((await chief.Get(Rules + "/log?rule=bought")).Html.QuerySelectorAll("tbody tr"));
        Assert.Contains("王芳", (await chief.Get($"{Rules}/trial?id={waiting.Id}")).Html.QuerySelector("tbody tr")!.TextContent, StringComparison.Ordinal);
        foreach (var at in new[] { "", "/log", "/trial" }) Assert.Equal(404, (await wang.Get(Rules + at)).Status);
    }

    [Fact]
    public async Task A_rule_for_one_occasion_is_tried_as_if_it_had_come()
    {
        await using var host = await TestHost.Start();
        var (_, chief) = (await host.SignIn("李伟", "sales_rep"), await host.SignInAdmin());
        await Save(host, "苏州恒力", "cold_call");

        var tried = await Typed.Of(await chief.Get(Rules + "/rules/new")).Set("label.zh", "回池").Set("label.en", "Back again").Set("on", "EnterPool").Set("who.role", "sales_rep").Set("do", "try").Save(chief);

        Assert.Contains("李伟", tried.Html.QuerySelector("#trial tbody")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_of_regions_gets_a_row_and_its_candidates()
    {
        await using var host = await TestHost.Start();
        var chief = await host.SignInAdmin();
        var member = await host.Add("刘洋", "sales_rep");
        var page = Typed.Of(await chief.Get(Rules + "/rules/website"));
        Assert.Equal("2", page["rows"]);
        var more = Typed.Of(await page.Set("do", "row.add").Save(chief));
        Assert.Equal("3", more["rows"]);

        var refused = await more.Set("do", "").Save(chief);
        Assert.Equal(422, refused.Status);
        Assert.Contains("请选择这一行的值", refused.Html.QuerySelector("[id='f-row2.values-error']")!.TextContent, StringComparison.Ordinal);
        await Typed.Of(refused).Set("row2.values", "510000").Set("row2.who.member", member.Id.ToString(CultureInfo.InvariantCulture)).Save(chief);

        var row = Read(host).Rules.Single(r => r.Key == "website").Table[2];
        Assert.Equal("510000", Assert.Single(row.Values));
        Assert.Equal(member.Id, Assert.Single(row.Who.Members));
        var lead = await Save(host, "成都远景", "website_form", ("region", "510107"));
        Assert.Equal(member.Id, await Owner(host, lead));
    }

    [Fact]
    public async Task Order_hours_and_absences_are_set_for_all_rules()
    {
        await using var host = await TestHost.Start();
        var chief = await host.SignInAdmin();
        var member = await host.Add("刘洋", "sales_rep");

        var moved = Typed.Of(await Typed.Of(await chief.Get(Rules)).Set("do", "rules.down 0").Save(chief));
        var away = Typed.Of(await moved.Set("do", "away.add").Save(chief));
        var refused = await away.Set("do", "").Set("away0.from", "2026-12-03").Set("away0.to", "2026-12-01").Set("from", "19:00").Save(chief);
        Assert.Equal(422, refused.Status);
        Assert.Contains("请选择成员", refused.Text, StringComparison.Ordinal);
        Assert.Contains("下班时间应晚于上班时间", refused.Text, StringComparison.Ordinal);
        await Typed.Of(refused).Set("from", "08:30").Set("away0.member", member.Id.ToString(CultureInfo.InvariantCulture)).Set("away0.to", "2026-12-05").Save(chief);

        var settings = Read(host);
        Assert.Equal(["bought", "campaign_east", "website"], settings.Rules.Select(r => r.Key));
        Assert.Equal((new TimeOnly(8, 30), new Absence(member.Id, new(2026, 12, 3), new(2026, 12, 5))), (settings.Hours.From, settings.Away.Single()));
    }

    private static AssignmentSettings Read(TestHost host) => JsonSerializer.Deserialize<AssignmentSettings>(host.App["lead"].Definition.Capabilities["assignment"], DefinitionJson.Options)!;

    private static string Written(JsonElement settings) => JsonSerializer.Serialize(JsonSerializer.Deserialize<AssignmentSettings>(settings, DefinitionJson.Options), DefinitionJson.Options);

    private static async Task<long?> Owner(TestHost host, Record record) => (await host.Platform.Query.Get(host.Admin, record.Form, record.Id)).Record["owner"] as long?;

    private static async Task<Record> Save(TestHost host, string name, string source, params (string Field, object Value)[] more)
    {
        var draft = new Draft(host.Platform.Apps.Current["l2c"]["lead"]).Set("company_name", name).Set("contact_name", "马丽").Set("mobile", "1381234" + Random.Shared.Next(1000, 9999).ToString(CultureInfo.InvariantCulture)).Set("source", source).Set("owner", null);
        foreach (var (field, value) in more) draft.Set(field, value);
        return (await host.Platform.Records.Save(Actor.System("test", host.Platform.People.Current), draft)).Record;
    }
}
