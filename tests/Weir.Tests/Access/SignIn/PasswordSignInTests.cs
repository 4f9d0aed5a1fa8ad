using Weir.Engine.Access.SignIn;
using Weir.Engine.Problems;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;
using Xunit;

namespace Weir.Tests.Access.SignIn;

/// <summary>Signing in with a password: by what name, how often, and what it tells to strangers.</summary>
public class PasswordSignInTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_member_signs_in_by_address_or_number_however_typed(DatabaseKind kind)
    {
        await using var lobby = await Lobby.Open(kind);
        var li = await lobby.Add("李雷", "Li@example.com");
        await lobby.People.ChangeMember(lobby.Office.Admin, li.Id, Engine.Access.MemberEntry.Of(li) with { Mobile = "13800138000" });
        foreach (var who in new[] { "li@example.com", " LI@EXAMPLE.COM ", "ｌｉ＠example.com", "13800138000", "+86 138 0013 8000", "0086-138-0013-8000" })
            Assert.Equal(li.Id, (await lobby.SignIn(who)).Actor.MemberId);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Strangers_leavers_and_wrong_passwords_get_the_same_answer(DatabaseKind kind)
    {
        await using var lobby = await Lobby.Open(kind);
        await lobby.Add("李雷", "li@example.com");
        var gone = await lobby.Add("韩梅", "han@example.com");
        await lobby.People.Deactivate(lobby.Office.Admin, gone.Id);
        var answers = new List<string>();
        foreach (var (who, password) in new[]
        {
            ("li@example.com", "wrong password"), ("nobody@example.com", Lobby.Password), ("han@example.com", Lobby.Password),
            (lobby.Office.Boss.Email, ""), ("'; drop table member; --", "x"), ("", ""), ("lı@example.com", Lobby.Password),
        })
        {
            var problem = await Office.Refused(() => lobby.SignIn(who, password));
            answers.Add($"{problem.Kind} {problem.Code} {problem.Message} {problem.Errors.Count} {problem.Detail}");
        }
        Assert.Single(answers.Distinct());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_leavers_right_password_counts_as_a_wrong_one(DatabaseKind kind)
    {
        await using var lobby = await Lobby.Open(kind);
        var gone = await lobby.Add("韩梅", "han@example.com");
        await lobby.People.Deactivate(lobby.Office.Admin, gone.Id);
        for (var i = 0; i < 5; i++) Assert.Equal("sign_in.wrong", await lobby.Try("han@example.com"));
        Assert.Equal("sign_in.too_many", await lobby.Try("han@example.com"));
        Assert.DoesNotContain(await lobby.People.Audit(lobby.Office.Admin, subject: gone.Id), e => e.What == "signed_in");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Five_wrong_passwords_lock_the_account_for_longer_and_longer(DatabaseKind kind)
    {
        await using var lobby = await Lobby.Open(kind);
        await lobby.Add("李雷", "li@example.com");
        for (var i = 0; i < 5; i++) Assert.Equal("sign_in.wrong", await lobby.Try("li@example.com", $"wrong {i}"));
        foreach (var minutes in new[] { 1, 2, 4, 8, 15, 15 })
        {
            var problem = await Office.Refused(() => lobby.SignIn("li@example.com"));
            Assert.Equal((ProblemKind.TooMany, new Waiting(minutes * 60)), (problem.Kind, problem.Detail));
            lobby.Clock.Advance(TimeSpan.FromMinutes(minutes));
            Assert.Equal("sign_in.wrong", await lobby.Try("li@example.com", "wrong again"));
        }
        lobby.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal("ok", await lobby.Try("li@example.com"));
        for (var i = 0; i < 4; i++) Assert.Equal("sign_in.wrong", await lobby.Try("li@example.com", $"wrong {i}"));
        Assert.Equal("ok", await lobby.Try("li@example.com"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Nobodys_account_is_locked_just_like_a_members(DatabaseKind kind)
    {
        await using var lobby = await Lobby.Open(kind);
        await lobby.Add("李雷", "li@example.com");
        async Task<List<string>> Course(string who, string address)
        {
            var course = new List<string>();
            for (var i = 0; i < 8; i++) course.Add(await lobby.Try(who, $"wrong {i}", new(address, "")));
            return course;
        }
        Assert.Equal(await Course("li@example.com", "203.0.113.1"), await Course("nobody@example.com", "203.0.113.2"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Tries_at_the_same_time_do_not_overtake_the_lock(DatabaseKind kind)
    {
        await using var lobby = await Lobby.Open(kind);
        await lobby.Add("李雷", "li@example.com");
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => lobby.Try("li@example.com", $"wrong {i}", new($"198.51.100.{i}", ""))));
        Assert.Equal(5, answers.Count(a => a == "sign_in.wrong"));
        Assert.Equal(35, answers.Count(a => a == "sign_in.too_many"));
    }

    [Theory, OnSqlite]
    public async Task Ten_thousand_tries_from_one_address_compare_few_passwords(DatabaseKind kind)
    {
        await using var lobby = await Lobby.Open(kind);
        var answers = new List<string>();
        for (var i = 0; i < 10_000; i++) answers.Add(await lobby.Try($"member{i}@example.com", "tq7mvkzx-1", new("2001:db8::" + i.ToString("x"), "")));
        Assert.Equal(30, answers.Count(a => a == "sign_in.wrong"));
        lobby.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("sign_in.wrong", await lobby.Try("other@example.com", "x", new("2001:db8::1", "")));
    }

    [Theory, OnSqlite]
    public async Task Ten_thousand_tries_for_one_account_compare_few_passwords(DatabaseKind kind)
    {
        await using var lobby = await Lobby.Open(kind);
        await lobby.Add("李雷", "li@example.com");
        var wrong = 0;
        for (var i = 0; i < 10_000; i++)
            if (await lobby.Try("li@example.com", $"wrong {i}", new($"10.{i / 65536}.{i / 256 % 256}.{i % 256}", "")) == "sign_in.wrong") wrong++;
        Assert.Equal(5, wrong);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Many_right_passwords_from_one_office_are_no_attack(DatabaseKind kind)
    {
        await using var lobby = await Lobby.Open(kind);
        await lobby.Add("李雷", "li@example.com");
        for (var i = 0; i < 60; i++) Assert.Equal("ok", await lobby.Try("li@example.com"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_cheap_old_hash_is_replaced_on_sign_in(DatabaseKind kind)
    {
        await using var lobby = await Lobby.Open(kind);
        var li = await lobby.Add("李雷", "li@example.com");
        var dearer = new Passwords(lobby.Office.Database, lobby.People, lobby.Sessions, new PasswordCheck(3000), lobby.Clock);
        Task<MemberSecretRow?> Secret() => lobby.Office.Database.Read(s => MembersSecrets.Get(s, li.Id));
        var before = await Secret();
        var signed = await dearer.SignIn("li@example.com", Lobby.Password, Lobby.Home);
        var after = await Secret();
        Assert.NotEqual(before!.Password, after!.Password);
        Assert.Equal(PasswordVerdict.Right, await new PasswordCheck(3000).Verify(after.Password, Lobby.Password));
        Assert.NotNull(await lobby.Sessions.Check(signed.Token));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_member_without_a_password_cannot_sign_in(DatabaseKind kind)
    {
        await using var lobby = await Lobby.Open(kind);
        Assert.Equal("sign_in.wrong", await lobby.Try(lobby.Office.Boss.Email, ""));
        Assert.Equal("sign_in.wrong", await lobby.Try(lobby.Office.Boss.Email));
    }
}
