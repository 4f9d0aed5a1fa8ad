using Xunit;

namespace Weir.Tests.Web.Records;

/// <summary>Every form of the template has a page to make, to see and to edit a record, in both languages, for those who may.</summary>
public sealed class EveryFormTests
{
    private static readonly string[] Pages = ["", "?tab=history", "?tab=files", "/edit", "/history", "/share", "/files"];

    [Fact]
    public async Task An_administrator_opens_every_page_of_every_form_in_both_languages()
    {
        await using var host = await TestHost.Start();
        var browser = await host.SignInAdmin();
        Assert.Equal(21, host.App.Forms.Count());
        await Walk(host, browser, browser.Member);
    }

    [Fact]
    public async Task A_seller_opens_every_page_of_the_forms_they_may_work_in()
    {
        await using var host = await TestHost.Start();
        var browser = await host.SignIn("李伟", "sales_rep");
        await Walk(host, browser, browser.Member);
    }

    private static async Task Walk(TestHost host, Browser browser, long member)
    {
        var shelf = new Shelf(host);
        var faults = new List<string>();
        foreach (var form in host.App.Forms)
        {
            var access = Engine.Access.FormAccess.Of(shelf.Actor(member), form);
            if (!access.Can(Engine.Access.Operation.View)) continue;
            var creates = access.Can(Engine.Access.Operation.Create);
            var record = await shelf.Make(creates ? member : host.Admin.MemberId, form.Key);
            var seen = await browser.Get($"/app/l2c/{form.Key}/{record.Id}") is { Status: 200 };
            foreach (var chinese in new[] { true, false })
            {
                await Speak(browser, chinese);
                if (creates) await Look($"/app/l2c/{form.Key}/new", chinese, 200);
                foreach (var page in Pages)
                    await Look($"/app/l2c/{form.Key}/{record.Id}{page}", chinese, !seen ? 404 : page == "/edit" && !(await host.Platform.Query.Get(shelf.Actor(member), form, record.Id)).CanEdit ? 403 : 200);
            }
        }
        Assert.True(faults.Count == 0, string.Join('\n', faults));

        async Task Look(string url, bool chinese, int expected)
        {
            var reply = await browser.Get(url);
            if (reply.Status != expected) faults.Add($"{url} {(chinese ? "zh" : "en")}: {reply.Status} instead of {expected}");
            if (expected == 200 && reply.Html.QuerySelectorAll("[id]").GroupBy(e => e.Id).FirstOrDefault(g => g.Count() > 1) is { } twice) faults.Add($"{url}: the id {twice.Key} stands twice");
            if (expected == 200 && !chinese && url.EndsWith("/new", StringComparison.Ordinal) && reply.Html.QuerySelectorAll(".w-label, h2, .w-btn").FirstOrDefault(e => e.TextContent.Any(c => c is >= '\u4e00' and <= '\u9fff')) is { } left) faults.Add($"{url}: {left.TextContent.Trim()} is not English");
        }
    }

    private static async Task Speak(Browser browser, bool chinese)
    {
        var reply = await browser.Post("/me/language", ("language", chinese ? "zh-CN" : "en"));
        Assert.InRange(reply.Status, 200, 303);
    }
}
