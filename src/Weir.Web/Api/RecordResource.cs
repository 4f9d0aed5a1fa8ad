using System.Globalization;
using System.Text.Json.Nodes;
using Weir.Engine.Access;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Web.Http;

namespace Weir.Web.Api;

/// <summary>One record: reading with its lines, creating, changing, deleting; every write by the road that the forms take too.</summary>
internal static class RecordResource
{
    private const int LongestKey = 100;
    private const string Stale = "record.stale";

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/{app}/{form}/{id:long}", Get);
        api.MapPatch("/{app}/{form}/{id:long}", Change);
        api.MapDelete("/{app}/{form}/{id:long}", Delete);
    }

    public static async Task<IResult> Create(Visit visit, string form)
    {
        _ = new SentQuery(visit.Http.Request);
        var key = OnceKey(visit);
        var body = await SentJson.Body(visit);
        var draft = new Draft(visit.Form(form)) { IdempotencyKey = key };
        SentRecord.Read(draft, FormAccess.Of(visit.Actor, draft.Form), body);
        var saved = await Save(visit, draft);
        return await Seen(visit, draft.Form, saved, saved.Created ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    /// <summary>The key by which a repeated request is known; null when there is none.</summary>
    public static string? OnceKey(Visit visit)
    {
        var key = visit.Http.Request.Headers["Idempotency-Key"].ToString();
        if (key.Length > LongestKey) throw SentQuery.Wrong("Idempotency-Key", "header.bad", ($"Idempotency-Key 最多 {LongestKey} 个字符。", $"Idempotency-Key is at most {LongestKey} characters.")).Exception();
        return key.Length > 0 ? key : null;
    }

    private static async Task<IResult> Get(Visit visit, string form, long id)
    {
        _ = new SentQuery(visit.Http.Request);
        return Answer(await visit.Platform.Query.Get(visit.Actor, visit.Form(form), id, visit.Cancel), StatusCodes.Status200OK);
    }

    private static async Task<IResult> Change(Visit visit, string form, long id)
    {
        _ = new SentQuery(visit.Http.Request);
        var version = SentVersion.Of(visit.Http.Request);
        var body = await SentJson.Body(visit);
        var draft = new Draft(visit.Form(form)) { Id = id, SeenVersion = version };
        SentRecord.Read(draft, FormAccess.Of(visit.Actor, draft.Form), body);
        try
        {
            return await Seen(visit, draft.Form, await Save(visit, draft), StatusCodes.Status200OK);
        }
        catch (ProblemException refused) when (refused.Problem is { Code: Stale, Detail: not StaleRecord })
        {
            throw new ApiRefusal(StatusCodes.Status412PreconditionFailed, refused.Problem);
        }
    }

    private static async Task<IResult> Delete(Visit visit, string form, long id)
    {
        _ = new SentQuery(visit.Http.Request);
        try
        {
            await visit.Platform.Records.Delete(visit.Actor, visit.Form(form), id, SentVersion.Of(visit.Http.Request), visit.Cancel);
            return Results.NoContent();
        }
        catch (ProblemException refused) when (refused.Problem.Code == Stale)
        {
            // A deletion cannot be merged with what somebody else has written.
            throw new ApiRefusal(StatusCodes.Status412PreconditionFailed, refused.Problem);
        }
    }

    private static async Task<Saved> Save(Visit visit, Draft draft)
    {
        try
        {
            return await visit.Platform.Records.Save(visit.Actor, draft, visit.Cancel);
        }
        catch (ProblemException refused) when (refused.Problem.Kind == ProblemKind.Invalid && draft.Errors.Count > 0)
        {
            // A value that could not be read is not also missing.
            var unread = draft.Errors.Select(e => e.Field).ToHashSet();
            throw (refused.Problem with { Errors = [.. refused.Problem.Errors.Where(e => e.Code != "field.required" || !unread.Contains(e.Field))] }).Exception();
        }
    }

    /// <summary>The record as its writer may see it now; who has just given it away sees its id.</summary>
    private static async Task<IResult> Seen(Visit visit, Form form, Saved saved, int status)
    {
        try
        {
            return Answer(await visit.Platform.Query.Get(visit.Actor, form, saved.Record.Id, visit.Cancel), status);
        }
        catch (ProblemException gone) when (gone.Problem.Kind == ProblemKind.NotFound)
        {
            return new ApiAnswer(new JsonObject { ["id"] = saved.Record.Id }, status) { Location = Location(form, saved.Record.Id) };
        }
    }

    private static ApiAnswer Answer(SeenRecord seen, int status) => new(RecordJson.Of(seen.Access, seen.Record), status)
    {
        Version = seen.Record.Version,
        Location = status == StatusCodes.Status201Created ? Location(seen.Record.Form, seen.Record.Id) : null,
    };

    private static string Location(Form form, long id) => string.Create(CultureInfo.InvariantCulture, $"/api/v1/{form.App.Key}/{form.Key}/{id}");
}
