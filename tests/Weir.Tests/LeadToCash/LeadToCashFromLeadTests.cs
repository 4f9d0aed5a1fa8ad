using Weir.Engine.Actions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.Records;
using Xunit;

namespace Weir.Tests.LeadToCash;

/// <summary>Steps 6 to 12 of the acceptance scenario as far as they are about the quality of leads: score, duplicates, conversion.</summary>
public sealed class LeadToCashFromLeadTests
{
    private static readonly (string, object?)[] First =
    [
        ("company_name", "苏州恒力精密机械有限公司"), ("contact_name", "马丽"), ("mobile", "13812345678"), ("email", "mali@hengli.example"), ("source", "campaign"), ("employee_count", 320m),
        ("budget_amount", 1_000_000m), ("purchase_time", "within_3_months"), ("is_decision_maker", false), ("product_interest", new[] { "assembly_line" }), ("demand", "整线改造"),
    ];

    [Theory, OnSqlite, OnPostgres]
    public async Task The_first_contact_of_an_account_is_its_primary_one_by_hand_and_by_conversion(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var account = await desk.Create(Desk.Rep, "account", ("name", "苏州恒力精密机械有限公司"), ("demand_type", "standard"));

        var first = await desk.Create(Desk.Rep, "contact", ("name", "张伟"), ("account", account.Id), ("mobile", "13800000001"));
        var second = await desk.Create(Desk.Rep, "contact", ("name", "刘洋"), ("account", account.Id), ("mobile", "13800000002"));
        var lead = await desk.Create(Desk.Rep, "lead", ("company_name", "苏州恒力精密机械有限公司"), ("contact_name", "马丽"), ("mobile", "13800000003"), ("source", "referral"), ("referrer", "老客户"));
        var question = await desk.Records.Ask(desk.Actor(Desk.Rep), desk.Form("lead"), lead.Id, "conversion.convert");
        question.Set("opportunity_amount", 1_000_000m);
        await desk.Records.Act(desk.Actor(Desk.Rep), desk.Form("lead"), lead.Id, "conversion.convert", question);

        var converted = await desk.Read("lead", lead.Id);
        Assert.Equal(account.Id, converted["converted_account"]);
        var third = (long)converted["converted_contact"]!;
        Assert.Equal([true, false, false], [(await desk.Read("contact", first.Id))["is_primary"], (await desk.Read("contact", second.Id))["is_primary"], (await desk.Read("contact", third))["is_primary"]]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Step_6_the_first_lead_scores_75_and_is_an_a_the_others_28_and_a_c(DatabaseKind kind)
    {
        await using var chain = await QuoteToCash.Open(kind);
        var first = await chain.Desk.Create(Desk.Rep, "lead", First);
        var other = await chain.Desk.Create(Desk.Rep, "lead", ("company_name", "无锡甲"), ("contact_name", "张三"), ("mobile", "13812345679"), ("email", "a@b.example"), ("source", "campaign"), ("employee_count", 60m));

        Assert.Equal((75m, "a"), (first["score"], first["grade"]));
        Assert.Equal((28m, "c"), (other["score"], other["grade"]));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Duplicates_of_many_are_asked_for_at_once_also_when_they_were_worked_out_early(DatabaseKind kind)
    {
        await using var chain = await QuoteToCash.Open(kind);
        var desk = chain.Desk;
        await desk.Create(Desk.Rep, "lead", ("company_name", "先来"), ("contact_name", "张三"), ("mobile", "13900000005"), ("source", "campaign"));
        async Task<(int Queries, int Refused)> Import(int from, int count)
        {
            var actor = desk.Directory.Actor(Desk.Admin, "import:1");
            Draft[] drafts = [.. Enumerable.Range(from, count).Select(n => new Draft(desk.Form("lead")).Set("company_name", "公司" + n).Set("contact_name", "李四").Set("mobile", "139" + n.ToString("D8")).Set("source", "campaign"))];
            await desk.Records.Early(actor, drafts);
            Assert.All(drafts, d => Assert.NotNull(d.Early));
            var queries = 0;
            desk.Database.Faults.Arm("query", () => queries++);
            var saved = await desk.Records.SaveMany(actor, drafts);
            desk.Database.Faults.Disarm();
            return (queries, saved.Count(s => s.Problem is not null));
        }

        var few = await Import(0, 10);
        var many = await Import(100, 60);

        Assert.Equal((1, 0), (few.Refused, many.Refused));
        Assert.InRange(many.Queries, 1, few.Queries);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Step_11_conversion_makes_account_contact_and_opportunity_once(DatabaseKind kind)
    {
        await using var chain = await QuoteToCash.Open(kind);
        var desk = chain.Desk;
        await desk.Publish(app => app with { Forms = [.. app.Forms.Select(f => f.Key is "lead" or "account" ? f with { Fields = [.. f.Fields, Equipment] } : f)] });
        var lead = await desk.Create(Desk.Rep, "lead", [.. First, ("main_equipment", "六轴机器人")]);
        var activity = await desk.Create(Desk.Rep, "activity", ("target", new RecordRef("lead", lead.Id)), ("type", "phone"), ("content", "约了演示"));

        var acted = await Convert(chain, lead.Id);

        var opportunity = await desk.Read("opportunity", acted.Open!.Value.Id);
        Assert.Equal(("智能装配线项目", 1_000_000m, "a", "first_contact", 10m, 100_000m), (opportunity["name"], opportunity["amount"], opportunity["grade"], opportunity["stage"], opportunity["win_rate"], opportunity["weighted_amount"]));
        Assert.Equal([600_000m, 340_000m, 60_000m], opportunity.Lines(opportunity.Form["lines"]).Select(l => l["amount"]));
        Assert.Equal((new DateOnly(2027, 1, 31), "整线改造", lead.Id), (opportunity["expected_close"], opportunity["demand"], opportunity["lead"]));
        var after = await desk.Read("lead", lead.Id);
        Assert.Equal("converted", after["status"]);
        Assert.Equal(opportunity.Id, after["converted_opportunity"]);
        var account = await desk.Read("account", (long)after["converted_account"]!);
        Assert.Equal(("苏州恒力精密机械有限公司", "六轴机器人", "campaign", 320m, "no_deal", "b", Desk.Rep), (account["name"], account["main_equipment"], account["source"], account["employee_count"], account["deal_state"], account["level"], account["owner"]));
        var contact = await desk.Read("contact", (long)after["converted_contact"]!);
        Assert.Equal(("马丽", "mali@hengli.example", account.Id, true), (contact["name"], contact["email"], contact["account"], contact["is_primary"]));
        Assert.Equal((account.Id, contact.Id), (opportunity["account"], opportunity["primary_contact"]));
        Assert.Equal(account.Id, (await desk.Read("activity", activity.Id))["account"]);
        Assert.NotNull((await desk.Read("account", account.Id))["last_follow_at"]);

        var again = await desk.Records.Act(desk.Actor(Desk.Rep), desk.Form("lead"), lead.Id, "conversion.convert");
        Assert.Empty(again.Saves);
        Assert.Equal((acted.Open, account.Id, contact.Id), (again.Open, (long)again.Record["converted_account"]!, (long)again.Record["converted_contact"]!));
        Assert.DoesNotContain(await desk.Records.Actions(desk.Actor(Desk.Rep), desk.Form("lead"), lead.Id), a => a.Key == "conversion.convert");
        var locked = await chain.Refused(() => desk.Change(Desk.Rep, after, ("main_equipment", "别的")));
        Assert.Contains(locked.Errors, e => e is { Field: "main_equipment", Code: "conversion.locked" });
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Sixteen_who_convert_one_lead_get_one_result(DatabaseKind kind)
    {
        await using var chain = await QuoteToCash.Open(kind);
        var lead = await chain.Desk.Create(Desk.Rep, "lead", First);

        var all = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => Convert(chain, lead.Id))));

        Assert.Single(all.Select(a => a.Open).Distinct());
        Assert.Single(all, a => a.Saves.Count > 0);
        Assert.Equal(1, await chain.Desk.Query.Count(chain.Desk.Actor(Desk.Admin), new ListQuery(chain.Desk.Form("account")), 10));
        Assert.Equal(1, await chain.Desk.Query.Count(chain.Desk.Actor(Desk.Admin), new ListQuery(chain.Desk.Form("opportunity")), 10));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_has_no_place_is_named_and_an_existing_account_is_offered(DatabaseKind kind)
    {
        await using var chain = await QuoteToCash.Open(kind);
        var desk = chain.Desk;
        await desk.Publish(app => app with { Forms = [.. app.Forms.Select(f => f.Key == "lead" ? f with { Fields = [.. f.Fields, Equipment] } : f)] });
        var account = await desk.Create(Desk.Rep, "account", ("name", "苏州恒力精密机械 有限公司"), ("demand_type", "standard"));
        var lead = await desk.Create(Desk.Rep, "lead", [.. First, ("main_equipment", "六轴机器人")]);

        var asked = await desk.Records.Ask(desk.Actor(Desk.Rep), desk.Form("lead"), lead.Id, "conversion.convert");
        Assert.Equal("主要设备", (await desk.Records.Preview(desk.Actor(Desk.Rep), asked)).Record["left_behind"]);
        Assert.Equal(("existing", account.Id), (asked.Values["account_choice"], asked.Values["account"]));
        Assert.Equal("苏州恒力精密机械有限公司 智能装配线", asked.Values["opportunity_name"]);

        asked.Set("opportunity_choice", "none");
        var acted = await desk.Records.Act(desk.Actor(Desk.Rep), desk.Form("lead"), lead.Id, "conversion.convert", asked);
        Assert.Equal(account.Id, acted.Record["converted_account"]);
        Assert.Null(acted.Record["converted_opportunity"]);
        Assert.Equal("contact", acted.Open!.Value.Form);
        Assert.Equal(account.Id, (await desk.Read("contact", acted.Open.Value.Id))["account"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_contact_of_another_account_is_refused_and_nothing_is_made(DatabaseKind kind)
    {
        await using var chain = await QuoteToCash.Open(kind);
        var desk = chain.Desk;
        var elsewhere = await desk.Create(Desk.Rep, "account", ("name", "别家"));
        var contact = await desk.Create(Desk.Rep, "contact", ("name", "马丽"), ("account", elsewhere.Id), ("mobile", "13912345678"));
        var lead = await desk.Create(Desk.Rep, "lead", First);

        var refused = await chain.Refused(() => chain.Act(Desk.Rep, "lead", lead.Id, "conversion.convert", ("contact_choice", "existing"), ("contact", contact.Id)));

        Assert.Equal(("contact", "conversion.other_record"), (Assert.Single(refused.Errors).Field, refused.Errors[0].Code));
        Assert.Null((await desk.Read("lead", lead.Id))["converted_account"]);
        Assert.Equal(1, await desk.Query.Count(desk.Actor(Desk.Admin), new ListQuery(desk.Form("account")), 10));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task History_and_comments_of_the_lead_are_seen_on_what_it_became(DatabaseKind kind)
    {
        await using var chain = await QuoteToCash.Open(kind);
        var desk = chain.Desk;
        var comments = new Comments(desk.Database, desk.Ids, desk.Clock);
        var lead = await desk.Create(Desk.Rep, "lead", First);
        await comments.Add(desk.Actor(Desk.Rep), desk.Form("lead"), lead.Id, "预算已批");
        var acted = await Convert(chain, lead.Id);
        var account = (long)acted.Record["converted_account"]!;

        foreach (var (form, id) in new[] { ("account", account), ("opportunity", acted.Open!.Value.Id) })
        {
            var history = await desk.Query.History(desk.Actor(Desk.Rep), desk.Form(form), id);
            Assert.Contains(history, h => h.Origin?.Key == "lead" && h.Operation == HistoryOperation.Created);
            Assert.Equal(history.OrderByDescending(h => h.Id), history);
            Assert.Equal("预算已批", Assert.Single(await comments.Of(desk.Actor(Desk.Rep), desk.Form(form), id)).Text);
        }
        Assert.Contains(await desk.Query.History(desk.Actor(Desk.Executive), desk.Form("account"), account), h => h.Origin is not null);
        // Who sees the account without its phone does not learn the phone from what the lead was.
        var outside = await desk.Query.History(desk.Actor(Desk.SouthRep), desk.Form("account"), account);
        Assert.DoesNotContain(outside, h => h.Changes.ContainsKey("mobile") || h.Changes.ToJsonString().Contains("13812345678", StringComparison.Ordinal));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Step_8_the_same_lead_is_refused_by_hand_and_becomes_a_touch_from_the_web_form(DatabaseKind kind)
    {
        await using var chain = await QuoteToCash.Open(kind);
        var desk = chain.Desk;
        var lead = await desk.Create(Desk.Rep, "lead", First);
        (string, object?)[] again = [.. First.Where(f => f.Item1 is not ("company_name" or "mobile")), ("company_name", "苏州恒力精密机械有限公司　"), ("mobile", "13912340000")];

        var refused = await chain.Refused(() => desk.Create(Desk.SouthRep, "lead", again));
        var error = Assert.Single(refused.Errors);
        Assert.Equal(("company_name", "duplicate.found"), (error.Field, error.Code));
        Assert.Contains("李伟", error.Message.Zh, StringComparison.Ordinal);
        Assert.DoesNotContain("精密", error.Message.Zh, StringComparison.Ordinal);

        var draft = new Draft(desk.Form("lead"));
        foreach (var (key, value) in again) draft.Set(key, value);
        var saved = await desk.Records.Save(desk.Actor(Desk.Marketing).Via("form:website"), draft);
        Assert.Equal((lead.Id, false), (saved.Record.Id, saved.Created));
        Assert.Equal(["campaign", "campaign"], (await desk.Read("lead", lead.Id)).Lines(lead.Form["source_touches"]).Select(l => l["source"]));
        Assert.Equal(1, await desk.Query.Count(desk.Actor(Desk.Admin), new ListQuery(lead.Form), 10));

        // The same company for another product is another lead.
        await desk.Create(Desk.OtherRep, "lead", [.. again.Where(f => f.Item1 != "product_interest"), ("product_interest", new[] { "robotics" })]);
        Assert.Equal(2, await desk.Query.Count(desk.Actor(Desk.Admin), new ListQuery(lead.Form), 10));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_a_batch_the_rows_that_are_there_already_or_came_before_are_refused(DatabaseKind kind)
    {
        await using var chain = await QuoteToCash.Open(kind);
        var desk = chain.Desk;
        await desk.Create(Desk.Rep, "lead", First);
        var number = 13812345000;
        Draft Row(string company, string product, string? mobile = null) => new Draft(desk.Form("lead")).Set("company_name", company).Set("contact_name", "甲").Set("mobile", mobile ?? $"{number++}").Set("source", "purchased_list").Set("product_interest", new[] { product });

        var results = await desk.Records.SaveMany(desk.Actor(Desk.Marketing).Via("import:1"), [Row("甲公司", "robotics"), Row("苏州恒力精密机械有限公司", "assembly_line"), Row("甲 公司", "robotics"), Row("甲公司", "assembly_line"), Row("乙公司", "robotics", "138 1234 5000")]);

        Assert.Equal([true, false, false, true, false], results.Select(r => r.Saved is not null));
        Assert.All(results.Where(r => r.Problem is not null), r => Assert.Equal("duplicate.found", Assert.Single(r.Problem!.Errors).Code));
    }

    private static FieldDefinition Equipment { get; } = new() { Key = "main_equipment", Type = "text", Label = ("主要设备", "Main equipment") };

    [Theory, OnSqlite, OnPostgres]
    public async Task With_leads_first_an_opportunity_is_converted_from_one_and_made_in_no_other_way(DatabaseKind kind)
    {
        await using var chain = await QuoteToCash.Open(kind);
        var desk = chain.Desk;
        var account = await desk.Create(Desk.Rep, "account", ("name", "无锡乙"));
        await desk.Publish(d => Engine.Apps.Switches.With(desk.App, new HashSet<string> { "opportunity.lead_first" }));
        var refused = await chain.Refused(() => desk.Create(Desk.Rep, "opportunity", ("name", "凭空"), ("amount", 1m), ("account", account.Id)));
        Assert.Equal("lead", Assert.Single(refused.Errors).Field);

        var lead = await desk.Create(Desk.Rep, "lead", First);
        var made = await Convert(chain, lead.Id);

        Assert.Equal(lead.Id, made.Saves.Select(s => s.Record).First(r => r.Form.Key == "opportunity")["lead"]);
        await desk.Publish(d => Engine.Apps.Switches.With(desk.App, new HashSet<string>()));
        await desk.Create(Desk.Rep, "opportunity", ("name", "凭空"), ("amount", 1m), ("account", account.Id));
    }

    private static async Task<Acted> Convert(QuoteToCash chain, long lead)
    {
        var desk = chain.Desk;
        var form = desk.Form("lead");
        var draft = new Draft(form.Action("conversion.convert")!.Ask!)
            .Set("account_choice", "new").Set("account_name", "苏州恒力精密机械有限公司").Set("account_demand_type", "standard").Set("contact_choice", "new").Set("contact_name", "马丽")
            .Set("opportunity_choice", "new").Set("opportunity_name", "智能装配线项目").Set("opportunity_expected_close", new DateOnly(2027, 1, 31));
        draft.Lines["opportunity_lines"] = [.. new[] { ("A1", 1m), ("V2", 4m), ("S1", 1m) }.Select(l => new DraftLine(null, new Dictionary<string, object?> { ["product"] = chain.Products[l.Item1], ["qty"] = l.Item2 }))];
        return await desk.Records.Act(desk.Actor(Desk.Rep), form, lead, "conversion.convert", draft);
    }
}
