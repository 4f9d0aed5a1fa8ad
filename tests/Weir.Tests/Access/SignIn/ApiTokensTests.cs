using Weir.Engine.Access.SignIn;
using Weir.Engine.Problems;
using Weir.Sql.Sessions;
using Xunit;

namespace Weir.Tests.Access.SignIn;

/// <summary>API tokens: made once, shown once, ended by their member.</summary>
public class ApiTokensTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_token_speaks_in_the_members_name_with_the_rights_of_now(DatabaseKind kind)
    {
        await using var lobby = await Lobby.Open(kind);
        var li = await lobby.Add("李雷", "li@example.com");
        var (token, text) = await lobby.Tokens.Make(lobby.Office.As(li), " 报表脚本 ", null, readOnly: false);
        Assert.Equal(("报表脚本", text[^4..], false), (token.Name, token.Tail, token.ReadOnly));
        Assert.StartsWith("weir_", text);
        var actor = (await lobby.Tokens.Check(text))!;
        Assert.Equal((li.Id, "api", false), (actor.MemberId, actor.Road, actor.ReadOnly));
        await lobby.People.GiveRoles(lobby.Office.Admin, li.Id, "crm", ["sales"]);
        Assert.Equal(["sales"], (await lobby.Tokens.Check(text))!.Roles("crm"));
        foreach (var other in new[] { null, "", "weir_", text["weir_".Length..], text + "x", text.ToUpperInvariant(), "weir_" + new string('A', 43) })
            Assert.Null(await lobby.Tokens.Check(other));
        Assert.Null(await lobby.Sessions.Check(text["weir_".Length..]));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_read_only_token_changes_no_people(DatabaseKind kind)
    {
        await using var lobby = await Lobby.Open(kind);
        var (_, text) = await lobby.Tokens.Make(lobby.Office.Admin, "看板", null, readOnly: true);
        var actor = (await lobby.Tokens.Check(text))!;
        Assert.True(actor.ReadOnly);
        Assert.True(actor.Via("import:1").ReadOnly);
        Assert.Equal(ProblemKind.Forbidden, (await Office.Refused(() => lobby.People.AddMember(actor, new("李雷", "li@example.com")))).Kind);
        Assert.Equal(ProblemKind.Forbidden, (await Office.Refused(() => lobby.People.ChangeLanguage(actor, "en"))).Kind);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_token_ends_on_its_day_even_when_it_is_remembered(DatabaseKind kind)
    {
        await using var lobby = await Lobby.Open(kind);
        var ends = lobby.Clock.GetUtcNow().UtcDateTime.AddDays(1);
        var (_, text) = await lobby.Tokens.Make(lobby.Office.Admin, "短期", ends, false);
        lobby.Clock.Advance(TimeSpan.FromDays(1) - TimeSpan.FromSeconds(1));
        Assert.NotNull(await lobby.Tokens.Check(text));
        lobby.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await lobby.Tokens.Check(text));
        Assert.Equal("name:token.name expires:token.expires", await Office.Errors(() => lobby.Tokens.Make(lobby.Office.Admin, "", ends, false)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Another_members_token_cannot_be_seen_or_revoked(DatabaseKind kind)
    {
        await using var lobby = await Lobby.Open(kind);
        var (li, han) = (lobby.Office.As(await lobby.Add("李雷", "li@example.com")), lobby.Office.As(await lobby.Add("韩梅", "han@example.com")));
        var (token, text) = await lobby.Tokens.Make(li, "脚本", null, false);
        Assert.Empty(await lobby.Tokens.List(han));
        Assert.Empty(await lobby.Tokens.List(lobby.Office.Admin));
        Assert.Equal(ProblemKind.NotFound, (await Office.Refused(() => lobby.Tokens.Revoke(han, token.Id))).Kind);
        Assert.Equal(ProblemKind.NotFound, (await Office.Refused(() => lobby.Tokens.Revoke(lobby.Office.Admin, token.Id))).Kind);
        Assert.NotNull(await lobby.Tokens.Check(text));
        await lobby.Tokens.Revoke(li, token.Id);
        Assert.Null(await lobby.Tokens.Check(text));
        Assert.Empty(await lobby.Tokens.List(li));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_stolen_token_cannot_make_itself_at_home(DatabaseKind kind)
    {
        await using var lobby = await Lobby.Open(kind);
        var (token, text) = await lobby.Tokens.Make(lobby.Office.Admin, "脚本", null, false);
        var thief = (await lobby.Tokens.Check(text))!;
        Func<Task>[] attempts =
        [
            () => lobby.Tokens.Make(thief, "another", null, false), () => lobby.Tokens.List(thief), () => lobby.Tokens.Revoke(thief, token.Id),
            () => lobby.Sessions.List(thief, null), () => lobby.Sessions.EndOthers(thief, ""), () => lobby.Sessions.End(thief, 1),
            () => lobby.Passwords.Change(thief, "", "another-9-tq", null), () => lobby.Passwords.MakeLink(thief, lobby.Office.Boss.Id),
            () => lobby.Invitations.Make(thief, new("", "", [], [])),
        ];
        foreach (var attempt in attempts) Assert.Equal("profile.in_person", (await Office.Refused(attempt)).Code);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Use_is_noted_every_five_minutes_at_most(DatabaseKind kind)
    {
        await using var lobby = await Lobby.Open(kind);
        var (_, text) = await lobby.Tokens.Make(lobby.Office.Admin, "脚本", null, false);
        async Task<DateTime?> Used() => Assert.Single(await lobby.Tokens.List(lobby.Office.Admin)).UsedAt;
        Assert.Null(await Used());
        var start = lobby.Clock.GetUtcNow().UtcDateTime;
        await lobby.Tokens.Check(text);
        Assert.Equal(start, await Used());
        lobby.Clock.Advance(TimeSpan.FromMinutes(4));
        await lobby.Tokens.Check(text);
        Assert.Equal(start, await Used());
        lobby.Clock.Advance(TimeSpan.FromMinutes(1));
        await lobby.Tokens.Check(text);
        Assert.Equal(start.AddMinutes(5), await Used());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Nobody_collects_tokens_without_end(DatabaseKind kind)
    {
        await using var lobby = await Lobby.Open(kind);
        for (var i = 0; i < ApiTokens.MaxOfMember; i++) await lobby.Tokens.Make(lobby.Office.Admin, $"脚本 {i}", null, false);
        Assert.Equal("token.too_many", (await Office.Refused(() => lobby.Tokens.Make(lobby.Office.Admin, "one more", null, false))).Code);
    }
}
