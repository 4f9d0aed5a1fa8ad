using Weir.Engine.Access;
using Weir.Engine.Problems;
using Weir.Web.Http;
using Weir.Web.Ui;

namespace Weir.Web.Pages.Admin.Departments;

/// <summary>The tree of departments: adding, naming, heading, moving and removing. Who stands in one is changed on the member.</summary>
public sealed class DepartmentArea : PageArea
{
    public const string Path = "/admin/departments";

    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, (Visit visit) => Rendered.Page<DepartmentsScreen>(visit, new PageHead(visit.Say("部门", "Departments"), Path), Parameters(visit))).ForAdministrators();
        routes.MapGet(Path + "/new", (Visit visit) => Dialog(visit, null, new DepartmentEntry("", Query(visit, "parent")), Refused.Nothing(visit))).ForAdministrators();
        routes.MapPost(Path, Add).ForAdministrators();
        routes.MapGet(Path + "/{id:long}", Edit).ForAdministrators();
        routes.MapPost(Path + "/{id:long}", Save).ForAdministrators();
        routes.MapPost(Path + "/{id:long}/move", Move).ForAdministrators();
        routes.MapDelete(Path + "/{id:long}", Remove).ForAdministrators();
    }

    private static async Task<IResult> Add(Visit visit)
    {
        var form = await visit.Posted();
        var entry = new DepartmentEntry(form.Text("name"), form.Id("parent"), form.Id("head"));
        try
        {
            var department = await visit.Platform.People.AddDepartment(visit.Actor, entry);
            return Changed.Now(visit, visit.Say($"已新建部门“{department.Name}”。", $"Department “{department.Name}” added."), Tree(visit));
        }
        catch (ProblemException refusal) when (refusal.Problem.Kind == ProblemKind.Invalid)
        {
            return Dialog(visit, null, entry, Refused.By(visit, refusal));
        }
    }

    private static IResult Edit(long id, Visit visit)
    {
        var department = Known(visit, id);
        return Dialog(visit, department, new DepartmentEntry(department.Name, department.ParentId, department.HeadId), Refused.Nothing(visit));
    }

    private static async Task<IResult> Save(long id, Visit visit)
    {
        Known(visit, id);
        var form = await visit.Posted();
        var entry = new DepartmentEntry(form.Text("name"), form.Id("parent"), form.Id("head"));
        try
        {
            await visit.Platform.People.ChangeDepartment(visit.Actor, id, entry, form.Text("seen"));
            return Changed.Now(visit, visit.Say("已保存。", "Saved."), Tree(visit));
        }
        catch (ProblemException refusal) when (refusal.Problem.Kind is ProblemKind.Invalid or ProblemKind.Conflict)
        {
            // Another process may have changed the department, and the dialog is to be saved again over what is there now.
            await visit.Platform.People.Load(visit.Cancel);
            var seen = refusal.Problem.Kind == ProblemKind.Conflict ? null : form.Text("seen");
            return Dialog(visit, Known(visit, id), entry, Refused.By(visit, refusal), seen);
        }
    }

    /// <summary>One place up or down among its siblings.</summary>
    private static async Task<IResult> Move(long id, Visit visit)
    {
        var department = Known(visit, id);
        var siblings = DepartmentBranch.Children(visit.Platform.People.Current, department.ParentId).ToList();
        var at = siblings.FindIndex(d => d.Id == id) + ((await visit.Posted())["by"] == "up" ? -1 : 1);
        await visit.Platform.People.MoveDepartment(visit.Actor, id, department.ParentId, Math.Clamp(at, 0, siblings.Count - 1));
        return Rendered.Fragment<DepartmentTree>(visit, Parameters(visit));
    }

    private static async Task<IResult> Remove(long id, Visit visit)
    {
        var name = Known(visit, id).Name;
        await visit.Platform.People.RemoveDepartment(visit.Actor, id);
        visit.Http.Response.Headers["HX-Trigger"] = Toast.Ok(visit.Say($"已删除部门“{name}”。", $"Department “{name}” removed.")).ToTrigger();
        return Rendered.Fragment<DepartmentTree>(visit, Parameters(visit));
    }

    private static Part Tree(Visit visit) => Part.Of<DepartmentTree>("#departments", Parameters(visit));

    private static Dictionary<string, object?> Parameters(Visit visit) => new() { ["Visit"] = visit, ["Branches"] = DepartmentBranch.All(visit.Platform.People.Current) };

    private static Department Known(Visit visit, long id) => visit.Platform.People.Current.Departments.GetValueOrDefault(id)
        ?? throw (Problem.NotFound("department.not_found") with { Message = ("找不到这个部门。", "There is no such department.") }).Exception();

    private static long? Query(Visit visit, string name) => long.TryParse(visit.Http.Request.Query[name], out var id) ? id : null;

    private static IResult Dialog(Visit visit, Department? department, DepartmentEntry entry, Refused refused, string? seen = null) => Rendered.Fragment<DepartmentDialog>(visit, new Dictionary<string, object?>
    {
        ["Visit"] = visit, ["Department"] = department, ["Entered"] = entry, ["Refused"] = refused, ["Seen"] = seen ?? (department is null ? null : Mark.Of(department)),
    }, refused.Status);
}
