using System.Text.Json.Nodes;
using Weir.Engine.Access;

namespace Weir.Web.Api;

/// <summary>The paths of one form in the document, each operation only when the actor's roles have it at all.</summary>
internal static class OpenApiPaths
{
    private static readonly string[] ListParameters = ["fields", "filter", "sort", "cursor", "limit", "search", "count", "text"];

    public static void Add(JsonObject paths, FormAccess access)
    {
        var key = access.Form.Key;
        var list = new JsonObject { ["get"] = Operation(key, "list", "列表 / List", "200", Page(key), ListParameters) };
        if (access.Can(Engine.Access.Operation.Create)) list["post"] = Operation(key, "create", "新建 / Create", "201", Ref("schemas", key + ".read"), ["idempotencyKey"], key + ".create");
        var one = new JsonObject { ["parameters"] = new JsonArray(Ref("parameters", "id")), ["get"] = Operation(key, "get", "查看 / Get", "200", Ref("schemas", key + ".read"), []) };
        if (access.Can(Engine.Access.Operation.Edit)) one["patch"] = Operation(key, "change", "修改 / Change", "200", Ref("schemas", key + ".read"), ["ifMatch"], key + ".patch");
        if (access.Can(Engine.Access.Operation.Delete)) one["delete"] = Operation(key, "delete", "删除 / Delete", "204", null, ["ifMatch"]);
        paths["/" + key] = list;
        paths[$"/{key}/{{id}}"] = one;
        foreach (var action in access.Form.Actions.Where(a => a.Offered && a.For(access)))
            paths[$"/{key}/{{id}}/actions/{action.Key}"] = new JsonObject
            {
                ["parameters"] = new JsonArray(Ref("parameters", "id")),
                ["post"] = Operation(key, action.Key, $"{action.Label.Zh} / {action.Label.En}", "200", Ref("schemas", "acted"), ["idempotencyKey"], action.Ask is null ? "nothing" : $"{key}.{action.Key}"),
            };
        paths[$"/{key}/{{id}}/history"] = new JsonObject
        {
            ["parameters"] = new JsonArray(Ref("parameters", "id")),
            ["get"] = Operation(key, "history", "变更记录 / History", "200", Ref("schemas", "history"), ["cursor", "limit"]),
        };
    }

    private static JsonObject Operation(string form, string verb, string summary, string status, JsonObject? answer, string[] parameters, string? body = null)
    {
        var operation = new JsonObject
        {
            ["operationId"] = $"{form}.{verb}",
            ["tags"] = new JsonArray(form),
            ["summary"] = summary,
            ["responses"] = new JsonObject
            {
                [status] = answer is null ? new JsonObject { ["description"] = "好了 / Done" } : new JsonObject { ["description"] = "好了 / Done", ["content"] = Json(answer) },
                ["default"] = Ref("responses", "problem"),
            },
        };
        if (parameters.Length > 0) operation["parameters"] = new JsonArray([.. parameters.Select(p => Ref("parameters", p))]);
        if (body is not null) operation["requestBody"] = new JsonObject { ["required"] = true, ["content"] = Json(Ref("schemas", body)) };
        return operation;
    }

    private static JsonObject Page(string form) => new()
    {
        ["type"] = "object",
        ["required"] = new JsonArray("items", "next"),
        ["properties"] = new JsonObject
        {
            ["items"] = new JsonObject { ["type"] = "array", ["items"] = Ref("schemas", form + ".row") },
            ["next"] = new JsonObject { ["type"] = new JsonArray("string", "null") },
            ["count"] = new JsonObject { ["type"] = "integer" },
            ["countText"] = new JsonObject { ["type"] = "string" },
            ["countCapped"] = new JsonObject { ["type"] = "boolean" },
        },
    };

    private static JsonObject Json(JsonObject schema) => new() { ["application/json"] = new JsonObject { ["schema"] = schema } };

    private static JsonObject Ref(string kind, string name) => new() { ["$ref"] = $"#/components/{kind}/{name}" };
}
