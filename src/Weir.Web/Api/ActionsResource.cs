using System.Text.Json.Nodes;
using Weir.Engine.Access;
using Weir.Engine.Actions;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Web.Http;

namespace Weir.Web.Api;

/// <summary>What can be done with a record besides editing it, and doing it; the same actions, questions and checks as on the page.</summary>
internal static class ActionsResource
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/{app}/{form}/{id:long}/actions", All);
        api.MapPost("/{app}/{form}/{id:long}/actions/{action}", Act);
    }

    private static async Task<IResult> All(Visit visit, string form, long id)
    {
        _ = new SentQuery(visit.Http.Request);
        var of = visit.Form(form);
        await visit.Platform.Query.Get(visit.Actor, of, id, visit.Cancel);
        return new ApiAnswer(new JsonObject { ["items"] = new JsonArray([.. (await visit.Platform.Records.Actions(visit.Actor, of, id, visit.Cancel)).Select(a => One(visit.Actor, a))]) });
    }

    private static async Task<IResult> Act(Visit visit, string form, long id, string action)
    {
        _ = new SentQuery(visit.Http.Request);
        var of = visit.Form(form);
        if (of.Action(action) is not { Offered: true } found) throw Problem.NotFound("action.not_found").Exception();
        var body = await SentJson.Body(visit);
        var draft = Draft(visit, found, RecordResource.OnceKey(visit));
        if (draft is not null) SentRecord.Read(draft, FormAccess.Of(visit.Actor, draft.Form), body);
        else if (body.EnumerateObject().Any()) throw Problem.Invalid("action.asks_nothing", ("这个动作什么也不问，请发送 {}。", "This action asks for nothing; send {}.")).Exception();
        var acted = await visit.Platform.Records.Act(visit.Actor, of, id, action, draft, visit.Cancel);
        return new ApiAnswer(new JsonObject
        {
            ["id"] = acted.Record.Id, ["version"] = acted.Record.Version,
            ["saved"] = new JsonArray([.. acted.Saves.Where(s => FormAccess.Of(visit.Actor, s.Record.Form).Can(Operation.View))
                .Select(s => new JsonObject { ["form"] = s.Record.Form.Key, ["id"] = s.Record.Id, ["created"] = s.Created })]),
        });
    }

    private static Draft? Draft(Visit visit, RecordAction action, string? once) => action.Ask is { } question ? new Draft(question) { IdempotencyKey = once } : null;

    private static JsonObject One(Actor actor, RecordAction action)
    {
        var json = new JsonObject { ["key"] = action.Key, ["label"] = FormsResource.Both(action.Label) };
        if (action.Help is { } help) json["help"] = FormsResource.Both(help);
        json["ask"] = action.Ask is { } question ? Question(FormAccess.Of(actor, question)) : null;
        return json;
    }

    /// <summary>The schema of the body that the action expects.</summary>
    public static JsonObject Question(FormAccess access)
    {
        var schema = FormSchemas.Create(access);
        (schema["properties"] as JsonObject)?.Remove(ActionQuestion.Record);
        return schema;
    }
}
