using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.Actions;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Web.Http;
using Weir.Web.Pages.Records.Comments;
using Weir.Web.Pages.Records.Details;
using Weir.Web.Pages.Records.Editing;
using Weir.Web.Ui;

namespace Weir.Web.Pages.Records.Acting;

/// <summary>Doing something with a record besides editing it: the question of an action as a dialog, its recalculation, and the act. One road for all actions of all forms.</summary>
public sealed class ActingArea : PageArea
{
    public override void Map(IEndpointRouteBuilder routes)
    {
        const string at = "/app/{app}/{form}/{id:long}/do/{action}";
        routes.MapGet(at, Ask);
        routes.MapPost(at, Act);
        routes.MapPost(at + "/new", Act);
        routes.MapPost(at + "/recalculate", Recalculate);
        routes.MapPost(at + "/open", Open);
    }

    private static async Task<IResult> Ask(HttpContext http, long id, string action)
    {
        return await Dialog(FormVisit.Of(http), id, action);
    }

    /// <summary>The question of an action; with another status than 200 it follows something that was refused.</summary>
    internal static async Task<IResult> Dialog(FormVisit visit, long id, string action, int status = StatusCodes.Status200OK)
    {
        var found = Find(visit, action);
        if (found.Ask is null)
            return Rendered.Fragment<SureDialog>(visit.Visit, new Dictionary<string, object?> { ["Visit"] = visit, ["Action"] = found, ["Url"] = Url(visit, id, found) });
        var draft = await visit.Visit.Platform.Records.Ask(visit.Actor, visit.Form, id, action, visit.Visit.Cancel);
        var form = await RecordForm.Load(Question(visit, id, found), PostedForm.Empty(draft, FormMemo.New("d" + Guid.NewGuid().ToString("N")[..6])));
        return Rendered.Fragment<AskDialog>(visit.Visit, new Dictionary<string, object?> { ["Form"] = form, ["Action"] = found, ["Beside"] = found.ShowsRecord ? await RecordSheet.Load(visit, id) : null }, status);
    }

    /// <summary>The whole question, with what was written in the composer.</summary>
    private static async Task<IResult> Open(HttpContext http, long id, string action)
    {
        var visit = FormVisit.Of(http);
        var found = Find(visit, action);
        var form = await RecordForm.Load(Question(visit, id, found), await Read(http, visit, id, found, typing: true), typing: true);
        return Rendered.Fragment<AskDialog>(visit.Visit, new Dictionary<string, object?> { ["Form"] = form, ["Action"] = found });
    }

    private static async Task<IResult> Act(HttpContext http, long id, string action)
    {
        var visit = FormVisit.Of(http);
        var found = Find(visit, action);
        var posted = found.Ask is null ? null : await Read(http, visit, id, found, typing: false);
        if (http.Request.Query["in"] == "stream" && posted is not null && LogEntry.Of(visit, [found]) is { } log) return await Logged(http, visit, id, log, posted);
        try
        {
            return await Done(http, visit, id, await visit.Visit.Platform.Records.Act(visit.Actor, visit.Form, id, action, posted?.Draft, visit.Visit.Cancel), posted);
        }
        catch (ProblemException refused) when (refused.Problem.Kind == ProblemKind.Invalid && posted is not null)
        {
            var again = await RecordForm.Load(Question(visit, id, found), posted, Told(found, refused.Problem));
            return Rendered.Fragment<FormBody>(visit.Visit, new Dictionary<string, object?> { ["Form"] = again, ["InDialog"] = true }, StatusCodes.Status422UnprocessableEntity);
        }
        catch (ProblemException refused) when (refused.Problem.Kind == ProblemKind.Invalid && refused.Problem.Errors.Count > 0)
        {
            // Nothing was asked, so nothing can be marked: the words themselves must say what is wrong.
            throw (refused.Problem with { Message = (string.Join("；", refused.Problem.Errors.Select(e => e.Message.Zh.TrimEnd('。'))) + "。", string.Join(" ", refused.Problem.Errors.Select(e => e.Message.En))) }).Exception();
        }
    }

    /// <summary>Done from the composer: the entry stands in the stream at once, and the page shows what follows from it. What is refused is said, and stays as it was typed.</summary>
    private static async Task<IResult> Logged(HttpContext http, FormVisit visit, long id, LogEntry log, PostedForm posted)
    {
        Acted acted;
        try
        {
            acted = await visit.Visit.Platform.Records.Act(visit.Actor, visit.Form, id, log.Action.Key, posted.Draft, visit.Visit.Cancel);
        }
        catch (ProblemException refused) when (refused.Problem is { Kind: ProblemKind.Invalid, Errors.Count: > 0 })
        {
            throw (refused.Problem with { Message = (string.Join("；", refused.Problem.Errors.Select(e => Named(log, e).Zh.TrimEnd('。'))) + "。", string.Join(" ", refused.Problem.Errors.Select(e => Named(log, e).En))) }).Exception();
        }
        if (!http.Request.Headers.ContainsKey("HX-Request") || !await Stays(visit, id)) return await Done(http, visit, id, acted, posted);
        http.Response.Headers["HX-Trigger"] = Toast.Ok(visit.Say(acted.Action.Done)).ToTrigger("records-changed");
        return Rendered.Parts([.. await RecordArea.StreamParts(visit, id), new Part($"#record-log-{id}", Drawn.Of<LogComposer>(("Visit", visit), ("Id", id), ("Log", log)), "innerHTML")]);
    }

    /// <summary>The words name the field, which is not marked.</summary>
    private static Words Named(LogEntry log, FieldError error) => log.Question.Find(error.Field.Split('[', '.')[0])?.Label is { } label
        ? (error.Message.Zh.Contains(label.Zh, StringComparison.Ordinal) ? error.Message.Zh : $"{label.Zh}：{error.Message.Zh}", error.Message.En.Contains(label.En, StringComparison.Ordinal) ? error.Message.En : $"{label.En}: {error.Message.En}") : error.Message;

    private static async Task<IResult> Recalculate(HttpContext http, long id, string action)
    {
        var visit = FormVisit.Of(http);
        var found = Find(visit, action);
        var posted = await Read(http, visit, id, found, typing: true);
        return Rendered.Parts(Recalculation.Parts(await RecordForm.Load(Question(visit, id, found), posted, typing: true), await visit.Visit.Posted()));
    }

    private static async Task<PostedForm> Read(HttpContext http, FormVisit visit, long id, RecordAction action, bool typing)
    {
        if (action.Ask is null) throw Problem.NotFound("action.not_found").Exception();
        // The formulas of the question read the record: nobody may put another one there than they may see.
        await visit.Visit.Platform.Query.Get(visit.Actor, visit.Form, id, visit.Visit.Cancel);
        var sent = await Visit.Of(http).Posted();
        var posted = new FormReader(Question(visit, id, action), sent, null).Read(typing);
        foreach (var unseen in action.Ask.Live.Where(f => f.Definition.Hidden && sent[FormMemo.UnseenName + f.Key].ToString() is { Length: > 0 and < 300 }))
            posted.Draft.Set(unseen.Key, unseen.Type.FromInput(unseen, [sent[FormMemo.UnseenName + unseen.Key].ToString()], visit.Display));
        posted.Draft.Set(ActionQuestion.Record, id);
        return posted;
    }

    /// <summary>Errors of other records, and of fields that the question does not have, stand above it.</summary>
    private static Problem Told(RecordAction action, Problem problem) =>
        problem with { Errors = [.. problem.Errors.Select(e => action.Ask!.Find(e.Field.Split('[', '.')[0]) is null ? e with { Field = "" } : e)] };

    internal static async Task<IResult> Done(HttpContext http, FormVisit visit, long id, Acted acted, PostedForm? posted)
    {
        var toast = Toast.Ok(visit.Say(acted.Action.Done)) is var plain && acted.Open is { } made && visit.Other(made.Form) is { } other
            ? Toast.Link(visit.Say(acted.Action.Done), visit.Say("打开", "Open"), other.Record(made.Id)) : plain;
        if (!http.Request.Headers.ContainsKey("HX-Request")) return Results.LocalRedirect(visit.Record(id));
        var to = acted.Open is { } open && visit.Other(open.Form) is { } next ? next.Record(open.Id) : await Stays(visit, id) ? Here(http) ?? visit.Record(id) : visit.Url;
        http.Response.Headers["HX-Location"] = JsonSerializer.Serialize(new { path = to, target = "#main" });
        return posted is null ? Rendered.Told(visit.Visit, toast, "acted", "record-saved") : Rendered.Told(visit.Visit, toast, "acted", "record-saved", "saved-" + posted.Memo.Prefix);
    }

    private static async Task<bool> Stays(FormVisit visit, long id)
    {
        try
        {
            await visit.Visit.Platform.Query.Get(visit.Actor, visit.Form, id, visit.Visit.Cancel);
            return true;
        }
        catch (ProblemException gone) when (gone.Problem.Kind == ProblemKind.NotFound)
        {
            return false;
        }
    }

    /// <summary>The page that asked, when it is one of this app.</summary>
    private static string? Here(HttpContext http) =>
        Uri.TryCreate(http.Request.Headers["HX-Current-URL"].ToString(), UriKind.Absolute, out var page) && page.AbsolutePath.StartsWith("/app/", StringComparison.Ordinal) ? page.PathAndQuery : null;

    private static RecordAction Find(FormVisit visit, string action) => visit.Form.Action(action) is { Offered: true } found ? found : throw Problem.NotFound("action.not_found").Exception();

    internal static string Url(FormVisit visit, long id, RecordAction action) => Url(visit, id, action.Key);

    internal static string Url(FormVisit visit, long id, string action) => $"{visit.Record(id)}/do/{action}";

    private static FormVisit Question(FormVisit visit, long id, RecordAction action) => new(visit.Visit, visit.App, action.Ask!, Url(visit, id, action));
}
