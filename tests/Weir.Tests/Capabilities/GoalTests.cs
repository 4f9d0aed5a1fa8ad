using Weir.Engine.Access;
using Weir.Engine.FieldTypes;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.Records;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.Capabilities;

/// <summary>Targets know what is reached, whatever changes it.</summary>
public sealed class GoalTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_target_knows_what_is_reached_by_a_person_a_department_with_those_below_and_the_company(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        await Won(desk, Desk.Rep, 600_000m);
        await Won(desk, Desk.SouthRep, 300_000m);
        await Won(desk, Desk.SouthRep, 70_000m, closed: new(2026, 10, 31));

        var person = await Target(desk, "person", Desk.Rep, 1_000_000m);
        var east = await Target(desk, "department", Desk.East, 1_000_000m);
        var sales = await Target(desk, "department", Desk.Sales, 1_000_000m);
        var company = await Target(desk, "company", null, 3_000_000m);

        Assert.Equal((600_000m, 60m, 400_000m), await Reached(desk, person));
        Assert.Equal(600_000m, (await Reached(desk, east)).Actual);
        Assert.Equal((900_000m, 90m, 100_000m), await Reached(desk, sales));
        Assert.Equal((900_000m, 30m, 2_100_000m), await Reached(desk, company));
        Assert.Equal(900_000m, (await desk.Read("sales_target", company))["weighted_forecast"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Every_change_of_what_is_counted_shows_at_once(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var (november, october) = (await Target(desk, "person", Desk.Rep, 1_000_000m), await Target(desk, "person", Desk.Rep, 1_000_000m, "2026-10"));
        var other = await Target(desk, "person", Desk.OtherRep, 1_000_000m);
        Assert.Equal((0m, 0m, 1_000_000m), await Reached(desk, november));

        var deal = await Won(desk, Desk.Rep, 200_000m);
        Assert.Equal(200_000m, (await Reached(desk, november)).Actual);
        deal = await Put(desk, deal, ("amount", 250_000m));
        Assert.Equal((250_000m, 25m, 750_000m), await Reached(desk, november));
        deal = await Put(desk, deal, ("closed_at", new DateOnly(2026, 10, 30)));
        Assert.Equal((0m, 250_000m), ((await Reached(desk, november)).Actual, (await Reached(desk, october)).Actual));
        deal = await Put(desk, deal, ("closed_at", new DateOnly(2026, 11, 1)), ("won_owner", Desk.OtherRep));
        Assert.Equal((0m, 0m, 250_000m), ((await Reached(desk, november)).Actual, (await Reached(desk, october)).Actual, (await Reached(desk, other)).Actual));
        await desk.Records.Delete(desk.Actor(Desk.Admin), deal.Form, deal.Id);
        Assert.Equal(0m, (await Reached(desk, other)).Actual);
        await desk.Records.Restore(desk.Actor(Desk.Admin), deal.Form, deal.Id);
        Assert.Equal(250_000m, (await Reached(desk, other)).Actual);

        await desk.Change(Desk.Admin, await desk.Read("sales_target", other), ("metric", "new_pipeline"));
        Assert.Equal(0m, (await Reached(desk, other)).Actual);
        await desk.Create(Desk.OtherRep, "opportunity", ("name", "新"), ("account", await Account(desk, Desk.OtherRep)), ("amount", 90_000m));
        Assert.Equal(90_000m, (await Reached(desk, other)).Actual);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_target_says_which_tier_is_reached_and_what_is_missing_to_the_next(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var target = await Target(desk, "person", Desk.Rep, 1_000_000m);
        async Task<(object?, object?)> Stand() => await desk.Read("sales_target", target) is var t ? (t["tier"], t["to_next"]) : default;
        Assert.Equal(("below", 1_000_000m), await Stand());

        await desk.Change(Desk.Admin, await desk.Read("sales_target", target), ("floor", 800_000m), ("stretch", 1_200_000m));
        Assert.Equal(("below", 800_000m), await Stand());
        var deal = await Won(desk, Desk.Rep, 800_000m);
        Assert.Equal(("floor", 200_000m), await Stand());
        deal = await Put(desk, deal, ("amount", 1_150_000m));
        Assert.Equal(("target", 50_000m), await Stand());
        deal = await Put(desk, deal, ("amount", 1_200_000m));
        Assert.Equal(("stretch", null), await Stand());
        await Put(desk, deal, ("amount", 799_999.99m));
        Assert.Equal(("below", 0.01m), await Stand());
        await desk.Change(Desk.Admin, await desk.Read("sales_target", target), ("floor", null), ("target", 500_000m), ("stretch", null));
        Assert.Equal(("target", null), await Stand());
    }

    [Theory]
    [InlineData(1000.01, null, "floor")]
    [InlineData(1000.0, 1000.0, null)]
    [InlineData(null, 999.99, "stretch")]
    [InlineData(100.0, 5000.0, null)]
    public async Task Tiers_stand_in_their_order_or_the_target_is_refused(double? floor, double? stretch, string? wrong)
    {
        await using var desk = await Desk.Open(DatabaseKind.Sqlite);
        Task<Record> Save() => desk.Create(Desk.Admin, "sales_target", ("period_type", "month"), ("period", "2026-11"), ("scope", "company"), ("metric", "won_amount"), ("floor", (decimal?)floor), ("target", 1000m), ("stretch", (decimal?)stretch));

        if (wrong is null) Assert.Equal(1000m, (await Save())["target"]);
        else Assert.Equal(wrong, Assert.Single((await Assert.ThrowsAsync<Engine.Problems.ProblemException>(Save)).Problem.Errors).Field);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Follow_ups_count_by_the_day_of_the_organisation(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var target = await Target(desk, "person", Desk.Rep, 10m, metric: "activities");
        var account = await Account(desk, Desk.Rep);
        desk.Clock.Now = new(2026, 12, 1, 2, 0, 0, TimeSpan.Zero);
        // The first and the last minute of November in Shanghai, and the ones beside them.
        foreach (var at in new DateTime[] { new(2026, 10, 31, 15, 59, 0), new(2026, 10, 31, 16, 0, 0), new(2026, 11, 30, 15, 59, 0), new(2026, 11, 30, 16, 0, 0) })
            await desk.Records.Save(System(desk), new Draft(desk.Form("activity")).Set("target", new RecordRef("account", account)).Set("type", "phone").Set("content", "电话").Set("follow_at", DateTime.SpecifyKind(at, DateTimeKind.Utc)).Set("owner", Desk.Rep));

        Assert.Equal((2m, 20m, 8m), await Reached(desk, target));
        Assert.Equal((null, null), ((await desk.Read("sales_target", target))["weighted_forecast"], (await desk.Read("sales_target", target))["forecast_gap"]));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Deals_won_at_once_are_all_counted_and_the_night_finds_nothing_to_mend(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var target = await Target(desk, "company", null, 1_000_000m);
        var account = await Account(desk, Desk.Rep);

        await Task.WhenAll(Enumerable.Range(1, 12).Select(n => Task.Run(() => Won(desk, n % 2 == 0 ? Desk.Rep : Desk.OtherRep, n * 1_000m, account: account))));
        Assert.Equal(78_000m, (await Reached(desk, target)).Actual);
        var version = (await desk.Read("sales_target", target)).Version;

        await desk.Records.Recompute(System(desk), desk.Form("sales_target"), 0, 100);

        Assert.Equal((78_000m, version), ((await Reached(desk, target)).Actual, (await desk.Read("sales_target", target)).Version));
    }

    private static Actor System(Desk desk) => Actor.System("test", desk.Directory, quiet: true);

    private static async Task<long> Account(Desk desk, long owner) => (await desk.Create(Desk.Admin, "account", ("name", $"客户{desk.Ids.Next()}"), ("owner", owner))).Id;

    private static async Task<Record> Won(Desk desk, long by, decimal amount, DateOnly? closed = null, long? account = null)
    {
        var draft = new Draft(desk.Form("opportunity")).Set("name", "单").Set("account", account ?? await Account(desk, by)).Set("stage", "signed").Set("amount", amount).Set("owner", by).Set("closed_at", closed ?? new DateOnly(2026, 11, 2));
        return (await desk.Records.Save(System(desk), draft)).Record;
    }

    private static async Task<Record> Put(Desk desk, Record record, params (string Key, object? Value)[] values)
    {
        var draft = new Draft(record.Form) { Id = record.Id, ByAction = true };
        foreach (var (key, value) in values) draft.Set(key, value);
        return (await desk.Records.Save(System(desk), draft)).Record;
    }

    private static async Task<long> Target(Desk desk, string scope, long? subject, decimal target, string period = "2026-11", string metric = "won_amount")
    {
        var draft = new Draft(desk.Form("sales_target")).Set("period_type", "month").Set("period", period).Set("scope", scope).Set("metric", metric).Set("target", target).Set("owner", Desk.Manager);
        if (subject is not null) draft.Set(scope == "person" ? "subject" : "subject_department", subject);
        return (await desk.Records.Save(desk.Actor(Desk.Admin), draft)).Record.Id;
    }

    private static async Task<(object? Actual, object? Rate, object? Gap)> Reached(Desk desk, long target)
    {
        var record = await desk.Read("sales_target", target);
        return (record["actual"], record["rate"], record["gap"]);
    }
}
