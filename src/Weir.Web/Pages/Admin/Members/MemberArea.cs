using Weir.Engine.Access;
using Weir.Engine.Problems;
using Weir.Web.Http;
using Weir.Web.Ui;

namespace Weir.Web.Pages.Admin.Members;

/// <summary>The members of the organisation: the list, one member with place and roles, disabling, and links to set a password. Invitations are an area of their own.</summary>
public sealed class MemberArea : PageArea
{
    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/admin", () => Results.LocalRedirect(MemberList.Path)).ForAdministrators();
        routes.MapGet(MemberList.Path, List).ForAdministrators();
        routes.MapGet(MemberList.Path + "/{id:long}", Show).ForAdministrators();
        routes.MapPost(MemberList.Path + "/{id:long}", Save).ForAdministrators();
        routes.MapPost(MemberList.Path + "/{id:long}/disable", Disable).ForAdministrators();
        routes.MapPost(MemberList.Path + "/{id:long}/enable", Enable).ForAdministrators();
        routes.MapPost(MemberList.Path + "/{id:long}/password-link", MakeLink).ForAdministrators();
    }

    private static async Task<IResult> List(Visit visit)
    {
        var list = MemberList.Of(visit);
        if (visit.Http.Request.Query["part"] == "rows")
        {
            visit.Http.Response.Headers["HX-Replace-Url"] = list.Url;
            return Rendered.Parts(Part.Of<MemberRows>("#members", new Dictionary<string, object?> { ["List"] = list }, "innerHTML"));
        }
        return Rendered.Page<MembersScreen>(visit, new PageHead(visit.Say("成员", "Members"), MemberList.Path), new Dictionary<string, object?>
        {
            ["List"] = list, ["Invitations"] = (await visit.Platform.Invitations.List(visit.Actor)).Count,
        });
    }

    private static Task<IResult> Show(long id, Visit visit)
    {
        var member = Known(visit, id);
        return Page(visit, member, MemberEntry.Of(member), [.. Roles(visit, id)], Refused.Nothing(visit));
    }

    private static async Task<IResult> Save(long id, Visit visit)
    {
        var member = Known(visit, id);
        var form = await visit.Posted();
        var roles = RolePicks.Read(visit, form);
        var entry = new MemberEntry(form.Text("name"), form.Text("email"), form.Text("mobile"))
        {
            Departments = form.Ids("departments"), ManagerId = form.Id("manager"), Language = form.Text("language") is { Length: > 0 } language ? language : null,
            Administrator = form["administrator"] == "yes",
        };
        try
        {
            member = await visit.Platform.People.ChangeMember(visit.Actor, id, entry, roles, form.Text("seen"));
        }
        catch (ProblemException refusal) when (refusal.Problem.Kind is ProblemKind.Invalid or ProblemKind.Conflict)
        {
            // Another process may have changed the member, and the page is to be saved again over what is there now.
            await visit.Platform.People.Load(visit.Cancel);
            var seen = refusal.Problem.Kind == ProblemKind.Conflict ? null : form.Text("seen");
            return await Page(visit, Known(visit, id), entry, roles, Refused.By(visit, refusal), seen);
        }
        if (id == visit.Actor.MemberId && !member.Administrator) return Rendered.Go(visit, "/");
        visit.Http.Response.Headers["HX-Trigger"] = Toast.Ok(visit.Say("已保存。", "Saved.")).ToTrigger();
        return await Page(visit, member, MemberEntry.Of(member), [.. Roles(visit, id)], Refused.Nothing(visit));
    }

    private static async Task<IResult> Disable(long id, Visit visit)
    {
        var member = await visit.Platform.People.Deactivate(visit.Actor, id);
        visit.Http.Response.Headers["HX-Trigger"] = Toast.Ok(visit.Say($"{member.Name} 已停用，所有登录都已结束。", $"{member.Name} is disabled and signed out everywhere.")).ToTrigger();
        return member.Id == visit.Actor.MemberId ? Rendered.Go(visit, "/sign-in") : await Show(id, visit);
    }

    private static async Task<IResult> Enable(long id, Visit visit)
    {
        var member = await visit.Platform.People.Activate(visit.Actor, id);
        visit.Http.Response.Headers["HX-Trigger"] = Toast.Ok(visit.Say($"{member.Name} 已启用，可以用原来的密码登录。", $"{member.Name} is active again and signs in with the former password.")).ToTrigger();
        return await Show(id, visit);
    }

    private static async Task<IResult> MakeLink(long id, Visit visit)
    {
        var member = Known(visit, id);
        var token = await visit.Platform.Passwords.MakeLink(visit.Actor, id);
        return Rendered.Fragment<LinkDialog>(visit, new Dictionary<string, object?>
        {
            ["Visit"] = visit, ["Title"] = visit.Say($"{member.Name} 的密码链接", $"Password link for {member.Name}"), ["Link"] = LinkDialog.Address(visit, "/password/" + token),
            ["Text"] = visit.Say("24 小时内有效，只能用一次。打开后设置新密码，其他设备上的登录随之失效。", "Works once, within 24 hours. It sets a new password and ends every other sign-in."),
        });
    }

    private static Member Known(Visit visit, long id) => visit.Platform.People.Current.Members.GetValueOrDefault(id)
        ?? throw (Problem.NotFound("member.not_found") with { Message = ("找不到这位成员。", "There is no such member.") }).Exception();

    private static IEnumerable<AppRole> Roles(Visit visit, long id) => visit.Platform.People.Current.Roles(id).Select(r => new AppRole(r.App, r.Role));

    private static async Task<IResult> Page(Visit visit, Member member, MemberEntry entry, IReadOnlyCollection<AppRole> roles, Refused refused, string? seen = null) =>
        Rendered.Page<MemberScreen>(visit, new PageHead(member.Name, MemberList.Path), new Dictionary<string, object?>
        {
            ["Visit"] = visit, ["Member"] = member, ["Entered"] = entry, ["Roles"] = roles, ["Refused"] = refused,
            ["Seen"] = seen ?? Mark.Of(visit.Platform.People.Current, member),
            ["Trail"] = await visit.Platform.People.Audit(visit.Actor, limit: 20, subject: member.Id),
        }, refused.Status);
}
