using System.Text.Json.Nodes;
using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Web.Http;

namespace Weir.Web.Api;

/// <summary>The OpenAPI 3.1 document of an app: its real forms and fields, as far as the member who asks may see and do.</summary>
internal static class OpenApiResource
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/{app}/openapi.json", Get);

    private static ApiAnswer Get(Visit visit)
    {
        _ = new SentQuery(visit.Http.Request);
        return new(Document(visit.Actor, visit.TheApp));
    }

    private static JsonObject Document(Actor actor, App app)
    {
        var (paths, schemas, tags) = (new JsonObject(), new JsonObject { ["problem"] = OpenApiParts.Problem(), ["history"] = OpenApiParts.History(), ["acted"] = OpenApiParts.Acted(), ["nothing"] = OpenApiParts.Nothing() }, new JsonArray());
        foreach (var access in FormsResource.Of(actor, app))
        {
            var key = access.Form.Key;
            tags.Add(new JsonObject { ["name"] = key, ["description"] = $"{access.Form.Label.Zh} / {access.Form.Label.En}" });
            schemas[key + ".read"] = FormSchemas.Read(access);
            schemas[key + ".row"] = FormSchemas.Row(access);
            if (access.Can(Operation.Create)) schemas[key + ".create"] = FormSchemas.Create(access);
            if (access.Can(Operation.Edit)) schemas[key + ".patch"] = FormSchemas.Patch(access);
            foreach (var action in access.Form.Actions.Where(a => a is { Offered: true, Ask: not null } && a.For(access))) schemas[$"{key}.{action.Key}"] = ActionsResource.Question(FormAccess.Of(actor, action.Ask!));
            OpenApiPaths.Add(paths, access);
        }
        return new()
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject { ["title"] = $"{app.Definition.Label.Zh} / {app.Definition.Label.En}", ["version"] = $"{app.Version}" },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/api/v1/" + app.Key }),
            ["security"] = new JsonArray(new JsonObject { ["token"] = new JsonArray() }),
            ["tags"] = tags,
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = new JsonObject { ["token"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer" } },
                ["parameters"] = OpenApiParts.Parameters(),
                ["responses"] = OpenApiParts.Responses(),
                ["schemas"] = schemas,
            },
        };
    }
}
