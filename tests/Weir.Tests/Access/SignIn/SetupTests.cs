using Weir.Engine.Access;
using Weir.Engine.Access.SignIn;
using Weir.Engine.Problems;
using Weir.Sql.Sessions;
using Xunit;

namespace Weir.Tests.Access.SignIn;

/// <summary>The first start: one code, one founder, never again.</summary>
public class SetupTests
{
    private static readonly SetupEntry Entry = new(new("河堰科技", "Asia/Shanghai", "CNY", "zh-CN"), "王岚", "wang.lan@example.com", Lobby.Password);

    [Theory, OnSqlite, OnPostgres]
    public async Task The_founder_is_an_administrator_and_signed_in(DatabaseKind kind)
    {
        await using var lobby = await Lobby.Empty(kind);
        var setup = New(lobby);
        Assert.True(setup.IsOpen);
        Assert.Matches("^[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){3}$", setup.Code);
        var signed = await setup.Run(" " + setup.Code.ToLowerInvariant().Replace('-', ' '), Entry, Lobby.Home);
        Assert.True(signed.Actor.Administrator);
        Assert.NotNull(await lobby.Sessions.Check(signed.Token));
        Assert.Equal("ok", await lobby.Try("wang.lan@example.com"));
        var now = lobby.People.Current;
        Assert.Equal(("河堰科技", "Asia/Shanghai", "CNY", "zh-CN"), (now.Company, now.Zone.Id, now.Currency, now.Language));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_many_requests_in_two_processes_exactly_one_founds(DatabaseKind kind)
    {
        await using var lobby = await Lobby.Empty(kind);
        await using var far = kind == DatabaseKind.Postgres ? await Databases.Open(lobby.Office.Test.Setting, lobby.Clock) : null;
        using var people = new People(far ?? lobby.Office.Database, new(lobby.Clock, 2), lobby.Clock);
        await people.Load();
        using var sessions = new MemberSessions(far ?? lobby.Office.Database, people, new(lobby.Clock, 2), lobby.Clock);
        var setups = new[] { New(lobby), new Setup(people, sessions, lobby.Check, lobby.Clock) };
        var runs = Enumerable.Range(0, 12).Select(i =>
        {
            var setup = setups[i % 2];
            return Task.Run(() => setup.Run(setup.Code, Entry with { Name = $"创始人{i}", Email = $"founder{i}@example.com" }, Lobby.Home));
        }).ToList();
        await Task.WhenAll(runs.Select(r => r.ContinueWith(_ => { }, TaskScheduler.Default)));
        _ = Assert.Single(runs, r => r.IsCompletedSuccessfully);
        foreach (var run in runs.Where(r => r.IsFaulted))
            Assert.Equal("setup.closed", Assert.IsType<ProblemException>(run.Exception!.InnerException).Problem.Code);
        await lobby.People.Load();
        Assert.Single(lobby.People.Current.Members);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Once_somebody_is_here_the_set_up_is_gone_also_with_the_right_code(DatabaseKind kind)
    {
        await using var lobby = await Lobby.Empty(kind);
        var setup = New(lobby);
        await setup.Run(setup.Code, Entry, Lobby.Home);
        foreach (var late in new[] { setup, New(lobby) })
        {
            Assert.False(late.IsOpen);
            Assert.Equal((ProblemKind.NotFound, "setup.closed"), Seen(await Office.Refused(() => late.Run(late.Code, Entry with { Email = "x@example.com" }, Lobby.Home))));
            Assert.Equal((ProblemKind.NotFound, "setup.closed"), Seen(await Office.Refused(() => late.Run("wrong", Entry, Lobby.Home))));
        }
        Assert.Single(lobby.People.Current.Members);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Wrong_codes_are_refused_and_soon_no_more_are_compared(DatabaseKind kind)
    {
        await using var lobby = await Lobby.Empty(kind);
        var setup = New(lobby);
        foreach (var wrong in new[] { null, "", "0000-0000-0000-0000", setup.Code[..^1], setup.Code + "A", New(lobby).Code })
            Assert.Equal((ProblemKind.Forbidden, "setup.code"), Seen(await Office.Refused(() => setup.Run(wrong, Entry, Lobby.Home))));
        var kinds = new List<ProblemKind>();
        for (var i = 0; i < 1000; i++) kinds.Add((await Office.Refused(() => setup.Run($"{i:0000}", Entry, Lobby.Home))).Kind);
        Assert.Equal(4, kinds.Count(k => k == ProblemKind.Forbidden));
        Assert.Equal(996, kinds.Count(k => k == ProblemKind.TooMany));
        lobby.Clock.Advance(TimeSpan.FromMinutes(1));
        await setup.Run(setup.Code, Entry, Lobby.Home);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task All_that_is_wrong_is_said_at_once_and_nothing_is_founded(DatabaseKind kind)
    {
        await using var lobby = await Lobby.Empty(kind);
        var setup = New(lobby);
        Assert.Equal(
            "company:organisation.company zone:organisation.zone currency:organisation.currency language:language.unknown name:member.name email:email.invalid password:password.common",
            await Office.Errors(() => setup.Run(setup.Code, new(new("", "Nowhere", "x", "de"), "", "no", "12345678"), Lobby.Home)));
        Assert.True(setup.IsOpen);
        await setup.Run(setup.Code, Entry, Lobby.Home);
    }

    [Theory, OnSqlite]
    public async Task Two_installations_share_no_code(DatabaseKind kind)
    {
        await using var lobby = await Lobby.Empty(kind);
        Assert.Equal(100, Enumerable.Range(0, 100).Select(_ => New(lobby).Code).Distinct().Count());
    }

    private static (ProblemKind, string) Seen(Problem problem) => (problem.Kind, problem.Code);

    private static Setup New(Lobby lobby) => new(lobby.People, lobby.Sessions, lobby.Check, lobby.Clock);
}
