using Microsoft.Extensions.Primitives;
using Weir.Engine.Capabilities.Pipeline;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Web.Http;
using Weir.Web.Layouts;
using Weir.Web.Pages.Records.Details;
using Weir.Web.Pages.Records.Lists;

namespace Weir.Web.Pages.Records.Cells;

/// <summary>One value edited in place: in a list, in the field panel of a record, or alone in a dialog. The same road as every save.</summary>
public sealed class CellArea : PageArea
{
    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/app/{app}/{form}/cell/{id:long}/{field}", Open);
        routes.MapPatch("/app/{app}/{form}/cell/{id:long}/{field}", Save);
    }

    private static async Task<IResult> Open(HttpContext http, long id, string field, string? @in, string? show)
    {
        var visit = FormVisit.Of(http);
        var place = Place(@in);
        if (show is not null) return await Answer(visit, http, id, place, changed: false);
        var cell = await Cell.Load(visit, id, Field(visit, field), place);
        return Draw(visit, cell);
    }

    private static async Task<IResult> Save(HttpContext http, long id, string field, string? @in)
    {
        var visit = FormVisit.Of(http);
        var place = Place(@in);
        var one = Field(visit, field);
        if (SeenVersion.Of(http) is not { } version) return await SeenVersion.Missing(visit.Visit);
        var posted = await visit.Visit.Posted();
        IReadOnlyList<string> typed = [.. posted[Cell.Name].Select(t => t ?? "")];
        var draft = new Draft(visit.Form) { Id = id, SeenVersion = version };
        try
        {
            draft.Set(one.Key, one.Type.FromInput(one, typed, visit.Display));
        }
        catch (ValueError wrong)
        {
            draft.Errors.Add(new(one.Key, wrong.Code, wrong.Words));
        }
        try
        {
            if (place == CellIn.Board && StageQuery.Keeps(one))
            {
                if (await Stages.StageArea.Drop(http, visit, id, typed.FirstOrDefault() ?? "", version) is { } asked) return asked;
            }
            else await visit.Visit.Platform.Records.Save(visit.Actor, draft, visit.Visit.Cancel);
        }
        catch (ProblemException refused) when (refused.Problem.Kind is ProblemKind.Invalid or ProblemKind.Conflict && place == CellIn.Board)
        {
            return Board.Refused(visit, refused.Problem, id, one, typed);
        }
        catch (ProblemException refused) when (refused.Problem.Kind == ProblemKind.Invalid)
        {
            return await Refused(visit, http, id, one, place, typed, refused.Problem);
        }
        catch (ProblemException refused) when (refused.Problem.Detail is StaleRecord stale)
        {
            return await Stale(visit, http, id, one, place, typed, stale);
        }
        return await Answer(visit, http, id, place, changed: true);
    }

    private static async Task<IResult> Refused(FormVisit visit, HttpContext http, long id, Field field, CellIn place, IReadOnlyList<string> typed, Problem problem)
    {
        var words = problem.Errors.FirstOrDefault(e => e.Field == field.Key)?.Message ?? problem.Errors.FirstOrDefault()?.Message ?? problem.Message;
        var cell = await Cell.Load(visit, id, field, place) with { Typed = typed, Error = visit.Say(words) };
        http.Response.Headers["HX-Retarget"] = place switch { CellIn.Panel => "closest dd", CellIn.Dialog => "closest w-dialog", _ => "closest td" };
        http.Response.Headers["HX-Reswap"] = place == CellIn.Dialog ? "outerHTML" : "innerHTML";
        return Draw(visit, cell, StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> Stale(FormVisit visit, HttpContext http, long id, Field field, CellIn place, IReadOnlyList<string> typed, StaleRecord stale)
    {
        var clash = stale.Fields[0];
        await visit.Learn([(field, clash.Theirs), (field, clash.Mine)]);
        http.Response.Headers["HX-Retarget"] = "#dialogs";
        http.Response.Headers["HX-Reswap"] = "beforeend";
        return Rendered.Fragment<MergeCell>(visit.Visit, new Dictionary<string, object?>
        {
            ["Visit"] = visit, ["Id"] = id, ["Field"] = field, ["Place"] = place, ["Typed"] = typed, ["Version"] = stale.Present.Version, ["Theirs"] = clash.Theirs, ["Mine"] = clash.Mine,
            ["By"] = stale.Present[SystemFields.UpdatedBy] is long by ? visit.Display.MemberName(by) : null,
        }, StatusCodes.Status409Conflict);
    }

    /// <summary>Where the value stands: the whole row of the list, or the field panel with the head of the record; both when both are on screen.</summary>
    private static async Task<IResult> Answer(FormVisit visit, HttpContext http, long id, CellIn place, bool changed)
    {
        var address = ListAddress.Current(visit.Url, http.Request);
        http.Response.Headers["HX-Trigger"] = changed ? "record-saved" : "record-shown";
        if (place == CellIn.Board) return Rendered.Parts(Board.Parts(await Listing.LoadLaneHeads(visit, address ?? new ListAddress(visit.Url), id), id));
        if (place == CellIn.Row) return Drawn.Fragment(visit, await Row(visit, address ?? new ListAddress(visit.Url), id));
        var parts = await RecordArea.Parts(visit, id);
        if (address is null) return Rendered.Parts(parts);
        // On a board the card may belong to another lane now.
        if ((await Listing.Plan(visit, address)).LaneField is null) parts.Add(new Part($"#row-{id}", await Row(visit, address, id)));
        else if (changed) http.Response.Headers["HX-Trigger"] = "record-saved, records-changed";
        return Rendered.Parts(parts);
    }

    private static async Task<Microsoft.AspNetCore.Components.RenderFragment> Row(FormVisit visit, ListAddress address, long id)
    {
        var listing = await Listing.LoadRow(visit, address, id);
        // It may have left the reach of the visitor by this very change.
        return listing.Page.Rows.Count == 0 ? Ui.Markup.Nothing : TableRows.Row(listing, listing.Page.Rows[0], Bulk.BulkBar.Offered(visit));
    }

    private static IResult Draw(FormVisit visit, Cell cell, int status = 200) => cell.Place == CellIn.Dialog
        ? Rendered.Fragment<CellDialog>(visit.Visit, new Dictionary<string, object?> { ["Cell"] = cell }, status)
        : Rendered.Fragment<CellForm>(visit.Visit, new Dictionary<string, object?> { ["Cell"] = cell }, status);

    private static Field Field(FormVisit visit, string key) =>
        visit.Form.Find(key) is { Definition.Retired: false } field && visit.Access.Sees(field) ? field : throw Problem.NotFound("field.not_found").Exception();

    private static CellIn Place(string? text) => text switch { "panel" => CellIn.Panel, "dialog" => CellIn.Dialog, "board" => CellIn.Board, _ => CellIn.Row };
}
