using Weir.Engine.Access;
using Weir.Engine.Handover;
using Weir.Engine.Problems;
using Weir.Web.Http;
using Weir.Web.Ui;

namespace Weir.Web.Pages.Admin.Members;

/// <summary>Giving what a member has to others, before they leave or after: what there is, who takes it, what was left and why.</summary>
public sealed class HandoverArea : PageArea
{
    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(MemberList.Path + "/{id:long}/handover", Show).ForAdministrators();
        routes.MapPost(MemberList.Path + "/{id:long}/handover", Run).ForAdministrators();
    }

    private static Task<IResult> Show(long id, Visit visit) => Page(visit, Known(visit, id), new HandoverChoice([], new Dictionary<string, IReadOnlyList<long>>()), disable: true, null, Refused.Nothing(visit));

    private static async Task<IResult> Run(long id, Visit visit)
    {
        var member = Known(visit, id);
        var form = await visit.Posted();
        var own = form.Keys.Where(k => k.StartsWith("to:", StringComparison.Ordinal) && form.Ids(k).Count > 0).ToDictionary(k => k[3..], form.Ids);
        var choice = new HandoverChoice(form.Ids("receivers"), own, form.Text("note").Trim() is { Length: > 0 } note ? note : null);
        var disable = form["disable"] == "yes";
        try
        {
            if (disable && id == visit.Actor.MemberId) throw Problem.Invalid("handover.self", ("不能停用自己。", "You cannot disable yourself."), new FieldError("disable", "handover.self", ("请由另一位管理员停用你的账号。", "Another administrator has to disable your account."))).Exception();
            var result = await visit.Platform.Handovers.Run(visit.Actor, id, choice, visit.Cancel);
            await visit.Platform.People.NoteHandover(visit.Actor, id, result.Moved, [.. choice.Receivers.Concat(own.Values.SelectMany(r => r)).Distinct()]);
            // Who still has something can be asked about it.
            if (disable && member.Active && result.Left.Count == 0) member = await visit.Platform.People.Deactivate(visit.Actor, id);
            visit.Http.Response.Headers["HX-Trigger"] = Toast.Ok(visit.Say($"已交接 {result.Moved:n0} 项。", $"{result.Moved:n0} handed over.")).ToTrigger();
            return await Page(visit, Known(visit, id), choice, disable, result, Refused.Nothing(visit));
        }
        catch (ProblemException refusal) when (refusal.Problem.Kind is ProblemKind.Invalid or ProblemKind.Conflict)
        {
            return await Page(visit, member, choice, disable, null, Refused.By(visit, refusal));
        }
    }

    private static async Task<IResult> Page(Visit visit, Member member, HandoverChoice choice, bool disable, HandoverResult? result, Refused refused) =>
        Rendered.Page<HandoverScreen>(visit, new PageHead(visit.Say($"{member.Name} 的工作交接", $"Handing over from {member.Name}"), MemberList.Path), new Dictionary<string, object?>
        {
            ["Visit"] = visit, ["Member"] = member, ["Choice"] = choice, ["Disable"] = disable, ["Result"] = result, ["Refused"] = refused, ["Holdings"] = await visit.Platform.Handovers.Count(visit.Actor, member.Id, visit.Cancel),
        }, refused.Status);

    private static Member Known(Visit visit, long id) => visit.Platform.People.Current.Members.GetValueOrDefault(id)
        ?? throw (Problem.NotFound("member.not_found") with { Message = ("找不到这位成员。", "There is no such member.") }).Exception();
}
