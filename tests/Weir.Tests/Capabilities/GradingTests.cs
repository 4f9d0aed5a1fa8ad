using System.Text.Json.Nodes;
using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Capabilities.Grading;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.Records;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.Capabilities;

/// <summary>Leads get points by a table of criteria, which says what they are for and can be changed.</summary>
public sealed class GradingTests
{
    [Theory]
    [OnSqlite("campaign", 320, 1_000_000, "within_3_months", 75, "a"), OnPostgres("campaign", 320, 1_000_000, "within_3_months", 75, "a")]
    [OnSqlite("campaign", 60, 0, "undecided", 28, "c")]
    [OnSqlite("website_form", 500, 1, "in_3_to_6_months", 80, "a")]
    [OnSqlite("cold_call", 19, 0, "undecided", 13, "d")]
    public async Task A_lead_is_scored_and_graded(DatabaseKind kind, string source, int staff, int budget, string timing, int score, string grade)
    {
        await using var desk = await Desk.Open(kind);

        var lead = await Lead(desk, ("source", source), ("employee_count", (decimal)staff), ("budget_amount", (decimal)budget), ("purchase_time", timing), ("email", "a@b.cn"));

        Assert.Equal(((decimal)score, grade), (lead["score"], lead["grade"]));
        Assert.Equal(score, Grading.Why(FormAccess.Of(desk.Actor(Desk.Rep), lead.Form), lead).Sum(p => p.Points));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Behaviour_counts_as_it_happens_and_idleness_when_the_night_comes(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var lead = await Lead(desk, ("source", "campaign"), ("employee_count", 60m));
        Assert.Equal(23m, lead["score"]);

        await Talk(desk, lead, "interested");
        Assert.Equal((33m, "c"), await Now(desk, lead));
        desk.Clock.Now += TimeSpan.FromDays(1);
        await Talk(desk, lead, "not_interested");
        Assert.Equal((3m, "d"), await Now(desk, lead));
        desk.Clock.Now += TimeSpan.FromDays(1);
        await Talk(desk, lead, "interested");

        desk.Clock.Now += TimeSpan.FromDays(16);
        Assert.Equal((33m, "c"), await Now(desk, lead));
        await desk.Records.Recompute(Actor.System("job:day", desk.Directory), lead.Form, 0, 100);
        Assert.Equal((23m, "d"), await Now(desk, lead));
        Assert.Contains(Grading.Why(FormAccess.Of(desk.Actor(Desk.Rep), lead.Form), await desk.Read("lead", lead.Id)), p => p is { Label.En: "Idle for 14 days", Points: -10m });
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task It_is_remembered_once_since_when_a_lead_is_worth_converting(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var lead = await Lead(desk, ("source", "cold_call"));
        Assert.Null(lead["ready_at"]);

        lead = await desk.Change(Desk.Rep, lead, ("budget_amount", 1000m), ("purchase_time", "within_3_months"));
        var since = desk.Clock.Now.UtcDateTime;
        Assert.Equal(since, lead["ready_at"]);
        desk.Clock.Now += TimeSpan.FromHours(1);
        lead = await desk.Change(Desk.Rep, lead, ("budget_amount", null));
        lead = await desk.Change(Desk.Rep, lead, ("budget_amount", 2000m));
        Assert.Equal(since, lead["ready_at"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Another_table_of_criteria_scores_what_is_stored_again(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var lead = await Lead(desk, ("source", "campaign"), ("employee_count", 60m));

        await PoolTests.Settings(desk, "lead", "grading", s => (s["criteria"]![0]!["levels"]![2]!["points"], s["criteria"]![1]!["levels"]![2]!["each"], s["criteria"]![1]!["levels"]![2]!["most"]) = (55, "employee_count", 30));

        Assert.Equal((85m, "a"), await Now(desk, lead));
        var wrong = await Assert.ThrowsAsync<ProblemException>(() => PoolTests.Settings(desk, "lead", "grading", s => s["criteria"]![0]!["levels"]![0]!["each"] = "company_name"));
        Assert.Contains(wrong.Problem.Errors, e => e.Code == "grading.bad_settings");
    }

    private static async Task<(object?, object?)> Now(Desk desk, Record lead) => await desk.Read("lead", lead.Id) is var now ? (now["score"], now["grade"]) : default;

    private static Task<Record> Lead(Desk desk, params (string Key, object? Value)[] more) => desk.Create(Desk.Rep, "lead", [("company_name", "恒力"), ("contact_name", "马丽"), ("mobile", "13812345678"), .. more]);

    private static Task<Record> Talk(Desk desk, Record lead, string result) => desk.Create(Desk.Rep, "activity", ("target", new RecordRef("lead", lead.Id)), ("type", "phone"), ("content", "谈过了"), ("follow_at", desk.Clock.Now.UtcDateTime), ("result", result));
}
