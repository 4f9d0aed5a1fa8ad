using Weir.Engine.Access;
using Weir.Engine.FieldTypes;
using Weir.Engine.Insight.Streams;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.LeadToCash;
using Weir.Tests.Records;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.Insight;

/// <summary>What was done about a record, said of it and kept of it, as one stream.</summary>
public sealed class StreamTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task The_stream_of_an_account_has_what_was_logged_on_it_its_business_and_the_lead_it_came_from(DatabaseKind kind)
    {
        await using var chain = await QuoteToCash.Open(kind);
        var desk = chain.Desk;
        var lead = await desk.Create(Desk.Rep, "lead", ("company_name", "苏州恒力精密机械有限公司"), ("contact_name", "马丽"), ("mobile", "13812345678"), ("source", "website_form"), ("product_interest", "A1"));
        await chain.Act(Desk.Rep, "lead", lead.Id, "follow_up", ("content", "线索上谈的"), ("type", "phone"));
        desk.Clock.Now += TimeSpan.FromHours(1);
        await chain.Act(Desk.Rep, "lead", lead.Id, "conversion.convert", ("opportunity_amount", 100_000m));
        var converted = await desk.Read("lead", lead.Id);
        var (account, opportunity) = ((long)converted["converted_account"]!, (long)converted["converted_opportunity"]!);
        desk.Clock.Now += TimeSpan.FromHours(1);
        await chain.Act(Desk.Rep, "account", account, "follow_up", ("content", "客户上谈的"), ("type", "visit"), ("result", "interested"), ("next_follow_at", desk.Clock.Now.UtcDateTime.AddDays(2)), ("next_plan", "带方案"));
        desk.Clock.Now += TimeSpan.FromHours(1);
        await chain.Act(Desk.Rep, "opportunity", opportunity, "follow_up", ("content", "商机上谈的"), ("type", "meeting"));

        Assert.Equal(["商机上谈的", "客户上谈的", "线索上谈的"], await Said(desk, "account", account));
        Assert.Equal(["商机上谈的", "线索上谈的"], await Said(desk, "opportunity", opportunity));
        Assert.Equal(["线索上谈的"], await Said(desk, "lead", lead.Id));
        var visit = Logged(await Page(desk, Desk.Rep, "account", account, StreamParts.Logged))[1];
        Assert.Equal(("visit", "interested", "带方案", (object)desk.Clock.Now.UtcDateTime.AddDays(2).AddHours(-1)), (visit[visit.Source.Kind], visit[visit.Source.Result], visit[visit.Source.Plan], visit[visit.Source.Next]));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_stream_tells_from_which_stage_to_which_after_how_long_and_why(DatabaseKind kind)
    {
        await using var chain = await QuoteToCash.Open(kind);
        var desk = chain.Desk;
        await chain.Sell();
        desk.Clock.Now += TimeSpan.FromDays(3);
        await chain.Act(Desk.Rep, "opportunity", chain.Opportunity, "pipeline.hold", ("reason", "客户停产"));
        desk.Clock.Now += TimeSpan.FromDays(1);
        await chain.Act(Desk.Rep, "opportunity", chain.Opportunity, "pipeline.lose", ("lost_reason", "price"), ("lost_to", (await desk.Create(Desk.Admin, "competitor", ("name", "深圳智造"))).Id), ("lost_note", "高出一成"));
        var moves = (await Page(desk, Desk.Rep, "opportunity", chain.Opportunity, StreamParts.Stages)).Entries.Cast<StreamEntry.Moved>().ToList();
        Assert.Equal(3, moves.Count);
        Assert.Equal((1, "高出一成", Desk.Rep), (moves[0].Days!.Value, moves[0].Note, moves[0].By));
        Assert.NotNull(moves[0].Reason);
        Assert.NotEqual(moves[0].From, moves[0].To);
        Assert.Equal((3, "客户停产", moves[1].To), (moves[1].Days!.Value, moves[1].Note, moves[1].From!));
        Assert.NotNull(moves[1].State);
        Assert.Equal((null, null), (moves[2].From, moves[2].State));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_stream_tells_each_decision_with_its_words(DatabaseKind kind)
    {
        await using var chain = await QuoteToCash.Open(kind);
        var desk = chain.Desk;
        await chain.Sell();
        var quote = (await chain.Act(Desk.Rep, "opportunity", chain.Opportunity, "quote", ("price_book", chain.Book))).Open!.Value.Id;
        await chain.Act(Desk.Rep, "quote", quote, "approval.submit");
        await chain.Act(Desk.Manager, "quote", quote, "approval.reject", ("comment", "折扣太大"));
        var decided = (await Page(desk, Desk.Rep, "quote", quote, StreamParts.Decisions)).Entries.Cast<StreamEntry.Decided>().Select(d => (d.Happening.Kind, d.Happening.By, d.Happening.Comment)).ToList();
        Assert.Equal(("reject", Desk.Manager, "折扣太大"), decided[0]);
        Assert.Equal(("submit", Desk.Rep), (decided[^1].Kind, decided[^1].By));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_the_reader_may_not_see_is_not_in_the_stream(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var account = await desk.Create(Desk.Rep, "account", ("name", "恒力"));
        await Log(desk, Desk.Rep, account, "我自己的");
        var foreign = await Log(desk, Desk.SouthRep, account, "别的部门的", check: false);
        Assert.Equal(["别的部门的", "我自己的"], await Said(desk, "account", account.Id, Desk.Admin));
        Assert.Equal(["我自己的"], await Said(desk, "account", account.Id));
        // A comment, too, is for who sees the record; and who does not see it has no stream at all.
        Assert.Equal(ProblemKind.NotFound, (await Assert.ThrowsAsync<ProblemException>(() => Page(desk, Desk.OtherRep, "account", account.Id))).Problem.Kind);
        // What is in the bin is gone from the stream.
        await desk.Records.Delete(desk.Actor(Desk.Admin), foreign.Form, foreign.Id);
        Assert.Equal(["我自己的"], await Said(desk, "account", account.Id, Desk.Admin));
        // A field that is closed to the reader's role is empty in it.
        await desk.Publish(app => app with { Roles = [.. app.Roles.Select(r => r.Key != "sales_rep" ? r : r with { Forms = r.Forms.ToDictionary(f => f.Key, f => f.Key != "activity" ? f.Value : f.Value with { Fields = new Dictionary<string, FieldRight> { ["next_plan"] = FieldRight.Hidden } }) })] });
        var mine = Assert.Single(Logged(await Page(desk, Desk.Rep, "account", account.Id, StreamParts.Logged)));
        Assert.Null(mine[mine.Source.Plan]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Pages_lose_and_double_nothing_when_entries_share_a_moment(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var comments = new Comments(desk.Database, desk.Ids, desk.Clock);
        var account = await desk.Create(Desk.Rep, "account", ("name", "恒力"));
        // All of these stand at one moment, some at a moment before any id, one a little ahead of the clock.
        for (var i = 0; i < 12; i++)
        {
            await comments.Add(desk.Actor(Desk.Rep), account.Form, account.Id, $"话 {i}");
            await Log(desk, Desk.Rep, account, $"记 {i}");
            account = await desk.Change(Desk.Rep, account, ("short_name", $"简称 {i}"));
            if (i % 4 == 0) await Log(desk, Desk.Rep, account, $"旧 {i}", new DateTime(2020, 5, 1, 0, 0, 0, DateTimeKind.Utc));
        }
        await Log(desk, Desk.Rep, account, "将来", desk.Clock.Now.UtcDateTime.AddMinutes(4));
        var whole = (await Page(desk, Desk.Rep, "account", account.Id, limit: 100)).Entries;
        foreach (var size in new[] { 1, 2, 3, 7 })
        {
            var read = new List<StreamEntry>();
            StreamPlace? after = null;
            do
            {
                var page = await desk.Streams.Page(desk.Actor(Desk.Rep), desk.Form("account"), account.Id, StreamParts.All, after, size);
                Assert.True(page.Entries.Count <= size);
                read.AddRange(page.Entries);
                after = page.Next is { } next ? StreamPlace.Parse(next.ToString()) : null;
            }
            while (after is not null);
            Assert.Equal(whole.Select(e => e.Place), read.Select(e => e.Place));
        }
        Assert.Equal(whole.Count, whole.Select(e => e.Place).Distinct().Count());
        Assert.Equal(12 * 3 + 3 + 1 + 1, whole.Count);
        Assert.Equal("将来", ((StreamEntry.Logged)whole[0])[((StreamEntry.Logged)whole[0]).Source.Text]);
        Assert.All(whole.TakeLast(3), e => Assert.IsType<StreamEntry.Logged>(e));
    }

    [Fact]
    public void A_place_is_read_as_it_was_written_and_nonsense_is_none()
    {
        var place = new StreamPlace(new DateTime(2026, 11, 2, 3, 4, 5, 678, DateTimeKind.Utc).AddTicks(9), 374050074550272, 0);
        Assert.Equal(place, StreamPlace.Parse(place.ToString()));
        Assert.Equal(RecordIds.FirstAt(new DateTimeOffset(place.At).AddMilliseconds(1)) & ~0xFFFL, place.Below());
        foreach (var wrong in new[] { null, "", "12", "a.b.c", "1.2", "9223372036854775807.1.0", "-5.1.0", "1.2.3.4" }) Assert.Null(StreamPlace.Parse(wrong));
    }

    private static Task<StreamPage> Page(Desk desk, long member, string form, long id, StreamParts parts = StreamParts.All, int limit = 30) => desk.Streams.Page(desk.Actor(member), desk.Form(form), id, parts, null, limit);

    private static List<StreamEntry.Logged> Logged(StreamPage page) => [.. page.Entries.OfType<StreamEntry.Logged>()];

    private static async Task<IReadOnlyList<object?>> Said(Desk desk, string form, long id, long member = Desk.Rep) => [.. Logged(await Page(desk, member, form, id, StreamParts.Logged)).Select(l => l[l.Source.Text])];

    private static async Task<Record> Log(Desk desk, long member, Record account, string text, DateTime? at = null, bool check = true)
    {
        var draft = new Draft(desk.Form("activity")).Set("target", new RecordRef("account", account.Id)).Set("account", account.Id).Set("content", text).Set("type", "phone");
        if (at is { } when) draft.Set("follow_at", when);
        if (check) return (await desk.Records.Save(desk.Actor(member), draft)).Record;
        // Kept by somebody who does not see the account, as an import would.
        draft.Set("owner", member);
        return (await desk.Records.Save(desk.Actor(Desk.Admin), draft)).Record;
    }
}
