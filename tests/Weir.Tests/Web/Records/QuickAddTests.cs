using AngleSharp.Dom;
using Weir.Engine.Forms;
using Xunit;

namespace Weir.Tests.Web.Records;

public sealed class QuickAddTests
{
    [Fact]
    public async Task A_list_opens_a_short_form_with_the_fields_that_matter()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var button = (await seller.Get("/app/l2c/lead")).Html.QuerySelector("[data-opens-new]")!;
        Assert.Equal("/app/l2c/lead/new", button.GetAttribute("href"));
        var sheet = await seller.Htmx().Get(button.GetAttribute("hx-get")!);
        Assert.Equal(200, sheet.Status);
        Assert.Equal(["company_name", "contact_name", "mobile", "source"], Shown(sheet));
        Assert.NotNull(sheet.Html.QuerySelector("dialog form[hx-post='/app/l2c/lead/new?in=quick']"));
    }

    [Fact]
    public async Task The_choice_of_what_to_add_and_the_palette_open_it_too()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        Assert.NotNull((await seller.Htmx().Get("/app/l2c/new")).Html.QuerySelector("a[href='/app/l2c/lead/new'][hx-get='/app/l2c/lead/new?in=quick']"));
        Assert.NotNull((await seller.Htmx().Get("/app/l2c/search?q=" + Uri.EscapeDataString("新建线索"))).Html.QuerySelector("a[href='/app/l2c/lead/new'][hx-get='/app/l2c/lead/new?in=quick']"));
        // What lives by its lines is begun whole.
        Assert.NotNull((await seller.Htmx().Get("/app/l2c/new")).Html.QuerySelector("a[href='/app/l2c/quote/new']:not([hx-get])"));
    }

    [Fact]
    public async Task Saving_stays_on_the_page_and_offers_the_record()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var reply = await Typed.Of(await Sheet(seller, "lead")).Set("company_name", "恒力机械有限公司").Set("contact_name", "王芳").Set("mobile", "13812345520").Set("source", "referral").Set("referrer", "老客户").Send(seller, "/app/l2c/lead/new?in=quick");
        Assert.Equal(204, reply.Status);
        Assert.Contains("records-changed", reply.Headers["HX-Trigger"], StringComparison.Ordinal);
        var saved = (await host.Platform.Query.List(host.Admin, new(host.App["lead"]))).Rows.Single();
        Assert.Contains($"/app/l2c/lead/{saved.Id}", reply.Headers["HX-Trigger"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_one_begins_with_what_is_the_same_for_all()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var form = Typed.Of(await Sheet(seller, "lead")).Set("company_name", "恒力机械有限公司").Set("contact_name", "王芳").Set("mobile", "13812345520").Set("source", "phone_inquiry").Set("__then", "new");
        var next = await form.Send(seller, "/app/l2c/lead/new?in=quick");
        Assert.Equal(200, next.Status);
        var fresh = Typed.Of(next);
        Assert.Equal(("", "", "phone_inquiry"), (fresh["company_name"], fresh["mobile"], fresh["source"]));
        Assert.NotEqual(form["__once"], fresh["__once"]);
    }

    [Fact]
    public async Task The_same_checks_speak_and_what_they_speak_of_appears()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var refused = await Typed.Of(await Sheet(seller, "lead")).Set("company_name", "恒力机械有限公司").Set("contact_name", "王芳").Set("source", "phone_inquiry").Send(seller, "/app/l2c/lead/new?in=quick");
        Assert.Equal(422, refused.Status);
        Assert.Contains("请至少填写手机、电话、邮箱中的一项", refused.Text, StringComparison.Ordinal);
        Assert.Contains("mobile", Shown(refused));
        Assert.NotNull(refused.Html.QuerySelector("form[hx-post='/app/l2c/lead/new?in=quick']"));
    }

    [Fact]
    public async Task A_field_that_a_rule_asks_for_appears_while_one_types()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var sheet = await Sheet(seller, "lead");
        Assert.DoesNotContain("referrer", Shown(sheet));
        var parts = await Typed.Of(sheet).Set("source", "referral").Recalculate(seller, "lead");
        var slot = parts.Html.QuerySelector("[id$='-referrer-slot']");
        Assert.NotNull(slot);
        Assert.False(slot.HasAttribute("hidden"));
    }

    [Fact]
    public async Task Who_is_there_already_is_shown_in_the_short_form_too()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var first = await Typed.Of(await Sheet(seller, "lead")).Set("company_name", "恒力机械有限公司").Set("contact_name", "王芳").Set("mobile", "13812345520").Set("source", "phone_inquiry").Send(seller, "/app/l2c/lead/new?in=quick");
        Assert.Equal(204, first.Status);
        var typing = await Typed.Of(await Sheet(seller, "lead")).Set("mobile", "138 1234 5520").Recalculate(seller, "lead");
        Assert.NotNull(typing.Html.QuerySelector(".w-likely a"));
    }

    [Fact]
    public async Task More_fields_takes_along_what_was_typed()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var whole = await Typed.Of(await Sheet(seller, "lead")).Set("company_name", "恒力机械有限公司").Set("mobile", "138abc").Set("source", "phone_inquiry").Send(seller, "/app/l2c/lead/new/whole");
        Assert.Equal((200, "/app/l2c/lead/new"), (whole.Status, whole.Headers["HX-Push-Url"]));
        var form = Typed.Of(whole);
        Assert.Equal(("恒力机械有限公司", "138abc", "phone_inquiry"), (form["company_name"], form["mobile"], form["source"]));
        Assert.NotNull(form["budget_amount"]);
        Assert.NotNull(whole.Html.QuerySelector("w-draft[data-carried]"));
        var saved = await form.Set("contact_name", "王芳").Set("mobile", "13812345520").Save(seller);
        Assert.True(saved.Status is 200 or 204, saved.Text);
        Assert.Single((await host.Platform.Query.List(host.Admin, new(host.App["lead"]))).Rows);
    }

    [Fact]
    public async Task Who_may_not_create_gets_no_short_form()
    {
        await using var host = await TestHost.Start();
        var finance = await host.SignIn("吴刚", "delivery");
        foreach (var reply in (Reply[])[await finance.Htmx().Get("/app/l2c/campaign/new?in=quick"), await finance.Htmx().Post("/app/l2c/campaign/new/whole"), await finance.Htmx().Post("/app/l2c/campaign/snippet"), await finance.Htmx().Post("/app/l2c/campaign/snippet/take")])
            Assert.True(reply.Status is 403 or 404, $"{reply.Status}");
    }

    [Fact]
    public async Task Without_a_list_of_its_own_a_form_is_begun_with_title_required_fields_and_telephones()
    {
        await using var host = await TestHost.Start();
        Assert.Equal(["name"], QuickFields.Of(host.App["competitor"])!.Select(f => f.Key));
        Assert.Null(QuickFields.Of(host.App["quote"]));
    }

    internal static Task<Reply> Sheet(Browser browser, string form) => browser.Htmx().Get($"/app/l2c/{form}/new?in=quick");

    private static IReadOnlyList<string> Shown(Reply sheet) =>
        [.. sheet.Html.QuerySelectorAll(".w-form-slot:not([hidden])").Select(s => s.Id![(s.Id!.IndexOf('-', StringComparison.Ordinal) + 1)..^"-slot".Length])];
}
