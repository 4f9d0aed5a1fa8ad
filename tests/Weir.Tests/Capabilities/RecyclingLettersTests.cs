using Weir.Engine.Access;
using Weir.Engine.Outbox;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.Records;
using Weir.Tests.Web;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.Capabilities;

/// <summary>Who is told what of records that go back or soon will: the owner and who looks after the pool, once, and nobody else.</summary>
public sealed class RecyclingLettersTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Each_former_owner_and_each_admin_of_the_pool_is_told_once_of_all_that_went_back(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var (mine, others, post) = (await Claimed(desk, Desk.Rep, 3), await Claimed(desk, Desk.OtherRep, 2), new Postman(desk));
        await post.Carry();
        post.Told.Clear();
        desk.Clock.Now = desk.Clock.Now.AddDays(7);

        for (var round = 0; round < 2; round++) await RecyclingTests.Job(desk).Run(desk.Actor(Desk.Admin), mine[0].Form);
        await post.Carry();

        Assert.Equal(
            [
                (Desk.Rep, NotificationKind.Recycled, Ids(mine)), (Desk.OtherRep, NotificationKind.Recycled, Ids(others)),
                (Desk.Manager, NotificationKind.PoolFilled, Ids([.. mine, .. others])), (Desk.Marketing, NotificationKind.PoolFilled, Ids([.. mine, .. others])),
            ],
            post.Told.Select(t => (t.To, t.Kind, string.Join(' ', t.Records.Order()))).OrderBy(t => t.Kind).ThenBy(t => t.To));
        Assert.Equal([3, 2, 5, 5], post.Told.OrderBy(t => t.Kind).ThenBy(t => t.To).Select(t => t.Count));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_owner_alone_is_told_beforehand_and_once(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var (mine, post) = (await Claimed(desk, Desk.Rep, 2), new Postman(desk));
        var spared = await Claimed(desk, Desk.OtherRep, 1);
        desk.Clock.Now = desk.Clock.Now.AddDays(4);
        await RecyclingTests.Follow(desk, Desk.OtherRep, spared[0]);
        await post.Carry();
        post.Told.Clear();
        desk.Clock.Now = desk.Clock.Now.AddDays(1);

        for (var round = 0; round < 2; round++) await RecyclingTests.Job(desk).Warn(desk.Actor(Desk.Admin), mine[0].Form);
        await post.Carry();

        var told = Assert.Single(post.Told);
        Assert.Equal((Desk.Rep, NotificationKind.RecycledSoon, 2, Ids(mine)), (told.To, told.Kind, told.Count, string.Join(' ', told.Records.Order())));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_a_person_gives_back_or_takes_away_is_told_to_the_others(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var (leads, post) = (await Claimed(desk, Desk.Rep, 2), new Postman(desk));
        await post.Carry();
        post.Told.Clear();
        await desk.Records.Act(desk.Actor(Desk.Rep), leads[0].Form, leads[0].Id, "pool.return", new Draft(leads[0].Form.Action("pool.return")!.Ask!).Set("reason", "unreachable"));
        await post.Carry();
        Assert.Equal([(Desk.Manager, NotificationKind.PoolFilled), (Desk.Marketing, NotificationKind.PoolFilled)], post.Told.Select(t => (t.To, t.Kind)).OrderBy(t => t.To));

        post.Told.Clear();
        await desk.Records.Act(desk.Actor(Desk.Manager), leads[1].Form, leads[1].Id, "pool.take_back");
        await post.Carry();
        Assert.Equal([(Desk.Rep, NotificationKind.Recycled), (Desk.Marketing, NotificationKind.PoolFilled)], post.Told.Select(t => (t.To, t.Kind)).OrderBy(t => t.To));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_former_owner_is_told_also_of_what_somebody_else_has_by_then(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind, new Clock());
        var (li, wang) = (await host.Add("李伟", "sales_rep"), await host.Add("王芳", "sales_rep"));
        var values = PoolTests.Values(("owner", li.Id), ("self_sourced", false));
        var draft = new Draft(host.App["lead"]);
        foreach (var (key, value) in values) draft.Set(key, value);
        var lead = (await host.Platform.Records.Save(Actor.System("demo", host.Platform.People.Current, quiet: true), draft)).Record;
        await host.Platform.Apps.Publish(host.Admin, AssignmentTests.With(host.App.Definition,
            $$"""{ "key": "r", "label": { "zh": "规则", "en": "Rule" }, "mode": "fixed", "who": { "members": [{{wang.Id}}] }, "on": ["enter_pool"] }""", null), host.App.Version);

        Assert.Equal(1, await host.Platform.Recycling.Run(host.Admin, host.App["lead"], host.Platform.Clock.GetUtcNow().UtcDateTime.AddDays(30)));

        var actor = host.Platform.People.Current.Actor(li.Id);
        Assert.True(await Eventually.Holds(async () => (await host.Platform.Notifications.Page(actor)).Count > 0));
        var told = Assert.Single(await host.Platform.Notifications.Page(actor));
        Assert.Equal((NotificationKind.Recycled, 1), (told.Kind, told.Count));
        Assert.True(await Eventually.Holds(async () => await Owner() == wang.Id));

        async Task<long?> Owner() => (await host.Platform.Query.Get(host.Admin, host.App["lead"], lead.Id)).Record["owner"] as long?;
    }

    private static string Ids(IEnumerable<Record> records) => string.Join(' ', records.Select(r => r.Id).Order());

    private static async Task<List<Record>> Claimed(Desk desk, long member, int count)
    {
        var all = new List<Record>();
        for (var i = 0; i < count; i++) all.Add((await PoolTests.Claim(desk, member, await PoolTests.Pooled(desk))).Record);
        return all;
    }
}
