using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Capabilities.Hierarchy;
using Weir.Engine.Capabilities.Pipeline;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Insight.Widgets;
using Weir.Engine.Records;
using Weir.Sql.Tables;
using Weir.Tests.Capabilities.Reminders;
using Weir.Tests.Records;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.LeadToCash.Story;

/// <summary>Steps 11 to 21: the lead becomes a deal, goes through its stages beside four others, and is won.</summary>
internal sealed partial class Story
{
    private readonly Dictionary<string, long> products = [];
    private readonly Dictionary<string, long> history = [];
    private long book, deal, account, mali, zhang, liu, rival, quote, contract;

    private Task<Record> Deal => desk.Read("opportunity", deal);

    public async Task Step11_the_first_lead_becomes_an_account_a_contact_and_a_deal_of_a_million()
    {
        foreach (var (code, name, list, cost) in new[] { ("A1", "智能装配线", 600_000m, 460_000m), ("V2", "视觉检测仪", 85_000m, 45_000m), ("S1", "实施服务", 60_000m, 40_000m) })
            products[code] = (await desk.Create(Desk.Admin, "product", ("code", code), ("name", name), ("category", "other"), ("unit", "set"), ("list_price", list), ("cost_price", cost), ("tax_rate", 13m), ("status", "on_sale"))).Id;
        var prices = new Draft(desk.Form("price_book")).Set("name", "标准价").Set("scope", new[] { "all" }).Set("valid_from", On(1, 1)).Set("is_default", true).Set("active", true);
        prices.Lines["entries"] = [.. new[] { ("A1", 600_000m), ("V2", 85_000m), ("S1", 60_000m) }.Select(p => new DraftLine(null, Row(("product", products[p.Item1]), ("price", p.Item2), ("min_qty", 1m))))];
        book = (await desk.Records.Save(desk.Actor(Desk.Admin), prices)).Record.Id;
        Today(11, 6);

        var acted = await Convert();

        deal = acted.Open!.Value.Id;
        var opportunity = await Deal;
        Assert.Equal((Million, "a", "first_contact", 10m, 100_000m), (opportunity["amount"], opportunity["grade"], opportunity["stage"], opportunity["win_rate"], opportunity["weighted_amount"]));
        var lead = await desk.Read("lead", Hengli.Id);
        (account, mali) = ((long)lead["converted_account"]!, (long)lead["converted_contact"]!);
        Assert.Equal("converted", lead["status"]);
        Assert.Equal("六轴机器人", (await desk.Read("account", account))["main_equipment"]);
        Assert.Contains((await Refused(() => desk.Change(Desk.Rep, lead, ("main_equipment", "别的")))).Errors, e => e.Code == "conversion.locked");
        Assert.Equal((25, 1), (await Count("lead"), await Count("lead", Is("status", "converted"))));
        Assert.Equal(acted.Open, (await desk.Records.Act(desk.Actor(Desk.Rep), desk.Form("lead"), Hengli.Id, "conversion.convert")).Open);
    }

    private Task<Engine.Actions.Acted> Convert()
    {
        var form = desk.Form("lead");
        var draft = new Draft(form.Action("conversion.convert")!.Ask!)
            .Set("account_choice", "new").Set("account_name", "苏州恒力精密机械有限公司").Set("account_demand_type", "standard").Set("contact_choice", "new").Set("contact_name", "马丽")
            .Set("opportunity_choice", "new").Set("opportunity_name", "智能装配线项目").Set("opportunity_expected_close", On(12, 31));
        draft.Lines["opportunity_lines"] = [.. new[] { ("A1", 1m), ("V2", 4m), ("S1", 1m) }.Select(l => new DraftLine(null, Row(("product", products[l.Item1]), ("qty", l.Item2))))];
        return desk.Records.Act(desk.Actor(Desk.Rep), form, Hengli.Id, "conversion.convert", draft);
    }

    public async Task Step14_the_people_of_the_customer_stand_above_each_other_and_not_in_a_circle()
    {
        Today(11, 11);
        // What was noted on the lead before it was converted.
        Assert.Equal("喜欢电话沟通", Assert.Single(await stickies.Of(desk.Actor(Desk.Manager), desk.Form("account"), account)).Text);
        zhang = (await desk.Create(Desk.Rep, "contact", ("name", "张伟"), ("account", account), ("mobile", "13812340011"), ("title", "总经理"), ("is_key", true), ("buying_role", "decision_maker"))).Id;
        liu = (await desk.Create(Desk.Rep, "contact", ("name", "刘洋"), ("account", account), ("mobile", "13812340012"), ("title", "CTO"), ("is_key", true), ("reports_to", zhang), ("stance", "supports"))).Id;
        await desk.Change(Desk.Rep, await desk.Read("contact", mali), ("reports_to", zhang));
        Assert.Equal("link.circle", Assert.Single((await Refused(async () => await desk.Change(Desk.Rep, await desk.Read("contact", zhang), ("reports_to", liu)))).Errors).Code);

        var changed = await Roles();

        Assert.Equal(50m, changed["chain_coverage"]);
        var chart = Assert.Single(await new Charts(desk.Database, desk.Query, desk.Clock).Of(desk.Actor(Desk.Rep), desk.Form("opportunity"), deal));
        Assert.Equal(50m, chart.Coverage);
        Assert.Equal([mali, liu], Assert.Single(chart.Roots, r => r.Id == zhang).Below.Select(b => b.Id).Order());
    }

    private Task<Record> Roles(bool zhangApproves = false) => Lines(Desk.Rep, "opportunity", deal, "contact_roles",
        Row(("contact", zhang), ("buying_role", "decision_maker"), ("approved", zhangApproves)), Row(("contact", liu), ("buying_role", "technical_gatekeeper"), ("stance", "supports"), ("approved", true)), Row(("contact", mali), ("buying_role", "user")));

    public async Task Step15_four_deals_of_the_past_make_the_funnel_weigh_260_of_500()
    {
        string[] names = ["天华", "联创", "海星", "申工"];
        foreach (var name in names) await desk.Create(Desk.Admin, "account", ("name", name + "装备有限公司"), ("demand_type", "standard"), ("owner", name == "联创" ? Desk.Rep : Desk.OtherRep));
        object?[] Line(string name, string owner, string stage, DateOnly? closed = null) => [name, name + "装备有限公司", owner, stage, Million, On(10, 20), On(12, 31), closed];
        var batch = await Import(Desk.Admin, "opportunity", new Dictionary<string, string>(),
            ["商机名称", "客户", "负责人", "商机阶段", "商机金额", "开始日期", "预计成交", "关闭日期"],
            Line("天华", "王芳", "需求确定"), Line("联创", "李伟", "方案提供"), Line("海星", "王芳", "报价谈判"), Line("申工", "王芳", "签单", On(11, 5)));
        Assert.Equal((4L, 0L), (batch.Import.Created, batch.Import.Failed));
        foreach (var past in await All("opportunity")) if (past.Id != deal) history[(string)past["name"]!] = past.Id;
        foreach (var (person, amount) in new[] { (Desk.Rep, 3 * Million), (Desk.OtherRep, 2 * Million) })
            await desk.Create(Desk.Admin, "sales_target", ("period_type", "month"), ("period", "2026-11"), ("scope", "person"), ("subject", person), ("metric", "won_amount"), ("target", amount), ("owner", Desk.Manager));

        await Weighs(2_600_000m, 2_400_000m);
        Assert.Equal(1_600_000m, await Sum("opportunity", "weighted_amount", Is("status", "open")));
        Assert.Equal((Million, 20m), await Card(Desk.Manager, "manager", "已赢单"));
        Assert.Equal(4_615_384.62m, decimal.Round((await Card(Desk.Manager, "manager", "目标缺口")).Second!.Value, 2));
        Assert.Equal([(2_600_000m, 2_600_000m), (2_400_000m, 2_400_000m), (4_615_384.62m, 4_615_384.62m), (1.92m, 1.92m), (52m, 52m)], await WhatIf());
        Assert.Equal([(2_600_000m, 4_999_800m), (2_400_000m, 200m), (4_615_384.62m, 384.62m), (1.92m, 1m), (52m, 100m)], await WhatIf(("amounts", 92.3m)));
        Assert.Equal([(2_600_000m, 5_148_000m), (2_400_000m, 0m), (4_615_384.62m, 0m), (1.92m, 0.97m), (52m, 102.96m)], await WhatIf(("sources", 50m), ("amounts", 20m), ("rates", 10m)));
        Assert.Equal(2_600_000m, await Forecast());
        var funnel = Assert.IsType<WidgetData.Funnel>(await Widget(Desk.Manager, "manager", "加权漏斗"));
        Assert.Equal([100_000m, 300_000m, 500_000m, 700_000m, 1_000_000m], funnel.Steps.Select(s => s.Weighted));
        var behind = await All("opportunity", funnel.Steps.Single(s => (string?)s.Key == "proposal").Leads.Where);
        Assert.Equal("联创", Assert.Single(behind)["name"]);
    }

    /// <summary>What the manager sees on the first two cards.</summary>
    private async Task Weighs(decimal weighted, decimal gap)
    {
        Assert.Equal(weighted, await Forecast());
        Assert.Equal((weighted, gap), ((await Card(Desk.Manager, "manager", "加权预测")).Value, (await Card(Desk.Manager, "manager", "目标缺口")).Value));
    }

    public async Task Step16_a_move_names_what_is_missing_and_then_passes()
    {
        Today(11, 12);
        await desk.Change(Desk.Rep, await Deal, ("demand", null));
        await Lines(Desk.Rep, "opportunity", deal, "contact_roles");

        var refused = await Refused(() => Move("needs_confirmed"));
        Assert.Equal("GATE", refused.Code);
        Assert.Contains("关键人", refused.Message.Zh);
        Assert.Contains("需求描述", refused.Message.Zh);

        await Roles();
        await desk.Change(Desk.Rep, await Deal, ("demand", "装配线提速 20%"));
        await desk.Create(Desk.Rep, "activity", ("target", new RecordRef("opportunity", deal)), ("type", "phone"), ("content", "确认需求"));
        await Move("needs_confirmed");
        await Weighs(2_800_000m, 2_200_000m);
    }

    private Task<Engine.Actions.Acted> Move(string to) => Act(Desk.Rep, "opportunity", deal, "pipeline.move", (StageQuery.To, to));

    public async Task Step17_a_rival_is_written_down_and_lifts_no_rate_here()
    {
        rival = (await desk.Create(Desk.Admin, "competitor", ("name", "深圳智造"))).Id;
        await Lines(Desk.Rep, "opportunity", deal, "competitors", Row(("competitor", rival), ("closeness_with_client", "acquainted"), ("progress", "已演示"), ("quote_price", 950_000m), ("our_rank", 1m)));
        Assert.Equal(1m, (await desk.Read("competitor", rival))["encounters"]);
        Assert.Equal(30m, (await Deal)["win_rate"]);
        Assert.Equal([(deal, 3)], (await Report("contact_roles")).Listed.Select(o => (o.Id, o.Lines(desk.Form("opportunity")["contact_roles"]).Count)));
    }

    public async Task Step18_a_form_of_ones_own_goes_through_two_nodes_and_opens_the_next_stage()
    {
        Today(11, 16);
        await desk.Publish(app => app with { Forms = [.. app.Forms, Inquiry], Roles = [.. app.Roles.Select(r => Grants.TryGetValue(r.Key, out var grant) ? r with { Forms = r.Forms.Append(new("inquiry", grant)).ToDictionary() } : r)] });
        Assert.Equal(20, desk.App.Forms.Count(f => !f.IsQuestion && !f.IsLine && !f.Definition.OffMenu));
        var draft = new Draft(desk.Form("inquiry")).Set("opportunity", deal).Set("account", account);
        draft.Lines["items"] = [new DraftLine(null, Row(("name", "装配线"), ("qty", 1m)))];
        var inquiry = (await desk.Records.Save(desk.Actor(Desk.Rep), draft)).Record;
        await Act(Desk.Rep, "inquiry", inquiry.Id, "approval.submit");
        Assert.Equal("tech_params", Assert.Single((await Refused(() => Act(Desk.Delivery, "inquiry", inquiry.Id, "approval.approve"))).Errors).Field);
        await Act(Desk.Delivery, "inquiry", inquiry.Id, "approval.approve", ("tech_params", "节拍 12 秒"));
        var priced = new Draft(desk.Form("inquiry")) { Id = inquiry.Id };
        priced.Lines["items"] = [new DraftLine(inquiry.Lines(inquiry.Form["items"])[0].Id, Row(("cost_quote", 680_000m)))];
        await desk.Records.Save(desk.Actor(Desk.Commercial), priced);
        await Act(Desk.Commercial, "inquiry", inquiry.Id, "approval.approve");
        Assert.Equal("approved", (await desk.Read("inquiry", inquiry.Id))["flow_status"]);
        Assert.Equal(680_000m, (await desk.Read("inquiry", inquiry.Id, Desk.Commercial))["cost_total"]);
        Assert.Null((await desk.Read("inquiry", inquiry.Id, Desk.Rep))["cost_total"]);

        Assert.Equal("GATE", (await Refused(() => Move("proposal"))).Code);
        await Lines(Desk.Rep, "opportunity", deal, "gate_docs", Row(("kind", "proposal"), ("file", new[] { await File(Desk.Rep, "opportunity", "方案书.pdf") })));
        await Move("proposal");
        await Weighs(3_000_000m, 2_000_000m);
    }

    private async Task<long> File(long member, string form, string name)
    {
        var id = desk.Ids.Next();
        await desk.Database.Write(s => FileRows.Add(s, desk.App.Schema, new(id, name, "application/pdf", 10, new string('0', 64), desk.Clock.Now.UtcDateTime, member, desk.Form(form).No, null, null, "new")));
        return id;
    }

    public async Task Step19_the_quote_takes_ten_percent_off_and_the_deal_follows_it()
    {
        Today(11, 17);
        quote = (await Act(Desk.Rep, "opportunity", deal, "quote", ("price_book", book))).Open!.Value.Id;
        var drafted = await desk.Read("quote", quote);
        var change = new Draft(desk.Form("quote")) { Id = quote };
        change.Lines["lines"] = [.. drafted.Lines(drafted.Form["lines"]).Select(l => new DraftLine(l.Id, Row(("discount", 10m))))];
        await desk.Records.Save(desk.Actor(Desk.Rep), change);
        await Act(Desk.Rep, "quote", quote, "approval.submit");
        await Act(Desk.Manager, "quote", quote, "approval.approve");
        await Act(Desk.Rep, "quote", quote, "accept");

        var offered = await desk.Read("quote", quote);
        Assert.Equal([540_000m, 306_000m, 54_000m], offered.Lines(offered.Form["lines"]).Select(l => l["amount"]));
        Assert.Equal((900_000m, 10m, 796_460.18m, 103_539.82m, "accepted"), (offered["total"], offered["discount_rate"], offered["net"], offered["tax"], offered["status"]));
        Assert.Equal(24.44m, decimal.Round((decimal)(await desk.Read("quote", quote, Desk.Manager))["gross_margin"]!, 2));
        Assert.Null((await desk.Read("quote", quote, Desk.Rep))["gross_margin"]);
        Assert.Equal(100m, (await Roles(zhangApproves: true))["chain_coverage"]);
        await Move("negotiation");
        Assert.Equal((900_000m, 630_000m, "b"), ((await Deal)["amount"], (await Deal)["weighted_amount"], (await Deal)["grade"]));
        await Weighs(3_130_000m, 1_870_000m);
    }

    public async Task Step20_a_lost_deal_wants_a_reason_a_rival_and_the_manager()
    {
        Today(11, 18);
        var lost = history["海星"];
        var memo = new Memo(desk);
        await memo.Round.Begin(desk.App, desk.Clock.Now.UtcDateTime.AddMinutes(-1));
        Assert.Equal("lost_reason", Assert.Single((await Refused(() => Act(Desk.OtherRep, "opportunity", lost, "pipeline.lose"))).Errors).Field);
        Assert.Equal("GATE", (await Refused(() => Act(Desk.OtherRep, "opportunity", lost, "pipeline.lose", ("lost_reason", "price"), ("lost_to", rival)))).Code);
        await Act(Desk.OtherRep, "opportunity", lost, "request.lose", ("lost_reason", "price"), ("lost_to", rival));
        Assert.Equal("open", (await desk.Read("opportunity", lost))["status"]);
        await Weighs(3_130_000m, 1_870_000m);
        await Act(Desk.Manager, "opportunity", lost, "approval.approve");
        await Weighs(2_430_000m, 2_570_000m);
        Assert.Equal((50m, 1m), await Card(Desk.Manager, "manager", "赢单率"));
        var losses = await Lines(Desk.Manager, "覆盖与流失", "this_month");
        Assert.Equal((20m, 25m, 50m, Million), (losses["商机流失率"], losses["重点商机流失率"], losses["赢单率（按金额）"], losses["输单金额"]));
        await memo.Look();
        Assert.Equal([$"{Desk.Manager} key_lost", $"{Desk.Executive} key_lost"], await memo.Told("key_lost"));
    }

    public async Task Step21_the_contract_is_signed_by_all_and_wins_the_deal()
    {
        Today(11, 20);
        contract = (await Act(Desk.Rep, "quote", quote, "to_contract")).Open!.Value.Id;
        await desk.Change(Desk.Commercial, await desk.Read("contract", contract), ("cost_total", 680_000m), ("order_date", On(11, 20)));
        await Act(Desk.Rep, "contract", contract, "approval.submit");
        await Act(Desk.Manager, "contract", contract, "approval.approve");
        await Act(Desk.Commercial, "contract", contract, "approval.approve");
        Assert.Equal("joint", (await Contract())["flow_node"]);
        await Act(Desk.Finance, "contract", contract, "approval.approve");
        Assert.Equal(("archive", "in_approval"), ((await Contract())["flow_node"], (await Contract())["status"]));
        await Act(Desk.Commercial, "contract", contract, "approval.approve", ("scan", new[] { await File(Desk.Commercial, "contract", "scan.pdf") }));

        Assert.Equal("executing", (await Contract())["status"]);
        Assert.Equal("dealt", (await desk.Read("account", account))["deal_state"]);
        Assert.Equal(("won", 900_000m, 100m, On(11, 20)), ((await Deal)["status"], (await Deal)["amount"], (await Deal)["win_rate"], (await Deal)["closed_at"]));
        await Weighs(2_700_000m, 2_300_000m);
        Assert.Equal((1_900_000m, 38m), await Card(Desk.Manager, "manager", "已赢单"));
    }

    private Task<Record> Contract(long member = Desk.Admin) => desk.Read("contract", contract, member);

    /// <summary>What an administrator builds: domain 2.10.</summary>
    private static FormDefinition Inquiry { get; } = JsonSerializer.Deserialize<FormDefinition>("""
        {
          "key": "inquiry", "label": { "zh": "询价", "en": "Inquiries" }, "group": "opportunities", "icon": "file", "title": "inquiry_no",
          "fields": [
            { "key": "inquiry_no", "type": "auto_number", "label": { "zh": "询价单号", "en": "Inquiry no." }, "parts": [{ "text": "XJ" }, { "digits": 5 }] },
            { "key": "opportunity", "type": "link", "label": { "zh": "商机", "en": "Opportunity" }, "required": true, "form": "opportunity" },
            { "key": "account", "type": "link", "label": { "zh": "客户", "en": "Account" }, "required": true, "form": "account" },
            {
              "key": "items", "type": "lines", "label": { "zh": "询价明细", "en": "Items" }, "required": true,
              "fields": [
                { "key": "name", "type": "text", "label": { "zh": "名称", "en": "Name" }, "required": true },
                { "key": "qty", "type": "number", "label": { "zh": "数量", "en": "Qty" }, "decimals": 2 },
                { "key": "cost_quote", "type": "money", "label": { "zh": "成本报价", "en": "Cost" } },
                { "key": "cost_amount", "type": "formula", "label": { "zh": "成本金额", "en": "Cost amount" }, "formula": "ROUND(qty * cost_quote, 2)", "result": "money" }
              ]
            },
            { "key": "cost_total", "type": "formula", "label": { "zh": "成本合计", "en": "Total cost" }, "formula": "SUM(items.cost_amount)", "result": "money" },
            { "key": "tech_params", "type": "long_text", "label": { "zh": "技术参数", "en": "Technical data" } }
          ],
          "capabilities": {
            "approval": {
              "flows": [{
                "key": "standard", "label": { "zh": "询价审批", "en": "Inquiry" },
                "nodes": [
                  { "key": "technical", "label": { "zh": "技术审批", "en": "Technical" }, "approvers": [{ "role": "delivery" }], "edit": ["tech_params"], "require": ["tech_params"] },
                  { "key": "pricing", "label": { "zh": "商务核价", "en": "Pricing" }, "approvers": [{ "role": "commercial" }], "edit": ["items"] }
                ]
              }]
            }
          }
        }
        """, DefinitionJson.Options)!;

    private static IReadOnlyDictionary<string, PermissionDefinition> Grants { get; } = JsonSerializer.Deserialize<Dictionary<string, PermissionDefinition>>("""
        {
          "sales_rep": { "grants": [{ "can": ["view", "create", "edit"], "on": "collaborators" }], "fields": { "cost_total": "hidden", "items.cost_quote": "hidden", "items.cost_amount": "hidden" } },
          "commercial": { "grants": [{ "can": ["view", "create", "edit", "approve", "import"], "on": "all" }] },
          "delivery": { "grants": [{ "can": ["view", "approve"], "on": "all" }] }
        }
        """, DefinitionJson.Options)!;
}
