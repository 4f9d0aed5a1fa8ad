using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Weir.Tests.Web.Api;

/// <summary>What is not exactly as it must be is refused by name, never guessed at, and never a failure of the server.</summary>
public sealed class StrictJsonTests
{
    [Fact]
    public async Task A_body_that_is_wrong_as_such_is_refused_with_its_place()
    {
        await using var host = await TestHost.Start();
        var boss = await Caller.OfAdmin(host);
        const string good = "{\"name\": \"恒力\", \"scale\": \"smb\"}";
        var deep = new StringBuilder().Insert(0, "{\"a\":", 40).Append('1').Append('}', 40).ToString();
        foreach (var (body, status, code) in new[]
        {
            ("", 400, "json.malformed"), ("null", 400, "json.malformed"), ("[]", 400, "json.malformed"), ("{", 400, "json.malformed"), (good + good, 400, "json.malformed"),
            ("{\"name\": NaN}", 400, "json.malformed"), ("{\"name\": Infinity}", 400, "json.malformed"), ("{\"name\": 'x'}", 400, "json.malformed"), ("{\"name\": \"x\",}", 400, "json.malformed"),
            ("{/* c */\"name\": \"x\"}", 400, "json.malformed"), ("{\"name\": 01}", 400, "json.malformed"), ("{\"name\": \"\\ud800\"}", 400, "json.malformed"), ("{\"\\ud800\": 1}", 400, "json.malformed"), (deep, 400, "json.malformed"),
            ("{\"name\": \"A\", \"name\": \"B\"}", 422, "json.twice"), ("{\"name\": \"A\", \"n\\u0061me\": \"B\"}", 422, "json.twice"), ("{\"name\": \"a\\u0000b\"}", 422, "json.bad_text"),
            ("{\"name\": \"" + new string('x', 1_048_600) + "\"}", 413, "request.too_large"),
        })
        {
            var refused = await boss.Send(HttpMethod.Post, "account", body);
            Assert.True((refused.Status, refused.Code) == (status, code), $"{body[..Math.Min(60, body.Length)]}: {refused.Reply.Text}");
            Assert.StartsWith("application/problem+json", refused.Reply["Content-Type"]);
            Assert.Equal(status, (int)refused["status"]!);
        }
        foreach (var type in new[] { "text/plain", "application/x-www-form-urlencoded", "application/json; charset=gb18030", "multipart/form-data; boundary=x" })
            Assert.Equal(415, (await boss.Send(HttpMethod.Post, "account", good, ("Content-Type", type))).Status);
        Assert.Contains("line 1", (string)(await boss.Send(HttpMethod.Post, "account", "{\"a\": }"))["detail"]!);
        Assert.Empty((await boss.Get("account")).Items);
    }

    [Fact]
    public async Task A_value_of_the_wrong_type_is_refused_by_its_field()
    {
        await using var host = await TestHost.Start();
        foreach (var form in host.App.Forms)
        {
            // A token of its own for each form: so many requests are too fast for one.
            var boss = await Caller.OfAdmin(host);
            foreach (var field in form.Live.Where(f => !f.System && f.Editable))
                foreach (var wrong in Wrong(field.Type.Schema(field)))
                {
                    var refused = await boss.Post(form.Key, new JsonObject { [field.Key] = wrong?.DeepClone() });
                    Assert.True(refused.Status == 422 && refused.Errors.Any(e => e.Field == field.Key || e.Field.StartsWith(field.Key + ".", StringComparison.Ordinal) || e.Field.StartsWith(field.Key + "[", StringComparison.Ordinal)),
                        $"{form.Key}.{field.Key} ({field.Type.Key}) took {wrong?.ToJsonString()}: {refused.Status} {refused.Reply.Text}");
                }
        }
    }

    [Fact]
    public async Task Numbers_too_large_for_a_column_are_refused_and_never_rounded_away()
    {
        await using var host = await TestHost.Start();
        var boss = await Caller.OfAdmin(host);
        foreach (var number in new[] { "1e400", "-1e400", "1e28", "100000000000000", "99999999999999999999999999999999999999999" })
        {
            var refused = await boss.Send(HttpMethod.Post, "product", $"{{\"list_price\": {number}}}");
            Assert.True(refused.Status == 422 && refused.Errors.Contains(("list_price", "value.too_large")), refused.Reply.Text);
        }
        foreach (var id in new[] { "9223372036854775808", "1.5", "-1", "1e30", "0" })
        {
            var refused = await boss.Send(HttpMethod.Post, "contact", $"{{\"name\": \"x\", \"mobile\": \"13800000000\", \"account\": {id}}}");
            Assert.True(refused.Status == 422 && refused.Errors.Any(e => e.Field == "account"), $"{id}: {refused.Reply.Text}");
        }
    }

    [Fact]
    public async Task Query_strings_are_as_strict()
    {
        await using var host = await TestHost.Start();
        var boss = await Caller.OfAdmin(host);
        await boss.Create("account", new() { ["name"] = "恒力", ["scale"] = "smb" });
        foreach (var query in new[]
        {
            "limt=5", "limit=0", "limit=501", "limit=x", "limit=5&limit=6", "sort=nonsense", "sort=--name", "fields=name,nonsense", "fields=deleted_at.x", "cursor=nonsense", "cursor=W10", "count=yes", "text=1",
            "filter=x", "filter={}", "filter=[]", "filter={\"field\":\"name\"}", "filter={\"field\":\"nonsense\",\"op\":\"is\",\"value\":1}", "filter={\"field\":\"name\",\"op\":\"nonsense\"}",
            "filter={\"all\":[],\"any\":[]}", "filter={\"field\":\"name\",\"op\":\"is\",\"value\":\"a\",\"extra\":1}", "filter={\"field\":\"created_at\",\"op\":\"is\",\"value\":\"yesterday-ish\"}", "search=" + new string('x', 201),
            "sort=name,scale,website,owner,created_at",
        })
        {
            var refused = await boss.Get("account?" + query);
            Assert.True(refused.Status is 400 or 422, $"{query}: {refused.Status} {refused.Reply.Text}");
            Assert.StartsWith("application/problem+json", refused.Reply["Content-Type"]);
        }
        Assert.Equal(422, (await boss.Get("/api/v1/me?x=1")).Status);
        Assert.Equal(422, (await boss.Get("forms?x=1")).Status);
    }

    [Fact]
    public async Task Unknown_addresses_and_methods_answer_in_problem_json()
    {
        await using var host = await TestHost.Start();
        var boss = await Caller.OfAdmin(host);
        foreach (var (method, path, status) in new[]
        {
            (HttpMethod.Get, "/api/v1/none", 404), (HttpMethod.Get, "nonsense", 404), (HttpMethod.Get, "account/77", 404), (HttpMethod.Get, "account/nonsense", 404), (HttpMethod.Get, "account/77/history", 404),
            (HttpMethod.Put, "account", 405), (HttpMethod.Put, "account/77", 405), (HttpMethod.Post, "account/77", 405), (HttpMethod.Delete, "account", 405), (HttpMethod.Get, "account/9223372036854775808", 404),
        })
        {
            var refused = await boss.Send(method, path);
            Assert.True(refused.Status == status, $"{method} {path}: {refused.Status} {refused.Reply.Text}");
            Assert.StartsWith("application/problem+json", refused.Reply["Content-Type"]);
        }
    }

    /// <summary>Values of every JSON type that the schema does not name.</summary>
    private static IEnumerable<JsonNode?> Wrong(JsonObject schema)
    {
        var type = (string?)schema["type"];
        if (type != "string") yield return "no such thing";
        if (type is not ("number" or "integer")) yield return 12345678;
        if (type == "integer") yield return 1.5m;
        if (type != "boolean") yield return true;
        if (type != "array") yield return new JsonArray(1);
        else yield return new JsonArray(new JsonObject());
        if (type != "object") yield return new JsonObject { ["a"] = 1 };
        else yield return new JsonObject { ["no_such_part"] = 1 };
        if (schema["enum"] is not null) yield return "no such option";
        if ((string?)schema["format"] == "date") yield return "2026-02-30";
    }
}
