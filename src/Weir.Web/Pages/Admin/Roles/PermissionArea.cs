using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Web.Http;
using Weir.Web.Pages.Records;
using Weir.Web.Pages.Records.Lists;
using Weir.Web.Ui;

namespace Weir.Web.Pages.Admin.Roles;

/// <summary>What a role may do: the matrix of forms and operations, and for one form its fields and grants under a condition. Each change is a published version.</summary>
public sealed class PermissionArea : PageArea
{
    /// <summary>So many grants under a condition may a form have in one role.</summary>
    private const int MostGrants = 20;

    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(RoleArea.Path + "/{app}/{role}", (Visit visit, string role) => Matrix(RolePlace.Find(visit, role), Refused.Nothing(visit))).ForAdministrators();
        routes.MapPost(RoleArea.Path + "/{app}/{role}", SaveMatrix).ForAdministrators();
        routes.MapGet(RoleArea.Path + "/{app}/{role}/form/{form}", (Visit visit, string role, string form) => Details(RolePlace.Find(visit, role), form, Refused.Nothing(visit))).ForAdministrators();
        routes.MapPost(RoleArea.Path + "/{app}/{role}/form/{form}", SaveDetails).ForAdministrators();
    }

    private static async Task<IResult> SaveMatrix(Visit visit, string role)
    {
        var place = RolePlace.Find(visit, role);
        var posted = await visit.Posted();
        var after = place.Role;
        foreach (var form in place.App.Forms)
        {
            // A form that was made while the page stood open was not asked about.
            if (!posted.ContainsKey($"{form.Key}.{nameof(Operation.View)}")) continue;
            after = RightsEdit.With(after, form.Key, RightsEdit.WithLevels(place.Permission(form), Levels(place.Permission(form), posted, form.Key + ".")));
        }
        try
        {
            return Saved(visit, Matrix(await place.Publish(after, posted.Text("seen")), Refused.Nothing(visit)));
        }
        catch (ProblemException refusal) when (refusal.Problem.Kind == ProblemKind.Conflict)
        {
            return Matrix(place.Showing(after), Refused.By(visit, refusal));
        }
    }

    private static async Task<IResult> SaveDetails(Visit visit, string role, string form)
    {
        var place = RolePlace.Find(visit, role);
        var posted = await visit.Posted();
        var target = place.Form(form);
        var after = place.Role;
        try
        {
            var permission = RightsEdit.WithLevels(place.Permission(target), Levels(place.Permission(target), posted, ""));
            permission = RightsEdit.WithConditional(permission, [.. Grants(new FormVisit(visit, place.App, target), posted)]);
            if (permission is not null) permission = RightsEdit.WithFields(permission, Fields(target, posted));
            after = RightsEdit.With(place.Role, form, permission);
            return Saved(visit, Details(await place.Publish(after, posted.Text("seen")), form, Refused.Nothing(visit)));
        }
        catch (ProblemException refusal) when (refusal.Problem.Kind == ProblemKind.Conflict)
        {
            return Details(place.Showing(after), form, Refused.By(visit, refusal));
        }
        catch (ProblemException refusal) when (refusal.Problem.Kind == ProblemKind.Invalid)
        {
            return Details(place with { Seen = posted.Text("seen") }, form, Refused.By(visit, refusal));
        }
    }

    private static Dictionary<Operation, AccessLevel?> Levels(PermissionDefinition? before, IFormCollection posted, string prefix) =>
        RightsEdit.Operations.ToDictionary(o => o, o => Level(before, o, posted.Text(prefix + o)));

    private static AccessLevel? Level(PermissionDefinition? before, Operation operation, string text)
    {
        if (text.Length == 0) return null;
        if (RightsEdit.IsWhole(operation)) return RightsEdit.Level(before, operation) ?? AccessLevel.Own;
        return Enum.TryParse<AccessLevel>(text, out var level) && Enum.IsDefined(level) ? level : null;
    }

    private static IEnumerable<GrantDefinition> Grants(FormVisit visit, IFormCollection posted)
    {
        for (var i = 0; i < MostGrants; i++)
        {
            var can = posted[$"grant{i}.can"].Select(o => Enum.TryParse<Operation>(o, out var operation) && Enum.IsDefined(operation) ? operation : (Operation?)null).OfType<Operation>().ToList();
            if (can.Count == 0 || posted[$"grant{i}.remove"] == "yes") continue;
            var when = FilterText.Read(visit, posted.Text($"grant{i}.when") is { Length: > 0 } text ? text : null)?.Proper;
            if (when is null or { All.Count: 0 } or { Any.Count: 0 })
            {
                throw Problem.Invalid("role.invalid", ("有内容需要修改。", "Some entries need your attention."), new FieldError($"grant{i}", "role.condition", (
                    "请写完整条件；没有条件的权限在上面选择范围。", "Complete the condition; what needs none is chosen above by its level."))).Exception();
            }
            yield return new() { Can = can, Level = Enum.TryParse<AccessLevel>(posted.Text($"grant{i}.on"), out var level) && Enum.IsDefined(level) ? level : AccessLevel.Own, When = when, Masked = [.. posted.Text($"grant{i}.masked").Split(',', StringSplitOptions.RemoveEmptyEntries)] };
        }
    }

    private static Dictionary<string, FieldRight> Fields(Form form, IFormCollection posted) => FieldLine.All(form)
        .Select(l => (l.Key, Right: Enum.TryParse<FieldRight>(posted.Text("field." + l.Key), out var right) && Enum.IsDefined(right) ? right : (FieldRight?)null))
        .Where(f => f.Right is not null).ToDictionary(f => f.Key, f => f.Right!.Value);

    private static IResult Saved(Visit visit, IResult page)
    {
        visit.Http.Response.Headers["HX-Trigger"] = Toast.Ok(visit.Say("已保存，立即生效。", "Saved, and in force now.")).ToTrigger();
        return page;
    }

    private static IResult Matrix(RolePlace place, Refused refused) => Rendered.Page<RoleScreen>(place.Visit, RoleArea.Head(place.Visit, place.Visit.Say(place.Role.Label)), new Dictionary<string, object?>
    {
        ["Place"] = place, ["Refused"] = refused,
    }, refused.Status);

    private static IResult Details(RolePlace place, string form, Refused refused) => Rendered.Page<PermissionScreen>(place.Visit, RoleArea.Head(place.Visit, place.Visit.Say(place.Role.Label)), new Dictionary<string, object?>
    {
        ["Place"] = place, ["Form"] = new FormVisit(place.Visit, place.App, place.Form(form)), ["Refused"] = refused,
    }, refused.Status);
}
