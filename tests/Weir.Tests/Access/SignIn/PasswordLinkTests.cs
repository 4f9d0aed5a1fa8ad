using Weir.Engine.Access.SignIn;
using Weir.Engine.Problems;
using Weir.Sql.Sessions;
using Xunit;

namespace Weir.Tests.Access.SignIn;

/// <summary>Setting a password: by a link from an administrator, or with the old one.</summary>
public class PasswordLinkTests
{
    private const string Next = "another-9-tq";

    [Theory, OnSqlite, OnPostgres]
    public async Task A_link_sets_the_password_of_its_own_member_once(DatabaseKind kind)
    {
        await using var lobby = await Lobby.Open(kind);
        var (li, han) = (await lobby.Add("李雷", "li@example.com"), await lobby.Add("韩梅", "han@example.com"));
        var link = await lobby.Passwords.MakeLink(lobby.Office.Admin, li.Id);
        Assert.Equal(li.Id, (await lobby.Passwords.FindLink(link)).Id);
        await lobby.Passwords.UseLink(link, Next);
        Assert.Equal("ok", await lobby.Try("li@example.com", Next));
        Assert.Equal("ok", await lobby.Try(han.Email));
        Assert.Equal("link.not_found", (await Office.Refused(() => lobby.Passwords.UseLink(link, "third-tq-2x"))).Code);
        Assert.Equal("ok", await lobby.Try("li@example.com", Next));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_link_used_by_many_at_once_works_for_one(DatabaseKind kind)
    {
        await using var lobby = await Lobby.Open(kind);
        var li = await lobby.Add("李雷", "li@example.com");
        var link = await lobby.Passwords.MakeLink(lobby.Office.Admin, li.Id);
        var uses = Enumerable.Range(0, 8).Select(i => lobby.Passwords.UseLink(link, $"another-{i}-tq")).ToList();
        await Task.WhenAll(uses.Select(u => u.ContinueWith(_ => { }, TaskScheduler.Default)));
        _ = Assert.Single(uses, u => u.IsCompletedSuccessfully);
        Assert.Equal("ok", await lobby.Try("li@example.com", $"another-{uses.FindIndex(u => u.IsCompletedSuccessfully)}-tq"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Links_that_are_old_replaced_empty_or_of_leavers_open_nothing(DatabaseKind kind)
    {
        await using var lobby = await Lobby.Open(kind);
        var li = await lobby.Add("李雷", "li@example.com");
        var admin = lobby.Office.Admin;
        async Task Dead(string? link)
        {
            Assert.Equal(ProblemKind.NotFound, (await Office.Refused(() => lobby.Passwords.FindLink(link))).Kind);
            Assert.Equal(ProblemKind.NotFound, (await Office.Refused(() => lobby.Passwords.UseLink(link, Next))).Kind);
        }
        foreach (var nothing in new[] { null, "", " ", "null", "undefined", new string('A', 43) }) await Dead(nothing);

        var replaced = await lobby.Passwords.MakeLink(admin, li.Id);
        var old = await lobby.Passwords.MakeLink(admin, li.Id);
        await Dead(replaced);
        lobby.Clock.Advance(TimeSpan.FromHours(24));
        await Dead(old);

        var overtaken = await lobby.Passwords.MakeLink(admin, li.Id);
        var signed = await lobby.SignIn("li@example.com");
        await lobby.Passwords.Change(signed.Actor, Lobby.Password, Next, signed.Token);
        await Dead(overtaken);

        var leaver = await lobby.Passwords.MakeLink(admin, li.Id);
        await lobby.People.Deactivate(admin, li.Id);
        await Dead(leaver);
        await lobby.People.Activate(admin, li.Id);
        await Dead(leaver);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Only_an_administrator_in_person_makes_a_link_and_only_for_active_members(DatabaseKind kind)
    {
        await using var lobby = await Lobby.Open(kind);
        var li = await lobby.Add("李雷", "li@example.com");
        Assert.Equal(ProblemKind.Forbidden, (await Office.Refused(() => lobby.Passwords.MakeLink(lobby.Office.As(li), lobby.Office.Boss.Id))).Kind);
        Assert.Equal(ProblemKind.Forbidden, (await Office.Refused(() => lobby.Passwords.MakeLink(lobby.Office.Admin.Via("api"), li.Id))).Kind);
        await lobby.People.Deactivate(lobby.Office.Admin, li.Id);
        Assert.Equal(ProblemKind.Conflict, (await Office.Refused(() => lobby.Passwords.MakeLink(lobby.Office.Admin, li.Id))).Kind);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_weak_password_is_refused_on_every_road_and_the_link_stays(DatabaseKind kind)
    {
        await using var lobby = await Lobby.Open(kind);
        var li = await lobby.Add("李雷", "li@example.com");
        var link = await lobby.Passwords.MakeLink(lobby.Office.Admin, li.Id);
        Assert.Equal("password:password.common", await Office.Errors(() => lobby.Passwords.UseLink(link, "woaini1314")));
        Assert.Equal("password:password.own", await Office.Errors(() => lobby.Passwords.UseLink(link, "li@example.com")));
        await lobby.Passwords.UseLink(link, Next);
        var signed = await lobby.SignIn("li@example.com", Next);
        Assert.Equal("password:password.short", await Office.Errors(() => lobby.Passwords.Change(signed.Actor, Next, "tq7", null)));
        Assert.Equal("password:password.same", await Office.Errors(() => lobby.Passwords.Change(signed.Actor, Next, Next, null)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Changing_the_own_password_needs_the_old_one_and_cannot_be_tried_for_ever(DatabaseKind kind)
    {
        await using var lobby = await Lobby.Open(kind);
        await lobby.Add("李雷", "li@example.com");
        var signed = await lobby.SignIn("li@example.com");
        for (var i = 0; i < 5; i++)
            Assert.Equal("old:password.wrong", await Office.Errors(() => lobby.Passwords.Change(signed.Actor, $"wrong {i}", Next, signed.Token)));
        Assert.Equal(ProblemKind.TooMany, (await Office.Refused(() => lobby.Passwords.Change(signed.Actor, Lobby.Password, Next, signed.Token))).Kind);
        // The lock is the account's: the front door is shut as well.
        Assert.Equal("sign_in.too_many", await lobby.Try("li@example.com"));
        Assert.Equal(ProblemKind.Forbidden, (await Office.Refused(() => lobby.Passwords.Change(signed.Actor.Via("api"), Lobby.Password, Next, null))).Kind);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_link_lifts_the_lock_of_its_account(DatabaseKind kind)
    {
        await using var lobby = await Lobby.Open(kind);
        var li = await lobby.Add("李雷", "li@example.com");
        for (var i = 0; i < 6; i++) await lobby.Try("li@example.com", "wrong");
        await lobby.Passwords.UseLink(await lobby.Passwords.MakeLink(lobby.Office.Admin, li.Id), Next);
        Assert.Equal("ok", await lobby.Try("li@example.com", Next));
    }
}
