using Weir.Engine.Access;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Web.Http;
using Weir.Web.Ui;

namespace Weir.Web.Pages.Records.Bin;

/// <summary>The recycle bin of a form: who may delete a record sees it there and brings it back.</summary>
public sealed class BinArea : PageArea
{
    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/app/{app}/{form}/bin", Show);
        routes.MapPost("/app/{app}/{form}/{id:long}/restore", Restore);
        routes.MapPost("/app/{app}/{form}/{id:long}/purge", Purge);
    }

    private static async Task<IResult> Show(HttpContext http, string? after, string? part)
    {
        var visit = FormVisit.Of(http, Operation.Delete);
        if (!visit.Access.Can(Operation.Delete)) throw Problem.NotFound("form.not_found").Exception();
        var form = visit.Form;
        var page = await visit.Visit.Platform.Query.List(visit.Actor, new ListQuery(form)
        {
            Bin = true, After = after, Columns = [.. new[] { form.Title, form[SystemFields.Owner], form[SystemFields.DeletedAt], form[SystemFields.UpdatedBy] }.Select(f => new FieldPath([], f))],
            Sort = [(new FieldPath([], form[SystemFields.DeletedAt]), true)],
        }, visit.Visit.Cancel);
        if (part == "rows") return Drawn.Fragment(visit, BinScreen.Rows(visit, page, page.Next));
        return Rendered.Page<BinScreen>(visit.Visit, new PageHead(visit.Say("回收站", "Recycle bin") + " · " + visit.Label, form.Key), new Dictionary<string, object?> { ["Visit"] = visit, ["Page"] = page, ["Next"] = page.Next });
    }

    private static async Task<IResult> Restore(HttpContext http, long id)
    {
        var visit = FormVisit.Of(http, Operation.Delete);
        var back = await visit.Visit.Platform.Records.Restore(visit.Actor, visit.Form, id, visit.Visit.Cancel);
        var words = back.Count == 1 ? visit.Say("已恢复", "Restored") : visit.Say($"已恢复，连同一起删除的 {back.Count - 1} 条记录", $"Restored with {back.Count - 1} records that were deleted with it");
        http.Response.Headers["HX-Trigger"] = Toast.Link(words, visit.Say("打开", "Open"), visit.Record(id)).ToTrigger("record-restored", "records-changed");
        return Rendered.Parts(new Part($"#row-{id}", Markup.Nothing));
    }

    private static async Task<IResult> Purge(HttpContext http, long id)
    {
        var visit = FormVisit.Of(http, Operation.Delete);
        var gone = await visit.Visit.Platform.Records.Purge(visit.Actor, visit.Form, id, visit.Visit.Cancel);
        var words = gone == 1 ? visit.Say("已彻底删除", "Deleted for good") : visit.Say($"已彻底删除，连同一起删除的 {gone - 1} 条记录", $"Deleted for good with {gone - 1} records that were deleted with it");
        http.Response.Headers["HX-Trigger"] = Toast.Ok(words).ToTrigger("record-purged");
        return Rendered.Parts(new Part($"#row-{id}", Markup.Nothing));
    }
}
