using Weir.Engine.Capabilities.Duplicates;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;
using Weir.Tests.Records;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.Capabilities;

/// <summary>What is there already: refused, asked about, and told as far as somebody may know it.</summary>
public sealed class DuplicateTests
{
    [Theory]
    [OnSqlite("恒力机电（苏州）有限公司"), OnPostgres("恒力机电（苏州）有限公司")]
    [OnSqlite("苏州恒利机电股份有限公司"), OnPostgres("苏州恒利机电股份有限公司")]
    [OnSqlite("HENGLI JIDIAN"), OnPostgres("HENGLI JIDIAN")]
    public async Task A_name_that_sounds_like_another_is_asked_about_and_saved_once_somebody_says_so(DatabaseKind kind, string name)
    {
        await using var desk = await Desk.Open(kind);
        var lead = await Lead(desk, Desk.Rep, "苏州恒力机电有限公司", "13812345678");

        var refused = await Assert.ThrowsAsync<ProblemException>(() => desk.Records.Save(desk.Actor(Desk.SouthRep), Draft(desk, name, "13912345678", asks: true)));
        Assert.Equal(("company_name", "duplicate.probable"), Assert.Single(refused.Problem.Errors) is var e ? (e.Field, e.Code) : default);

        var saved = await desk.Records.Save(desk.Actor(Desk.SouthRep), Draft(desk, name, "13912345678", asks: false));
        Assert.True(saved.Created && saved.Record.Id != lead.Id);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Who_may_not_see_the_other_learns_with_whom_it_is_and_since_when_and_may_ask_once_a_day(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var lead = await Lead(desk, Desk.Rep, "苏州恒力机电有限公司", "13812345678");
        var query = new DuplicateQuery(desk.Database, desk.Ids, desk.Clock);
        var typed = (await desk.Records.Preview(desk.Actor(Desk.SouthRep), Draft(desk, "恒力机电（苏州）", "138 1234 5678", asks: true))).Record;

        var found = Assert.Single(await query.Of(desk.Actor(Desk.SouthRep), typed));
        Assert.Equal((lead.Id, false, true, "李*", "苏州***", new DateOnly(2026, 11, 2)), (found.Id, found.Seen, found.Stops, found.Owner, found.Title, DateOnly.FromDateTime(found.Since)));
        Assert.Equal([("mobile", false), ("company_name", true)], found.By.Select(b => (b.Field.Key, b.Alike)));
        var own = Assert.Single(await query.Of(desk.Actor(Desk.Manager), typed));
        Assert.Equal((true, "李伟", "苏州恒力机电有限公司"), (own.Seen, own.Owner, own.Title));

        Assert.True(await query.Ask(desk.Actor(Desk.SouthRep), typed, new("lead", lead.Id)));
        Assert.True(await query.Ask(desk.Actor(Desk.SouthRep), typed, new("lead", lead.Id)));
        Assert.Equal(1, await Letters(desk));

        // What one has not typed one cannot ask about.
        var other = (await desk.Records.Preview(desk.Actor(Desk.SouthRep), Draft(desk, "别的公司", "13700000000", asks: true))).Record;
        Assert.False(await query.Ask(desk.Actor(Desk.SouthRep), other, new("lead", lead.Id)));
    }

    [Theory]
    [InlineData("苏州恒力机电有限公司", "无锡恒力机电有限公司", true)]
    [InlineData("苏州恒力机电有限公司", "恒力机电（江苏）有限公司", false)]
    [InlineData("苏州恒力机电有限公司", "恒力机电", false)]
    [InlineData("北京恒力机电有限公司", "上海恒力机电", true)]
    [InlineData("Hengli Ltd", "Hengli (Suzhou)", false)]
    [InlineData("Hengli (Hangzhou) Co., Ltd.", "Hengli (Shanghai)", true)]
    public void One_name_in_two_cities_is_two_companies(string one, string other, bool elsewhere) => Assert.Equal(elsewhere, CompanyName.Elsewhere(one, other));

    [Theory, OnSqlite, OnPostgres]
    public async Task Leads_are_compared_with_accounts_and_contacts_but_not_with_what_they_are_linked_to(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var query = new DuplicateQuery(desk.Database, desk.Ids, desk.Clock);
        var account = await desk.Create(Desk.Rep, "account", ("name", "苏州恒力机电有限公司"), ("demand_type", "standard"));
        var lead = await Lead(desk, Desk.Rep, "恒力机电", "13812345678");
        Assert.Equal([("account", account.Id)], (await query.Of(desk.Actor(Desk.Rep), lead)).Select(l => (l.Form.Key, l.Id)));

        await desk.Records.SaveMany(desk.Actor(Desk.Admin), [new Draft(account.Form) { Id = account.Id }.Set("lead", lead.Id)]);
        Assert.Empty(await query.Of(desk.Actor(Desk.Rep), await desk.Read("lead", lead.Id)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Accounts_by_name_and_credit_code_and_contacts_by_mobile_within_their_account_are_refused(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var account = await desk.Create(Desk.Rep, "account", ("name", "苏州恒力机电有限公司"), ("credit_code", "91320500MA1XXXXX00"));
        await desk.Create(Desk.Rep, "contact", ("name", "马丽"), ("mobile", "13812345678"), ("account", account.Id));

        Assert.Equal(["name:duplicate.found"], await Errors(() => desk.Create(Desk.SouthRep, "account", ("name", "苏州恒力机电 有限公司"))));
        Assert.Equal(["credit_code:field.not_unique"], await Errors(() => desk.Create(Desk.SouthRep, "account", ("name", "别的"), ("credit_code", "91320500MA1XXXXX00"))));
        Assert.Equal(["mobile:duplicate.found"], await Errors(() => desk.Create(Desk.Rep, "contact", ("name", "马力"), ("mobile", "+86 138-1234-5678"), ("account", account.Id))));
        var elsewhere = await desk.Create(Desk.Rep, "account", ("name", "无锡甲"));
        await desk.Create(Desk.Rep, "contact", ("name", "马丽"), ("mobile", "13812345678"), ("account", elsewhere.Id));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_channel_may_fill_what_the_other_lacks_instead_of_making_a_second_one(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        await PoolTests.Settings(desk, "lead", "duplicates", s => s["keys"]![1]!["reactions"]!["form"] = "merge");
        var lead = await Lead(desk, Desk.Rep, "苏州恒力机电有限公司", "13812345678");

        var saved = await desk.Records.Save(desk.Actor(Desk.Marketing).Via("form:website"), Draft(desk, "恒力", "13812345678", asks: false).Set("email", "a@b.example").Set("contact_name", "别人"));

        Assert.Equal((lead.Id, "a@b.example", "张三", "苏州恒力机电有限公司"), (saved.Record.Id, saved.Record["email"], saved.Record["contact_name"], saved.Record["company_name"]));
        Assert.Equal(2, saved.Record.Lines(lead.Form["source_touches"]).Count);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_many_who_bring_one_company_at_one_moment_exactly_one_makes_the_record(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        for (var round = 0; round < 12; round++)
        {
            var (name, mobile) = ($"竞争{round}号公司", $"139{round:D8}");
            var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(async () =>
            {
                try
                {
                    // Half of them meet by the mobile number alone, a quarter come as a batch.
                    var draft = Draft(desk, i % 2 == 0 ? name : name + i, mobile, asks: true);
                    if (i % 4 == 3) return (await desk.Records.SaveMany(desk.Directory.Actor(Desk.Admin, "import:1"), [draft]))[0].Problem is null;
                    return (await desk.Records.Save(desk.Actor(i % 2 == 0 ? Desk.Rep : Desk.SouthRep), draft)).Created;
                }
                catch (ProblemException refused)
                {
                    Assert.Equal("duplicate.found", refused.Problem.Errors[0].Code);
                    return false;
                }
            })));

            Assert.Equal(1, results.Count(won => won));
        }
        Assert.Equal(12, await desk.Query.Count(desk.Actor(Desk.Admin), new ListQuery(desk.Form("lead")), 1000));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_scan_finds_what_is_stored_twice_and_remembers_what_is_not_the_same(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var (query, scan) = (new DuplicateQuery(desk.Database, desk.Ids, desk.Clock), new DuplicateScan(desk.Database, desk.Clock));
        var all = new List<Record>();
        foreach (var (name, mobile) in new[] { ("苏州恒力机电有限公司", "13812345678"), ("恒利机电（苏州）", "13812345679"), ("恒力机电股份", "13812345670"), ("无锡博远精密机械", "13712345678"), ("博源精密机械（无锡）有限公司", "13712345679"), ("上海博远精密机械", "13712345677"), ("一个人", "13612345678") })
            all.Add(await Lead(desk, Desk.Rep, name, mobile));

        Assert.Equal(2, await scan.Run(desk.Actor(Desk.Admin), desk.Form("lead")));
        var groups = await scan.Groups(desk.Actor(Desk.Admin), desk.Form("lead"));
        Assert.Equal([all[..3].Select(r => r.Id), all[3..5].Select(r => r.Id)], groups.Select(g => g.Records.Select(r => r.Id)));
        Assert.Equal(["company_name"], groups[0].By.Select(f => f.Key));

        await query.Apart(desk.Actor(Desk.Admin), desk.Form("lead"), [all[4].Id, all[3].Id]);
        await desk.Records.Merge(desk.Actor(Desk.Admin), new(desk.Form("lead"), all[0].Id, [(all[0].Id, null), (all[1].Id, null), (all[2].Id, null)], new Dictionary<string, long>()));
        desk.Clock.Now += TimeSpan.FromDays(1);
        Assert.Equal(0, await scan.Run(desk.Actor(Desk.Admin), desk.Form("lead")));
        Assert.Empty(await query.Of(desk.Actor(Desk.Admin), await desk.Read("lead", all[3].Id)));
        await Assert.ThrowsAsync<ProblemException>(() => scan.Run(desk.Actor(Desk.Rep), desk.Form("lead")));
    }

    private static async Task<IEnumerable<string>> Errors(Func<Task> work) => (await Assert.ThrowsAsync<ProblemException>(work)).Problem.Errors.Select(e => $"{e.Field}:{e.Code}");

    private static Task<int> Letters(Desk desk) => desk.Database.Write(async s => (await OutboxRows.Take(s, desk.App.Schema, desk.Clock.Now.UtcDateTime, TimeSpan.Zero, 100)).Count(l => l.Payload.Contains("asks_to_join", StringComparison.Ordinal)));

    internal static Task<Record> Lead(Desk desk, long member, string name, string mobile) => desk.Create(member, "lead", ("company_name", name), ("contact_name", "张三"), ("mobile", mobile), ("source", "advertising"));

    private static Draft Draft(Desk desk, string name, string mobile, bool asks) =>
        new Draft(desk.Form("lead")) { Asks = asks }.Set("company_name", name).Set("contact_name", "张三").Set("mobile", mobile).Set("source", "advertising");
}
