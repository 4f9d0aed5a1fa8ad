using System.Text.Json.Nodes;
using Weir.Engine.Access;
using Weir.Engine.Conditions;
using Weir.Engine.Exchange.Exports;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Engine.Search;
using Weir.Sql.Query;
using Weir.Sql.Sessions;
using Weir.Tests.Web;
using Weir.Tests.Web.Api;
using Xunit;

namespace Weir.Tests.Access.Hidden;

/// <summary>Two worlds that differ only in what is hidden from a member, or masked for them, answer them byte for byte alike on every road by which one can read.</summary>
public sealed class HiddenFieldTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task What_is_hidden_changes_no_answer(DatabaseKind kind)
    {
        await using var veil = await Veil.Make(kind);
        await veil.Become(second: false);
        var (first, open) = (await Ask(veil, veil.Reader), await Ask(veil, veil.Host.Admin.MemberId));
        await veil.Become(second: true);
        var (second, openToo) = (await Ask(veil, veil.Reader), await Ask(veil, veil.Host.Admin.MemberId));

        var failed = first.Where(a => a.Value.StartsWith("500", StringComparison.Ordinal)).ToList();
        Assert.True(failed.Count == 0, string.Join(' ', failed.Select(a => a.Key)) + failed.FirstOrDefault().Value);
        var leaks = first.Where(a => second[a.Key] != a.Value).Select(a => $"{a.Key}: {Difference(a.Value, second[a.Key])}").ToList();
        Assert.True(leaks.Count == 0, $"{leaks.Count} of {first.Count}:\n{string.Join('\n', leaks)}");
        var named = first.Where(a => (a.Key.StartsWith("GET", StringComparison.Ordinal) || a.Key.StartsWith("recalc", StringComparison.Ordinal)) && Names(a.Value) is not null && !a.Key.Contains('=', StringComparison.Ordinal)).Select(a => $"{a.Key}: {Names(a.Value)}").ToList();
        Assert.True(named.Count == 0, string.Join('\n', named));
        // The worlds do differ, for whoever may see it, on most of the same roads.
        Assert.InRange(open.Count(a => openToo[a.Key] != a.Value), first.Count / 2, first.Count);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_history_tells_nothing_of_hidden_fields(DatabaseKind kind)
    {
        await using var veil = await Veil.Make(kind);
        var (one, two) = (veil.Deals[1], veil.Deals[2]);
        await Change(one, ("secret", 5m), ("note", "n"));
        await Change(two, ("secret", 500m), ("note", "n"));
        await Change(one, ("secret_note", "苹果"), ("mobile", "13800001234"));
        await Change(two, ("secret_note", "香蕉"), ("mobile", "13899991234"));
        await Lines(one, 5m);
        await Lines(two, 50m);

        var (first, second) = (await Told(one), await Told(two));

        Assert.Equal(first, second);
        Assert.DoesNotContain("secret", first);
        Assert.DoesNotContain("cost", first);
        Assert.DoesNotContain("mobile", first);
        Assert.Contains("note", first);

        Task Change(long id, params (string Key, object? Value)[] values)
        {
            var draft = new Draft(veil.Deal) { Id = id };
            foreach (var (key, value) in values) draft.Set(key, value);
            return veil.Platform.Records.Save(veil.Host.Admin, draft);
        }

        async Task Lines(long id, decimal cost)
        {
            var line = (await veil.Platform.Query.Get(veil.Host.Admin, veil.Deal, id)).Record.Lines(veil.Deal["items"])[0].Id;
            var draft = new Draft(veil.Deal) { Id = id };
            draft.Lines["items"] = [new(line, new Dictionary<string, object?> { ["cost"] = cost })];
            await veil.Platform.Records.Save(veil.Host.Admin, draft);
        }

        async Task<string> Told(long id) => string.Join('\n', (await veil.Platform.Query.History(veil.AsReader, veil.Deal, id)).Select(h => $"{h.Operation} {h.Version} {h.Changes.ToJsonString()}"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_refusal_does_not_name_what_is_hidden(DatabaseKind kind)
    {
        await using var veil = await Veil.Make(kind);
        await veil.Add("deal", ("name", "孪生"));
        var reader = await Caller.Of(veil.Host, veil.Reader, language: "zh-CN");
        var twin = await reader.Post("/api/v1/veil/deal", new JsonObject { ["name"] = "孪生" });
        Assert.Equal((422, "field.not_unique"), (twin.Status, Assert.Single(twin.Errors).Code));
        Assert.Null(Names(twin.Reply.Text));
        var many = await veil.Platform.Records.SaveMany(veil.AsReader, [new Draft(veil.Deal).Set("name", "新的"), new Draft(veil.Deal).Set("name", "新的")]);
        Assert.Null(Names(string.Join(' ', many[1].Problem!.Errors.Select(e => $"{e.Field} {e.Message}"))));
        Assert.Null(Names((await reader.Post("/api/v1/veil/vault", new JsonObject { ["place"] = "苏州" })).Reply.Text));
        foreach (var body in new[] { "{\"secret\": 1}", "{\"secret_code\": \"孪生!\"}", "{\"items\": [{\"cost\": 1}]}", "{\"secret_kind\": \"z\"}" })
        {
            var (refused, made) = (await reader.Send(HttpMethod.Patch, $"/api/v1/veil/deal/{veil.Deals[0]}", body, ("If-Match", "*")), await reader.Send(HttpMethod.Post, "/api/v1/veil/deal", body));
            Assert.True(refused.Status == 422 && refused.Errors.All(e => e.Code == "field.unknown"), refused.Reply.Text);
            Assert.Contains(made.Errors, e => e.Code == "field.unknown");
        }
        var masked = await reader.Send(HttpMethod.Patch, $"/api/v1/veil/deal/{veil.Deals[0]}", "{\"mobile\": \"13800000000\"}", ("If-Match", "*"));
        Assert.Equal(("mobile", "field.read_only"), Assert.Single(masked.Errors));
    }

    /// <summary>As the documents say: what a formula or a roll-up makes of hidden values has a right of its own, so a role that shows it, shows it.</summary>
    [Fact]
    public async Task A_roll_up_over_a_hidden_field_has_a_right_of_its_own()
    {
        await using var veil = await Veil.Make(DatabaseKind.Sqlite);
        await veil.Platform.Records.Save(veil.Host.Admin, new Draft(veil.Deal) { Id = veil.Deals[0] }.Set("secret", 700m));
        var partner = (await veil.Platform.Query.Get(veil.AsReader, veil.TheApp["partner"], veil.Partner)).Record;
        Assert.Equal((700m, (object?)null), (partner["open_total"], partner["secret_total"]));
    }

    /// <summary>A search looks at the newest thousand hits; those by hidden fields must not push out the others.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Hits_in_hidden_fields_push_out_no_visible_hit(DatabaseKind kind)
    {
        await using var veil = await Veil.Make(kind);
        await veil.Platform.Records.SaveMany(veil.Host.Admin, [new Draft(veil.Deal).Set("name", "樟脑")]);
        for (var i = 0; i < 4; i++)
            await veil.Platform.Records.SaveMany(veil.Host.Admin, [.. Enumerable.Range(0, 300).Select(n => new Draft(veil.Deal).Set("name", $"其他 {i} {n}").Set("secret_note", $"樟脑 {i} {n}"))]);
        Assert.Single((await veil.Platform.Query.List(veil.AsReader, new ListQuery(veil.Deal) { Search = "樟脑" })).Rows);
    }

    private static async Task<Dictionary<string, string>> Ask(Veil veil, long member)
    {
        var answers = new Dictionary<string, string>();
        var browser = await veil.Host.SignIn(member);
        var caller = await Caller.Of(veil.Host, member, language: "zh-CN");
        var deal = veil.Deals[0];
        var rich = Uri.EscapeDataString("""{"field":"secret","op":"gt","value":100}""");
        var kindly = Uri.EscapeDataString("""{"any":[{"field":"name","op":"is","value":"x"},{"field":"secret_kind","op":"is","value":"x"}]}""");
        var called = Uri.EscapeDataString("""{"field":"mobile","op":"contains","value":"9999"}""");
        foreach (var query in new[] { "", "fields=name,secret", "fields=name,mobile,alias,vault,partner.name", "fields=vault.label", "fields=vault.place", "fields=partner.secret_total", "sort=secret", "sort=-secret_double", "sort=mobile", "sort=vault.label",
            "sort=-state", "filter=" + rich, "filter=" + kindly, "filter=" + called, "text=true&count=true", "search=苹果", "search=beta", "search=KA-0", "search=13800001230", "search=9999", "search=樱桃", "search=sigma", "search=交易", "count=true&search=alpha" })
            await Note("GET /api/v1/veil/deal?" + query);
        foreach (var path in new[] { $"deal/{deal}", $"deal/{deal}/history", "forms", "forms/deal", "openapi.json", "partner", $"partner/{veil.Partner}", "partner?sort=secret_total", "partner?filter=" + Uri.EscapeDataString("""{"field":"secret_total","op":"gt","value":100}"""), "vault?text=true", $"vault/{veil.Vault}", "vault?sort=label", "vault?search=omega" })
            await Note("GET /api/v1/veil/" + path);
        foreach (var query in new[] { "", "?view=rich", "?view=coloured", "?sort=secret", "?sort=-mobile", "?q=苹果", "?q=beta", "?q=9999", "?filter=" + rich, "?filter=" + called, "?columns=name,secret,mobile,vault,partner", "?group=secret_kind", "?group=vault", "/bin", "/new", "/columns",
            $"/{deal}", $"/{deal}?tab=history", $"/{deal}?in=drawer", $"/{deal}/edit", $"/{deal}/delete", $"/cell/{deal}/secret", $"/cell/{deal}/mobile", $"/cell/{deal}/buddy", $"/cell/{deal}/note", $"/cell/{deal}/fixed", $"/cell/{deal}/choice" })
            await Note("GET /app/veil/deal" + query);
        foreach (var path in new[] { "", "/partner", $"/partner/{veil.Partner}", "/vault", $"/vault/{veil.Vault}", "/pick/records/vault?q=", "/pick/records/vault?q=omega", "/pick/records/deal?q=苹果", "/pick/records/partner?field=deal.buddy&q=", "/search?q=beta", "/search?q=交易" })
            await Note("GET /app/veil" + path);
        foreach (var typed in new[] { "note", "name", "reason" })
            answers["recalculate " + typed] = Veil.Still((await browser.Htmx().Post("/app/veil/deal/recalculate", ("__id", $"{deal}"), (typed, "typed"), ("state", "won"))).Text);

        var actor = veil.Platform.People.Current.Actor(member);
        var form = veil.Deal;
        var list = new ListQuery(form) { Columns = [.. form.Live.Where(f => f.Column is not null && f.Key is not "updated_at").Select(f => new FieldPath([], f))], Sort = [(new FieldPath([], form["name"]), false)] };
        await Try("list of all columns", async () => Shown((await veil.Platform.Query.List(actor, list)).Rows.Select(r => string.Join('|', r.Values.Select(v => v is Array a ? string.Join('/', a.Cast<object>()) : $"{v}")))));
        foreach (var key in new[] { "secret", "secret_kind", "mobile", "state", "secret_note" })
        {
            await Try("group " + key, async () => Shown((await veil.Platform.Query.Groups(actor, new ListQuery(form), [(new FieldPath([], form[key]), DateBucket.None)], [(null, Aggregation.Count)])).Select(g => string.Join('|', g)).Order()));
            foreach (var how in new[] { Aggregation.Count, Aggregation.CountDistinct, Aggregation.Max })
                await Try($"{how} of {key}", async () => Shown(await veil.Platform.Query.Totals(actor, new ListQuery(form), [(new FieldPath([], form[key]), how)])));
        }
        foreach (var words in new[] { "苹果", "beta", "omega", "9999", "交易" })
            await Try("search " + words, async () => Shown((await new GlobalSearch(veil.Platform.Database, veil.Platform.Query, veil.Platform.Clock).Find(actor, veil.TheApp, words)).Select(h => $"{h.Form} {h.Id} {h.Title}")));
        await Try("titles", async () =>
        {
            var display = new Display(true, actor.Directory, default);
            await veil.Platform.Query.LearnTitles(actor, display, [(form["vault"], veil.Vault), (form["partner"], veil.Partner)]);
            return $"{display.Title("vault", veil.Vault)} {display.Title("partner", veil.Partner)}";
        });
        foreach (var request in new[] { new ExportRequest { Format = ExportFormat.Csv }, new() { Format = ExportFormat.Csv, Columns = ["name", "secret"] }, new() { Format = ExportFormat.Csv, Columns = ["name", "mobile", "vault"] },
            new() { Format = ExportFormat.Csv, Columns = ["name"], Sort = [new("secret")] }, new() { Format = ExportFormat.Csv, Columns = ["name"], Search = "苹果" }, new() { Format = ExportFormat.Csv, Columns = ["name"], Where = new() { Field = "secret", Op = "gt", Value = System.Text.Json.JsonSerializer.SerializeToElement(100) } } })
            await Try($"export {string.Join(',', request.Columns)} {request.Sort.Count} {request.Search} {request.Where?.Field}", async () =>
            {
                var batch = await veil.Platform.Exports.Export(actor, form, request);
                using var file = new StreamReader((await veil.Platform.Exports.Open(actor, veil.TheApp, batch.Id)).Content);
                return await file.ReadToEndAsync();
            });
        var seen = await veil.Platform.Query.Get(actor, form, deal);
        answers["state"] = Shown(form.Live.Select(f => $"{f.Key} {seen.State.Shown(f)} {seen.State.Required(f)} {seen.State.Locked(f)} {string.Join('/', seen.State.Options(f) ?? [])}"));
        var preview = await veil.Platform.Records.Preview(actor, new Draft(form) { Id = deal }.Set("name", "typed"));
        answers["preview"] = Shown(form.Live.Where(f => f.Column is not null && f.Key is not "updated_at").Select(f => $"{f.Key} {preview.Record[f]} {preview.State.Shown(f)} {preview.State.Required(f)} {preview.State.Locked(f)}").Concat(preview.Errors.Select(e => $"{e.Field} {e.Code}")));
        return answers;

        async Task Note(string request)
        {
            var path = request[4..];
            if (path.StartsWith("/api", StringComparison.Ordinal)) answers[request] = await caller.Get(path) is var answer ? $"{answer.Status} {Veil.Still(answer.Reply.Text)}" : "";
            else answers[request] = await browser.Get(path) is var reply ? $"{reply.Status} {Veil.Still(reply.Text)}" : "";
        }

        async Task Try(string road, Func<Task<string>> ask)
        {
            try
            {
                answers[road] = await ask();
            }
            catch (ProblemException refused)
            {
                answers[road] = refused.Message;
            }
        }
    }

    private static string Shown(IEnumerable<object?> rows) => string.Join('\n', rows);

    /// <summary>A label of what is hidden, or a part of a value, where it stands in a text.</summary>
    private static string? Names(string text) => new[] { "底价", "Floor", "密语", "Whisper", "密码", "Cipher", "密类", "secret_", "暗号牌", "Passphrase", "\"label\"", "成本", "苹果", "香蕉", "alpha", "beta", "KA-", "KB-", "石榴", "樱桃", "暗柜", "密室", "13800001", "13899991" }
        .FirstOrDefault(w => text.Contains(w, StringComparison.Ordinal) && !(w == "\"label\"" && text.Contains("\"label\":{", StringComparison.Ordinal)));

    private static string Difference(string a, string b)
    {
        var at = Enumerable.Range(0, Math.Min(a.Length, b.Length)).FirstOrDefault(i => a[i] != b[i], Math.Min(a.Length, b.Length));
        string Near(string text) => text[Math.Max(0, Math.Min(at - 90, text.Length))..Math.Min(text.Length, at + 60)].ReplaceLineEndings(" ");
        return $"…{Near(a)}… / …{Near(b)}…";
    }
}
