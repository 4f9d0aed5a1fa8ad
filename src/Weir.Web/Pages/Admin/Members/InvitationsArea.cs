using Weir.Engine.Access.SignIn;
using Weir.Engine.Problems;
using Weir.Web.Http;
using Weir.Web.Pages.Notifications;
using Weir.Web.Ui;

namespace Weir.Web.Pages.Admin.Members;

/// <summary>Invitations that administrators make, see and withdraw; taking one is a page before sign-in.</summary>
public sealed class InvitationsArea : PageArea
{
    public const string Path = "/admin/members/invitations";

    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, List).ForAdministrators();
        routes.MapDelete(Path + "/{id:long}", Withdraw).ForAdministrators();
        routes.MapGet("/admin/members/invite", (Visit visit) => Dialog(visit, new InviteEntry("", "", [], []), Refused.Nothing(visit))).ForAdministrators();
        routes.MapPost("/admin/members/invite", Make).ForAdministrators();
    }

    private static async Task<IResult> List(Visit visit) => Rendered.Page<InvitationsScreen>(visit, new PageHead(visit.Say("邀请", "Invitations"), MemberList.Path), await Parameters(visit));

    private static async Task<IResult> Make(Visit visit)
    {
        var form = await visit.Posted();
        var entry = new InviteEntry(form.Text("name"), form.Text("email"), form.Ids("departments"), RolePicks.Read(visit, form));
        try
        {
            var (invite, token) = await visit.Platform.Invitations.Make(visit.Actor, entry);
            var told = await InvitationMail.Send(visit, invite, "/invite/" + token) switch
            {
                true => Toast.Ok(visit.Say($"邀请邮件已发给 {invite.Email}。", $"The invitation was mailed to {invite.Email}.")),
                false => Toast.Bad(visit.Say("邀请已生成，但邮件没有发出；请自己把链接发给对方。", "The invitation is ready, but its mail was not taken; send the link yourself.")),
                null => Toast.Ok(visit.Say("邀请已生成。", "The invitation is ready.")),
            };
            visit.Http.Response.Headers["HX-Trigger"] = told.ToTrigger("invitations-changed");
            return Rendered.Fragment<LinkDialog>(visit, new Dictionary<string, object?>
            {
                ["Visit"] = visit, ["Title"] = visit.Say("邀请链接", "Invitation link"), ["Link"] = LinkDialog.Address(visit, "/invite/" + token),
                ["Text"] = invite.Email.Length > 0
                    ? visit.Say($"发给 {invite.Email}。{Dates.Full(visit.Local(invite.ExpiresAt))} 前有效，只能用一次。", $"For {invite.Email}. Works once, until {Dates.Full(visit.Local(invite.ExpiresAt))}.")
                    : visit.Say($"{Dates.Full(visit.Local(invite.ExpiresAt))} 前有效，只能用一次。", $"Works once, until {Dates.Full(visit.Local(invite.ExpiresAt))}."),
            });
        }
        catch (ProblemException refusal) when (refusal.Problem.Kind == ProblemKind.Invalid)
        {
            return Dialog(visit, entry, Refused.By(visit, refusal));
        }
    }

    private static async Task<IResult> Withdraw(long id, Visit visit)
    {
        await visit.Platform.Invitations.Withdraw(visit.Actor, id);
        visit.Http.Response.Headers["HX-Trigger"] = Toast.Ok(visit.Say("邀请已撤回，链接不再有效。", "Withdrawn. The link no longer works.")).ToTrigger();
        return Rendered.Fragment<InvitationsScreen>(visit, await Parameters(visit));
    }

    private static async Task<Dictionary<string, object?>> Parameters(Visit visit) =>
        new() { ["List"] = MemberList.Of(visit), ["Invitations"] = await visit.Platform.Invitations.List(visit.Actor) };

    private static IResult Dialog(Visit visit, InviteEntry entry, Refused refused) => Rendered.Fragment<InviteDialog>(visit, new Dictionary<string, object?>
    {
        ["Visit"] = visit, ["Entered"] = entry, ["Refused"] = refused,
    }, refused.Status);
}
