using System.Text.Json;
using Weir.Engine.Apps;
using Weir.Engine.Capabilities.Grading;
using Weir.Engine.Records;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.Web.Records;

/// <summary>The criteria of the score on their pages: edited, tried and published by an administrator.</summary>
public sealed class GradingPagesTests
{
    private const string Criteria = "/app/l2c/lead/grading";

    [Fact]
    public async Task What_nobody_changed_is_published_as_it_was()
    {
        await using var host = await TestHost.Start();
        var chief = await host.SignInAdmin();
        var before = Written(Read(host));
        foreach (var at in Read(host).Criteria.Select(c => "/criteria/" + c.Key).Prepend(""))
            Assert.Contains("HX-Location", (await Typed.Of(await chief.Get(Criteria + at)).Save(chief)).Headers.Keys);

        Assert.Equal(before, Written(Read(host)));
    }

    [Fact]
    public async Task A_new_criterion_is_tried_and_scores_all_records_once_it_is_published()
    {
        await using var host = await TestHost.Start();
        var (seller, chief) = (await host.SignIn("李伟", "sales_rep"), await host.SignInAdmin());
        var lead = await Lead(host, seller.Member, "苏州恒力", "13812345678");
        var page = Typed.Of(await Typed.Of(await chief.Get(Criteria + "/criteria/new")).Set("do", "level.add").Save(chief))
            .Set("label.zh", "苏州公司").Set("label.en", "In Suzhou").Set("level0.when", """{"all":[{"field":"company_name","op":"contains","value":"苏州"}]}""").Set("level0.points", "70").Set("level1.points", "-2.5");

        var tried = await page.Set("do", "try").Save(chief);
        Assert.Contains("1 条中有 1 条变级", tried.Text, StringComparison.Ordinal);
        Assert.Contains("D → A", tried.Html.QuerySelector("#moves")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("苏州恒力", tried.Html.QuerySelector("#trial tbody")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(13m, (await Now(host, lead))["score"]);

        Assert.Contains("HX-Location", (await page.Set("do", "").Save(chief)).Headers.Keys);
        Assert.Equal((83m, "a"), (await Now(host, lead)) is var now ? (now["score"], now["grade"]) : default);
        Assert.Equal(("in_suzhou", 70m, -2.5m), Read(host).Criteria[^1] is var made ? (made.Key, made.Levels[0].Points, made.Levels[1].Points) : default);
        Assert.Contains("苏州公司", (await seller.Get($"/app/l2c/lead/{lead.Id}")).Html.QuerySelector(".w-why")!.TextContent, StringComparison.Ordinal);
        foreach (var at in new[] { "", "/criteria/new" }) Assert.Equal(404, (await seller.Get(Criteria + at)).Status);
    }

    [Fact]
    public async Task Criteria_are_ordered_and_removed_and_a_grade_and_the_limits_are_others()
    {
        await using var host = await TestHost.Start();
        var (seller, chief) = (await host.SignIn("李伟", "sales_rep"), await host.SignInAdmin());
        var lead = await Lead(host, seller.Member, "苏州恒力", "13812345678");
        var less = Typed.Of(await Typed.Of(await chief.Get(Criteria)).Set("do", "criteria.remove 0").Save(chief));
        var moved = Typed.Of(await less.Set("do", "criteria.down 0").Save(chief));
        var more = Typed.Of(await moved.Set("do", "band.add").Save(chief));
        Assert.Equal("5", more["bands"]);

        var refused = await more.Set("do", "").Set("band4.grade", "E 级").Set("least", "200").Save(chief);
        Assert.Equal(422, refused.Status);
        Assert.Contains("等级从高到低排列", refused.Html.QuerySelector("[id='f-band4.from-error']")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("上限应大于下限", refused.Html.QuerySelector("#f-most-error")!.TextContent, StringComparison.Ordinal);
        var saved = await Typed.Of(refused).Set("least", "-20").Set("band3.from", "10").Set("band4.from", "-20").Set("ready", "").Save(chief);
        Assert.Contains("HX-Location", saved.Headers.Keys);

        var settings = Read(host);
        Assert.Equal(["budget", "size"], settings.Criteria.Take(2).Select(c => c.Key));
        Assert.Equal((-20m, null), (settings.Least, settings.Ready));
        var now = await Now(host, lead);
        Assert.Equal((3m, settings.Bands[^1].Grade), (now["score"], now["grade"]));
        Assert.Contains("E 级", (await seller.Get($"/app/l2c/lead/{lead.Id}")).Html.QuerySelector(".w-why h2")!.ParentElement!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_stands_at_its_field_in_either_language()
    {
        await using var host = await TestHost.Start();
        var chief = await host.SignInAdmin();
        var version = host.App.Version;
        var page = Typed.Of(await chief.Get(Criteria + "/criteria/reach"));
        var two = Typed.Of(await page.Set("do", "level.add").Save(chief)).Set("do", "");

        var refused = await two.Set("level0.when", "").Set("level0.points", "viel").Set("level1.when", """{"all":[{"field":"grade","op":"is","value":"a"}]}""").Save(chief);
        Assert.Equal(422, refused.Status);
        Assert.Contains("符合全部记录", refused.Html.QuerySelector("[id='f-level0.when-error']")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("-1000 到 1000", refused.Html.QuerySelector("[id='f-level0.points-error']")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("不能看评分或等级本身", refused.Html.QuerySelector("[id='f-level1.when-error']")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("只能看本表单的字段", (await two.Set("level1.when", """{"all":[{"field":"campaign.name","op":"not_empty"}]}""").Save(chief)).Html.QuerySelector("[id='f-level1.when-error']")!.TextContent, StringComparison.Ordinal);

        await chief.Post("/me/language", ("language", "en"));
        var english = await two.Save(chief);
        Assert.Contains("fits all records", english.Html.QuerySelector("[id='f-level0.when-error']")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("How many would change grade", english.Text, StringComparison.Ordinal);
        Assert.Equal(version, host.App.Version);
    }

    private static GradingSettings Read(TestHost host) => JsonSerializer.Deserialize<GradingSettings>(host.App["lead"].Definition.Capabilities["grading"], DefinitionJson.Options)!;

    private static string Written(GradingSettings settings) => JsonSerializer.Serialize(settings, DefinitionJson.Options);

    private static async Task<Record> Now(TestHost host, Record lead) => (await host.Platform.Query.Get(host.Admin, host.App["lead"], lead.Id)).Record;

    private static async Task<Record> Lead(TestHost host, long member, string name, string mobile) => (await host.Platform.Records.Save(host.Platform.People.Current.Actor(member),
        new Draft(host.App["lead"]).Set("company_name", name).Set("contact_name", "张三").Set("mobile", mobile).Set("source", "advertising"))).Record;
}
