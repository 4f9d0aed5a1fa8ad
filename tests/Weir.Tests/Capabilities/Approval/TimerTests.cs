using Weir.Engine.Access;
using Weir.Engine.Capabilities.Approval;
using Weir.Engine.Outbox;
using Weir.Sql.Sessions;
using Weir.Sql.Schema;
using Weir.Tests.Records;
using Xunit;

namespace Weir.Tests.Capabilities.Approval;

/// <summary>What happens when the time of a node is up happens once, and not to a node that has been left.</summary>
public sealed class TimerTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task When_the_time_is_up_it_is_approved_once_by_however_many_processes(DatabaseKind kind)
    {
        await using var desk = await Petition.Open(kind, Petition.Node(""" "approvers": [{ "role": "finance" }], "limit": { "minutes": 60, "then": "approve" } """));
        var record = await desk.Submitted();
        await Ring(desk);
        Assert.Equal("in_approval", (await desk.Stand(record.Id)).Flow);
        desk.Clock.Now = desk.Clock.Now.AddMinutes(61);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Ring(desk))));

        Assert.Equal(("approved", null, "holds"), await desk.Stand(record.Id));
        Assert.Single(await desk.Events(record.Id), e => e.Kind == "auto_approve");
        Assert.Equal(1, await desk.Database.Read(s => s.Count($"select count(*) from {desk.Form("result").Table}")));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task It_is_sent_back_or_those_who_are_asked_are_reminded(DatabaseKind kind)
    {
        await using var desk = await Petition.Open(kind, Petition.Node(""" "approvers": [{ "role": "finance" }], "limit": { "minutes": 60, "then": "return" } """));
        var record = await desk.Submitted();
        await desk.Publish(d => d with { Forms = [.. d.Forms.Select(f => f.Key == "petition" ? Petition.With(f, Petition.Node(""" "approvers": [{ "role": "finance" }], "limit": { "minutes": 60 } """)) : f)] });
        var other = await desk.Submitted();
        desk.Clock.Now = desk.Clock.Now.AddMinutes(61);
        await Ring(desk);
        Assert.Equal(("rejected", null, "back"), await desk.Stand(record.Id));
        Assert.Equal("in_approval", (await desk.Stand(other.Id)).Flow);
        Assert.Single(await desk.Events(other.Id), e => e.Kind == "remind");
        var letters = await desk.Database.Read(s => s.Query($"select {(SqlName)"payload"} from {new TableName(desk.App.Schema, "outbox")}", r => r.Text(0)));
        Assert.Contains(letters, l => l.Contains("urged", StringComparison.Ordinal));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_limit_of_a_node_that_has_been_left_does_nothing(DatabaseKind kind)
    {
        await using var desk = await Petition.Open(kind, Petition.Node(""" "approvers": [{ "role": "finance" }], "limit": { "minutes": 60, "then": "approve" } """));
        var record = await desk.Submitted();
        await desk.Reject(Desk.Finance, record.Id);
        desk.Clock.Now = desk.Clock.Now.AddMinutes(30);
        await desk.Do(Desk.Rep, record.Id, "approval.submit");
        desk.Clock.Now = desk.Clock.Now.AddMinutes(31);
        await Ring(desk);
        Assert.Equal("in_approval", (await desk.Stand(record.Id)).Flow);
        desk.Clock.Now = desk.Clock.Now.AddMinutes(30);
        await Ring(desk);
        Assert.Equal("approved", (await desk.Stand(record.Id)).Flow);
    }

    private static async Task Ring(Desk desk)
    {
        var people = new People(desk.Database, desk.Ids, desk.Clock);
        await people.Load();
        var courier = new Courier(desk.Database, desk.Apps, desk.Clock, [new ApprovalTimer(desk.Apps, desk.Records, people), new Deaf()]);
        while (await courier.CarryDue() > 0) { }
        people.Dispose();
    }

    /// <summary>Leaves notifications where they are.</summary>
    private sealed class Deaf : Carrier
    {
        public override string Kind => "notification";

        public override Task Carry(Letter letter, CancellationToken cancel) => throw new NotSupportedException("Nobody reads here.");
    }
}
