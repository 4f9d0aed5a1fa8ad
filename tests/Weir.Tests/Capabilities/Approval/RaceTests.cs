using Weir.Engine.Problems;
using Weir.Sql.Sessions;
using Weir.Tests.Records;
using Xunit;

namespace Weir.Tests.Capabilities.Approval;

/// <summary>Many decide at once: each node is decided exactly once, and what follows from it happens once.</summary>
public sealed class RaceTests
{
    private static readonly int Rounds = Races.Rounds(12);

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_sixteen_who_approve_and_reject_at_once_exactly_one_decides(DatabaseKind kind)
    {
        await using var desk = await Petition.Open(kind, Petition.Node(""" "approvers": [{ "role": "finance" }, { "role": "commercial" }] """));
        for (var round = 0; round < Rounds; round++)
        {
            var record = await desk.Submitted();
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => Outcome(() =>
                i % 4 == 3 ? desk.Reject(i % 2 == 0 ? Desk.Finance : Desk.Commercial, record.Id) : desk.Approve(i % 2 == 0 ? Desk.Finance : Desk.Commercial, record.Id)))));

            Assert.Equal(1, outcomes.Count(o => o == "ok"));
            Assert.Equal(15, outcomes.Count(o => o is "approval.decided" or "record.not_found"));
            var tasks = await desk.Tasks(record.Id);
            Assert.Single(tasks, t => t.State is "approved" or "rejected");
            Assert.DoesNotContain(tasks, t => t.State is "open" or "waiting");
            var (flow, _, state) = await desk.Stand(record.Id);
            Assert.Contains($"{flow} {state}", new[] { "approved holds", "rejected back" });
        }
        var results = await desk.Database.Read(s => s.Count($"select count(*) from {desk.Form("result").Table}"));
        var approved = await desk.Database.Read(s => s.Count($"select count(*) from {desk.Form("petition").Table} where {(Weir.Sql.Schema.SqlName)"flow_status"} = {"approved"}"));
        Assert.Equal(approved, results);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Two_who_must_both_sign_and_do_so_at_once_end_the_node_once(DatabaseKind kind)
    {
        await using var desk = await Petition.Open(kind, Petition.Node(""" "mode": "all", "approvers": [{ "role": "finance" }, { "role": "commercial" }] """));
        for (var round = 0; round < Rounds; round++)
        {
            var record = await desk.Submitted();
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => Outcome(() => desk.Approve(i % 2 == 0 ? Desk.Finance : Desk.Commercial, record.Id)))));
            Assert.Equal(2, outcomes.Count(o => o == "ok"));
            Assert.Equal(("approved", null, "holds"), await desk.Stand(record.Id));
            Assert.Equal(2, (await desk.Events(record.Id)).Count(e => e.Kind == "approve"));
        }
        Assert.Equal(Rounds, await desk.Database.Read(s => s.Count($"select count(*) from {desk.Form("result").Table}")));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_withdrawing_and_approving_at_once_one_holds_and_nobody_submits_twice(DatabaseKind kind)
    {
        await using var desk = await Petition.Open(kind, Petition.Node(""" "approvers": [{ "role": "finance" }] """));
        for (var round = 0; round < Rounds; round++)
        {
            var record = await desk.Create(Desk.Rep, "petition", ("name", "甲"));
            var submitted = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Outcome(() => desk.Do(Desk.Rep, record.Id, "approval.submit")))));
            Assert.Equal(1, submitted.Count(o => o == "ok"));
            var ended = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => Outcome(() => i % 2 == 0 ? desk.Do(Desk.Rep, record.Id, "approval.withdraw") : desk.Approve(Desk.Finance, record.Id)))));
            Assert.Equal(1, ended.Count(o => o == "ok"));
            var (flow, _, state) = await desk.Stand(record.Id);
            Assert.Contains($"{flow} {state}", new[] { "approved holds", "withdrawn home" });
        }
    }

    private static async Task<string> Outcome(Func<Task> work)
    {
        try
        {
            await work();
            return "ok";
        }
        catch (ProblemException lost)
        {
            return lost.Problem.Code;
        }
    }
}
