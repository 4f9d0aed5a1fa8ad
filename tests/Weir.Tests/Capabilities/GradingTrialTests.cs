using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Engine.Apps;
using Weir.Engine.Capabilities.Grading;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Sql.Sessions;
using Weir.Tests.Records;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.Capabilities;

/// <summary>Another table of criteria is tried on stored records before it is published.</summary>
public sealed class GradingTrialTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_trial_counts_who_would_change_grade_and_changes_nothing(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var (first, second) = (await Lead(desk, "13812345601", "campaign"), await Lead(desk, "13812345602", "campaign"));
        await Lead(desk, "13812345603", "cold_call");
        var tried = Settings(desk, s => s["criteria"]![0]!["levels"]![2]!["points"] = 60);

        var found = await Trials(desk).Try(desk.Actor(Desk.Admin), desk.Form("lead"), tried);

        Assert.Equal((3, false, 2, 2), (found.Looked, found.More, found.Scores, found.Changed));
        Assert.Equal([new GradeMove("d", "b", 2)], found.Moves);
        Assert.Equal([(second.Id, 18m, 63m), (first.Id, 18m, 63m)], found.Rows.Select(r => (r.Id, r.Was, r.Now)));
        Assert.Equal((18m, "d"), await desk.Read("lead", first.Id) is var now ? (now["score"], now["grade"]) : default);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_trial_may_look_at_some_records_only_and_knows_what_becomes_worth_converting(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        await Lead(desk, "13812345601", "campaign");
        await Lead(desk, "13812345602", "cold_call");
        var tried = Settings(desk, s => s["criteria"]![0]!["levels"]!.AsArray()[^1]!["points"] = 80);

        var found = await Trials(desk).Try(desk.Actor(Desk.Admin), desk.Form("lead"), tried, new() { Field = "source", Op = "is", Value = JsonSerializer.SerializeToElement("cold_call") });

        Assert.Equal((1, 1, 1), (found.Looked, found.Changed, found.Ready));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_grade_that_is_not_published_yet_can_be_tried_and_what_is_wrong_is_said(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        await Lead(desk, "13812345601", "campaign");
        var (trials, form) = (Trials(desk), desk.Form("lead"));

        var found = await trials.Try(desk.Actor(Desk.Admin), form, Settings(desk, s => s["bands"] = new JsonArray(new JsonObject { ["grade"] = "S", ["from"] = 10 })));
        Assert.Equal([new GradeMove("d", "S", 1)], found.Moves);

        var wrong = await Assert.ThrowsAsync<ProblemException>(() => trials.Try(desk.Actor(Desk.Admin), form, Settings(desk, s => s["criteria"]![0]!["levels"]![0]!["each"] = "company_name")));
        Assert.Equal("grading.bad_settings", wrong.Problem.Code);
        Assert.Equal(ProblemKind.NotFound, (await Assert.ThrowsAsync<ProblemException>(() => trials.Try(desk.Actor(Desk.Rep), form, Settings(desk, _ => { })))).Problem.Kind);
    }

    private static GradingTrials Trials(Desk desk) => new(desk.Database, desk.Query, desk.Clock);

    private static JsonElement Settings(Desk desk, Action<JsonNode> change)
    {
        var node = JsonNode.Parse(desk.Form("lead").Definition.Capabilities["grading"].GetRawText())!;
        change(node);
        return JsonSerializer.SerializeToElement(node, DefinitionJson.Options);
    }

    private static Task<Record> Lead(Desk desk, string mobile, string source) => desk.Create(Desk.Rep, "lead", ("company_name", "恒力" + mobile), ("contact_name", "马丽"), ("mobile", mobile), ("source", source));
}
