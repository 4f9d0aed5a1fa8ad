using Weir.Engine.Access;
using Weir.Engine.Outbox;
using Weir.Sql.Sessions;
using Xunit;

namespace Weir.Tests.Web.Me;

/// <summary>What members settle for themselves, and that it is only ever their own.</summary>
public class MePagesTests
{
    private const string Password = "correct-horse-9";

    [Fact]
    public async Task A_new_password_ends_every_other_session_and_keeps_this_one()
    {
        await using var host = await TestHost.Start();
        var member = await host.Add("李伟", "sales_rep");
        await host.SetPassword(member.Id, Password);
        var (here, there) = (await host.SignIn(member.Id), await host.SignIn(member.Id));

        var reply = await here.Htmx().Post("/me/password", ("old", Password), ("password", "another-horse-9"));

        Assert.Equal(200, reply.Status);
        Assert.Equal(200, (await here.Get("/app/l2c")).Status);
        Assert.Equal(302, (await there.Get("/app/l2c")).Status);
    }

    [Fact]
    public async Task A_wrong_old_password_changes_nothing()
    {
        await using var host = await TestHost.Start();
        var member = await host.Add("李伟", "sales_rep");
        await host.SetPassword(member.Id, Password);
        var (here, there) = (await host.SignIn(member.Id), await host.SignIn(member.Id));

        var reply = await here.Htmx().Post("/me/password", ("old", "wrong"), ("password", "another-horse-9"));

        Assert.Equal(422, reply.Status);
        Assert.NotNull(reply.Html.QuerySelector("#f-old[aria-invalid=true]"));
        Assert.Equal(200, (await there.Get("/app/l2c")).Status);
    }

    [Fact]
    public async Task One_may_end_a_session_of_ones_own_and_of_nobody_else()
    {
        await using var host = await TestHost.Start();
        var member = await host.Add("李伟", "sales_rep");
        var (here, there, stranger) = (await host.SignIn(member.Id), await host.SignIn(member.Id), await host.SignIn("王芳", "sales_rep"));
        var page = await here.Get("/me");
        var url = page.Html.QuerySelector("#me-sessions [hx-delete^='/me/sessions/']")!.GetAttribute("hx-delete")!;

        Assert.Equal(404, (await stranger.Htmx().Send(HttpMethod.Delete, url)).Status);
        Assert.Equal(200, (await there.Get("/app/l2c")).Status);
        Assert.Equal(200, (await here.Htmx().Send(HttpMethod.Delete, url)).Status);
        Assert.Equal(302, (await there.Get("/app/l2c")).Status);
    }

    [Fact]
    public async Task The_language_changes_for_every_page_that_follows()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");

        await seller.Htmx().Post("/me/language", ("language", "en"));

        var page = await seller.Get("/app/l2c");
        Assert.Equal("en", page.Html.DocumentElement.GetAttribute("lang"));
        Assert.Contains("Leads", page.Text, StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Quiet_hours_are_kept_and_ended_again(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var seller = await host.SignIn("李伟", "sales_rep");

        Assert.Equal(204, (await seller.Htmx().Post("/me/quiet", ("from", "21:30"), ("to", ""))).Status);
        await seller.Htmx().Post("/me/quiet", ("from", "21:30"), ("to", "07:15"), ("days_off", "yes"));
        var page = (await seller.Get("/me")).Html;
        Assert.Equal(("21:30", "07:15", true), (page.QuerySelector("#f-from")!.GetAttribute("value"), page.QuerySelector("#f-to")!.GetAttribute("value"), page.QuerySelector("[name=days_off]")!.HasAttribute("checked")));

        await seller.Htmx().Post("/me/quiet", ("from", "08:00"), ("to", "08:00"));
        Assert.Equal("21:30", (await seller.Get("/me")).Html.QuerySelector("#f-from")!.GetAttribute("value"));

        await seller.Htmx().Post("/me/quiet", ("from", ""), ("to", ""));
        Assert.Equal(QuietHours.None, await host.Platform.Notifications.Quiet(host.Platform.People.Current.Actor(seller.Member)));
    }

    [Fact]
    public async Task A_new_token_is_shown_once()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");

        var made = await seller.Htmx().Post("/me/tokens", ("name", "对账"), ("lifetime", "30"), ("reads", "only"));
        var text = made.Html.QuerySelector("w-copy input")!.GetAttribute("value")!;

        Assert.Equal(200, made.Status);
        Assert.DoesNotContain(text, (await seller.Get("/me")).Text, StringComparison.Ordinal);
        Assert.Equal(seller.Member, (await host.Platform.Tokens.Check(text))!.MemberId);
    }

    [Fact]
    public async Task Whoever_is_disabled_is_out_at_the_next_request()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        Assert.Equal(200, (await seller.Get("/app/l2c")).Status);

        await host.Platform.People.Deactivate(host.Admin, seller.Member);

        Assert.Equal(302, (await seller.Get("/app/l2c")).Status);
        Assert.Equal(401, (await seller.Htmx().Get("/app/l2c")).Status);
    }

    [Fact]
    public async Task Whoever_becomes_administrator_has_to_sign_in_again()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var member = host.Platform.People.Current.Members[seller.Member];

        await host.Platform.People.ChangeMember(host.Admin, member.Id, MemberEntry.Of(member) with { Administrator = true });

        Assert.Equal(302, (await seller.Get("/app/l2c")).Status);
    }
}
