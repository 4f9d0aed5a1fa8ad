using System.Globalization;
using System.Text.Json.Nodes;
using Weir.Engine.Access;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Web.Http;

namespace Weir.Web.Api;

/// <summary>What happened to a record, newest first; changes of fields which the member may not read are left out.</summary>
internal static class HistoryResource
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/{app}/{form}/{id:long}/history", Get);

    private static async Task<IResult> Get(Visit visit, string form, long id)
    {
        var sent = new SentQuery(visit.Http.Request, "cursor", "limit");
        var limit = (int)sent.Number("limit", 50, 200);
        var before = sent.Text("cursor") is null ? (long?)null : sent.Number("cursor", 0, long.MaxValue);
        var seen = await visit.Platform.Query.Get(visit.Actor, visit.Form(form), id, visit.Cancel);
        var rows = await visit.Platform.Query.History(visit.Actor, seen.Record.Form, id, before, limit, visit.Cancel);
        return new ApiAnswer(new JsonObject
        {
            ["items"] = new JsonArray([.. rows.Select(r => Entry(r.Origin is { } from ? FormAccess.Of(visit.Actor, from) : seen.Access, r))]),
            ["next"] = rows.Count == limit ? rows[^1].Id.ToString(CultureInfo.InvariantCulture) : null,
        });
    }

    private static JsonObject Entry(FormAccess access, HistoryEntry entry)
    {
        var changes = new JsonArray();
        foreach (var (key, change) in entry.Changes)
        {
            if (access.Form.Find(key) is not { } field || !Exposed.Has(access, field)) continue;
            changes.Add(field.Lines is not null
                ? new JsonObject { ["field"] = key, ["lines"] = change!.DeepClone() }
                : new JsonObject { ["field"] = key, ["from"] = change![0]?.DeepClone(), ["to"] = change[1]?.DeepClone() });
        }
        return new JsonObject
        {
            ["id"] = entry.Id,
            ["at"] = entry.At.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            ["by"] = entry.By == 0 ? null : entry.By,
            ["byName"] = access.Actor.Directory.Members.GetValueOrDefault(entry.By)?.Name,
            ["operation"] = entry.Operation.ToString().ToLowerInvariant(),
            ["road"] = entry.Road,
            ["from"] = entry.Origin?.Key,
            ["version"] = entry.Version,
            ["changes"] = changes,
        };
    }
}
