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
    public RolePlace Again(App app) => this with { App = app, Role = app.Definition.Roles.First(r => r.Key == Role.Key) };
}
