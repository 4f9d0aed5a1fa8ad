using Weir.Tests.Web.Exchange;
using Weir.Tests.Web.Records;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.Web.Walks;

internal sealed partial class Walk
{
    private async Task Create(string form, Right right)
    {
        var name = stage.Fresh("新的", "New thing");
        var mine = form == "payment_plan" ? own with { Contract = await ContractOf(member.Id, executing: false) } : own;
        var values = Papers.New(form, stage, name, mine);
        if (!right.May('C'))
        {
            Look($"{form} new, not allowed", await me.Get(Url(form) + "/new"), 403);
            Look($"{form} post, not allowed", await me.Htmx().Post(Url(form) + "/new", values), 403);
            return;
        }
        var page = Look($"{form} new", await me.Get(Url(form) + "/new"), 200);
        if (page.Status != 200) return;
        var paper = Typed.Of(page);
        foreach (var (key, value) in values) paper.Set(key, value);
        Look($"{form} while typing", await paper.Recalculate(me, form), 200);
        if (Look($"{form} save", await paper.Save(me), 204).Status != 204) return;
        var made = await stage.Newest(form);
        Same($"{form} is owned", member.Id, made["owner"]);
        if (values[0] is var (first, text) && text == name) Same($"{form} {first} stored", name, made[first]);
        // Related: it stands beside what it names.
        if (form == "contact")
        {
            Same("the contact names the account", own.Account, made["account"]);
            True("the account shows its contact", Look("account contacts", await me.Get($"/app/l2c/account/{own.Account}?tab=contacts"), 200).Html.Body!.TextContent.Contains(name, StringComparison.Ordinal));
        }
    }

    private async Task Edit(string form, Right right, Record record)
    {
        var (field, typed, inCell) = (Papers.Field(form), stage.Fresh("改过", "Changed"), stage.Fresh("格内", "In place"));
        if (!right.May('U'))
        {
            Look($"{form} edit, not allowed", await me.Get($"{Url(form)}/{record.Id}/edit"), 403);
            Look($"{form} cell, not allowed", await Cell(form, record, field, inCell), 403);
            return;
        }
        var page = Look($"{form} edit", await me.Get($"{Url(form)}/{record.Id}/edit"), 200);
        if (page.Status != 200) return;
        Look($"{form} save", await Typed.Of(page).Set(field, typed).Save(me), 204);
        var saved = await stage.Read(form, record.Id);
        Same($"{form} {field} stored", typed, saved[field]);
        Look($"{form} cell editor", await me.Htmx().Get($"{Url(form)}/cell/{record.Id}/{field}"), 200);
        Look($"{form} cell", await Cell(form, saved, field, inCell), 200);
        Same($"{form} {field} stored in place", inCell, (await stage.Read(form, record.Id))[field]);
    }

    private async Task Many(string form, Right right, Record first, Record second)
    {
        var (field, value) = (Papers.Field(form), stage.Fresh("批量", "For many"));
        var list = right.May('B') ? (await me.Get(Url(form) + "?view=all&sort=-created_at")).Html : null;
        (string, string)[] ticked = [("id", Box(first)), ("id", Box(second)), ("scope", "chosen"), ("field", field), ("value", value)];
        var done = await me.Htmx().Post(Url(form) + "/bulk/field", ticked);
        if (!right.May('B'))
        {
            Look($"{form} bulk, not allowed", done, 403);
            return;
        }
        // What may stand only once is not offered for many.
        var once = form == "price_book";
        Look($"{form} bulk", done, once ? 422 : 200);
        Look($"{form} bulk question", await me.Htmx().Post(Url(form) + "/bulk/field/ask", ticked), 200);
        if (!once)
            foreach (var one in new[] { first, second }) Same($"{form} {field} stored for many", value, (await stage.Read(form, one.Id))[field]);

        // As the list draws it; made up for whom it draws none.
        string Box(Record record) => list?.QuerySelector($"#row-{record.Id} input[name=id]")?.GetAttribute("value") ?? $"{record.Id}:{record.Version}";
    }

    private async Task Assign(string form, Right right, Record record)
    {
        var now = await stage.Read(form, record.Id);
        var reply = await Cell(form, now, "owner", $"{stage.East.Id}");
        Look($"{form} owner", reply, right.May('S') ? 200 : 403);
        if (right.May('S')) Look($"{form} owner dialog", await me.Htmx().Get($"{Url(form)}/cell/{record.Id}/owner?in=dialog"), 200);
        Same($"{form} owner stored", right.May('S') ? stage.East.Id : now["owner"], (await stage.Read(form, record.Id))["owner"]);
    }

    private async Task Bin(string form, Right right, Record record)
    {
        if (!right.May('D'))
        {
            Look($"{form} delete, not allowed", await Delete(form, record), 403);
            Look($"{form} bin, not allowed", await me.Get(Url(form) + "/bin"), 404);
            return;
        }
        if ((await stage.Read(form, record.Id))["flow_status"] is "in_approval") Look($"{form} withdraw", await me.Htmx().Post($"{Url(form)}/{record.Id}/do/approval.withdraw"), 204, or: 200);
        Look($"{form} delete question", await me.Htmx().Get($"{Url(form)}/{record.Id}/delete"), 200);
        Look($"{form} delete", await Delete(form, await stage.Read(form, record.Id)), 200, or: 204);
        Look($"{form} deleted", await me.Get($"{Url(form)}/{record.Id}"), 404);
        True($"{form} lies in the bin", Leads.Rows(Look($"{form} bin", await me.Get(Url(form) + "/bin"), 200)).Contains(record.Id));
        Look($"{form} restore", await me.Htmx().Post($"{Url(form)}/{record.Id}/restore"), 200, or: 204);
        Look($"{form} restored", await me.Get($"{Url(form)}/{record.Id}"), 200);
    }

    private async Task Import(string form, Right right)
    {
        var page = await me.Get(Url(form) + "/import");
        if (!right.May('I'))
        {
            Look($"{form} import, not allowed", page, 403);
            return;
        }
        Look($"{form} import", page, 200);
        Look($"{form} template", await me.Get(Url(form) + "/import/template.csv"), 200);
        if (Papers.List(form, stage, stage.Fresh("名单", "List"), accountName) is not { } list) return;
        var begun = await me.Upload(list, stage.Chinese ? "名单.csv" : "list.csv", Url(form) + "/import");
        if (Look($"{form} upload", begun, 200, words: false).Status != 200) return;
        var url = begun.Begun();
        Look($"{form} columns", await me.Get(url), 200);
        Look($"{form} check", await me.Get(url + "?step=check"), 200);
        Look($"{form} import start", await me.Post(url + "/start"), 302);
        var done = Look($"{form} imported", await me.Rest(url), 200);
        Same($"{form} rows imported", "2", done.Html.QuerySelector(".w-stat-figure")?.TextContent.Trim());
    }

    private async Task Export(string form, Right right, Record record)
    {
        var page = await me.Get(Url(form) + "/export");
        if (!right.May('E'))
        {
            Look($"{form} export, not allowed", page, 403);
            Look($"{form} export post, not allowed", await me.Post(Url(form) + "/export", ("list", ""), ("columns", "all"), ("format", "csv")), 403);
            return;
        }
        Look($"{form} export", page, 200);
        var answer = Look($"{form} export start", await me.Post(Url(form) + "/export", ("list", Filtered(form, await stage.Read(form, record.Id))[Url(form).Length..]), ("columns", "all"), ("format", "csv")), 302);
        if (answer.Status != 302) return;
        var file = Look($"{form} file", await me.Get(answer.Location!), 200);
        True($"{form} file holds the record", file.Text.Contains($"{record.Id}", StringComparison.Ordinal));
    }

    private async Task<Reply> Cell(string form, Record record, string field, string value) => await me.Htmx().Send(await Unsafe(HttpMethod.Patch, $"{Url(form)}/cell/{record.Id}/{field}", record, value));

    private async Task<Reply> Delete(string form, Record record) => await me.Htmx().Send(await Unsafe(HttpMethod.Delete, $"{Url(form)}/{record.Id}", record, null));

    private async Task<HttpRequestMessage> Unsafe(HttpMethod method, string url, Record record, string? value)
    {
        var request = new HttpRequestMessage(method, url);
        if (value is not null) request.Content = new FormUrlEncodedContent([KeyValuePair.Create("value", value)]);
        request.Headers.Add(Weir.Web.Http.Csrf.Header, await me.Csrf());
        request.Headers.TryAddWithoutValidation("If-Match", $"\"{record.Version}\"");
        return request;
    }
}
