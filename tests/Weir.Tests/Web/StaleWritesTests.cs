using System.Globalization;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Weir.Engine.Access;
using Weir.Engine.Exchange.Imports;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.Exchange;
using Weir.Tests.Web.Api;
using Xunit;

namespace Weir.Tests.Web;

/// <summary>Two people at one record: on every road by which one can write, the second is refused or merged with the first, and no update is lost.</summary>
public sealed class StaleWritesTests
{
    [Fact]
    public async Task A_form_that_was_opened_before_merges_other_fields_and_asks_about_the_same()
    {
        await using var host = await TestHost.Start();
        var (boss, id) = (await host.SignInAdmin(), await Account(host));
        var page = (await boss.Get($"/app/l2c/account/{id}/edit")).Html;
        await Change(host, id, "scale", "ka");

        var merged = await boss.Htmx().Post($"/app/l2c/account/{id}/edit", Filled(page, ("website", "https://a.example")));
        Assert.InRange(merged.Status, 200, 204);
        Assert.Equal(("ka", "https://a.example"), await Now(host, id));

        var clash = await boss.Htmx().Post($"/app/l2c/account/{id}/edit", Filled(page, ("website", "https://b.example")));
        Assert.Equal(409, clash.Status);
        Assert.Equal(("ka", "https://a.example"), await Now(host, id));
        var mine = await boss.Htmx().Post($"/app/l2c/account/{id}/edit", [.. Filled(page, ("website", "https://b.example")).Where(f => f.Name != "__version"), ("__version", "3")]);
        Assert.InRange(mine.Status, 200, 204);
        Assert.Equal(("ka", "https://b.example"), await Now(host, id));
    }

    [Fact]
    public async Task A_form_without_script_is_refused_and_loses_nothing()
    {
        await using var host = await TestHost.Start();
        var (boss, id) = (await host.SignInAdmin(), await Account(host));
        var page = (await boss.Get($"/app/l2c/account/{id}/edit")).Html;
        await Change(host, id, "website", "https://a.example");

        Assert.Equal(409, (await boss.Post($"/app/l2c/account/{id}/edit", Filled(page, ("website", "https://b.example")))).Status);
        Assert.Equal(("smb", "https://a.example"), await Now(host, id));
    }

    [Fact]
    public async Task A_cell_that_was_opened_before_asks_about_the_same_field()
    {
        await using var host = await TestHost.Start();
        var (boss, id) = (await host.SignInAdmin(), await Account(host));
        await Change(host, id, "website", "https://a.example");

        Assert.Equal(409, (await Cell(boss, id, "website", "https://b.example", 1)).Status);
        Assert.Equal(("smb", "https://a.example"), await Now(host, id));
        Assert.Equal(200, (await Cell(boss, id, "scale", "ka", 1)).Status);
        Assert.Equal(("ka", "https://a.example"), await Now(host, id));
    }

    [Fact]
    public async Task A_bulk_change_touches_its_one_field_and_its_undo_nothing_that_changed_since()
    {
        await using var host = await TestHost.Start();
        var (boss, id) = (await host.SignInAdmin(), await Account(host));
        await Change(host, id, "website", "https://a.example");

        var done = await boss.Htmx().Post("/app/l2c/account/bulk/field", ("id", $"{id}"), ("field", "scale"), ("value", "ka"));
        Assert.Equal(200, done.Status);
        Assert.Equal(("ka", "https://a.example"), await Now(host, id));
        await Change(host, id, "scale", "smb");
        var undo = Filled(done.Html);
        Assert.NotEmpty(undo);
        var undone = await boss.Htmx().Post("/app/l2c/account/bulk/field/undo", undo);
        Assert.NotEqual(500, undone.Status);
        Assert.Equal(("smb", "https://a.example"), await Now(host, id));
    }

    [Fact]
    public async Task The_interface_merges_refuses_and_never_overwrites()
    {
        await using var host = await TestHost.Start();
        var (boss, id) = (await Caller.OfAdmin(host), await Account(host));
        await Change(host, id, "website", "https://a.example");

        Assert.Equal(409, (await boss.Patch($"account/{id}", new JsonObject { ["website"] = "https://b.example" }, "\"1\"")).Status);
        Assert.Equal(200, (await boss.Patch($"account/{id}", new JsonObject { ["scale"] = "ka" }, "\"1\"")).Status);
        Assert.Equal(412, (await boss.Delete($"account/{id}", "\"1\"")).Status);
        Assert.Equal(("ka", "https://a.example"), await Now(host, id));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_import_writes_only_its_columns_and_its_undo_keeps_what_changed_since(DatabaseKind kind)
    {
        await using var depot = await Depot.Open(kind);
        var partner = await depot.Add(depot.Partner, ("name", "恒力"), ("code", "A1"), ("size", 5m));
        var batch = await depot.Imports.Upload(depot.As(Depot.Chief), depot.Partner, Depot.Sheet(["编码", "人数"], ["A1", "7"]), "file.xlsx");
        await Save("note", "新的备注");
        await depot.Imports.Start(depot.As(Depot.Chief), depot.App, batch.Id, Depot.Guessed(batch, ImportMode.Update, "code"));
        await depot.RunAll();
        var read = (await depot.All(depot.Partner)).Single();
        Assert.Equal(("新的备注", 7m), (read["note"], read["size"]));

        await Save("size", 9m);
        await depot.Imports.Undo(depot.As(Depot.Chief), depot.App, batch.Id);
        await depot.RunAll();
        read = (await depot.All(depot.Partner)).Single();
        Assert.Equal(("新的备注", 9m), (read["note"], read["size"]));

        Task Save(string key, object value) => depot.Records.Save(depot.As(Depot.Chief), new Draft(depot.Partner) { Id = partner.Id }.Set(key, value));
    }

    [Fact]
    public async Task Deleting_what_somebody_has_changed_is_refused()
    {
        await using var host = await TestHost.Start();
        var (boss, id) = (await host.SignInAdmin(), await Account(host));
        await Change(host, id, "website", "https://a.example");
        var request = new HttpRequestMessage(HttpMethod.Delete, $"/app/l2c/account/{id}");
        request.Headers.Add(Weir.Web.Http.Csrf.Header, await boss.Csrf());
        request.Headers.TryAddWithoutValidation("If-Match", "\"1\"");

        Assert.Equal(409, (await boss.Htmx().Send(request)).Status);
        Assert.Equal(("smb", "https://a.example"), await Now(host, id));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Restoring_twice_restores_once_and_a_change_made_before_the_deletion_merges(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var id = await Account(host);
        await Change(host, id, "website", "https://a.example");
        await host.Platform.Records.Delete(host.Admin, host.App["account"], id);
        var gone = await Assert.ThrowsAsync<ProblemException>(() => Save(host, id, 1, "scale", "ka"));
        Assert.Equal(ProblemKind.NotFound, gone.Problem.Kind);

        var restores = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            try
            {
                await host.Platform.Records.Restore(host.Admin, host.App["account"], id);
                return true;
            }
            catch (ProblemException late) when (late.Problem.Kind == ProblemKind.NotFound)
            {
                return false;
            }
        }));
        Assert.Single(restores, r => r);
        await Save(host, id, 1, "scale", "ka");
        Assert.Equal(("ka", "https://a.example"), await Now(host, id));
        var clash = await Assert.ThrowsAsync<ProblemException>(() => Save(host, id, 1, "website", "https://b.example"));
        Assert.Equal("record.stale", clash.Problem.Code);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Shares_of_two_people_both_stand_and_collaborators_conflict(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var id = await Account(host);
        var form = host.App["account"];
        var (one, two) = (await host.Add("李伟", "sales_rep"), await host.Add("王芳", "sales_rep"));
        await Task.WhenAll(host.Platform.Sharing.Share(host.Admin, form, id, one.Id, edit: false), host.Platform.Sharing.Share(host.Admin, form, id, two.Id, edit: true));
        foreach (var member in new[] { one, two }) await host.Platform.Query.Get(host.Platform.People.Current.Actor(member.Id), form, id);

        await Save(host, id, 1, "collaborators", new[] { one.Id });
        var clash = await Assert.ThrowsAsync<ProblemException>(() => Save(host, id, 1, "collaborators", new[] { two.Id }));
        Assert.Equal("record.stale", clash.Problem.Code);
        await host.Platform.Records.Delete(host.Admin, form, id);
        var gone = await Assert.ThrowsAsync<ProblemException>(() => host.Platform.Sharing.Share(host.Admin, form, id, one.Id, edit: true));
        Assert.Equal(ProblemKind.NotFound, gone.Problem.Kind);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_comment_that_its_author_changed_elsewhere_is_not_overwritten(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var (boss, id) = (await host.SignInAdmin(), await Account(host));
        var comment = await host.Platform.Comments.Add(host.Admin, host.App["account"], id, "第一版");
        var editor = (await boss.Htmx().Get($"/app/l2c/account/{id}/comments/{comment.Id}?edit=true")).Html;
        await host.Platform.Comments.Edit(host.Admin, host.App["account"], comment.Id, "第二版");

        var stale = await boss.Htmx().Send(HttpMethod.Patch, $"/app/l2c/account/{id}/comments/{comment.Id}", Filled(editor, ("text", "第三版")));
        Assert.Equal(409, stale.Status);
        Assert.Equal("第二版", (await host.Platform.Comments.Get(host.Admin, host.App["account"], id, comment.Id)).Text);
        var fresh = (await boss.Htmx().Get($"/app/l2c/account/{id}/comments/{comment.Id}?edit=true")).Html;
        Assert.Equal(200, (await boss.Htmx().Send(HttpMethod.Patch, $"/app/l2c/account/{id}/comments/{comment.Id}", Filled(fresh, ("text", "第三版")))).Status);
        Assert.Equal("第三版", (await host.Platform.Comments.Get(host.Admin, host.App["account"], id, comment.Id)).Text);
    }

    private static async Task<long> Account(TestHost host) => (await host.Platform.Records.Save(host.Admin, new Draft(host.App["account"]).Set("name", "恒力").Set("scale", "smb"))).Record.Id;

    private static Task Change(TestHost host, long id, string key, object? value) => host.Platform.Records.Save(host.Admin, new Draft(host.App["account"]) { Id = id }.Set(key, value));

    private static Task Save(TestHost host, long id, long seen, string key, object? value) => host.Platform.Records.Save(host.Admin, new Draft(host.App["account"]) { Id = id, SeenVersion = seen }.Set(key, value));

    private static async Task<(string?, string?)> Now(TestHost host, long id)
    {
        var record = (await host.Platform.Query.Get(host.Admin, host.App["account"], id)).Record;
        return ((string?)record["scale"], (string?)record["website"]);
    }

    private static async Task<Reply> Cell(Browser browser, long id, string field, string value, long seen)
    {
        var request = new HttpRequestMessage(HttpMethod.Patch, $"/app/l2c/account/cell/{id}/{field}") { Content = new FormUrlEncodedContent([KeyValuePair.Create("value", value)]) };
        request.Headers.Add(Weir.Web.Http.Csrf.Header, await browser.Csrf());
        request.Headers.TryAddWithoutValidation("If-Match", string.Create(CultureInfo.InvariantCulture, $"\"{seen}\""));
        return await browser.Htmx().Send(request);
    }

    /// <summary>What a page would post, with some controls filled in by hand.</summary>
    private static (string Name, string Value)[] Filled(IHtmlDocument page, params (string Name, string Value)[] typed)
    {
        var posted = new List<(string, string)>();
        foreach (var control in page.QuerySelectorAll("main form input[name], main form select[name], main form textarea[name], body > form input[name], body > form textarea[name], li form input[name], li form textarea[name], w-dialog form input[name]"))
        {
            var name = control.GetAttribute("name")!;
            if (typed.Any(t => t.Name == name)) continue;
            if (control is IHtmlSelectElement select) posted.AddRange(select.SelectedOptions.Where(o => o.Value.Length > 0).Select(o => (name, o.Value)));
            else if (control is IHtmlInputElement { Type: "checkbox" or "radio" } box) { if (box.IsChecked) posted.Add((name, box.Value)); }
            else posted.Add((name, control is IHtmlTextAreaElement area ? area.Value : control.GetAttribute("value") ?? ""));
        }
        return [.. posted, .. typed];
    }
}
