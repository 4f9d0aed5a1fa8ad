using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Web.Http;

namespace Weir.Web.Pages.Admin.Roles;

/// <summary>Which role, and which form of its app, the address names.</summary>
public sealed record RolePlace(Visit Visit, App App, RoleDefinition Role)
{
    public string Url => $"{RoleArea.Path}/{App.Key}/{Role.Key}";

    /// <summary>The mark of the role as it is stored, also while another one is shown that somebody wanted to save.</summary>
    public string Seen { get; init; } = Mark.Of(Role);

    /// <summary>The members who have the role, by name.</summary>
    public IEnumerable<Member> Members => Of(Visit, App, Role);

    /// <exception cref="ProblemException">NotFound</exception>
    public static RolePlace Find(Visit visit, string role) => new(visit, visit.TheApp, visit.TheApp.Definition.Roles.FirstOrDefault(r => r.Key == role)
        ?? throw (Problem.NotFound("role.not_found") with { Message = ("找不到这个角色。", "There is no such role.") }).Exception());

    public static IEnumerable<Member> Of(Visit visit, App app, RoleDefinition role)
    {
        var people = visit.Platform.People.Current;
        return people.Members.Values.Where(m => m.Active && people.Roles(m.Id, app.Key).Contains(role.Key)).OrderBy(m => Engine.Search.Pinyin.SortKey(m.Name), StringComparer.Ordinal);
    }

    public PermissionDefinition? Permission(Form form) => Role.Forms.GetValueOrDefault(form.Key);

    /// <exception cref="ProblemException">NotFound</exception>
    public Form Form(string key) => App.Find(key) ?? throw Problem.NotFound("form.not_found").Exception();

    /// <summary>The present state of the same role, after a change.</summary>
    public RolePlace Again(App app) => new(Visit, app, app.Definition.Roles.First(r => r.Key == Role.Key));

    /// <summary>Publishes the role in place of the present one.</summary>
    /// <param name="seen">The mark of what the change was made from.</param>
    /// <exception cref="ProblemException">Conflict when somebody else has changed the role since; changes elsewhere in the app are no conflict.</exception>
    public async Task<RolePlace> Publish(RoleDefinition after, string seen)
    {
        if (seen != Seen) throw Stale.Exception();
        if (Mark.Of(after) == Seen) return this;
        return Again(await Visit.Platform.Apps.Publish(Visit.Actor, RightsEdit.With(App.Definition, after), App.Version, Visit.Cancel));
    }

    /// <summary>The role as it is now, with what somebody wanted to save shown in its place, so that they can check it and save again.</summary>
    public RolePlace Showing(RoleDefinition wanted) => Visit.Platform.Apps.Find(App.Key) is { } app && app.Definition.Roles.Any(r => r.Key == Role.Key) ? Again(app) with { Role = wanted } : this with { Role = wanted };

    private static Problem Stale => Problem.Conflict("role.stale", (
        "这个角色已被别人修改。你的设置还在，请核对后再保存。", "Somebody else has changed this role in the meantime. What you chose is still here: check it and save again."));
}
