using Weir.Engine.FieldTypes;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Engine.Records.Merging;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;
using Weir.Tests.Capabilities;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.Records;

/// <summary>Two or three records become one, with everything that hangs on them, and are parted again.</summary>
public sealed class MergeTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Chosen_values_stay_and_everything_that_named_a_loser_names_the_survivor(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var (survivor, loser) = await Two(desk);
        var contact = await desk.Create(Desk.Manager, "contact", ("name", "马丽"), ("mobile", "13812345678"), ("account", loser.Id));
        var talk = await desk.Create(Desk.Manager, "activity", ("target", new RecordRef("account", loser.Id)), ("account", loser.Id), ("type", "phone"), ("content", "谈过了"), ("follow_at", desk.Clock.Now.UtcDateTime));
        var comments = new Comments(desk.Database, desk.Ids, desk.Clock);
        await comments.Add(desk.Actor(Desk.Manager), loser.Form, loser.Id, "原来那条的评论");

        var merged = await Merge(desk, Desk.Admin, survivor, loser, ("website", loser.Id), ("name", loser.Id));

        Assert.Equal(("https://b.example", "恒力机电二部", "恒力"), (merged.Survivor["website"], merged.Survivor["name"], merged.Survivor["short_name"]));
        Assert.Equal([Desk.OtherRep], (long[])merged.Survivor["collaborators"]!);
        Assert.Equal(survivor.Id, (await desk.Read("contact", contact.Id))["account"]);
        var moved = await desk.Read("activity", talk.Id);
        Assert.Equal((new RecordRef("account", survivor.Id), (object?)survivor.Id), ((RecordRef)moved["target"]!, moved["account"]));
        Assert.Equal(desk.Clock.Now.UtcDateTime, (await desk.Read("account", survivor.Id))["last_follow_at"]);
        Assert.Equal("原来那条的评论", Assert.Single(await comments.Of(desk.Actor(Desk.Admin), survivor.Form, survivor.Id)).Text);
        Assert.Contains(await desk.Query.History(desk.Actor(Desk.Admin), survivor.Form, survivor.Id), h => h.Origin is not null && h.Operation == HistoryOperation.Created);
        Assert.Equal("record.not_found", (await Assert.ThrowsAsync<ProblemException>(() => desk.Read("account", loser.Id))).Problem.Code);
        Assert.Equal(survivor.Id, await desk.Query.MergedInto(desk.Actor(Desk.Admin), survivor.Form, loser.Id));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Collaborators_of_a_loser_keep_their_end_and_what_they_may_do(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var (survivor, loser) = await Two(desk);
        var (sharing, admin, end) = (new Sharing(desk.Database, desk.Ids, desk.Clock), desk.Actor(Desk.Admin), desk.Clock.Now.UtcDateTime.AddDays(10));
        await desk.Change(Desk.Admin, survivor, ("collaborators", new[] { Desk.Marketing }));
        await sharing.Limit(admin, survivor.Form, survivor.Id, Desk.Marketing, edit: true, end);
        await desk.Change(Desk.Admin, loser, ("collaborators", new[] { Desk.SouthRep, Desk.Commercial, Desk.Marketing }));
        await sharing.Limit(admin, survivor.Form, loser.Id, Desk.SouthRep, edit: false, end);

        var merged = await Merge(desk, Desk.Admin, await desk.Read("account", survivor.Id), await desk.Read("account", loser.Id));

        var shares = (await sharing.Of(admin, survivor.Form, survivor.Id)).ToDictionary(s => s.Member, s => (s.Edit, s.Until));
        Assert.Equal((false, (DateTime?)end), shares[Desk.SouthRep]);
        Assert.Equal((true, (DateTime?)end), shares[Desk.Marketing]);
        Assert.Equal((true, null), shares[Desk.Commercial]);
        // Who owned the loser works on without an end.
        Assert.Equal((true, null), shares[Desk.OtherRep]);

        await desk.Records.Unmerge(admin, survivor.Form, merged.Id);
        Assert.Equal([Desk.Marketing], (await sharing.Of(admin, survivor.Form, survivor.Id)).Select(s => s.Member));
        Assert.Equal((false, (DateTime?)end), (await sharing.Of(admin, survivor.Form, loser.Id)).Where(s => s.Member == Desk.SouthRep).Select(s => (s.Edit, s.Until)).Single());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_merge_is_undone_as_far_as_nothing_was_changed_since(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var (survivor, loser) = await Two(desk);
        var first = await desk.Create(Desk.Manager, "contact", ("name", "马丽"), ("mobile", "13812345678"), ("account", loser.Id));
        var second = await desk.Create(Desk.Manager, "contact", ("name", "张三"), ("mobile", "13812345679"), ("account", loser.Id));
        var third = await desk.Create(Desk.Manager, "account", ("name", "第三家"));
        var merged = await Merge(desk, Desk.Admin, survivor, loser, ("website", loser.Id), ("main_business", loser.Id));
        await desk.Change(Desk.Admin, merged.Survivor, ("main_business", "后来改的"));
        await desk.Change(Desk.Admin, await desk.Read("contact", second.Id), ("account", third.Id));

        var undone = await desk.Records.Unmerge(desk.Actor(Desk.Admin), survivor.Form, merged.Id);

        Assert.Equal([loser.Id], undone.Restored);
        Assert.Equal(2, undone.Kept);
        Assert.Equal(("https://a.example", "后来改的", null), (undone.Survivor["website"], undone.Survivor["main_business"], undone.Survivor["collaborators"]));
        Assert.Equal((loser.Id, third.Id), ((await desk.Read("contact", first.Id))["account"], (await desk.Read("contact", second.Id))["account"]));
        Assert.Equal("恒力机电二部", (await desk.Read("account", loser.Id))["name"]);
        Assert.Null(await desk.Query.MergedInto(desk.Actor(Desk.Admin), survivor.Form, loser.Id));
        Assert.Equal("merge.too_late", await Refused(() => desk.Records.Unmerge(desk.Actor(Desk.Admin), survivor.Form, merged.Id)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task After_thirty_days_nothing_is_undone_and_what_was_said_stays_when_the_loser_is_purged(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var (survivor, loser) = await Two(desk);
        var comments = new Comments(desk.Database, desk.Ids, desk.Clock);
        await comments.Add(desk.Actor(Desk.Manager), loser.Form, loser.Id, "还在");
        var merged = await Merge(desk, Desk.Admin, survivor, loser);

        desk.Clock.Now += TimeSpan.FromDays(31);
        await desk.Records.Purge(desk.Actor(Desk.Admin), loser.Form, loser.Id);

        Assert.Equal("merge.too_late", await Refused(() => desk.Records.Unmerge(desk.Actor(Desk.Admin), survivor.Form, merged.Id)));
        Assert.Equal("还在", Assert.Single(await comments.Of(desk.Actor(Desk.Admin), survivor.Form, survivor.Id)).Text);
        Assert.Equal(survivor.Id, await desk.Query.MergedInto(desk.Actor(Desk.Admin), survivor.Form, loser.Id));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Line_items_are_put_together_and_the_smart_choice_is_the_filled_and_newer_value(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var a = await desk.Create(Desk.Manager, "contact", ("name", "马丽"), ("mobile", "13812345678"), ("account", (await desk.Create(Desk.Manager, "account", ("name", "甲"))).Id), ("title", "采购"));
        desk.Clock.Now += TimeSpan.FromHours(1);
        var b = await desk.Create(Desk.Manager, "contact", ("name", "马丽"), ("mobile", "13812345679"), ("account", a["account"]), ("wechat", "mali"), ("reports_to", a.Id));
        await desk.Records.Save(desk.Actor(Desk.Manager), Line(desk, a, Desk.Rep));
        desk.Clock.Now += TimeSpan.FromHours(1);
        await desk.Records.Save(desk.Actor(Desk.Manager), Line(desk, b, Desk.OtherRep));

        var offer = await desk.Query.Compare(desk.Actor(Desk.Admin), a.Form, [b.Id, a.Id]);
        Assert.Equal(a.Id, offer.Records[0].Id);
        Assert.Equal((b.Id, a.Id, b.Id), (Of("mobile"), Of("title"), Of("wechat")));
        var merged = await desk.Records.Merge(desk.Actor(Desk.Admin), new(a.Form, a.Id, [(a.Id, null), (b.Id, null)], new Dictionary<string, long>()));

        Assert.Equal(("13812345679", "采购", "mali"), (merged.Survivor["mobile"], merged.Survivor["title"], merged.Survivor["wechat"]));
        Assert.Equal([Desk.Rep, Desk.OtherRep], merged.Survivor.Lines(a.Form["internal_relations"]).Select(l => l["user"]));

        var undone = await desk.Records.Unmerge(desk.Actor(Desk.Admin), a.Form, merged.Id);
        Assert.Equal([Desk.Rep], undone.Survivor.Lines(a.Form["internal_relations"]).Select(l => l["user"]));
        Assert.Equal(("13812345678", a.Id), (undone.Survivor["mobile"], (await desk.Read("contact", b.Id))["reports_to"]));

        long Of(string field) => offer.Fields.First(f => f.Field.Key == field).From;
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Who_may_not_delete_the_loser_may_not_merge_and_a_converted_lead_is_the_one_that_stays(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var (survivor, loser) = await Two(desk);
        Assert.Equal("record.not_found", await Refused(() => Merge(desk, Desk.SouthRep, survivor, loser)));
        Assert.Equal("record.stale", await Refused(async () =>
        {
            await desk.Change(Desk.Admin, await desk.Read("account", loser.Id), ("website", "https://c.example"));
            await Merge(desk, Desk.Admin, survivor, loser);
        }));
        await desk.Records.SaveMany(desk.Actor(Desk.Admin), [new Draft(loser.Form) { Id = loser.Id, ByAction = true }.Set("deal_state", "dealt")]);
        Assert.Equal("merge.other_way", await Refused(() => desk.Records.Merge(desk.Actor(Desk.Admin), new(survivor.Form, survivor.Id, [(survivor.Id, null), (loser.Id, null)], new Dictionary<string, long>()))));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_a_merge_either_way_a_claim_and_a_recycling_at_one_moment_the_record_ends_in_one_place(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        await PoolTests.Pools(desk, pool => (pool["dailyClaims"], pool["holding"]) = (0, null));
        var job = RecyclingTests.Job(desk);
        var due = desk.Clock.Now.UtcDateTime.AddDays(8);
        for (var round = 0; round < Races.Rounds(6); round++)
        {
            var a = await desk.Create(Desk.Admin, "lead", ("company_name", $"甲{round}"), ("contact_name", "张三"), ("mobile", $"1380000{round:D4}"), ("source", "advertising"), ("owner", null));
            var b = await desk.Create(Desk.OtherRep, "lead", ("company_name", $"乙{round}"), ("contact_name", "张三"), ("mobile", $"1390000{round:D4}"), ("source", "advertising"));
            var outcomes = await Task.WhenAll(Enumerable.Range(0, Races.Clients).Select(i => Task.Run(async () =>
            {
                try
                {
                    switch (i % 4)
                    {
                        case 1: return await job.Run(desk.Actor(Desk.Admin), a.Form, due) > 0 ? "recycled" : "nothing due";
                        case 3:
                            await desk.Records.Act(desk.Actor(i % 8 == 3 ? Desk.Rep : Desk.SouthRep), a.Form, b.Id, "pool.claim");
                            return "claimed";
                        default:
                            await Merge(desk, Desk.Admin, i % 8 < 4 ? a : b, i % 8 < 4 ? b : a);
                            return "merged";
                    }
                }
                catch (ProblemException refused)
                {
                    return refused.Problem.Code;
                }
            })));
            // Whoever comes first makes what the others have looked at another record: a recycling takes the version from the merges, a merge the record from the claims.
            var merged = outcomes.Count(o => o == "merged");
            Assert.InRange(merged, 0, 1);
            Assert.InRange(outcomes.Count(o => o == "claimed"), 0, 1);
            Assert.Contains(outcomes, o => o is "merged" or "recycled");
            Assert.All(outcomes, code => Assert.Contains(code, new[] { "merged", "recycled", "nothing due", "claimed", "merge.gone", "record.stale", "ALREADY_CLAIMED", "record.not_found" }));
            var live = await desk.Query.List(desk.Actor(Desk.Admin), new ListQuery(a.Form) { Ids = [a.Id, b.Id], Columns = [new([], a.Form["owner"])] });
            Assert.Equal(2 - merged, live.Rows.Count);
            if (merged > 0) continue;
            var log = (await desk.Query.Ownership(desk.Actor(Desk.Admin), a.Form, b.Id)).Where(o => o.Kind is OwnershipKind.Claim or OwnershipKind.Recycle).ToList();
            Assert.Equal(outcomes.Count(o => o == "claimed"), log.Count(o => o.Kind == OwnershipKind.Claim));
            Assert.Single(log, o => o.Kind == OwnershipKind.Recycle);
            Assert.Equal(log[0].To, live.Rows.Single(r => r.Id == b.Id).Values[0] as long?);
        }
    }

    private static async Task<(Record Survivor, Record Loser)> Two(Desk desk) => (
        await desk.Create(Desk.Rep, "account", ("name", "恒力机电"), ("short_name", "恒力"), ("website", "https://a.example"), ("demand_type", "standard")),
        await desk.Create(Desk.OtherRep, "account", ("name", "恒力机电二部"), ("website", "https://b.example"), ("main_business", "机电")));

    private static Draft Line(Desk desk, Record contact, long user)
    {
        var draft = new Draft(contact.Form) { Id = contact.Id };
        draft.Lines["internal_relations"] = [new DraftLine(null, new Dictionary<string, object?> { ["user"] = user, ["relation"] = "同学" })];
        return draft;
    }

    private static Task<Merged> Merge(Desk desk, long member, Record survivor, Record loser, params (string Field, long From)[] from) => desk.Records.Merge(
        desk.Actor(member), new(survivor.Form, survivor.Id, [(survivor.Id, survivor.Version), (loser.Id, loser.Version)], from.ToDictionary(f => f.Field, f => f.From)));

    private static async Task<string> Refused(Func<Task> work) => (await Assert.ThrowsAsync<ProblemException>(work)).Problem.Code;
}
