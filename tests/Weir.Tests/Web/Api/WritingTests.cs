using System.Text.Json.Nodes;
using Weir.Sql.Sessions;
using Xunit;

namespace Weir.Tests.Web.Api;

/// <summary>Creating, changing and deleting one record: versions, repeated requests, the same checks and words as the screens.</summary>
public sealed class WritingTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_record_is_created_read_changed_and_deleted(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var boss = await Caller.OfAdmin(host);

        var made = await boss.Create("account", new() { ["name"] = "苏州恒力精密机械有限公司", ["scale"] = "smb" });
        Assert.Equal(("\"1\"", $"/api/v1/l2c/account/{made.Id}"), (made.ETag, made.Reply["Location"]));
        Assert.Equal(host.Admin.MemberId, (long)made["owner"]!);
        var read = await boss.Get(made.Reply["Location"]!);
        Assert.True(JsonNode.DeepEquals(made.Json, read.Json));
        Assert.Equal(made.ETag, read.ETag);

        var changed = await boss.Patch($"account/{made.Id}", new JsonObject { ["website"] = "https://hengli.example", ["scale"] = "ka" }, read.ETag);
        Assert.Equal((200, "\"2\"", "ka"), (changed.Status, changed.ETag, (string)changed["scale"]!));
        var cleared = await boss.Patch($"account/{made.Id}", new JsonObject { ["website"] = null }, changed.ETag);
        Assert.Null(cleared["website"]);
        var history = await boss.Get($"account/{made.Id}/history");
        Assert.Equal(["changed", "changed", "created"], history.Items.Select(i => (string)i!["operation"]!));
        Assert.Contains(history.Items[1]!["changes"]!.AsArray(), c => (string)c!["field"]! == "scale" && (string)c["from"]! == "smb" && (string)c["to"]! == "ka");

        Assert.Equal(204, (await boss.Delete($"account/{made.Id}", cleared.ETag)).Status);
        Assert.Equal(404, (await boss.Get($"account/{made.Id}")).Status);
        Assert.Equal(404, (await boss.Delete($"account/{made.Id}", "*")).Status);
        Assert.Equal(404, (await boss.Patch($"account/{made.Id}", new JsonObject(), "*")).Status);
    }

    [Fact]
    public async Task A_change_must_say_which_version_was_seen()
    {
        await using var host = await TestHost.Start();
        var boss = await Caller.OfAdmin(host);
        var made = await boss.Create("account", new() { ["name"] = "无锡博远", ["scale"] = "smb" });
        var address = $"account/{made.Id}";

        foreach (var blind in new[] { await boss.Patch(address, new JsonObject { ["scale"] = "ka" }, null), await boss.Delete(address, null) })
            Assert.Equal((428, "version.required"), (blind.Status, blind.Code));
        foreach (var wrong in new[] { "1", "\"x\"", "\"1\", \"2\"", "\"-1\"" })
            Assert.Equal(400, (await boss.Patch(address, new JsonObject { ["scale"] = "ka" }, wrong)).Status);
        Assert.Equal(412, (await boss.Patch(address, new JsonObject { ["scale"] = "ka" }, "\"99\"")).Status);
        Assert.Equal("smb", (string)(await boss.Get(address))["scale"]!);
        Assert.Equal(200, (await boss.Patch(address, new JsonObject { ["scale"] = "ka" }, "W/\"1\"")).Status);
    }

    [Fact]
    public async Task Stale_changes_of_other_fields_merge_and_of_the_same_field_conflict()
    {
        await using var host = await TestHost.Start();
        var boss = await Caller.OfAdmin(host);
        var made = await boss.Create("account", new() { ["name"] = "无锡博远", ["scale"] = "smb" });
        var address = $"account/{made.Id}";
        await boss.Patch(address, new JsonObject { ["scale"] = "ka" }, made.ETag);

        var merged = await boss.Patch(address, new JsonObject { ["website"] = "https://b.example" }, made.ETag);
        Assert.Equal((200, "ka", "https://b.example"), (merged.Status, (string)merged["scale"]!, (string)merged["website"]!));
        var clash = await boss.Patch(address, new JsonObject { ["scale"] = "smb" }, made.ETag);
        Assert.Equal((409, "record.stale"), (clash.Status, clash.Code));
        Assert.True(JsonNode.DeepEquals(new JsonObject { ["version"] = 3, ["scale"] = "ka" }, clash["current"]), clash.Reply.Text);
        var gone = await boss.Delete(address, made.ETag);
        Assert.Equal((412, "record.stale"), (gone.Status, gone.Code));
        Assert.Equal(200, (await boss.Get(address)).Status);
    }

    [Fact]
    public async Task A_share_in_between_hides_no_conflict()
    {
        await using var host = await TestHost.Start();
        var boss = await Caller.OfAdmin(host);
        var rep = await host.Add("李伟", "sales_rep");
        var made = await boss.Create("account", new() { ["name"] = "无锡博远", ["scale"] = "smb" });
        await boss.Patch($"account/{made.Id}", new JsonObject { ["scale"] = "ka" }, made.ETag);
        var sharing = new Weir.Engine.Records.Sharing(host.Platform.Database, host.Platform.Ids, host.Platform.Clock);
        await sharing.Share(host.Admin, host.App["account"], made.Id, rep.Id, edit: true);

        Assert.Equal(409, (await boss.Patch($"account/{made.Id}", new JsonObject { ["scale"] = "smb" }, made.ETag)).Status);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_repeated_creation_with_the_same_key_makes_one_record(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var boss = await Caller.OfAdmin(host);
        var body = new JsonObject { ["name"] = "无锡博远", ["scale"] = "smb" };

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => boss.Post("account", body.DeepClone(), ("Idempotency-Key", "order-1"))));

        Assert.All(answers, a => Assert.True(a.Status is 200 or 201, a.Reply.Text));
        Assert.Single(answers, a => a.Status == 201);
        Assert.Single(answers.Select(a => a.Id).Distinct());
        Assert.Single((await boss.Get("account")).Items);
        Assert.Equal(201, (await boss.Post("account", Named("苏州恒力"), ("Idempotency-Key", "order-2"))).Status);
        var rep = await Caller.Of(host, "李伟", "sales_rep");
        Assert.Equal(201, (await rep.Post("account", Named("常州天合"), ("Idempotency-Key", "order-1"))).Status);
        Assert.Equal(422, (await boss.Post("account", Named("南京金陵"), ("Idempotency-Key", new string('k', 101)))).Status);

        static JsonObject Named(string name) => new() { ["name"] = name, ["scale"] = "smb" };
    }

    [Fact]
    public async Task A_repeated_creation_of_a_record_that_is_gone_makes_no_other()
    {
        await using var host = await TestHost.Start();
        var boss = await Caller.OfAdmin(host);
        var body = new JsonObject { ["name"] = "无锡博远", ["scale"] = "smb" };
        var made = await boss.Post("account", body, ("Idempotency-Key", "k"));
        await boss.Delete($"account/{made.Id}", "*");

        Assert.Equal(200, (await boss.Post("account", body, ("Idempotency-Key", "k"))).Status);
        await host.Platform.Records.Purge(host.Admin, host.App["account"], DateTime.UtcNow.AddDays(1), 10);
        Assert.Equal(200, (await boss.Post("account", body, ("Idempotency-Key", "k"))).Status);
        Assert.Empty((await boss.Get("account")).Items);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task All_errors_come_at_once_with_field_code_and_words_in_the_language_asked_for(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var boss = await Caller.OfAdmin(host);

        var refused = await boss.Post("lead", new JsonObject { ["email"] = "not an address", ["nonsense"] = 1, ["company_name"] = 5, ["source"] = "no_such_source" });

        Assert.Equal((422, "application/problem+json; charset=utf-8"), (refused.Status, refused.Reply["Content-Type"]));
        Assert.Contains(("nonsense", "field.unknown"), refused.Errors);
        Assert.Contains(("company_name", "value.not_text"), refused.Errors);
        Assert.DoesNotContain(("company_name", "field.required"), refused.Errors);
        Assert.Contains(("contact_name", "field.required"), refused.Errors);
        Assert.Contains(refused.Errors, e => e.Field == "email");
        Assert.Contains(refused.Errors, e => e.Field == "source");
        var english = refused["errors"]!.AsArray().Select(e => (string)e!["message"]!).ToList();
        Assert.DoesNotContain(english, m => m.Any(c => c is >= '\u4e00' and <= '\u9fff'));
        var chinese = (await boss.In("zh-CN").Post("lead", new JsonObject()))["errors"]!.AsArray().Select(e => (string)e!["message"]!);
        Assert.All(chinese, m => Assert.Contains(m, c => c is >= '\u4e00' and <= '\u9fff'));
        Assert.Empty((await boss.Get("lead")).Items);
    }

    [Fact]
    public async Task What_the_system_or_a_formula_keeps_cannot_be_written()
    {
        await using var host = await TestHost.Start();
        var boss = await Caller.OfAdmin(host);
        foreach (var field in host.App["account"].Fields.Where(f => f.System && f.Key is not ("owner" or "collaborators") || f.Type.Computed).Select(f => f.Key).Append("id").Append("version"))
        {
            var refused = await boss.Post("account", new JsonObject { ["name"] = "A", ["scale"] = "smb", [field] = 1 });
            Assert.True(refused.Status == 422 && refused.Errors.Any(e => e.Field == field && e.Code is "field.read_only" or "field.unknown"), $"{field}: {refused.Reply.Text}");
        }
        Assert.Empty((await boss.Get("account")).Items);
    }

    [Fact]
    public async Task Lines_are_written_as_a_whole_and_keep_what_is_not_named()
    {
        await using var host = await TestHost.Start();
        var boss = await Caller.OfAdmin(host);
        var account = await boss.Create("account", new() { ["name"] = "恒力", ["scale"] = "smb" });
        var product = await boss.Create("product", new() { ["code"] = "A1", ["name"] = "装配线", ["category"] = FirstOption(host, "product", "category"), ["unit"] = "set", ["list_price"] = 600000 });
        var made = await boss.Create("opportunity", new()
        {
            ["name"] = "项目", ["account"] = account.Id,
            ["lines"] = new JsonArray(new JsonObject { ["product"] = product.Id, ["qty"] = 1, ["list_price"] = 600000 }, new JsonObject { ["product"] = product.Id, ["qty"] = 4, ["list_price"] = 85000 }),
        });
        Assert.Equal(940000m, (decimal)made["amount"]!);
        var second = made["lines"]![1]!;

        var changed = await boss.Patch($"opportunity/{made.Id}", new JsonObject { ["lines"] = new JsonArray(new JsonObject { ["id"] = (long)second["id"]!, ["qty"] = 2 }) }, made.ETag);

        Assert.Equal(200, changed.Status);
        var line = Assert.Single(changed["lines"]!.AsArray())!;
        Assert.Equal((85000m, 2m, 170000m), ((decimal)line["list_price"]!, (decimal)line["qty"]!, (decimal)line["amount"]!));
        foreach (var (lines, field) in new (JsonNode, string)[]
        {
            (5, "lines"), (new JsonArray(5), "lines[0]"), (new JsonArray(new JsonObject { ["nonsense"] = 1 }), "lines[0].nonsense"), (new JsonArray(new JsonObject { ["amount"] = 1 }), "lines[0].amount"),
            (new JsonArray(new JsonObject { ["qty"] = "1" }), "lines[0].qty"), (new JsonArray(new JsonObject { ["id"] = 77 }), "lines[0]"), (new JsonArray(new JsonObject { ["id"] = "x" }), "lines[0].id"),
        })
        {
            var refused = await boss.Patch($"opportunity/{made.Id}", new JsonObject { ["lines"] = lines }, changed.ETag);
            Assert.True(refused.Status == 422 && refused.Errors.Any(e => e.Field == field), $"{field}: {refused.Reply.Text}");
        }
    }

    [Fact]
    public async Task Who_gives_a_record_away_learns_only_its_id()
    {
        await using var host = await TestHost.Start();
        var other = await host.Add("陈昊", "sales_rep");
        var manager = await Caller.Of(host, "孙磊", "sales_manager");
        var made = await manager.Create("account", new() { ["name"] = "恒力", ["scale"] = "smb" });

        var given = await manager.Patch($"account/{made.Id}", new JsonObject { ["owner"] = other.Id }, made.ETag);

        Assert.Equal(200, given.Status);
        Assert.Equal(404, (await manager.Get($"account/{made.Id}")).Status);
        Assert.Equal(["id"], given.Json!.AsObject().Select(m => m.Key));
    }

    internal static string FirstOption(TestHost host, string form, string field) => host.App[form][field].Type.Options(host.App[form][field])[0].Key;
}
