using Microsoft.AspNetCore.Components;
using Weir.Engine.Capabilities.Pipeline;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Web.Http;
using Weir.Web.Pages.Records.Acting;

namespace Weir.Web.Pages.Records.Stages;

/// <summary>Bringing a record to another stage: what it needs to get there, and the move. Winning and losing ask their own questions.</summary>
public sealed class StageArea : PageArea
{
    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/app/{app}/{form}/{id:long}/stage/{to}", Ask);
        routes.MapPost("/app/{app}/{form}/{id:long}/stage/{to}", Move);
    }

    public static string Url(FormVisit visit, long id, string stage) => $"{visit.Record(id)}/stage/{stage}";

    private static async Task<IResult> Ask(HttpContext http, long id, string to)
    {
        var visit = FormVisit.Of(http);
        return StageQuery.KindOf(visit.Form, to) == StageKind.Lost ? await ActingArea.Dialog(visit, id, StageQuery.Verb(StageKind.Lost)) : await Dialog(visit, id, to);
    }

    private static async Task<IResult> Move(HttpContext http, long id, string to)
    {
        var visit = FormVisit.Of(http);
        var posted = await visit.Visit.Posted();
        var (from, reason) = (posted["from"].ToString(), posted["reason"].ToString().Trim());
        try
        {
            var verb = StageQuery.Verb(StageKind.Open);
            return await ActingArea.Done(http, visit, id, await visit.Visit.Platform.Records.Act(visit.Actor, visit.Form, id, verb, Answer(visit, to, from, reason), visit.Visit.Cancel), null);
        }
        catch (ProblemException refused) when (refused.Problem.Kind is ProblemKind.Invalid)
        {
            return await Dialog(visit, id, to, refused.Problem, reason, StatusCodes.Status422UnprocessableEntity);
        }
    }

    /// <summary>A card was dropped on another lane of a board. What cannot be at once is asked in a dialog, while the card is back where it was.</summary>
    /// <returns>Null when it moved.</returns>
    /// <exception cref="ProblemException">Conflict: somebody has changed the record since.</exception>
    public static async Task<IResult?> Drop(HttpContext http, FormVisit visit, long id, string to, long seen)
    {
        var record = (await visit.Visit.Platform.Query.Get(visit.Actor, visit.Form, id, visit.Visit.Cancel)).Record;
        if (record.Version != seen) throw Problem.Conflict("record.stale", ("有人刚刚改过这条记录。", "Somebody has just changed this record.")).Exception();
        var kind = StageQuery.KindOf(visit.Form, to);
        if (kind == StageKind.Open)
        {
            try
            {
                await visit.Visit.Platform.Records.Act(visit.Actor, visit.Form, id, StageQuery.Verb(StageKind.Open), Answer(visit, to, null, null), visit.Visit.Cancel);
                return null;
            }
            catch (ProblemException refused) when (refused.Problem.Kind is ProblemKind.Invalid && refused.Problem.Errors.All(e => e.Field is "" or StageQuery.Reason))
            {
                // The dialog says what is missing, or asks for the reason.
            }
        }
        http.Response.Headers["HX-Retarget"] = "#dialogs";
        http.Response.Headers["HX-Reswap"] = "beforeend";
        return kind == StageKind.Lost ? await ActingArea.Dialog(visit, id, StageQuery.Verb(StageKind.Lost), StatusCodes.Status422UnprocessableEntity)
            : await Dialog(visit, id, to, status: StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> Dialog(FormVisit visit, long id, string to, Problem? problem = null, string reason = "", int status = 200)
    {
        var (now, target, gates, back) = await visit.Visit.Platform.Stages.Before(visit.Actor, visit.Form, id, to, visit.Visit.Cancel);
        return Rendered.Fragment<StageDialog>(visit.Visit, new Dictionary<string, object?>
        {
            ["Visit"] = visit, ["Id"] = id, ["Now"] = now, ["To"] = target, ["Gates"] = gates, ["Back"] = back, ["Reason"] = reason,
            ["Error"] = problem is null || problem.Code == "GATE" ? null : visit.Say(problem.Errors.FirstOrDefault()?.Message ?? problem.Message),
        }, status);
    }

    private static Draft Answer(FormVisit visit, string to, string? from, string? reason)
    {
        var draft = new Draft(visit.Form.Action(StageQuery.Verb(StageKind.Open))?.Ask ?? throw Problem.NotFound("action.not_found").Exception()).Set(StageQuery.To, to);
        if (!string.IsNullOrEmpty(from)) draft.Set(StageQuery.From, from);
        if (!string.IsNullOrEmpty(reason)) draft.Set(StageQuery.Reason, reason);
        return draft;
    }
}
