using Weir.Tests.Web.Records;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.Web.Walks;

internal sealed partial class Walk
{
    private async Task Work(string form, Right right)
    {
        var (first, second, beyond) = await Lay(form, right);
        await Look(form, right, first, second, beyond);
        await Create(form, right);
        await Edit(form, right, first);
        await Many(form, right, first, second);
        await Assign(form, right, first);
        await Bin(form, right, second);
        await Import(form, right);
        await Export(form, right, first);
    }

    /// <summary>A form that is closed to the role is not there, by whatever door.</summary>
    private async Task Closed(string form)
    {
        var record = await One(form, stage.South.Id);
        foreach (var door in new[] { "", "/new", $"/{record.Id}", $"/{record.Id}/edit", "/export", "/import", "/bin" }) Look($"{form}{door}, closed", await me.Get(Url(form) + door), 404);
        Look($"{form}, closed, new", await me.Htmx().Post(Url(form) + "/new", Papers.New(form, stage, "x", own)), 404);
        Look($"{form}, closed, cell", await Cell(form, record, Papers.Field(form), "x"), 404);
        Look($"{form}, closed, bulk", await me.Htmx().Post(Url(form) + "/bulk/field", ("id", $"{record.Id}:{record.Version}"), ("field", Papers.Field(form)), ("value", "x")), 404);
    }

    private async Task Look(string form, Right right, Record first, Record second, Record? beyond)
    {
        var list = Look($"{form} list", await me.Get(Url(form) + "?view=all&sort=-created_at"), 200);
        var rows = Leads.Rows(list);
        True($"{form} list shows what is in reach", rows.Contains(first.Id) && rows.Contains(second.Id));
        True($"{form} list sorts the newest first", rows.ToList().IndexOf(second.Id) < rows.ToList().IndexOf(first.Id));
        var turned = Leads.Rows(await me.Get(Filtered(form, first) + "&sort=created_at")).ToList();
        True($"{form} list sorts the oldest first, filtered", turned.Contains(first.Id) && turned.SequenceEqual(turned.Order()));
        if (Words(form) && Leads.Rows(await me.Get(Filtered(form, first))) is var found) True($"{form} filter finds one: {found.Count}", found is [var only] && only == first.Id);

        Look($"{form} record", await me.Get($"{Url(form)}/{first.Id}"), 200);
        Look($"{form} history", await me.Get($"{Url(form)}/{first.Id}?tab=history"), 200);
        var comment = stage.Fresh("留言", "Remark");
        Look($"{form} comment", await me.Htmx().Post($"{Url(form)}/{first.Id}/comments", ("text", comment)), 200);
        True($"{form} comment is kept", (await stage.Host.Platform.Comments.Of(stage.Host.Admin, first.Form, first.Id)).Any(c => c.Text == comment));

        if (beyond is null) return;
        True($"{form} list shows what is out of reach", !rows.Contains(beyond.Id));
        Look($"{form} beyond reach", await me.Get($"{Url(form)}/{beyond.Id}"), 404);
        Look($"{form} beyond reach, edit", await me.Get($"{Url(form)}/{beyond.Id}/edit"), 404);
        Look($"{form} beyond reach, cell", await Cell(form, beyond, Papers.Field(form), "x"), 404);
        Look($"{form} beyond reach, delete", await Delete(form, beyond), 404);
    }

    /// <summary>By Chinese name, by phone where it may be seen, and by pinyin initials.</summary>
    private async Task Find()
    {
        var link = $"a.w-option[href='/app/l2c/account/{own.Account}']";
        foreach (var typed in new[] { accountName[2..6], accountName[..4], Initials() })
            True($"find {typed}", Look("search", await me.Htmx().Get("/app/l2c/search?q=" + Uri.EscapeDataString(typed)), 200).Html.QuerySelector(link) is not null);
        var byPhone = (await me.Htmx().Get("/app/l2c/search?q=" + phone)).Html.QuerySelector(link) is not null;
        Same("found by phone", role != "marketing", byPhone);
    }

    private string Initials() => accountName[..2] switch
    {
        "苏州" => "szhlzc", "无锡" => "wxhlzc", "常州" => "czhlzc", "南通" => "nthlzc", "宁波" => "nbhlzc", "杭州" => "hzhlzc", "上海" => "shhlzc", "合肥" => "hfhlzc", _ => "qdhlzc",
    };

    private bool Words(string form) => stage.Host.App[form].Title is { Editable: true, Key: not "period" };

    /// <summary>The list with a filter that names the record; where its title is no word, one that names its owner.</summary>
    private string Filtered(string form, Record record)
    {
        var json = Words(form) ? $$"""{"all":[{"field":"{{record.Form.Title.Key}}","op":"contains","value":"{{record[record.Form.Title]}}"}]}""" : $$"""{"all":[{"field":"owner","op":"is","value":{{record["owner"]}}}]}""";
        return $"{Url(form)}?view=all&filter={Uri.EscapeDataString(json)}";
    }
}
