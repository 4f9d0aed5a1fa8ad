using Weir.Engine.Capabilities.Reminders;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.Records;
using Xunit;

namespace Weir.Tests.Capabilities.Reminders;

/// <summary>A reminder comes at its time, to its receiver, once: whatever processes, restarts and clocks do.</summary>
public sealed class ReminderRoundTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_task_reminds_its_assignee_at_the_minute_and_not_before_nor_twice(DatabaseKind kind)
    {
        await using var memo = await Memo.Open(kind);
        await memo.Task("2026-11-02 16:30");
        await memo.LookAt("2026-11-02 15:29");
        Assert.Empty(await memo.Told());
        await memo.LookAt("2026-11-02 15:30");
        Assert.Equal(["11 ahead_hour_1"], await memo.Told());
        foreach (var later in new[] { "15:31", "15:32", "16:30", "18:00" }) await memo.LookAt("2026-11-02 " + later);
        Assert.Equal(["11 ahead_hour_1"], await memo.Told());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_falls_due_in_quiet_hours_is_told_when_they_end_if_it_still_holds(DatabaseKind kind)
    {
        await using var memo = await Memo.Open(kind);
        await memo.Task("2026-11-02 23:30");
        var done = await memo.Task("2026-11-03 01:00", assignee: Desk.OtherRep);
        foreach (var quiet in new[] { "2026-11-02 22:30", "2026-11-03 00:10", "2026-11-03 07:59" }) await memo.LookAt(quiet);
        Assert.Empty(await memo.Told());
        await memo.Desk.Records.Act(memo.Desk.Actor(Desk.OtherRep), done.Form, done.Id, "finish");
        await memo.LookAt("2026-11-03 08:00");
        Assert.Equal(["11 ahead_hour_1"], await memo.Told());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_fell_due_while_nothing_ran_is_told_once_afterwards(DatabaseKind kind)
    {
        await using var memo = await Memo.Open(kind);
        await memo.Task("2026-11-02 16:30");
        await memo.Desk.Reopen();
        await memo.LookAt("2026-11-02 18:00");
        Assert.Equal(["11 ahead_hour_1"], await memo.Told());
        await memo.Desk.Reopen();
        // The overdue task falls due on three mornings; whoever comes back on the third is told once.
        await memo.LookAt("2026-11-05 12:00");
        Assert.Equal(["11 overdue"], await memo.Told("overdue"));
        await memo.LookAt("2026-11-06 09:00");
        Assert.Equal(2, (await memo.Told("overdue")).Count);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_was_missed_for_longer_than_three_days_is_not_told_any_more(DatabaseKind kind)
    {
        await using var memo = await Memo.Open(kind);
        await memo.Task("2026-11-02 16:30");
        await memo.LookAt("2026-11-06 15:00");
        Assert.Empty(await memo.Told("ahead_hour_1"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Several_who_look_at_once_tell_it_once(DatabaseKind kind)
    {
        await using var memo = await Memo.Open(kind);
        for (var i = 0; i < 4; i++) await memo.Task("2026-11-02 16:30");
        for (var i = 0; i < 4; i++) await memo.Task("2026-11-02 16:30", assignee: Desk.OtherRep);
        memo.Desk.Clock.Now = Memo.Local("2026-11-02 15:30");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(memo.Look)));
        Assert.Equal(8, (await memo.Told()).Count);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_clock_that_is_set_back_tells_nothing_again_and_misses_nothing(DatabaseKind kind)
    {
        await using var memo = await Memo.Open(kind);
        await memo.Task("2026-11-02 16:30");
        await memo.LookAt("2026-11-02 15:40");
        await memo.LookAt("2026-11-02 14:40");
        await memo.Task("2026-11-02 16:20", assignee: Desk.OtherRep);
        await memo.LookAt("2026-11-02 15:30");
        Assert.Equal(["11 ahead_hour_1", "12 ahead_hour_1"], await memo.Told());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Many_records_of_one_member_are_one_notification(DatabaseKind kind)
    {
        await using var memo = await Memo.Open(kind);
        for (var i = 0; i < 7; i++) await memo.Task("2026-11-02 16:30");
        await memo.LookAt("2026-11-02 15:30");
        Assert.Equal(["11 ahead_hour_1"], await memo.Told());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_rule_that_is_switched_off_tells_nothing(DatabaseKind kind)
    {
        await using var memo = await Memo.Open(kind);
        await memo.Task("2026-11-02 16:30");
        await memo.Desk.Publish(app => app with
        {
            Forms = [.. app.Forms.Select(f => f.Key != "task" ? f : f with
            {
                Capabilities = new Dictionary<string, System.Text.Json.JsonElement>(f.Capabilities)
                {
                    ["reminders"] = System.Text.Json.JsonDocument.Parse(f.Capabilities["reminders"].GetRawText().Replace("\"key\":\"ahead_hour_1\"", "\"off\":true,\"key\":\"ahead_hour_1\"", StringComparison.Ordinal)).RootElement,
                },
            })],
        });
        await memo.LookAt("2026-11-02 15:30");
        Assert.Empty(await memo.Told());
    }
}
