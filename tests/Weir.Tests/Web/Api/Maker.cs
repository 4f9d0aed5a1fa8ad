using System.Text.Json.Nodes;
using Xunit;

namespace Weir.Tests.Web.Api;

/// <summary>Makes a record of any form from the document alone: what the schema of a new record requires, in the order that links ask for, and the few things which
/// only the checks of a form demand.</summary>
internal sealed class Maker
{
    /// <summary>What rules ask for beyond the schema; a value <c>@form</c> is the id of a record of that form, <c>@@form</c> its reference, <c>@me</c> the member.</summary>
    private static readonly Dictionary<string, string> Beyond = new()
    {
        ["activity"] = """{"target": "@@account"}""",
        ["lead"] = """{"mobile": "13800000000", "referrer": "x"}""",
        ["contact"] = """{"mobile": "13800000000"}""",
        ["contract"] = """{"amount": 1000}""",
        ["payment"] = """{"method": "cash", "contract": "@contract", "amount": 1}""",
        ["payment_plan"] = """{"contract": "@contract", "amount": 1000}""",
        ["invoice"] = """{"contract": "@contract", "amount": 1, "title": "x", "tax_no": "91320500MA1W2B3C4D"}""",
        ["opportunity"] = """{"name": "x", "amount": 5, "expected_close": "2030-01-01", "win_rate": 10}""",
        ["quote"] = """{"lines": [{"product": "@product", "qty": 1, "list_price": 1}]}""",
        ["delivery"] = """{"contract": "@contract", "items": [{"product": "@product", "qty": 1, "price": 1}]}""",
        ["price_book"] = """{"entries": [{"product": "@product", "price": 1}]}""",
        ["expense"] = """{"contract": "@contract"}""",
        ["commission"] = """{"adjustment": 5, "remark": "x"}""",
        ["sales_target"] = """{"subject": "@me", "period": "2026-11"}""",
    };

    private readonly TestHost host;
    private readonly Caller caller;
    private readonly long me;
    private int texts;

    private Maker(TestHost host, Caller caller, JsonNode document) => (this.host, this.caller, me, Document, Check) = (host, caller, host.Admin.MemberId, document, new(document));

    public JsonNode Document { get; }

    public SchemaCheck Check { get; }

    /// <summary>The first record of each form, and the ids of all.</summary>
    public Dictionary<string, (long First, List<long> Ids)> Made { get; } = [];

    public static async Task<Maker> Open(TestHost host, Caller caller) => new(host, caller, (await caller.Get("openapi.json")).Json!);

    public JsonNode Schema(string name) => Document["components"]!["schemas"]![name]!;

    public async Task<Answer> Make(string form)
    {
        var schema = Schema(form + ".create");
        var body = new JsonObject();
        foreach (var key in (schema["required"] as JsonArray ?? []).Select(k => (string)k!)) body[key] = await Value(schema["properties"]![key]!, key);
        // An account is often filled from another link, so that the schema does not ask for it.
        var always = form == "account" ? [] : new JsonObject { ["account"] = "@account" };
        foreach (var more in new[] { always, JsonNode.Parse(Beyond.GetValueOrDefault(form, "{}"))!.AsObject() })
            foreach (var (key, value) in more)
                if (schema["properties"]!.AsObject().ContainsKey(key)) body[key] = await Meant(value!);
        Assert.Empty(Check.Errors(schema, JsonNode.Parse(body.ToJsonString()), form));
        var made = await caller.Post(form, body);
        Assert.True(made.Status == 201, $"{form}: {body.ToJsonString()} {made.Reply.Text}");
        if (!Made.TryGetValue(form, out var known)) Made[form] = known = (made.Id, []);
        known.Ids.Add(made.Id);
        // Payments and invoices are only for a contract that its approval has brought into force.
        if (form == "contract") await host.Platform.Records.Save(Weir.Engine.Access.Actor.System("test", host.Platform.People.Current), new Weir.Engine.Records.Draft(host.App[form]) { Id = made.Id }.Set("status", "executing"));
        return made;
    }

    private async Task<long> First(string form) => Made.TryGetValue(form, out var known) ? known.First : (await Make(form)).Id;

    private async Task<JsonNode> Meant(JsonNode value)
    {
        if (value is JsonArray list) return new JsonArray([.. await Task.WhenAll(list.Select(one => Meant(one!)))]);
        if (value is JsonObject members)
        {
            var made = new JsonObject();
            foreach (var (key, member) in members) made[key] = await Meant(member!);
            return made;
        }
        return value is JsonValue v && v.TryGetValue<string>(out var word) && word.StartsWith('@') ? await Named(word) : value.DeepClone();
    }

    private async Task<JsonNode> Named(string word) => word == "@me" ? me
        : word.StartsWith("@@", StringComparison.Ordinal) ? new JsonObject { ["form"] = word[2..], ["id"] = await First(word[2..]) } : await First(word[1..]);

    private async Task<JsonNode> Value(JsonNode schema, string key)
    {
        if ((string?)schema["x-link"] is { } target) return await First(target);
        if (schema["enum"] is JsonArray options) return options[0]!.DeepClone();
        switch (schema["type"] is JsonArray types ? (string)types[0]! : (string)schema["type"]!)
        {
            case "integer": return me;
            case "number": return 1;
            case "boolean": return true;
            case "array":
                return new JsonArray((string)schema["items"]!["type"]! == "object" ? await Object(schema["items"]!) : await Value(schema["items"]!, key));
            case "object" when schema["properties"]!["form"] is { } form:
                var first = (string)form["enum"]![0]!;
                return new JsonObject { ["form"] = first, ["id"] = await First(first) };
            case "object":
                return await Object(schema);
        }
        return (string?)schema["format"] switch { "date" => "2026-11-20", "date-time" => "2026-11-20T08:00:00Z", _ => $"{key} {++texts}" };
    }

    private async Task<JsonNode> Object(JsonNode schema)
    {
        var made = new JsonObject();
        foreach (var key in (schema["required"] as JsonArray ?? []).Select(k => (string)k!)) made[key] = await Value(schema["properties"]![key]!, key);
        return made;
    }
}
