using System.Globalization;
using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Web.Http;

namespace Weir.Web.Pages.Admin.Roles;

/// <summary>What a member, or somebody with one role, may do in the end: the engine's own answer, form by form. Changes nothing.</summary>
public sealed class EffectiveArea : PageArea
{
    public const string Path = "/admin/rights";

    public override void Map(IEndpointRouteBuilder routes) => routes.MapGet(Path, Show).ForAdministrators();

    private static async Task<IResult> Show(Visit visit)
    {
        var query = visit.Http.Request.Query;
        var people = visit.Platform.People.Current;
        var member = long.TryParse(query["member"], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? people.Members.GetValueOrDefault(id) : null;
        var app = visit.Platform.Apps.Find(query["app"].ToString())
            ?? visit.Platform.Apps.Current.Values.Where(a => member is null || people.Roles(member.Id, a.Key).Any()).MinBy(a => a.Id) ?? visit.Platform.Apps.Current.Values.MinBy(a => a.Id);
        var role = member is null ? app?.Definition.Roles.FirstOrDefault(r => r.Key == query["role"]) ?? app?.Definition.Roles.FirstOrDefault() : null;
        var lines = new List<EffectiveLine>();
        if (app is not null && (member is not null || role is not null))
        {
            var actor = member is not null ? people.Actor(member.Id) : Somebody(people, app, role!);
            foreach (var form in app.Forms)
            {
                var access = FormAccess.Of(actor, form);
                var count = member is { Active: true } && access.Can(Operation.View) ? await visit.Platform.Query.Count(actor, new ListQuery(form), visit.Cancel) : (int?)null;
                lines.Add(EffectiveLine.Of(app, actor, access, count));
            }
        }
        return Rendered.Page<EffectiveScreen>(visit, RoleArea.Head(visit, visit.Say("权限预览", "Preview of rights")), new Dictionary<string, object?>
        {
            ["Visit"] = visit, ["App"] = app, ["Role"] = role, ["Member"] = member, ["Lines"] = lines,
        });
    }

    /// <summary>Nobody in particular who has only this role.</summary>
    private static Actor Somebody(Weir.Engine.Access.Directory people, App app, RoleDefinition role) =>
        new Weir.Engine.Access.Directory([new Member(1, role.Key, "", null, [], null, people.Language, true, false)], people.Departments.Values, [new RoleGiven(1, app.Key, role.Key)], people.Zone).Actor(1);
}
