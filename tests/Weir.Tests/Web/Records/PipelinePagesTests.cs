using System.Text.Json;
using Weir.Engine.Apps;
using Weir.Engine.Capabilities.Pipeline;
using Weir.Engine.Records;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.Web.Records;

/// <summary>The pipelines of a form on their pages: stages added, ordered and retired, gates, tried and published by an administrator.</summary>
public sealed class PipelinePagesTests
{
    private const string Pipelines = "/app/l2c/opportunity/pipelines";

    [Fact]
    public async Task What_nobody_changed_is_published_as_it_was()
    {
        await using var host = await TestHost.Start();
        var chief = await host.SignInAdmin();
        var (before, options) = (Written(host), Options(host));
        // Each pipeline, and a stage with each kind of gate: also one that asks for records of a form which is not there yet.
        foreach (var at in new[] { "", "/standard", "/solution", "/standard/stages/proposal", "/standard/stages/negotiation", "/standard/stages/signed", "/standard/stages/lost", "/initiation/stages/cooperation_talks" })
            Assert.Contains("HX-Location", (await Typed.Of(await chief.Get(Pipelines + at)).Save(chief)).Headers.Keys);

        Assert.True(JsonElement.DeepEquals(before, Written(host)), Written(host).ToString());
        Assert.Equal(options, Options(host));
    }

    [Fact]
    public async Task A_stage_is_added_moved_up_and_gone_through()
    {
        await using var host = await TestHost.Start();
        var (seller, chief) = (await host.SignIn("李伟", "sales_rep"), await host.SignInAdmin());
        var page = Typed.Of(await Typed.Of(await chief.Get(Pipelines + "/initiation")).Set("do", "stage.add").Save(chief));
        // It comes before what is won: the way ends there.
        Assert.Equal(("+1", "contract_signed", "7"), (page["stage[4].key"], page["stage[5].key"], page["stages"]));
        page.Set("stage[4].label.zh", "商务澄清").Set("stage[4].label.en", "Clarification").Set("stage[4].rate", "5");

        var refused = await page.Set("do", "").Save(chief);
        Assert.Equal(422, refused.Status);
        Assert.Contains("不能低于上一阶段的 70%", refused.Html.QuerySelector("[id='f-stage[4].rate-error']")!.TextContent, StringComparison.Ordinal);

        var moved = page;
        for (var i = 0; i < 4; i++) moved = Typed.Of(await moved.Set("do", "stage.up +1").Save(chief));
        Assert.Equal("+1", moved["stage[0].key"]);
        Assert.Contains("HX-Location", (await moved.Set("do", "").Save(chief)).Headers.Keys);

        Assert.Equal(["clarification", "new_opportunity", "initiation_review", "cooperation_talks", "solution_design", "contract_signed", "lost"], Plan(host, "initiation").Stages.Select(s => s.Key));
        // The rules of the form which let each pipeline choose its own stages know it too.
        var deal = await Deal(host, seller.Member, "initiation");
        Assert.Equal(("clarification", 5m), (deal["stage"], deal["win_rate"]));
        Assert.Contains("商务澄清", (await seller.Get($"/app/l2c/opportunity/{deal.Id}")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_stands_in_a_retired_stage_is_counted_keeps_it_and_goes_on_from_there()
    {
        await using var host = await TestHost.Start();
        var (seller, chief) = (await host.SignIn("李伟", "sales_rep"), await host.SignInAdmin());
        var deal = await Deal(host, seller.Member, "initiation");
        var retired = await Typed.Of(await chief.Get(Pipelines + "/initiation")).Set("do", "stage.retire new_opportunity").Save(chief);
        Assert.Contains("1 条记录停在这里，保留原阶段", retired.Html.QuerySelector(".w-stage-note")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("HX-Location", (await Typed.Of(retired).Set("do", "").Save(chief)).Headers.Keys);

        Assert.True(Plan(host, "initiation").Stages[0].Retired);
        Assert.Equal(("new_opportunity", 10m), (await Now(host, deal)) is var now ? (now["stage"], now["win_rate"]) : default);
        var path = (await host.Platform.Stages.Of(host.Admin, host.App["opportunity"], deal.Id))!;
        Assert.Equal(("new_opportunity", "initiation_review"), (path.Steps[0].Key, path.Next!.Key));
        Assert.Equal("initiation_review", (await Deal(host, seller.Member, "initiation"))["stage"]);

        Assert.Contains("HX-Location", (await Typed.Of(await Typed.Of(await chief.Get(Pipelines + "/initiation")).Set("do", "stage.restore new_opportunity").Save(chief)).Set("do", "").Save(chief)).Headers.Keys);
        Assert.False(Plan(host, "initiation").Stages[0].Retired);
    }

    [Fact]
    public async Task A_pipeline_ends_in_one_won_stage_and_has_one_to_begin_with()
    {
        await using var host = await TestHost.Start();
        var chief = await host.SignInAdmin();
        var version = host.App.Version;
        var none = await Typed.Of(await Typed.Of(await chief.Get(Pipelines + "/standard")).Set("do", "stage.retire signed").Save(chief)).Set("do", "").Save(chief);
        Assert.Equal(422, none.Status);
        Assert.Contains("要有一个赢单阶段", none.Html.QuerySelector("#f-stages")!.TextContent, StringComparison.Ordinal);

        var two = Typed.Of(await Typed.Of(await chief.Get(Pipelines + "/standard")).Set("do", "stage.add").Save(chief)).Set("do", "").Set("stage[4].kind", "Won").Set("stage[4].label.zh", "签单").Set("stage[4].label.en", "Sealed");
        await chief.Post("/me/language", ("language", "en"));
        var refused = await two.Save(chief);
        Assert.Contains("Only one stage may be for what is won", refused.Html.QuerySelector("#f-stages")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("stands above already", refused.Html.QuerySelector("[id='f-stage[5].label.zh-error']")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(version, host.App.Version);
    }

    [Fact]
    public async Task A_new_gate_is_tried_on_open_records_and_holds_them_back_once_it_is_published()
    {
        await using var host = await TestHost.Start();
        var (seller, chief) = (await host.SignIn("李伟", "sales_rep"), await host.SignInAdmin());
        var deal = await Deal(host, seller.Member, "initiation");
        await Save(host, seller.Member, deal, ("demand", "装配线提速"));
        var stage = Pipelines + "/initiation/stages/initiation_review";
        var added = Typed.Of(await Typed.Of(await chief.Get(stage)).Set("do", "gate.add").Save(chief));
        var page = Typed.Of(await added.Set("do", "fields").Set("gate1.kind", "records").Set("gate1.link", "activity.target").Save(chief)).Set("gate1.label.zh", "一次跟进").Set("gate1.label.en", "An activity");
        Assert.Equal(("activity", "activity.target"), (page["gate1.before"], page["gate1.link"]));

        var tried = await page.Set("do", "try").Save(chief);
        Assert.Contains("1 条会被新的推进条件拦住", tried.Html.QuerySelector("#trial")!.TextContent, StringComparison.Ordinal);
        Assert.All(["智能产线", "李伟", "商机立项审核", "一次跟进"], words => Assert.Contains(words, tried.Html.QuerySelector("#trial tbody")!.TextContent, StringComparison.Ordinal));

        Assert.Contains("HX-Location", (await page.Set("do", "").Save(chief)).Headers.Keys);
        var path = (await host.Platform.Stages.Of(host.Admin, host.App["opportunity"], deal.Id))!;
        Assert.Equal([("客户", true), ("主联系人", false), ("需求描述", true), ("一次跟进", false)], path.Gates.Select(g => (g.Label.Zh, g.Holds)));
    }

    [Fact]
    public async Task Each_kind_of_gate_is_written_with_what_it_needs()
    {
        await using var host = await TestHost.Start();
        var chief = await host.SignInAdmin();
        var page = Typed.Of(await chief.Get(Pipelines + "/initiation/stages/solution_design"));
        for (var i = 1; i < 5; i++) page = Typed.Of(await page.Set("do", "gate.add").Save(chief)).Set($"gate{i}.label.zh", $"条件{i}").Set($"gate{i}.label.en", $"Gate {i}");
        page = Typed.Of(await page.Set("do", "fields").Set("gate1.kind", "any").Set("gate2.kind", "lines").Set("gate3.kind", "confirm").Set("gate4.kind", "approval").Save(chief));
        page = Typed.Of(await page.Set("do", "gate1.of.add").Set("gate2.lines", "contact_roles").Save(chief));

        var refused = await page.Set("do", "").Save(chief);
        Assert.Equal(422, refused.Status);
        Assert.Contains("请选择由哪些角色确认", refused.Html.QuerySelector("[id='f-gate3.roles-error']")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("请填写条件", refused.Html.QuerySelector("[id='f-gate1.of0.is-error']")!.TextContent, StringComparison.Ordinal);

        var saved = await Typed.Of(refused).Set("gate1.of0.label.zh", "有金额").Set("gate1.of0.label.en", "An amount").Set("gate1.of0.is", """{"all":[{"field":"amount","op":"not_empty"}]}""")
            .Set("gate2.where", """{"all":[{"field":"is_key","op":"is","value":true}]}""").Set("gate2.least", "2").Set("gate3.roles", "sales_manager").Set("gate4.action", "request.initiation").Set("gate4.is", """{"all":[{"field":"initiation_at","op":"not_empty"}]}""").Save(chief);
        Assert.Contains("HX-Location", saved.Headers.Keys);

        var gates = Plan(host, "initiation").Stages.Single(s => s.Key == "solution_design").Gates;
        Assert.Equal(["lines", "any", "lines", "confirm", "approval"], gates.Select(g => g.Kind));
        Assert.Equal((2, "contact_roles", "request.initiation"), (gates[2].Settings["least"].GetInt32(), gates[2].Settings["lines"].GetString(), gates[4].Settings["action"].GetString()));
    }

    [Fact]
    public async Task A_changed_rate_is_told_with_the_weighted_sum_and_taken_over_only_when_that_is_ticked()
    {
        await using var host = await TestHost.Start();
        var (seller, chief) = (await host.SignIn("李伟", "sales_rep"), await host.SignInAdmin());
        var deal = await Deal(host, seller.Member, "standard");
        var page = Typed.Of(await chief.Get(Pipelines + "/standard")).Set("stage[0].rate", "20");

        var tried = await page.Set("do", "try").Save(chief);
        Assert.Contains("1 条中，1 条的赢率与阶段不同", tried.Text, StringComparison.Ordinal);
        Assert.Contains("由 20,000.00 变为 40,000.00", tried.Text, StringComparison.Ordinal);

        Assert.Contains("HX-Location", (await page.Set("do", "").Save(chief)).Headers.Keys);
        Assert.Equal(10m, (await Now(host, deal))["win_rate"]);
        var again = await Typed.Of(await chief.Get(Pipelines + "/standard")).Set("apply", "yes").Save(chief);
        Assert.Contains("1 条进行中的记录采用了新赢率", JsonDocument.Parse(again["HX-Trigger"]!).RootElement.GetProperty("toast").GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal((20m, 40_000m), (await Now(host, deal)) is var now ? (now["win_rate"], now["weighted_amount"]) : default);
    }

    [Fact]
    public async Task A_grade_decides_the_pipeline_by_the_rule_that_an_administrator_writes()
    {
        await using var host = await TestHost.Start();
        var (seller, chief) = (await host.SignIn("李伟", "sales_rep"), await host.SignInAdmin());
        var page = Typed.Of(await chief.Get(Pipelines + "/new?from=standard")).Set("label.zh", "A 级客户流程").Set("label.en", "Grade A").Set("when", """{"all":[{"field":"account.level","op":"is","value":"a"}]}""");
        Assert.Contains("HX-Location", (await page.Save(chief)).Headers.Keys);
        Assert.Equal(("grade_a", "standard"), (Read(host).Pipelines[^1].Key, (await Deal(host, seller.Member, null))["pipeline"]));

        Assert.Equal(("grade_a", "first_contact"), (await Deal(host, seller.Member, null, ("level", "a"))) is var chosen ? (chosen["pipeline"], chosen["stage"]) : default);
        Assert.Equal(4, host.App["opportunity"].Definition.Rules.Count(r => r.Fields is ["stage"]));
        Assert.Contains("A 级客户流程", (await chief.Get(Pipelines)).Html.QuerySelector("#plan-order")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(404, (await seller.Get(Pipelines)).Status);
    }

    [Fact]
    public async Task Whoever_publishes_after_somebody_else_is_told()
    {
        await using var host = await TestHost.Start();
        var chief = await host.SignInAdmin();
        var late = Typed.Of(await chief.Get(Pipelines + "/standard")).Set("stage[0].rate", "20");
        await Typed.Of(await chief.Get(Pipelines)).Set("quiet", "20").Save(chief);

        var told = await late.Save(chief);
        Assert.Equal(409, told.Status);
        Assert.Contains("别人刚发布了新版本", told.Text, StringComparison.Ordinal);
        Assert.Contains("HX-Location", (await Typed.Of(told).Save(chief)).Headers.Keys);
        Assert.Equal((20, 20m), (Read(host).QuietDays, Plan(host, "standard").Stages[0].Rate));
    }

    private static PipelineSettings Read(TestHost host) => JsonSerializer.Deserialize<PipelineSettings>(host.App["opportunity"].Definition.Capabilities["pipeline"], DefinitionJson.Options)!;

    private static PlanSettings Plan(TestHost host, string key) => Read(host).Pipelines.Single(p => p.Key == key);

    private static JsonElement Written(TestHost host) => JsonSerializer.SerializeToElement(Read(host), DefinitionJson.Options);

    private static string Options(TestHost host) => string.Join('\n', new[] { "stage", "pipeline" }.Select(k => host.App["opportunity"][k]).SelectMany(f => f.Type.Options(f)));

    private static async Task<Record> Now(TestHost host, Record deal) => (await host.Platform.Query.Get(host.Admin, host.App["opportunity"], deal.Id)).Record;

    private static async Task<Record> Save(TestHost host, long member, Record record, params (string Key, object? Value)[] values)
    {
        var draft = new Draft(host.App["opportunity"]) { Id = record.Id };
        foreach (var (key, value) in values) draft.Set(key, value);
        return (await host.Platform.Records.Save(host.Platform.People.Current.Actor(member), draft)).Record;
    }

    private static async Task<Record> Deal(TestHost host, long member, string? pipeline, params (string Key, object? Value)[] account)
    {
        var actor = host.Platform.People.Current.Actor(member);
        var customer = new Draft(host.App["account"]).Set("name", "苏州恒力" + Guid.NewGuid().ToString("N")[..6]).Set("demand_type", "standard").Set("owner", member);
        foreach (var (key, value) in account) customer.Set(key, value);
        var draft = new Draft(host.App["opportunity"]).Set("name", "智能产线").Set("account", (await host.Platform.Records.Save(host.Admin, customer)).Record.Id).Set("amount", 200_000m);
        if (pipeline is not null) draft.Set("pipeline", pipeline);
        return (await host.Platform.Records.Save(actor, draft)).Record;
    }
}
