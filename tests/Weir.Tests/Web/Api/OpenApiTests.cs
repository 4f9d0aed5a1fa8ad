using System.Text.Json.Nodes;
using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Sql.Sessions;
using Xunit;

namespace Weir.Tests.Web.Api;

/// <summary>The document of an app says what the interface really takes and answers, and nothing that its reader may not know.</summary>
public sealed class OpenApiTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Every_form_can_be_created_read_changed_and_deleted_by_what_the_document_says(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var boss = await Caller.OfAdmin(host);
        var maker = await Maker.Open(host, boss);

        foreach (var form in host.App.Forms.Select(f => f.Key))
        {
            var made = await maker.Make(form);
            Fits(form + ".read", made.Json);
            Assert.Equal(made.Reply["Location"], $"/api/v1/l2c/{form}/{made.Id}");
            var read = await boss.Get($"{form}/{made.Id}");
            Fits(form + ".read", read.Json);
            var list = await boss.Get($"{form}?limit=1&count=true&text=true");
            Assert.Empty(maker.Check.Errors(Answer($"/{form}", "get"), list.Json));
            var history = await boss.Get($"{form}/{made.Id}/history");
            Assert.Empty(maker.Check.Errors(Answer($"/{form}/{{id}}/history", "get"), history.Json));

            var patch = new JsonObject { ["collaborators"] = new JsonArray(host.Admin.MemberId) };
            Fits(form + ".patch", patch);
            var changed = await boss.Patch($"{form}/{made.Id}", patch, read.ETag);
            Assert.True(changed.Status == 200, changed.Reply.Text);
            Fits(form + ".read", changed.Json);
            var refused = await boss.Patch($"{form}/{made.Id}", new JsonObject { ["no_such_field"] = 1 }, changed.ETag);
            Assert.Equal(422, refused.Status);
            Fits("problem", refused.Json);
        }
        // What is being decided on is withdrawn before it is deleted.
        foreach (var id in maker.Made["payment"].Ids) await boss.Post($"payment/{id}/actions/approval.withdraw", new JsonObject());
        foreach (var form in host.App.Forms.Select(f => f.Key))
            foreach (var id in maker.Made[form].Ids) Assert.True((await boss.Delete($"{form}/{id}", "*")).Status is 204 or 404);
        Assert.All(host.App.Forms, f => Assert.Empty(boss.Get(f.Key).GetAwaiter().GetResult().Items));

        void Fits(string schema, JsonNode? value) => Assert.Empty(maker.Check.Errors(maker.Schema(schema), JsonNode.Parse(value!.ToJsonString()), schema));
        JsonNode Answer(string path, string verb) => maker.Document["paths"]![path]![verb]!["responses"]!["200"]!["content"]!["application/json"]!["schema"]!;
    }

    [Fact]
    public async Task The_document_is_well_formed()
    {
        await using var host = await TestHost.Start();
        var document = (await (await Caller.OfAdmin(host)).Get("openapi.json")).Json!;
        var check = new SchemaCheck(document);

        Assert.StartsWith("3.1.", (string)document["openapi"]!);
        Assert.Equal(["info", "openapi", "security", "servers", "tags", "paths", "components"], document.AsObject().Select(m => m.Key).Order(Comparer<string>.Create((a, b) => Rank(a) - Rank(b))));
        Assert.All(References(document), r => check.Find(r));
        var operations = document["paths"]!.AsObject().SelectMany(p => p.Value!.AsObject().Where(o => o.Key != "parameters").Select(o => (Path: p.Key, Item: p.Value!, Verb: o.Key, Operation: o.Value!))).ToList();
        Assert.Equal(host.App.Forms.Count * 6 + host.App.Forms.Sum(f => f.Actions.Count(a => a.Offered && a.For(Weir.Engine.Access.FormAccess.Of(host.Admin, f)))), operations.Count);
        Assert.Equal(operations.Count, operations.Select(o => (string)o.Operation["operationId"]!).Distinct().Count());
        foreach (var (path, item, verb, operation) in operations)
        {
            var parameters = (item["parameters"] as JsonArray ?? []).Concat(operation["parameters"] as JsonArray ?? []).Select(p => check.Find((string)p!["$ref"]!)).ToList();
            foreach (var name in path.Split('/').Where(s => s.StartsWith('{')).Select(s => s.Trim('{', '}')))
                Assert.Contains(parameters, p => (string)p["name"]! == name && (string)p["in"]! == "path" && (bool)p["required"]!);
            Assert.Contains(operation["responses"]!.AsObject(), r => r.Key.StartsWith('2'));
            Assert.Equal(verb is "patch" or "delete", parameters.Any(p => (string)p["name"]! == "If-Match" && (bool)p["required"]!));
        }

        static int Rank(string key) => Array.IndexOf(["info", "openapi", "security", "servers", "tags", "paths", "components"], key);
    }

    [Fact]
    public async Task The_document_and_the_metadata_name_only_what_the_reader_may_see()
    {
        await using var host = await TestHost.Start();
        var rep = await Caller.Of(host, "李伟", "sales_rep");
        var marketing = await Caller.Of(host, "钱静", "marketing");

        var document = (await rep.Get("openapi.json")).Json!;
        foreach (var text in new[] { document.ToJsonString(), (await rep.Get("forms")).Reply.Text })
        {
            Assert.DoesNotContain("cost_price", text);
            Assert.DoesNotContain("gross_margin", text);
            Assert.DoesNotContain("\"ltv\"", text);
        }
        Assert.Null(document["paths"]!["/competitor/{id}"]!["patch"]);
        Assert.NotNull(document["paths"]!["/competitor"]!["post"]);
        foreach (var text in new[] { (await marketing.Get("openapi.json")).Reply.Text, (await marketing.Get("forms")).Reply.Text })
        {
            Assert.DoesNotContain("/contract", text);
            Assert.DoesNotContain("\"contract.", text);
            Assert.DoesNotContain("\"mobile\"", Between(text, "\"contact"));
        }
        Assert.Equal(404, (await marketing.Get("forms/contract")).Status);
        var contact = (await marketing.Get("forms/contact")).Json!;
        Assert.DoesNotContain(contact["fields"]!.AsArray(), f => (string)f!["key"]! is "mobile" or "phone");
        Assert.Equal(["view"], contact["can"]!.AsArray().Select(c => (string)c!));

        // The part of a text that speaks of contacts, and not of leads, which have a mobile too.
        static string Between(string text, string key) => text[text.IndexOf(key + ".read", StringComparison.Ordinal) is > 0 and var at ? at.. : ^1..];
    }

    [Fact]
    public async Task A_form_that_a_user_made_answers_like_any_other()
    {
        await using var host = await TestHost.Start();
        var form = System.Text.Json.JsonSerializer.Deserialize<Weir.Engine.Forms.FormDefinition>("""
            {"key": "visit_plan", "label": {"zh": "拜访计划", "en": "Visit plan"}, "group": "sales", "title": "topic", "fields": [
              {"key": "topic", "type": "text", "label": {"zh": "主题", "en": "Topic"}, "required": true},
              {"key": "account", "type": "link", "form": "account", "label": {"zh": "客户", "en": "Account"}},
              {"key": "people", "type": "number", "label": {"zh": "人数", "en": "People"}, "min": 1},
              {"key": "budget", "type": "formula", "formula": "people * 100", "result": "money", "label": {"zh": "预算", "en": "Budget"}}]}
            """, DefinitionJson.Options)!;
        var own = Template.Load("l2c") with { Key = "own", Forms = [.. Template.Load("l2c").Forms, form with { No = 900, Group = Template.Load("l2c").Forms[0].Group }] };
        await host.Platform.Apps.Install(host.Admin, own);
        var boss = await Caller.OfAdmin(host);

        var document = (await boss.Get("/api/v1/own/openapi.json")).Json!;
        Assert.Equal(["topic"], document["components"]!["schemas"]!["visit_plan.create"]!["required"]!.AsArray().Select(r => (string)r!));
        var made = await boss.Post("/api/v1/own/visit_plan", new JsonObject { ["topic"] = "年度回访", ["people"] = 3 });
        Assert.Equal((201, 300m), (made.Status, (decimal)made["budget"]!));
        Assert.Equal(422, (await boss.Post("/api/v1/own/visit_plan", new JsonObject { ["people"] = 0, ["topic"] = "x" })).Status);
        Assert.Single((await boss.Get("/api/v1/own/visit_plan?filter=" + Uri.EscapeDataString("{\"field\":\"budget\",\"op\":\"is\",\"value\":300}"))).Items);
        Assert.Equal(200, (await boss.Patch($"/api/v1/own/visit_plan/{made.Id}", new JsonObject { ["people"] = 4 }, made.ETag)).Status);
        Assert.Equal(204, (await boss.Delete($"/api/v1/own/visit_plan/{made.Id}", "*")).Status);
        Assert.Equal(404, (await boss.Get("visit_plan")).Status);
    }

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(m => m.Key == "$ref" ? [(string)m.Value!] : References(m.Value)),
        JsonArray a => a.SelectMany(References),
        _ => [],
    };
}
