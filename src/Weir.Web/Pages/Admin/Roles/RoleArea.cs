using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Web.Http;
using Weir.Web.Ui;

namespace Weir.Web.Pages.Admin.Roles;

/// <summary>The roles of an app: list, new, copy, name, remove, and who has them. What a role may do is an area of its own.</summary>
public sealed class RoleArea : PageArea
{
    public const string Path = "/admin/roles";

    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, First).ForAdministrators();
        routes.MapGet(Path + "/{app}", List).ForAdministrators();
        routes.MapGet(Path + "/{app}/new", (Visit visit, string? like) => Dialog(visit, null, like, like is null ? null : Suggested(RolePlace.Find(visit, like)), false, Refused.Nothing(visit))).ForAdministrators();
        routes.MapPost(Path + "/{app}", Add).ForAdministrators();
        routes.MapGet(Path + "/{app}/{role}/name", Rename).ForAdministrators();
        routes.MapPost(Path + "/{app}/{role}/name", SaveName).ForAdministrators();
        routes.MapDelete(Path + "/{app}/{role}", Remove).ForAdministrators();
        routes.MapGet(Path + "/{app}/{role}/trail", Trail).ForAdministrators();
        routes.MapGet(Path + "/{app}/{role}/members", Members).ForAdministrators();
        routes.MapPost(Path + "/{app}/{role}/members", Give).ForAdministrators();
        routes.MapDelete(Path + "/{app}/{role}/members/{id:long}", Take).ForAdministrators();
    }

    internal static PageHead Head(Visit visit, string? title = null) => new(title ?? visit.Say("角色与权限", "Roles"), Path);

    private static IResult First(Visit visit) => visit.Platform.Apps.Current.Values.MinBy(a => a.Id) is { } app
        ? Results.LocalRedirect($"{Path}/{app.Key}")
        : Rendered.Page<NoRoles>(visit, Head(visit), new Dictionary<string, object?> { ["Visit"] = visit });

    private static IResult List(Visit visit) => Rendered.Page<RolesScreen>(visit, Head(visit), new Dictionary<string, object?> { ["Visit"] = visit, ["App"] = visit.TheApp });

    private static async Task<IResult> Add(Visit visit)
    {
        var form = await visit.Posted();
        var like = form.Text("like") is { Length: > 0 } key ? RolePlace.Find(visit, key).Role : null;
        var (label, administrator) = (new Words(form.Text("zh").Trim(), form.Text("en").Trim()), form["administrator"] == "yes");
        if (Wrong(visit.TheApp, label, null) is { } wrong) return Dialog(visit, null, like?.Key, label, administrator, wrong(visit));
        var role = RightsEdit.New(visit.TheApp.Definition, label, like) with { Administrator = administrator };
        await visit.Platform.Apps.Publish(visit.Actor, visit.TheApp.Definition with { Roles = [.. visit.TheApp.Definition.Roles, role] }, visit.TheApp.Version, visit.Cancel);
        return Rendered.Go(visit, $"{Path}/{visit.TheApp.Key}/{role.Key}");
    }

    private static IResult Rename(Visit visit, string role)
    {
        var place = RolePlace.Find(visit, role);
        return Dialog(visit, place.Role, null, place.Role.Label, place.Role.Administrator, Refused.Nothing(visit));
    }

    private static async Task<IResult> SaveName(Visit visit, string role)
    {
        var place = RolePlace.Find(visit, role);
        var form = await visit.Posted();
        var (label, administrator) = (new Words(form.Text("zh").Trim(), form.Text("en").Trim()), form["administrator"] == "yes");
        if (Wrong(place.App, label, role) is { } wrong) return Dialog(visit, place.Role, null, label, administrator, wrong(visit), form.Text("seen"));
        var after = place.Role with { Label = label, Administrator = administrator };
        try
        {
            await place.Publish(after, form.Text("seen"));
        }
        catch (ProblemException refusal) when (refusal.Problem.Kind == ProblemKind.Conflict)
        {
            var now = place.Showing(after);
            return Dialog(visit, now.Role, null, label, administrator, Refused.By(visit, refusal), now.Seen);
        }
        return Rendered.Go(visit, $"{Path}/{place.App.Key}");
    }

    private static async Task<IResult> Remove(Visit visit, string role)
    {
        var place = RolePlace.Find(visit, role);
        var people = visit.Platform.People.Current;
        var holders = people.Members.Values.Where(m => people.Roles(m.Id, place.App.Key).Contains(role)).ToList();
        if (holders.Any(m => m.Active))
        {
            throw Problem.Conflict("role.in_use", (
                $"还有 {holders.Count(m => m.Active)} 位成员是这个角色，请先给他们换角色。", $"{holders.Count(m => m.Active)} members have this role. Give them another one first.")).Exception();
        }
        await visit.Platform.Apps.Publish(visit.Actor, RightsEdit.Without(place.App.Definition, role), place.App.Version, visit.Cancel);
        // Whoever is disabled and comes back later must not find a new role of the same key.
        foreach (var former in holders)
            await visit.Platform.People.GiveRoles(visit.Actor, former.Id, place.App.Key, [.. people.Roles(former.Id, place.App.Key).Where(r => r != role)]);
        visit.Http.Response.Headers["HX-Trigger"] = Toast.Ok(visit.Say($"已删除角色“{place.Role.Label.Zh}”。", $"Role “{place.Role.Label.En}” removed.")).ToTrigger();
        return Rendered.Page<RolesScreen>(visit, Head(visit), new Dictionary<string, object?> { ["Visit"] = visit, ["App"] = visit.Platform.Apps.Find(place.App.Key) });
    }

    private static IResult Members(Visit visit, string role) => Holders(RolePlace.Find(visit, role));

    private static async Task<IResult> Trail(Visit visit, string role)
    {
        var place = RolePlace.Find(visit, role);
        return Rendered.Page<RoleTrailScreen>(visit, Head(visit, visit.Say(place.Role.Label)), new Dictionary<string, object?> { ["Place"] = place, ["Entries"] = await RoleTrail.Of(place) });
    }

    private static async Task<IResult> Give(Visit visit, string role)
    {
        var place = RolePlace.Find(visit, role);
        foreach (var id in (await visit.Posted()).Ids("member"))
            await visit.Platform.People.GiveRoles(visit.Actor, id, place.App.Key, [.. visit.Platform.People.Current.Roles(id, place.App.Key).Append(role)]);
        return Holders(place);
    }

    private static async Task<IResult> Take(Visit visit, string role, long id)
    {
        var place = RolePlace.Find(visit, role);
        await visit.Platform.People.GiveRoles(visit.Actor, id, place.App.Key, [.. visit.Platform.People.Current.Roles(id, place.App.Key).Where(r => r != role)]);
        return Holders(place);
    }

    private static IResult Holders(RolePlace place) => Rendered.Page<HoldersScreen>(place.Visit, Head(place.Visit, place.Visit.Say(place.Role.Label)), new Dictionary<string, object?> { ["Place"] = place });

    private static Words Suggested(RolePlace like) => ($"{like.Role.Label.Zh} 副本", $"{like.Role.Label.En} copy");

    /// <summary>What is wrong with the names of a role: both are needed, and no two roles of an app share one.</summary>
    private static Func<Visit, Refused>? Wrong(App app, Words label, string? self)
    {
        var errors = new List<FieldError>();
        foreach (var (field, text) in new[] { ("zh", label.Zh), ("en", label.En) })
        {
            if (text.Length is 0 or > 40) errors.Add(new(field, "role.name", ("请填写名称（最多 40 个字）。", "Enter a name of at most 40 characters.")));
            else if (app.Definition.Roles.Any(r => r.Key != self && (field == "zh" ? r.Label.Zh : r.Label.En).Equals(text, StringComparison.OrdinalIgnoreCase)))
                errors.Add(new(field, "role.taken", ("已有同名角色。", "There is a role of this name.")));
        }
        return errors.Count == 0 ? null : visit => Refused.By(visit, Problem.Invalid("role.invalid", ("有内容需要修改。", "Some entries need your attention."), errors).Exception());
    }

    private static IResult Dialog(Visit visit, RoleDefinition? role, string? like, Words? label, bool administrator, Refused refused, string? seen = null) => Rendered.Fragment<RoleDialog>(visit, new Dictionary<string, object?>
    {
        ["Visit"] = visit, ["App"] = visit.TheApp, ["Role"] = role, ["Like"] = like, ["Label"] = label ?? new Words("", ""), ["Administrator"] = administrator, ["Refused"] = refused,
        ["Seen"] = seen ?? (role is null ? null : Mark.Of(role)),
    }, refused.Status);
}
