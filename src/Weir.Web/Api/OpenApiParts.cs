using System.Text.Json.Nodes;
using Weir.Engine.Records;

namespace Weir.Web.Api;

/// <summary>What all forms share in the document: parameters, refusals and the schema of a problem.</summary>
internal static class OpenApiParts
{
    public static JsonObject Parameters() => new()
    {
        ["id"] = Parameter("id", "path", Integer(), "记录编号 / id of the record"),
        ["fields"] = Parameter("fields", "query", Text(), "逗号分隔的字段，可经过关联，如 a,b,link.c / fields with commas, through links too"),
        ["filter"] = Parameter("filter", "query", Text(), """JSON 条件 / a condition in JSON: {"field": …, "op": …, "value": …}, {"all": […]}, {"any": […]}"""),
        ["sort"] = Parameter("sort", "query", Text(), "逗号分隔，前面加 - 为倒序 / with commas; - before a field for descending"),
        ["cursor"] = Parameter("cursor", "query", Text(), "上一页的 next / next of the page before"),
        ["limit"] = Parameter("limit", "query", new JsonObject { ["type"] = "integer", ["minimum"] = 1, ["maximum"] = RecordQuery.MostRows, ["default"] = 50 }, "每页行数 / rows of a page"),
        ["search"] = Parameter("search", "query", Text(), "查找 / words to find"),
        ["count"] = Parameter("count", "query", new JsonObject { ["type"] = "boolean" }, $"同时计数，最多 {RecordQuery.CountCap - 1} / count too, up to {RecordQuery.CountCap - 1}"),
        ["text"] = Parameter("text", "query", new JsonObject { ["type"] = "boolean" }, "在 _text 中同时给出文字 / the values in words too, in _text"),
        ["idempotencyKey"] = Parameter("Idempotency-Key", "header", Text(), "同一个键只新建一条 / the same key creates one record"),
        ["ifMatch"] = Parameter("If-Match", "header", Text(), "读取时的 ETag，或 * 表示不检查 / the ETag that was read, or * to check nothing", required: true),
    };

    public static JsonObject Responses() => new()
    {
        ["problem"] = new JsonObject
        {
            ["description"] = "被拒绝 / Refused",
            ["content"] = new JsonObject { ["application/problem+json"] = new JsonObject { ["schema"] = new JsonObject { ["$ref"] = "#/components/schemas/problem" } } },
        },
    };

    public static JsonObject Problem() => new()
    {
        ["type"] = "object",
        ["required"] = new JsonArray("type", "title", "status", "code"),
        ["properties"] = new JsonObject
        {
            ["type"] = Text(),
            ["title"] = Text(),
            ["status"] = Integer(),
            ["code"] = Text(),
            ["detail"] = Text(),
            ["errors"] = new JsonObject
            {
                ["type"] = "array",
                ["items"] = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { ["field"] = Text(), ["code"] = Text(), ["message"] = Text() } },
            },
            ["current"] = new JsonObject { ["type"] = "object", ["description"] = "冲突字段现在的值 / what the clashing fields hold now" },
            ["traceId"] = Text(),
        },
    };

    /// <summary>A page of what happened to a record.</summary>
    public static JsonObject History() => new()
    {
        ["type"] = "object",
        ["required"] = new JsonArray("items", "next"),
        ["properties"] = new JsonObject
        {
            ["items"] = new JsonObject { ["type"] = "array", ["items"] = HistoryItem() },
            ["next"] = OrNull("string"),
        },
    };

    /// <summary>What an action did.</summary>
    public static JsonObject Acted() => new()
    {
        ["type"] = "object",
        ["required"] = new JsonArray("id", "version", "saved"),
        ["properties"] = new JsonObject
        {
            ["id"] = Integer(), ["version"] = Integer(),
            ["saved"] = new JsonObject
            {
                ["type"] = "array",
                ["items"] = new JsonObject
                {
                    ["type"] = "object",
                    ["properties"] = new JsonObject { ["form"] = Text(), ["id"] = Integer(), ["created"] = new JsonObject { ["type"] = "boolean" } },
                },
            },
        },
    };

    /// <summary>The body of an action that asks for nothing.</summary>
    public static JsonObject Nothing() => new() { ["type"] = "object", ["additionalProperties"] = false };

    private static JsonObject HistoryItem() => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["properties"] = new JsonObject
        {
            ["id"] = Integer(), ["at"] = new JsonObject { ["type"] = "string", ["format"] = "date-time" }, ["by"] = OrNull("integer"), ["byName"] = OrNull("string"), ["operation"] = Text(), ["road"] = Text(), ["from"] = OrNull("string"),
            ["version"] = OrNull("integer"),
            ["changes"] = new JsonObject
            {
                ["type"] = "array",
                ["items"] = new JsonObject
                {
                    ["type"] = "object",
                    ["required"] = new JsonArray("field"),
                    ["properties"] = new JsonObject { ["field"] = Text(), ["from"] = new JsonObject(), ["to"] = new JsonObject(), ["lines"] = new JsonObject { ["type"] = "object" } },
                    ["additionalProperties"] = false,
                },
            },
        },
    };

    private static JsonObject OrNull(string type) => new() { ["type"] = new JsonArray(type, "null") };

    private static JsonObject Parameter(string name, string place, JsonObject schema, string description, bool required = false) =>
        new() { ["name"] = name, ["in"] = place, ["required"] = required || place == "path", ["schema"] = schema, ["description"] = description };

    private static JsonObject Text() => new() { ["type"] = "string" };

    private static JsonObject Integer() => new() { ["type"] = "integer" };
}
