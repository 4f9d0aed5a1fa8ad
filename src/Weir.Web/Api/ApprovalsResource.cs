using System.Globalization;
using System.Text.Json.Nodes;
using Weir.Engine.Capabilities.Approval;
using Weir.Web.Http;

namespace Weir.Web.Api;

/// <summary>The member's approvals: what waits, was started, is done, was copied. To decide is an action of the record: <c>actions/approval.approve</c>.</summary>
internal static class ApprovalsResource
{
    private const int Most = 200;

    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/{app}/approvals", Get);

    private static async Task<IResult> Get(Visit visit)
    {
        var query = new SentQuery(visit.Http.Request, "box", "after", "limit");
        var box = query.Text("box") switch
        {
            null or "todo" => ApprovalBox.ToDo, "started" => ApprovalBox.Started, "done" => ApprovalBox.Done, "cc" => ApprovalBox.Cc,
            _ => throw SentQuery.Wrong("box", "query.bad", ("“box”应为 todo、started、done 或 cc。", "'box' must be todo, started, done or cc.")).Exception(),
        };
        var limit = (int)query.Number("limit", 50, Most);
        var lines = await visit.Platform.Approvals.List(visit.Actor, visit.TheApp, box, query.Text("after") is null ? null : query.Number("after", 1, long.MaxValue), limit, visit.Cancel);
        return new ApiAnswer(new JsonObject
        {
            ["items"] = new JsonArray([.. lines.Select(One)]),
            ["next"] = lines.Count == limit ? lines[^1].Id.ToString(CultureInfo.InvariantCulture) : null,
        });
    }

    private static JsonObject One(ApprovalLine line) => new()
    {
        ["task"] = line.Id, ["form"] = line.Form.Key, ["record"] = line.Title is null ? null : line.RecordId, ["title"] = line.Title, ["state"] = line.State, ["mine"] = line.Mine,
        ["step"] = line.Node is { } node ? FormsResource.Both(node) : null, ["by"] = line.By, ["at"] = line.At.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
        ["due"] = line.DueAt?.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
    };
}
