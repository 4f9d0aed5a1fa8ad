using Weir.Engine.Access.SignIn;
using Weir.Engine.Problems;
using Weir.Sql.Sessions;
using Xunit;

namespace Weir.Tests.Access.SignIn;

/// <summary>Inviting people and accepting.</summary>
public class InvitationsTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Whoever_accepts_takes_the_place_and_is_signed_in(DatabaseKind kind)
    {
        await using var lobby = await Lobby.Open(kind);
        var sales = await lobby.People.AddDepartment(lobby.Office.Admin, new("销售部"));
        var (invite, token) = await lobby.Invitations.Make(
            lobby.Office.Admin, new("李雷", "li@example.com", [sales.Id], [new("crm", "sales"), new("crm", "manager")]));
        Assert.Equal(invite.Id, Assert.Single(await lobby.Invitations.List(lobby.Office.Admin)).Id);
        Assert.Equal("li@example.com", (await lobby.Invitations.Find(token)).Email);

        // The address of the invitation holds, whatever is entered.
        var signed = await lobby.Invitations.Accept(token, new("李小雷", Lobby.Password, "other@example.com", "13800138000"), Lobby.Home);
        var member = lobby.People.Current.Members[signed.Actor.MemberId];
        Assert.Equal(("李小雷", "li@example.com", "+8613800138000", false), (member.Name, member.Email, member.Mobile, member.Administrator));
        Assert.Equal([sales.Id], member.Departments);
        Assert.Equal(["manager", "sales"], signed.Actor.Roles("crm").Order());
        Assert.NotNull(await lobby.Sessions.Check(signed.Token));
        Assert.Equal("ok", await lobby.Try("13800138000"));
        Assert.Empty(await lobby.Invitations.List(lobby.Office.Admin));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_invitation_accepted_by_many_at_once_makes_one_member(DatabaseKind kind)
    {
        await using var lobby = await Lobby.Open(kind);
        var (_, token) = await lobby.Invitations.Make(lobby.Office.Admin, new("", "", [], []));
        var uses = Enumerable.Range(0, 8).Select(i => lobby.Invitations.Accept(token, new($"成员{i}", Lobby.Password, $"m{i}@example.com"), Lobby.Home)).ToList();
        await Task.WhenAll(uses.Select(u => u.ContinueWith(_ => { }, TaskScheduler.Default)));
        _ = Assert.Single(uses, u => u.IsCompletedSuccessfully);
        Assert.Equal(2, lobby.People.Current.Members.Count);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Invitations_that_are_old_withdrawn_replaced_or_empty_open_nothing(DatabaseKind kind)
    {
        await using var lobby = await Lobby.Open(kind);
        var admin = lobby.Office.Admin;
        async Task Dead(string? token)
        {
            Assert.Equal("invite.not_found", (await Office.Refused(() => lobby.Invitations.Find(token))).Code);
            Assert.Equal("invite.not_found", (await Office.Refused(
                () => lobby.Invitations.Accept(token, new("李雷", Lobby.Password, "x@example.com"), Lobby.Home))).Code);
        }
        foreach (var nothing in new[] { null, "", new string('A', 43) }) await Dead(nothing);
        var (first, withdrawn) = await lobby.Invitations.Make(admin, new("", "a@example.com", [], []));
        await lobby.Invitations.Withdraw(admin, first.Id);
        await Dead(withdrawn);
        var (_, replaced) = await lobby.Invitations.Make(admin, new("", "b@example.com", [], []));
        var (_, old) = await lobby.Invitations.Make(admin, new("", "B@example.com", [], []));
        await Dead(replaced);
        lobby.Clock.Advance(TimeSpan.FromDays(7));
        await Dead(old);
        Assert.Single(lobby.People.Current.Members);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_former_member_comes_back_only_by_an_invitation_to_their_address(DatabaseKind kind)
    {
        await using var lobby = await Lobby.Open(kind);
        var admin = lobby.Office.Admin;
        var li = await lobby.Add("李雷", "li@example.com", administrator: true);
        await lobby.People.GiveRoles(admin, li.Id, "crm", ["director"]);
        await lobby.People.Deactivate(admin, li.Id);

        var (_, open) = await lobby.Invitations.Make(admin, new("", "", [], []));
        Assert.Equal("email:email.taken",
            await Office.Errors(() => lobby.Invitations.Accept(open, new("假李雷", Lobby.Password, "li@example.com"), Lobby.Home)));

        var (_, own) = await lobby.Invitations.Make(admin, new("", "LI@example.com", [], [new("crm", "sales")]));
        var signed = await lobby.Invitations.Accept(own, new("李雷", "another-9-tq"), Lobby.Home);
        Assert.Equal((li.Id, false), (signed.Actor.MemberId, signed.Actor.Administrator));
        Assert.Equal(["sales"], signed.Actor.Roles("crm"));
        Assert.Equal("sign_in.wrong", await lobby.Try("li@example.com"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_is_wrong_with_an_answer_is_said_and_the_invitation_stays(DatabaseKind kind)
    {
        await using var lobby = await Lobby.Open(kind);
        var (_, token) = await lobby.Invitations.Make(lobby.Office.Admin, new("", "", [], []));
        Task<string> Errors(AcceptEntry entry) => Office.Errors(() => lobby.Invitations.Accept(token, entry, Lobby.Home));
        Assert.Equal("password:password.common", await Errors(new("李雷", "12345678", "li@example.com")));
        Assert.Equal("name:member.name email:member.reach", await Errors(new("", Lobby.Password)));
        Assert.Equal("email:email.taken", await Errors(new("李雷", Lobby.Password, lobby.Office.Boss.Email)));
        await lobby.Invitations.Accept(token, new("李雷", Lobby.Password, "li@example.com"), Lobby.Home);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Only_an_administrator_invites_and_nobody_who_is_here_already(DatabaseKind kind)
    {
        await using var lobby = await Lobby.Open(kind);
        var li = lobby.Office.As(await lobby.Add("李雷", "li@example.com"));
        var entry = new InviteEntry("", "new@example.com", [], []);
        Assert.Equal(ProblemKind.Forbidden, (await Office.Refused(() => lobby.Invitations.Make(li, entry))).Kind);
        Assert.Equal(ProblemKind.Forbidden, (await Office.Refused(() => lobby.Invitations.List(li))).Kind);
        Assert.Equal(ProblemKind.Forbidden, (await Office.Refused(() => lobby.Invitations.Withdraw(li, 1))).Kind);
        Assert.Equal("email:email.taken departments:member.department roles:member.role", await Office.Errors(
            () => lobby.Invitations.Make(lobby.Office.Admin, new("", "li@example.com", [77], [new("crm", "No Key")]))));
    }
}
