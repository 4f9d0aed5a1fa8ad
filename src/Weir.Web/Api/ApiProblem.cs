using System.Text.Json.Nodes;
using Weir.Engine.Access;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Web.Http;

namespace Weir.Web.Api;

/// <summary>A refusal as problem+json (RFC 9457): a stable code, words in the asker's language, errors by field, and on a conflict what stands there now.</summary>
internal static class ApiProblem
{
    public static IResult Of(Visit? visit, int status, Problem problem, bool chinese, string detail, string trace)
    {
        var json = new JsonObject
        {
            ["type"] = "urn:weir:problem:" + problem.Code,
            ["title"] = problem.Message.In(chinese),
            ["status"] = status,
            ["code"] = problem.Code,
            ["detail"] = detail,
            ["errors"] = new JsonArray([.. problem.Errors.Select(e => new JsonObject { ["field"] = e.Field, ["code"] = e.Code, ["message"] = e.Message.In(chinese) })]),
        };
        if (problem.Detail is StaleRecord stale && visit is { SignedIn: true }) json["current"] = Current(visit.Actor, stale);
        if (status == StatusCodes.Status500InternalServerError) json["traceId"] = trace;
        return new ApiAnswer(json, status, "application/problem+json; charset=utf-8");
    }

    private static JsonObject Current(Actor actor, StaleRecord stale)
    {
        var access = FormAccess.Of(actor, stale.Present.Form);
        var now = RecordJson.Of(access, RecordQuery.Veil(access, stale.Present));
        var clashing = stale.Fields.Select(f => f.Field.Key).ToHashSet();
        foreach (var key in now.Select(m => m.Key).Where(k => k != "version" && !clashing.Contains(k)).ToList()) now.Remove(key);
        return now;
    }
}
