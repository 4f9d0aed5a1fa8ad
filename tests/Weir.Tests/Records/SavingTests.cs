using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.Records;

public sealed class SavingTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_new_record_gets_its_number_owner_department_and_defaults(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var account = await desk.Create(Desk.Rep, "account", ("name", "苏州恒力精密机械有限公司"), ("scale", "smb"));
        Assert.Equal("KH20261100001", account["account_no"]);
        Assert.Equal(Desk.Rep, account["owner"]);
        Assert.Equal(Desk.East, account["owner_dept"]);
        Assert.Equal("no_deal", account["deal_state"]);
        Assert.Equal(1, account.Version);
        var read = await desk.Read("account", account.Id);
        Assert.Equal("苏州恒力精密机械有限公司", read["name"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task All_errors_come_at_once_by_field(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var refused = await Assert.ThrowsAsync<ProblemException>(() => desk.Create(Desk.Rep, "lead", ("email", "not an address")));
        Assert.Equal(ProblemKind.Invalid, refused.Problem.Kind);
        Assert.Contains(refused.Problem.Errors, e => e.Field == "company_name" && e.Code == "field.required");
        Assert.Contains(refused.Problem.Errors, e => e.Field == "contact_name" && e.Code == "field.required");
        Assert.Contains(refused.Problem.Errors, e => e.Field == "email");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Lines_are_computed_and_summed_into_the_record(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var opportunity = await Opportunity(desk);
        Assert.Equal(1_000_000m, opportunity["amount"]);
        Assert.Equal(100_000m, opportunity["weighted_amount"]);
        Assert.Equal("a", opportunity["grade"]);
        Assert.Equal([600_000m, 340_000m, 60_000m], opportunity.Lines(opportunity.Form["lines"]).Select(l => l["amount"]));
        var read = await desk.Read("opportunity", opportunity.Id);
        Assert.Equal([600_000m, 340_000m, 60_000m], read.Lines(read.Form["lines"]).Select(l => l["amount"]));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Roll_ups_follow_their_children_in_the_same_transaction(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var opportunity = await Opportunity(desk);
        var account = await desk.Read("account", (long)opportunity["account"]!);
        Assert.Equal(1m, account["open_opportunity_count"]);
        await desk.Records.Delete(desk.Actor(Desk.Admin), desk.Form("opportunity"), opportunity.Id);
        account = await desk.Read("account", account.Id);
        Assert.Equal(0m, account["open_opportunity_count"]);
        await desk.Records.Restore(desk.Actor(Desk.Admin), desk.Form("opportunity"), opportunity.Id);
        Assert.Equal(1m, (await desk.Read("account", account.Id))["open_opportunity_count"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Edits_of_different_fields_both_survive_and_of_one_field_conflict(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var seen = await desk.Create(Desk.Rep, "account", ("name", "华为技术有限公司"), ("scale", "ka"));
        await desk.Change(Desk.Rep, seen, ("main_business", "通信"));
        var merged = await desk.Change(Desk.Manager, seen, ("website", "https://huawei.example"));
        Assert.Equal(("通信", "https://huawei.example"), (merged["main_business"], merged["website"]));
        var stale = await Assert.ThrowsAsync<ProblemException>(() => desk.Change(Desk.Manager, seen, ("main_business", "手机")));
        Assert.Equal(("record.stale", ProblemKind.Conflict), (stale.Problem.Code, stale.Problem.Kind));
        var clash = Assert.Single(((StaleRecord)stale.Problem.Detail!).Fields);
        Assert.Equal(("main_business", "通信", "手机"), (clash.Field.Key, clash.Theirs, clash.Mine));
    }

    private static async Task<Record> Opportunity(Desk desk)
    {
        var account = await desk.Create(Desk.Rep, "account", ("name", "苏州恒力精密机械有限公司"), ("scale", "smb"));
        var product = (await desk.Create(Desk.Admin, "product", ("code", "A1"), ("name", "智能装配线"), ("category", desk.Form("product")["category"].Type.Options(desk.Form("product")["category"])[0].Key), ("unit", "set"), ("list_price", 600_000m))).Id;
        var draft = new Draft(desk.Form("opportunity")).Set("name", "智能装配线项目").Set("account", account.Id);
        draft.Lines["lines"] =
        [
            new(null, new Dictionary<string, object?> { ["product"] = product, ["qty"] = 1m, ["list_price"] = 600_000m }),
            new(null, new Dictionary<string, object?> { ["product"] = product, ["qty"] = 4m, ["list_price"] = 85_000m }),
            new(null, new Dictionary<string, object?> { ["product"] = product, ["qty"] = 1m, ["list_price"] = 60_000m }),
        ];
        return (await desk.Records.Save(desk.Actor(Desk.Rep), draft)).Record;
    }
}
