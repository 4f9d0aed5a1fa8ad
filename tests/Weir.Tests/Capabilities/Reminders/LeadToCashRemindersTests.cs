using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.Records;
using Xunit;

namespace Weir.Tests.Capabilities.Reminders;

/// <summary>Each reminder of lead to cash tells the right person on the right day, and only while it still holds.</summary>
public sealed class LeadToCashRemindersTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_lead_reminds_of_its_next_follow_up_and_of_a_first_one_that_does_not_come(DatabaseKind kind)
    {
        await using var memo = await Memo.Open(kind);
        var lead = await memo.Put("lead", ("company_name", "苏州恒力"), ("contact_name", "马丽"), ("mobile", "13800138000"), ("source", "campaign"), ("owner", Desk.Rep), ("status", "to_follow"), ("claimed_at", memo.Desk.Clock.Now.UtcDateTime));
        await memo.LookAt("2026-11-02 13:59");
        Assert.Empty(await memo.Told());
        await memo.LookAt("2026-11-02 14:00");
        Assert.Equal(["11 first_follow"], await memo.Told());
        await memo.LookAt("2026-11-03 10:00");
        Assert.Equal(["13 first_follow_late"], await memo.Told("first_follow_late"));
        await memo.Desk.Create(Desk.Rep, "activity", ("target", new Weir.Engine.FieldTypes.RecordRef("lead", lead.Id)), ("content", "电话沟通"), ("next_follow_at", Memo.Local("2026-11-04 15:00").UtcDateTime));
        var before = await memo.Told();
        await memo.LookAt("2026-11-04 14:00");
        Assert.Equal(((string[])[.. before, "11 follow_soon"]).Order(StringComparer.Ordinal), await memo.Told());
        await memo.LookAt("2026-11-04 15:00");
        // The task that was made of it says nothing of its own.
        Assert.Equal(((string[])[.. before, "11 follow_now", "11 follow_soon"]).Order(StringComparer.Ordinal), await memo.Told());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_lead_with_a_budget_that_buys_soon_is_worth_converting_and_its_owner_hears_it_once(DatabaseKind kind)
    {
        await using var memo = await Memo.Open(kind);
        var lead = await memo.Put("lead", ("company_name", "苏州恒力"), ("contact_name", "马丽"), ("mobile", "13800138000"), ("source", "purchased_list"), ("owner", Desk.Rep), ("status", "to_follow"), ("budget_amount", 50_000m));
        await memo.LookAt("2026-11-02 10:30");
        Assert.Empty(await memo.Told("worth_converting"));
        await memo.Desk.Change(Desk.Rep, await memo.Desk.Read("lead", lead.Id), ("purchase_time", "within_3_months"));
        foreach (var time in new[] { "10:31", "11:00" }) await memo.LookAt("2026-11-02 " + time);
        Assert.Equal(["11 worth_converting"], await memo.Told("worth_converting"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_lead_that_nobody_takes_for_a_day_reminds_who_looks_after_its_pool(DatabaseKind kind)
    {
        await using var memo = await Memo.Open(kind);
        await memo.Put("lead", ("company_name", "苏州恒力"), ("contact_name", "马丽"), ("mobile", "13800138000"), ("source", "purchased_list"), ("owner", null));
        await memo.LookAt("2026-11-03 09:59");
        Assert.Empty(await memo.Told());
        await memo.LookAt("2026-11-03 10:00");
        Assert.Equal(["13 unassigned", "16 unassigned"], await memo.Told());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_lead_that_is_claimed_again_waits_for_a_first_follow_up_again(DatabaseKind kind)
    {
        await using var memo = await Memo.Open(kind);
        var lead = await memo.Put("lead", ("company_name", "苏州恒力"), ("contact_name", "马丽"), ("mobile", "13800138000"), ("source", "campaign"), ("owner", Desk.Rep));
        await memo.Desk.Create(Desk.Rep, "activity", ("target", new Weir.Engine.FieldTypes.RecordRef("lead", lead.Id)), ("content", "电话沟通"));
        await memo.LookAt("2026-11-03 09:30");
        await memo.Desk.Change(Desk.Admin, await memo.Desk.Read("lead", lead.Id), ("owner", null));
        var pooled = await memo.Desk.Read("lead", lead.Id);
        // Somebody corrects it a few hours later; it lies in the pool no shorter for that.
        await memo.LookAt("2026-11-03 15:00");
        await memo.Desk.Change(Desk.Admin, pooled, ("demand", "电话里问过"));
        await memo.LookAt("2026-11-04 09:29");
        Assert.Empty(await memo.Told("unassigned"));
        await memo.LookAt("2026-11-04 09:31");
        Assert.NotEmpty(await memo.Told("unassigned"));
        await memo.Desk.Change(Desk.Admin, await memo.Desk.Read("lead", lead.Id), ("owner", Desk.Rep));
        Assert.Null((await memo.Desk.Read("lead", lead.Id))["pooled_at"]);
        await memo.LookAt("2026-11-04 16:00");
        Assert.Equal(["11 first_follow"], await memo.Told("first_follow"));
        await memo.LookAt("2026-11-05 10:00");
        Assert.Equal(["13 first_follow_late"], await memo.Told("first_follow_late"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_opportunity_reminds_of_its_closing_date_its_next_step_and_that_it_is_stuck(DatabaseKind kind)
    {
        await using var memo = await Memo.Open(kind);
        await memo.Put("opportunity", ("name", "装配线"), ("amount", 1000m), ("account", await Account(memo)), ("owner", Desk.Rep), ("expected_close", new DateOnly(2026, 11, 10)),
            ("next_action", "送样"), ("next_action_at", Memo.Local("2026-11-02 16:00").UtcDateTime));
        await memo.LookAt("2026-11-02 16:00");
        Assert.Equal(["11 next_action"], await memo.Told());
        await memo.LookAt("2026-11-03 09:00");
        Assert.Equal(["11 close_soon"], await memo.Told("close_soon"));
        await memo.LookAt("2026-11-10 09:00");
        Assert.Equal(["11 close_today"], await memo.Told("close_today"));
        Assert.Empty(await memo.Told("stuck"));
        foreach (var day in new[] { 11, 16 }) await memo.LookAt($"2026-11-{day} 09:00");
        Assert.Empty(await memo.Told("close_overdue"));
        foreach (var day in new[] { 17, 20, 24 }) await memo.LookAt($"2026-11-{day} 09:00");
        Assert.Equal(2, (await memo.Told("close_overdue")).Count);
        // In its stage since the second of November, where it may stay for fourteen days: told on the Mondays that follow.
        Assert.Equal(2, (await memo.Told("stuck")).Count);
        await memo.LookAt("2026-11-29 12:00");
        Assert.Equal(2, (await memo.Told("stuck")).Count);
        await memo.LookAt("2026-11-30 09:00");
        Assert.Equal(["11 stuck", "11 stuck", "11 stuck"], await memo.Told("stuck"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Quotes_contracts_and_deliveries_remind_before_their_dates(DatabaseKind kind)
    {
        await using var memo = await Memo.Open(kind);
        var account = await Account(memo);
        var product = await memo.Put("product", ("code", "A1"), ("name", "装配线"), ("category", "other"), ("unit", "set"), ("list_price", 100m), ("tax_rate", 13m), ("status", "on_sale"));
        var book = new Draft(memo.Desk.Form("price_book")) { ByAction = true }.Set("name", "标准价").Set("scope", new[] { "all" }).Set("valid_from", new DateOnly(2026, 1, 1)).Set("is_default", true).Set("active", true);
        book.Lines["entries"] = [new(null, new Dictionary<string, object?> { ["product"] = product.Id, ["price"] = 100m, ["min_qty"] = 1m })];
        var opportunity = await memo.Put("opportunity", ("name", "装配线"), ("amount", 1000m), ("account", account), ("owner", Desk.Rep));
        var quote = new Draft(memo.Desk.Form("quote")) { ByAction = true }.Set("name", "报价").Set("account", account).Set("opportunity", opportunity.Id).Set("owner", Desk.Rep).Set("status", "sent").Set("valid_to", new DateOnly(2026, 11, 8))
            .Set("price_book", (await memo.Desk.Records.Save(memo.Elsewhere, book)).Record.Id);
        quote.Lines["lines"] = [new(null, new Dictionary<string, object?> { ["product"] = product.Id, ["qty"] = 1m })];
        await memo.Desk.Records.Save(memo.Elsewhere, quote);
        var contract = await Contract(memo, account, new DateOnly(2027, 1, 4));
        var delivery = new Draft(memo.Desk.Form("delivery")) { ByAction = true }.Set("contract", contract).Set("account", account).Set("owner", Desk.Delivery).Set("plan_date", new DateOnly(2026, 11, 7));
        delivery.Lines["items"] = [new(null, new Dictionary<string, object?> { ["product"] = product.Id, ["qty"] = 1m, ["price"] = 100m })];        await memo.Desk.Records.Save(memo.Elsewhere, delivery);
        await memo.LookAt("2026-11-04 09:00");
        Assert.Empty(await memo.Told());
        await memo.LookAt("2026-11-05 09:00");
        Assert.Equal(["11 ends_soon", "11 valid_soon", "17 planned"], await memo.Told());
        await memo.LookAt("2026-11-08 09:00");
        Assert.Equal(["17 overdue"], await memo.Told("overdue"));
        await memo.LookAt("2026-12-05 09:00");
        await memo.LookAt("2026-12-28 09:00");
        Assert.Equal(3, (await memo.Told("ends_soon")).Count);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_payment_plan_reminds_owner_and_finance_and_in_the_end_the_manager(DatabaseKind kind)
    {
        await using var memo = await Memo.Open(kind);
        var account = await Account(memo);
        var contract = await Contract(memo, account, null);
        await memo.Put("payment_plan", ("contract", contract), ("account", account), ("milestone", "advance"), ("amount", 100m), ("due_date", new DateOnly(2026, 11, 9)), ("owner", Desk.Rep), ("period_no", 1m));
        await memo.LookAt("2026-11-05 09:00");
        Assert.Empty(await memo.Told());
        await memo.LookAt("2026-11-06 09:00");
        Assert.Equal(["11 due_soon", "15 due_soon"], await memo.Told());
        await memo.LookAt("2026-11-09 09:00");
        Assert.Equal(["11 due_today", "15 due_today"], await memo.Told("due_today"));
        foreach (var day in new[] { 10, 11, 16 }) await memo.LookAt($"2026-11-{day} 09:00");
        Assert.Equal(["11 overdue", "11 overdue", "15 overdue", "15 overdue"], await memo.Told("overdue"));
        await memo.LookAt("2026-11-23 09:00");
        Assert.Contains("13 overdue", await memo.Told("overdue"));
        await memo.LookAt("2026-11-30 09:00");
        Assert.Equal(2, (await memo.Told("overdue")).Count(t => t.StartsWith("13", StringComparison.Ordinal)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_birthday_and_the_progress_of_a_target_come_on_their_days(DatabaseKind kind)
    {
        await using var memo = await Memo.Open(kind);
        await memo.Put("contact", ("name", "马丽"), ("account", await Account(memo)), ("mobile", "13800138000"), ("birthday", new DateOnly(1985, 11, 12)), ("owner", Desk.Rep));
        await memo.Put("sales_target", ("period_type", "month"), ("period", "2026-11"), ("scope", "person"), ("subject", Desk.Rep), ("metric", "won_amount"), ("target", 1000m), ("owner", Desk.Manager));
        await memo.LookAt("2026-11-11 12:00");
        Assert.Empty(await memo.Told());
        await memo.LookAt("2026-11-12 09:00");
        Assert.Equal(["11 birthday"], await memo.Told());
        await memo.LookAt("2026-11-15 09:00");
        Assert.Equal(["11 progress", "13 progress"], await memo.Told("progress"));
        await memo.LookAt("2026-11-30 09:00");
        Assert.Equal(4, (await memo.Told("progress")).Count);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_target_of_a_department_is_told_to_its_head_and_that_of_the_company_to_who_leads_it(DatabaseKind kind)
    {
        await using var memo = await Memo.Open(kind);
        var sales = memo.Desk.Directory.Departments.Values.First(d => d.HeadId == Desk.Manager).Id;
        await memo.Put("sales_target", ("period_type", "month"), ("period", "2026-11"), ("scope", "department"), ("subject_department", sales), ("metric", "won_amount"), ("target", 1000m), ("owner", Desk.Executive));
        await memo.LookAt("2026-11-15 09:00");
        Assert.Equal(["13 progress", "19 progress"], await memo.Told());
        await memo.Put("sales_target", ("period_type", "month"), ("period", "2026-11"), ("scope", "company"), ("metric", "won_amount"), ("target", 1000m), ("owner", Desk.Admin));
        await memo.LookAt("2026-11-30 09:00");
        Assert.Equal(["19 company_progress"], await memo.Told("company_progress"));
    }

    [Theory]
    [OnSqlite("at_due", "2026-11-03 14:30"), OnSqlite("minutes_15", "2026-11-03 14:15"), OnSqlite("day_1", "2026-11-02 14:30"), OnPostgres("minutes_15", "2026-11-03 14:15")]
    public async Task A_task_reminds_as_long_before_as_it_says(DatabaseKind kind, string remind, string at)
    {
        await using var memo = await Memo.Open(kind);
        await memo.Task("2026-11-03 14:30", remind);
        await memo.LookAt(Memo.Local(at).AddMinutes(-1).DateTime.ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Empty(await memo.Told());
        await memo.LookAt(at);
        Assert.Equal(["11 ahead_" + remind], await memo.Told());
    }

    private static async Task<long> Account(Memo memo) => (await memo.Put("account", ("name", "苏州恒力精密机械有限公司"), ("owner", Desk.Rep))).Id;

    private static async Task<long> Contract(Memo memo, long account, DateOnly? end)
    {
        var contract = await memo.Put("contract", ("name", "合同"), ("account", account), ("amount", 100_000m), ("owner", Desk.Rep), ("signer", Desk.Rep), ("order_owner", Desk.Rep), ("status", "executing"), ("order_date", new DateOnly(2026, 11, 1)), ("start", new DateOnly(2026, 11, 1)), ("end", end));
        return contract.Id;
    }
}
