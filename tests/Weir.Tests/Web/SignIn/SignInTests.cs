using Weir.Engine.Access.SignIn;
using Weir.Tests.Access;
using Xunit;

namespace Weir.Tests.Web.SignIn;

/// <summary>Signing in and out in the browser: the same words for every failure, a lock after too many, and no way to another site.</summary>
public class SignInTests
{
    private const string Password = "correct-horse-9";

    [Fact]
    public async Task The_right_password_signs_in_and_leads_to_where_one_wanted_to_go()
    {
        await using var host = await TestHost.Start();
        var member = await host.Add("李伟", "sales_rep");
        await host.SetPassword(member.Id, Password);
        var visitor = host.Visit();

        var reply = await visitor.Post("/sign-in?return=%2Fapp%2Fl2c%2Flead%3Fview%3Dmine", ("who", member.Email), ("password", Password));

        Assert.Equal((302, "/app/l2c/lead?view=mine"), (reply.Status, reply.Location));
        Assert.Equal(200, (await visitor.Get("/app/l2c/lead")).Status);
        Assert.Matches("weir-session=.*httponly", reply["Set-Cookie"]!.ToLowerInvariant());
    }

    [Fact]
    public async Task A_wrong_name_and_a_wrong_password_answer_alike()
    {
        await using var host = await TestHost.Start();
        var member = await host.Add("李伟", "sales_rep");
        await host.SetPassword(member.Id, Password);

        var wrongName = await host.Visit().Post("/sign-in", ("who", "nobody@example.com"), ("password", Password));
        var wrongWord = await host.Visit().Post("/sign-in", ("who", member.Email), ("password", "wrong-horse-9"));

        Assert.Equal((422, 422), (wrongName.Status, wrongWord.Status));
        Assert.Equal(wrongName.Html.QuerySelector(".w-errors")!.TextContent, wrongWord.Html.QuerySelector(".w-errors")!.TextContent);
        Assert.Equal(member.Email, wrongWord.Html.QuerySelector("#f-who")!.GetAttribute("value"));
    }

    [Fact]
    public async Task Too_many_wrong_passwords_lock_the_account_for_a_while_even_for_the_right_one()
    {
        var clock = Today();
        await using var host = await TestHost.Start(clock);
        var member = await host.Add("李伟", "sales_rep");
        await host.SetPassword(member.Id, Password);
        var visitor = host.Visit();
        for (var i = 0; i < Passwords.FreeTries; i++) await visitor.Post("/sign-in", ("who", member.Email), ("password", "wrong-horse-9"));

        var locked = await visitor.Post("/sign-in", ("who", member.Email), ("password", Password));
        Assert.Equal(429, locked.Status);
        Assert.NotNull(locked["Retry-After"]);

        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(302, (await visitor.Post("/sign-in", ("who", member.Email), ("password", Password))).Status);
    }

    [Fact]
    public async Task A_disabled_member_cannot_sign_in()
    {
        await using var host = await TestHost.Start();
        var member = await host.Add("李伟", "sales_rep");
        await host.SetPassword(member.Id, Password);
        await host.Platform.People.Deactivate(host.Admin, member.Id);

        Assert.Equal(422, (await host.Visit().Post("/sign-in", ("who", member.Email), ("password", Password))).Status);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/sign-in?return=/")]
    public async Task Sign_in_never_leads_to_another_site(string wanted)
    {
        await using var host = await TestHost.Start();
        var boss = await host.SignInAdmin();

        Assert.Equal("/", (await boss.Get("/sign-in?return=" + Uri.EscapeDataString(wanted))).Location);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_on_the_server()
    {
        await using var host = await TestHost.Start();
        var member = await host.Add("李伟", "sales_rep");
        var browser = await host.SignIn(member.Id);
        var copied = browser.Cookies.GetCookies(new Uri("http://localhost"))["weir-session"]!.Value;

        await browser.Post("/sign-out");

        Assert.Null(await host.Platform.Sessions.Check(copied));
        Assert.Equal(302, (await browser.Get("/app/l2c")).Status);
    }

    [Fact]
    public async Task A_password_link_works_once_and_for_a_day()
    {
        var clock = Today();
        await using var host = await TestHost.Start(clock);
        var member = await host.Add("李伟", "sales_rep");
        var session = await host.SignIn(member.Id);
        var (first, second) = (await host.Platform.Passwords.MakeLink(host.Admin, member.Id), "");
        var visitor = host.Visit();

        Assert.Contains("李伟", (await visitor.Get("/password/" + first)).Text, StringComparison.Ordinal);
        Assert.Equal(422, (await visitor.Post("/password/" + first, ("password", "12345678"))).Status);
        Assert.Equal((302, "/"), (await visitor.Post("/password/" + first, ("password", Password))) is var set ? (set.Status, set.Location) : default);
        Assert.Equal(404, (await host.Visit().Get("/password/" + first)).Status);
        Assert.Equal(302, (await session.Get("/app/l2c")).Status);

        second = await host.Platform.Passwords.MakeLink(host.Admin, member.Id);
        clock.Advance(Passwords.LinkLifetime + TimeSpan.FromMinutes(1));
        Assert.Equal(404, (await host.Visit().Get("/password/" + second)).Status);
    }

    /// <summary>A clock that stands at this day, since the data of the seed are of it.</summary>
    internal static HandClock Today()
    {
        var clock = new HandClock();
        clock.Advance(TimeProvider.System.GetUtcNow() - clock.GetUtcNow());
        return clock;
    }
}
