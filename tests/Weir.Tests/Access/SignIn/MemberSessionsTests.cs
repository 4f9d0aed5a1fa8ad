using Weir.Engine.Access;
using Weir.Engine.Access.SignIn;
using Weir.Engine.Problems;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;
using Xunit;

namespace Weir.Tests.Access.SignIn;

/// <summary>Sessions: how long they live, who may end them, and what ends them at once.</summary>
public class MemberSessionsTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Only_the_very_token_opens_a_session(DatabaseKind kind)
    {
        await using var lobby = await Lobby.Open(kind);
        var li = await lobby.Add("李雷", "li@example.com");
        var token = (await lobby.SignIn("li@example.com")).Token;
        Assert.Equal((li.Id, "web"), ((await lobby.Sessions.Check(token))!.MemberId, (await lobby.Sessions.Check(token))!.Road));
        foreach (var other in new[] { null, "", " ", token + "x", token[..42], token.ToUpperInvariant(), SecretToken.Hash(token), new string('A', 43), new string('é', 43) })
            Assert.Null(await lobby.Sessions.Check(other));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_unused_session_ends_after_14_days_and_a_used_one_after_30(DatabaseKind kind)
    {
        await using var lobby = await Lobby.Open(kind);
        await lobby.Add("李雷", "li@example.com");
        var (used, unused) = ((await lobby.SignIn("li@example.com")).Token, (await lobby.SignIn("li@example.com")).Token);
        lobby.Clock.Advance(TimeSpan.FromDays(13));
        Assert.NotNull(await lobby.Sessions.Check(used));
        lobby.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Null(await lobby.Sessions.Check(unused));
        lobby.Clock.Advance(TimeSpan.FromDays(12));
        Assert.NotNull(await lobby.Sessions.Check(used));
        lobby.Clock.Advance(TimeSpan.FromDays(4) - TimeSpan.FromSeconds(1));
        Assert.NotNull(await lobby.Sessions.Check(used));
        // Even what is remembered for some seconds ends on time.
        lobby.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await lobby.Sessions.Check(used));

        var fresh = await lobby.SignIn("li@example.com");
        await lobby.Sessions.Sweep();
        Assert.Single(await lobby.Office.Database.Read(s => SessionsOpen.Of(s, fresh.Actor.MemberId)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Use_is_noted_every_five_minutes_at_most(DatabaseKind kind)
    {
        await using var lobby = await Lobby.Open(kind);
        await lobby.Add("李雷", "li@example.com");
        var signed = await lobby.SignIn("li@example.com");
        var start = lobby.Clock.GetUtcNow().UtcDateTime;
        async Task<MemberSession> Shown() => Assert.Single(await lobby.Sessions.List(signed.Actor, signed.Token));

        lobby.Clock.Advance(TimeSpan.FromMinutes(4));
        await lobby.Sessions.Check(signed.Token, "198.51.100.1");
        Assert.Equal((start, "203.0.113.7", "Firefox · Linux", true), ((await Shown()).SeenAt, (await Shown()).Address, (await Shown()).Device, (await Shown()).Current));
        lobby.Clock.Advance(TimeSpan.FromMinutes(1));
        await lobby.Sessions.Check(signed.Token, "198.51.100.1");
        Assert.Equal((start.AddMinutes(5), "198.51.100.1"), ((await Shown()).SeenAt, (await Shown()).Address));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_member_ends_the_own_sessions_and_nobody_elses(DatabaseKind kind)
    {
        await using var lobby = await Lobby.Open(kind);
        await lobby.Add("李雷", "li@example.com");
        await lobby.Add("韩梅", "han@example.com");
        var here = await lobby.SignIn("li@example.com");
        var (phone, tablet) = ((await lobby.SignIn("li@example.com")).Token, (await lobby.SignIn("li@example.com")).Token);
        var han = await lobby.SignIn("han@example.com");
        foreach (var token in new[] { here.Token, phone, tablet, han.Token }) Assert.NotNull(await lobby.Sessions.Check(token));

        var theirs = Assert.Single(await lobby.Sessions.List(han.Actor, han.Token));
        Assert.Equal(ProblemKind.NotFound, (await Office.Refused(() => lobby.Sessions.End(here.Actor, theirs.Id))).Kind);
        Assert.NotNull(await lobby.Sessions.Check(han.Token));

        var listed = await lobby.Sessions.List(here.Actor, phone);
        await lobby.Sessions.End(here.Actor, listed.Single(s => s.Current).Id);
        Assert.Null(await lobby.Sessions.Check(phone));
        Assert.Equal(1, await lobby.Sessions.EndOthers(here.Actor, here.Token));
        Assert.Null(await lobby.Sessions.Check(tablet));
        Assert.NotNull(await lobby.Sessions.Check(here.Token));
        await lobby.Sessions.SignOut(here.Token);
        Assert.Null(await lobby.Sessions.Check(here.Token));
        Assert.NotNull(await lobby.Sessions.Check(han.Token));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Losing_a_right_ends_what_was_opened_with_it_at_the_next_request(DatabaseKind kind)
    {
        await using var lobby = await Lobby.Open(kind);
        var (admin, people) = (lobby.Office.Admin, lobby.People);
        async Task Ends(string name, bool tokenToo, Func<Member, SignedIn, Task> loss)
        {
            var member = await lobby.Add(name, name + "@example.com", administrator: true);
            await people.GiveRoles(admin, member.Id, "crm", ["sales"]);
            var signed = await lobby.SignIn(member.Email);
            var api = (await lobby.Tokens.Make(signed.Actor, "script", null, false)).Text;
            Assert.NotNull(await lobby.Sessions.Check(signed.Token));
            Assert.NotNull(await lobby.Tokens.Check(api));
            await loss(member, signed);
            Assert.Null(await lobby.Sessions.Check(signed.Token));
            Assert.Equal(tokenToo, await lobby.Tokens.Check(api) is null);
        }
        await Ends("disabled", true, (m, _) => people.Deactivate(admin, m.Id));
        await Ends("demoted", true, (m, _) => people.ChangeMember(admin, m.Id, MemberEntry.Of(m) with { Administrator = false }));
        await Ends("roletaken", true, (m, _) => people.GiveRoles(admin, m.Id, "crm", []));
        await Ends("rolegiven", false, (m, _) => people.GiveRoles(admin, m.Id, "crm", ["sales", "manager"]));
        await Ends("changed", true, (_, s) => lobby.Passwords.Change(s.Actor, Lobby.Password, "another-9-tq", null));
        await Ends("reset", true, async (m, _) => await lobby.Passwords.UseLink(await lobby.Passwords.MakeLink(admin, m.Id), "another-9-tq"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_session_that_changes_the_password_goes_on(DatabaseKind kind)
    {
        await using var lobby = await Lobby.Open(kind);
        await lobby.Add("李雷", "li@example.com");
        var (here, other) = (await lobby.SignIn("li@example.com"), await lobby.SignIn("li@example.com"));
        Assert.NotNull(await lobby.Sessions.Check(other.Token));
        await lobby.Passwords.Change(here.Actor, Lobby.Password, "another-9-tq", here.Token);
        Assert.NotNull(await lobby.Sessions.Check(here.Token));
        Assert.Null(await lobby.Sessions.Check(other.Token));
        Assert.Equal("sign_in.wrong", await lobby.Try("li@example.com"));
        Assert.Equal("ok", await lobby.Try("li@example.com", "another-9-tq"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_session_opened_for_an_old_stamp_is_dead_from_the_start(DatabaseKind kind)
    {
        await using var lobby = await Lobby.Open(kind);
        var li = await lobby.Add("李雷", "li@example.com");
        var stamp = (await lobby.Office.Database.Read(s => MembersSecrets.Get(s, li.Id)))!.Stamp;
        await lobby.Passwords.UseLink(await lobby.Passwords.MakeLink(lobby.Office.Admin, li.Id), "another-9-tq");
        var token = await lobby.Office.Database.Write(s => lobby.Sessions.Open(s, li.Id, stamp, Lobby.Home));
        Assert.Null(await lobby.Sessions.Check(token));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Another_process_forgets_an_ended_session_within_five_seconds(DatabaseKind kind)
    {
        await using var lobby = await Lobby.Open(kind);
        await lobby.Add("李雷", "li@example.com");
        await using var far = kind == DatabaseKind.Postgres ? await Databases.Open(lobby.Office.Test.Setting, lobby.Clock) : null;
        using var people = new People(far ?? lobby.Office.Database, lobby.Office.Ids, lobby.Clock);
        using var there = new MemberSessions(far ?? lobby.Office.Database, people, lobby.Office.Ids, lobby.Clock);
        var signed = await lobby.SignIn("li@example.com");
        // That process has not even loaded the directory yet.
        Assert.NotNull(await there.Check(signed.Token));
        await lobby.Sessions.SignOut(signed.Token);
        lobby.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Null(await there.Check(signed.Token));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Checking_a_session_again_asks_the_database_nothing(DatabaseKind kind)
    {
        await using var lobby = await Lobby.Open(kind);
        await lobby.Add("李雷", "li@example.com");
        var token = (await lobby.SignIn("li@example.com")).Token;
        await lobby.Sessions.Check(token);
        lobby.Office.Database.Faults.Arm("query", () => throw new InvalidOperationException("asked"));
        Assert.NotNull(await lobby.Sessions.Check(token));
        lobby.Clock.Advance(AccessCache<object>.Lifetime);
        await Assert.ThrowsAsync<InvalidOperationException>(() => lobby.Sessions.Check(token).AsTask());
        lobby.Office.Database.Faults.Disarm();
    }
}
