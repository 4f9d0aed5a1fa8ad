using Weir.Engine.Access.SignIn;
using Weir.Sql.Sessions;
using Weir.Tests.Web.SignIn;
using Xunit;

namespace Weir.Tests.Web.Admin;

/// <summary>The life of an invitation: made, shown once, taken once, withdrawn or expired.</summary>
public class InvitationPagesTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Whoever_takes_an_invitation_joins_with_its_department_and_roles_and_nobody_takes_it_twice(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var boss = (await host.SignInAdmin()).Htmx();
        var east = await host.Platform.People.AddDepartment(host.Admin, new("华东组"));
        var link = await Invite(boss, ("name", "李伟"), ("email", "liwei@example.com"), ("departments", $"{east.Id}"), ("role", "l2c:sales_rep"));
        var guest = host.Visit();

        Assert.Contains("liwei@example.com", (await guest.Get(link)).Text, StringComparison.Ordinal);
        Assert.Equal(422, (await guest.Post(link, ("name", "李伟"), ("password", "12345678"))).Status);
        Assert.Equal(302, (await guest.Post(link, ("name", "李伟"), ("password", "correct-horse-9"), ("email", "other@example.com"), ("role", "l2c:administrator"))).Status);

        var member = host.Platform.People.Current.Members.Values.Single(m => m.Name == "李伟");
        Assert.Equal(("liwei@example.com", false, east.Id), (member.Email, member.Administrator, Assert.Single(member.Departments)));
        Assert.Equal(["sales_rep"], host.Platform.People.Current.Roles(member.Id, "l2c"));
        Assert.Equal(200, (await guest.Get("/app/l2c/lead")).Status);
        Assert.Equal(404, (await host.Visit().Get(link)).Status);
        Assert.Equal(404, (await host.Visit().Post(link, ("name", "王芳"), ("password", "correct-horse-9"))).Status);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_invitation_ends_when_it_is_withdrawn(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var boss = (await host.SignInAdmin()).Htmx();
        var link = await Invite(boss, ("name", "李伟"));
        var delete = (await boss.Get("/admin/members/invitations")).Html.QuerySelector("[hx-delete]")!.GetAttribute("hx-delete")!;

        Assert.Equal(200, (await boss.Send(HttpMethod.Delete, delete)).Status);

        Assert.Equal(404, (await host.Visit().Get(link)).Status);
        Assert.Null((await boss.Get("/admin/members/invitations")).Html.QuerySelector("[hx-delete]"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_invitation_expires_and_says_so_before(DatabaseKind kind)
    {
        var clock = SignInTests.Today();
        await using var host = await TestHost.Start(kind, clock);
        var boss = await host.SignInAdmin();
        var link = await Invite(boss.Htmx(), ("name", "李伟"));

        clock.Advance(Invitations.Lifetime - TimeSpan.FromMinutes(5));
        Assert.Equal(200, (await host.Visit().Get(link)).Status);
        clock.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(404, (await host.Visit().Get(link)).Status);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_is_wrong_with_an_invitation_is_said_in_its_dialog(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var boss = (await host.SignInAdmin()).Htmx();

        var reply = await boss.Post("/admin/members/invite", ("name", "李伟"), ("email", "boss@example.com"));

        Assert.Equal(422, reply.Status);
        Assert.NotNull(reply.Html.QuerySelector("dialog #f-email[aria-invalid=true]"));
        Assert.Equal("李伟", reply.Html.QuerySelector("#f-name")!.GetAttribute("value"));
    }

    private static async Task<string> Invite(Browser boss, params (string, string)[] fields)
    {
        var link = (await boss.Post("/admin/members/invite", fields)).Html.QuerySelector("w-copy input")!.GetAttribute("value")!;
        Assert.StartsWith("/invite/", link, StringComparison.Ordinal);
        return link;
    }
}
