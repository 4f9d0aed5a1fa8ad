using Weir.Engine.Access;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Web.Http;
using Weir.Web.Pages.Records.Cells;

namespace Weir.Web.Pages.Records.Bulk;

/// <summary>Changes of many records at once: one field, the owner, or their end. Each record is judged for itself, and the answer says what became of it.</summary>
public sealed class BulkArea : PageArea
{
    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/app/{app}/{form}/bulk/{what}/ask", Ask);
        routes.MapPost("/app/{app}/{form}/bulk/field/control", (Delegate)Control);
        routes.MapPost("/app/{app}/{form}/bulk/{what}/undo", Undo);
        routes.MapPost("/app/{app}/{form}/bulk/{what}", Run);
    }

    private static async Task<IResult> Ask(HttpContext http, string what)
    {
        var visit = Allowed(http, what);
        var posted = await http.Request.ReadFormAsync(http.RequestAborted);
        var choice = BulkChoice.Read(visit, http.Request, posted);
        if (what == BulkBar.Merge)
        {
            if (choice.Ticked.Count is < 2 or > Weir.Engine.Records.Merging.MergePlan.Most || posted["scope"] == "all")
                return Rendered.Told(visit.Visit, Ui.Toast.Bad(visit.Say("请勾选 2 到 3 条要合并的记录", "Tick the two or three records to merge")));
            http.Response.Headers["HX-Location"] = System.Text.Json.JsonSerializer.Serialize(new { path = Merging.MergeArea.Url(visit, choice.Ticked.Select(t => t.Id)), target = "#main" });
            return Results.NoContent();
        }
        // Nothing is asked and nothing is lost, so it is done with the click.
        if (what.StartsWith(BulkBar.Doing, StringComparison.Ordinal))
            return Outcome(visit, what, null, await BulkResult.Act(visit, what[BulkBar.Doing.Length..], posted["scope"] == "all" ? await choice.Everything(visit) : choice.Ticked), undone: false);
        return await Dialog(visit, what, choice, all: posted["scope"] == "all", what == "owner" ? visit.Form[SystemFields.Owner] : null);
    }

    private static async Task<IResult> Control(HttpContext http)
    {
        var visit = Allowed(http, "field");
        var posted = await http.Request.ReadFormAsync(http.RequestAborted);
        return Drawn.Fragment(visit, FieldOf(visit, posted["field"].ToString()) is { } field ? BulkDialog.Control(visit, field, null, null) : Ui.Markup.Nothing);
    }

    private static async Task<IResult> Run(HttpContext http, string what)
    {
        if (what.StartsWith(BulkBar.Doing, StringComparison.Ordinal)) return await Ask(http, what);
        var visit = Allowed(http, what);
        var posted = await http.Request.ReadFormAsync(http.RequestAborted);
        var choice = BulkChoice.Read(visit, http.Request, posted);
        var all = posted["scope"] == "all";
        var field = what == "owner" ? visit.Form[SystemFields.Owner] : what == "field" ? FieldOf(visit, posted["field"].ToString()) : null;
        object? value = null;
        IReadOnlyList<string> typed = [.. posted["value"].Select(t => t ?? "")];
        if (what != "delete")
        {
            if (field is null) return await Dialog(visit, what, choice, all, null, null, visit.Say("请选择要修改的字段。", "Choose the field to change."));
            try
            {
                value = field.Type.FromInput(field, typed, visit.Display);
            }
            catch (ValueError wrong)
            {
                return await Dialog(visit, what, choice, all, field, typed, visit.Say(wrong.Words));
            }
        }
        var chosen = all ? await choice.Everything(visit) : choice.Ticked;
        if (what == "delete" && chosen.Any(t => t.Seen is null)) return await SeenVersion.Missing(visit.Visit);
        var lines = what == "delete" ? await BulkResult.Delete(visit, chosen) : await BulkResult.Set(visit, chosen, field!, value);
        return Outcome(visit, what, field, lines, undone: false);
    }

    private static async Task<IResult> Undo(HttpContext http, string what)
    {
        var visit = Allowed(http, what);
        if (what.StartsWith(BulkBar.Doing, StringComparison.Ordinal)) throw Problem.NotFound("action.not_found").Exception();
        var posted = await http.Request.ReadFormAsync(http.RequestAborted);
        var field = what == "owner" ? visit.Form[SystemFields.Owner] : FieldOf(visit, posted["field"].ToString());
        return Outcome(visit, what, field, await BulkUndo.Run(visit, what, field, posted["before"].ToString()), undone: true);
    }

    private static IResult Outcome(FormVisit visit, string what, Field? field, IReadOnlyList<BulkLine> lines, bool undone)
    {
        visit.Visit.Http.Response.Headers["HX-Trigger"] = "records-changed";
        return Rendered.Fragment<BulkOutcome>(visit.Visit, new Dictionary<string, object?> { ["Visit"] = visit, ["What"] = what, ["Field"] = field, ["Lines"] = lines, ["Undone"] = undone });
    }

    private static async Task<IResult> Dialog(FormVisit visit, string what, BulkChoice choice, bool all, Field? field, IReadOnlyList<string>? typed = null, string? error = null)
    {
        var fields = visit.Form.Live.Where(f => Changeable(visit, f)).ToList();
        return Rendered.Fragment<BulkDialog>(visit.Visit, new Dictionary<string, object?>
        {
            ["Visit"] = visit, ["What"] = what, ["Choice"] = choice, ["Count"] = await choice.All(visit), ["All"] = all, ["Fields"] = fields, ["Field"] = field, ["Typed"] = typed, ["Error"] = error,
        }, error is null ? 200 : StatusCodes.Status422UnprocessableEntity);
    }

    private static Field? FieldOf(FormVisit visit, string key) => visit.Form.Find(key) is { } field && Changeable(visit, field) ? field : null;

    private static bool Changeable(FormVisit visit, Field field) => !field.System && !field.Definition.Unique && !field.Definition.Hidden && CellPlace.Editable(visit, field);

    /// <exception cref="ProblemException">Forbidden: the visitor may not do this to many records.</exception>
    private static FormVisit Allowed(HttpContext http, string what)
    {
        var visit = FormVisit.Of(http);
        if (BulkBar.Actions(visit).Any(a => a.What == what)) return visit;
        throw Problem.Forbidden("bulk.not_allowed", ("你没有批量操作的权限。", "You may not change many records at once.")).Exception();
    }
}
