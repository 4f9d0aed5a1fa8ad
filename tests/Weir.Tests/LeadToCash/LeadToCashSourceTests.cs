using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.Records;
using Xunit;

namespace Weir.Tests.LeadToCash;

/// <summary>Where leads come from and what they cost: channels within a source, lists that were bought, and which accounts matter.</summary>
public sealed class LeadToCashSourceTests
{
    private static readonly (string, object?)[] Somebody = [("company_name", "苏州恒力"), ("contact_name", "马丽"), ("mobile", "13812345678")];

    [Theory, OnSqlite, OnPostgres]
    public async Task A_channel_belongs_to_its_source(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var lead = await desk.Create(Desk.Rep, "lead", [.. Somebody, ("source", "advertising"), ("sub_source", "search_ads")]);
        Assert.Equal("search_ads", lead["sub_source"]);
        var refused = await Assert.ThrowsAsync<ProblemException>(() => desk.Create(Desk.Rep, "lead", ("company_name", "无锡甲"), ("contact_name", "张三"), ("mobile", "13812345679"), ("source", "campaign"), ("sub_source", "search_ads")));
        Assert.Equal("sub_source", Assert.Single(refused.Problem.Errors).Field);
        // A source without channels leaves none behind.
        var changed = await desk.Records.Save(desk.Actor(Desk.Rep), new Draft(desk.Form("lead")) { Id = lead.Id }.Set("source", "cold_call"));
        Assert.Null(changed.Record["sub_source"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_is_offered_follows_the_source_while_one_types(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var form = desk.Form("lead");
        var state = (await desk.Records.Preview(desk.Actor(Desk.Rep), new Draft(form).Set("source", "referral"))).State;
        Assert.True(state.Shown(form["sub_source"]));
        Assert.Equal(["by_customer", "by_partner", "by_colleague"], state.Options(form["sub_source"]));
        Assert.False((await desk.Records.Preview(desk.Actor(Desk.Rep), new Draft(form).Set("source", "other"))).State.Shown(form["sub_source"]));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_bought_list_knows_what_each_of_its_leads_cost(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var refused = await Assert.ThrowsAsync<ProblemException>(() => desk.Create(Desk.Marketing, "campaign", ("name", "名单"), ("type", "purchased_list"), ("start", new DateOnly(2026, 11, 1))));
        Assert.Equal(["actual_cost", "batch_no", "supplier"], refused.Problem.Errors.Select(e => e.Field).Order());
        var batch = await desk.Create(Desk.Marketing, "campaign", ("name", "名单 CG-07"), ("type", "purchased_list"), ("start", new DateOnly(2026, 11, 1)), ("batch_no", "CG-07"), ("supplier", "华东数据服务"), ("bought_count", 5m), ("actual_cost", 900m));
        for (var i = 0; i < 3; i++) await desk.Create(Desk.Marketing, "lead", ("company_name", $"名单{i}号"), ("contact_name", "张三"), ("mobile", $"1390000000{i}"), ("source", "purchased_list"), ("campaign", batch.Id));
        batch = await desk.Read("campaign", batch.Id);
        Assert.Equal((3m, 300m, 2m), (batch["lead_count"], batch["cpl"], batch["missing_count"]));
        // The report of sources counts the cost to its source, and a list shows it at each lead.
        var page = await desk.Query.List(desk.Actor(Desk.Marketing), new ListQuery(desk.Form("lead")) { Columns = [desk.Form("lead").Path("campaign.cpl")!] });
        Assert.All(page.Rows, row => Assert.Equal(300m, row.Values[0]));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_account_is_important_by_its_size_or_what_it_bought(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var small = await desk.Create(Desk.Rep, "account", ("name", "小厂"), ("demand_type", "standard"), ("employee_count", 499m), ("registered_capital", 4999m));
        Assert.Equal("normal", small["importance"]);
        foreach (var (key, value) in new (string, object?)[] { ("employee_count", 500m), ("registered_capital", 5000m), ("scale", "ka") })
            Assert.Equal("key", (await desk.Create(Desk.Rep, "account", ("name", "大厂" + key), ("demand_type", "standard"), (key, value)))["importance"]);
        var found = await desk.Query.List(desk.Actor(Desk.Admin), new ListQuery(desk.Form("account")) { Where = Weir.Engine.Conditions.Condition.Compile(desk.Form("account"), desk.Form("account").Definition.Views.Single(v => v.Key == "important").Where) });
        Assert.Equal(3, found.Rows.Count);
    }
}
