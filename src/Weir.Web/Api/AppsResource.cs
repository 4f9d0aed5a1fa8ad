using System.Text.Json.Nodes;
using Weir.Web.Http;

namespace Weir.Web.Api;

/// <summary>The apps that the member may use.</summary>
internal static class AppsResource
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/apps", Get);

    private static ApiAnswer Get(Visit visit)
    {
        _ = new SentQuery(visit.Http.Request);
        return new(new JsonObject
        {
            ["items"] = new JsonArray([.. visit.Apps.Select(app => new JsonObject { ["key"] = app.Key, ["label"] = FormsResource.Both(app.Definition.Label), ["version"] = app.Version })]),
        });
    }
}
