using Weir.Engine.Records;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.Web.Records;

public sealed class EditingTests
{
    [Fact]
    public async Task A_quote_is_made_with_lines_seen_again_and_changed_line_by_line()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var shelf = new Shelf(host);
        var (account, book, one, two) = (await shelf.Make(seller.Member, "account"), await shelf.Some(seller.Member, "price_book"), await Product(host, shelf, 100m), await Product(host, shelf, 250m));
        var form = Typed.Of(await seller.Get("/app/l2c/quote/new")).Set("name", "产线报价").Set("account", $"{account.Id}").Set("price_book", $"{book.Id}")
            .Line("lines", 0, ("product", $"{one.Id}"), ("qty", "2"), ("list_price", "100"), ("discount", "10")).Line("lines", 1, ("product", $"{two.Id}"), ("qty", "1"), ("list_price", "250"), ("discount", "0"));
        var saved = await form.Save(seller);
        Assert.Equal(204, saved.Status);
        var quote = await Only(host, "quote");
        Assert.Equal(430m, quote["total"]);
        Assert.Equal([180m, 250m], quote.Lines(quote.Form["lines"]).Select(l => l["amount"]));

        // Second first, its quantity changed; the other line goes; a new one comes.
        var edit = Typed.Of(await seller.Get($"/app/l2c/quote/{quote.Id}/edit"));
        var kept = edit["lines[1].id"]!;
        edit.Drop("lines[").Line("lines", 0, ("id", kept), ("product", $"{two.Id}"), ("qty", "3"), ("list_price", "250"), ("discount", "0")).Line("lines", 1, ("product", $"{one.Id}"), ("qty", "1"), ("list_price", "90"), ("discount", "0"));
        Assert.Equal(204, (await edit.Save(seller)).Status);
        var after = await shelf.Read(quote);
        Assert.Equal(840m, after["total"]);
        Assert.Equal(kept, after.Lines(after.Form["lines"])[0].Id.ToString());
        Assert.Contains("840.00", (await seller.Get($"/app/l2c/quote/{quote.Id}")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_makes_a_record_says_what_it_makes_in_both_languages()
    {
        await using var host = await TestHost.Start();
        var boss = await host.SignInAdmin();
        Assert.Equal("新建线索", await Title("lead"));
        await boss.Post("/me/language", ("language", "en"));
        Assert.Equal("New lead", await Title("lead"));
        Assert.Equal("New payment plan", await Title("payment_plan"));
        Assert.Equal("New activity", await Title("activity"));
        Assert.Equal("New opportunity", (await boss.Get("/app/l2c/opportunity")).Html.QuerySelector("[data-opens-new]")!.TextContent.Trim());
        foreach (var form in host.App.Forms) Assert.NotNull(form.Definition.One);

        async Task<string> Title(string form) => (await boss.Get($"/app/l2c/{form}/new")).Html.QuerySelector("h1")!.TextContent.Trim();
    }

    [Fact]
    public async Task The_same_form_sent_twice_makes_one_record()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var form = Typed.Of(await seller.Get("/app/l2c/account/new")).Set("name", "恒力机电").Set("scale", "smb");
        var replies = await Task.WhenAll(form.Save(seller), form.Save(seller));
        Assert.All(replies, r => Assert.Equal(204, r.Status));
        Assert.Equal(204, (await form.Save(seller)).Status);
        await Only(host, "account");
    }

    [Fact]
    public async Task What_a_refusal_names_stands_at_its_field_and_everything_typed_is_still_there()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var form = Typed.Of(await seller.Get("/app/l2c/lead/new")).Set("company_name", "").Set("contact_name", "张伟").Set("email", "not an address").Set("mobile", "12");
        var refused = await form.Save(seller);
        Assert.Equal(422, refused.Status);
        var page = refused.Html;
        Assert.Equal("张伟", page.QuerySelector("[name=contact_name]")!.GetAttribute("value"));
        Assert.Equal("not an address", page.QuerySelector("[name=email]")!.GetAttribute("value"));
        foreach (var field in new[] { "company_name", "email", "mobile", "source" })
        {
            Assert.NotNull(page.QuerySelector($"#f-{field}-error"));
            Assert.NotNull(page.QuerySelector($".w-errors a[href='#f-{field}']"));
        }
        Assert.Equal("true", page.QuerySelector("[name=email]")!.GetAttribute("aria-invalid"));
        Assert.Empty((await host.Platform.Query.List(host.Admin, new ListQuery(host.App["lead"]))).Rows);
    }

    [Fact]
    public async Task A_stale_save_shows_both_values_and_the_choice_decides_while_the_rest_of_both_is_kept()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var shelf = new Shelf(host);
        var account = await shelf.Make(seller.Member, "account", ("name", "恒力"), ("short_name", "旧"));
        var url = $"/app/l2c/account/{account.Id}/edit";
        foreach (var (keep, expected) in new[] { ("mine", "我的"), ("theirs", "对方") })
        {
            var form = Typed.Of(await seller.Get(url)).Set("short_name", "我的").Set("main_business", "轴承 " + keep);
            await shelf.Change(host.Admin.MemberId, account, ("short_name", "对方"), ("website", $"https://{keep}.example.com"));
            var stale = await form.Save(seller);
            Assert.Equal(409, stale.Status);
            Assert.Contains("我的", stale.Text, StringComparison.Ordinal);
            Assert.Contains("对方", stale.Text, StringComparison.Ordinal);
            Assert.Equal("#dialogs", stale["HX-Retarget"]);
            Assert.NotEqual("轴承 " + keep, (await shelf.Read(account))["main_business"]);

            // The dialog's controls belong to the form: its version and the choices come last.
            form.Set("__version", stale.Html.QuerySelector("[name=__version]")!.GetAttribute("value")!).Set("__keep.short_name", keep);
            Assert.Equal(204, (await form.Save(seller)).Status);
            var after = await shelf.Read(account);
            Assert.Equal(expected, after["short_name"]);
            Assert.Equal("轴承 " + keep, after["main_business"]);
            Assert.Equal($"https://{keep}.example.com", after["website"]);
            await shelf.Change(host.Admin.MemberId, account, ("short_name", "旧"));
        }
    }

    [Fact]
    public async Task Edits_of_different_fields_both_survive_without_a_question()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var shelf = new Shelf(host);
        var account = await shelf.Make(seller.Member, "account", ("name", "恒力"));
        var form = Typed.Of(await seller.Get($"/app/l2c/account/{account.Id}/edit")).Set("short_name", "恒力");
        await shelf.Change(host.Admin.MemberId, account, ("website", "https://example.com"));
        Assert.Equal(204, (await form.Save(seller)).Status);
        var after = await shelf.Read(account);
        Assert.Equal(("恒力", "https://example.com"), (after["short_name"], after["website"]));
    }

    [Fact]
    public async Task Fields_that_are_hidden_read_only_or_kept_by_the_system_are_never_written_by_a_post()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var shelf = new Shelf(host);
        var account = await shelf.Make(seller.Member, "account", ("name", "恒力"));
        var before = await shelf.Read(account);
        var form = Typed.Of(await seller.Get($"/app/l2c/account/{account.Id}/edit"));
        Assert.Null(form["ltv"]);
        string[] closed = ["ltv", "collected_cost_total", "account_no", "contract_total", "deal_count", "owner", "owner_dept", "created_by", "created_at", "updated_by", "deleted_at", "flow_status", "claimed_at", "previous_owner"];
        foreach (var key in closed) form.Set(key, key.EndsWith("_at", StringComparison.Ordinal) ? "2020-01-01 00:00" : "999");
        await form.Set("short_name", "新").Save(seller);
        var after = await shelf.Read(account);
        Assert.Equal("新", after["short_name"]);
        foreach (var key in closed.Where(k => k != "updated_by")) Assert.Equal(before[key], after[key]);

        var (book, product) = (await shelf.Some(seller.Member, "price_book"), await Product(host, shelf, 100m));
        await Typed.Of(await seller.Get("/app/l2c/quote/new")).Set("name", "报价").Set("account", $"{account.Id}").Set("price_book", $"{book.Id}").Set("total", "1").Set("cost_total", "1")
            .Line("lines", 0, ("product", $"{product.Id}"), ("qty", "1"), ("list_price", "100"), ("cost", "1"), ("amount", "1")).Save(seller);
        var quote = await Only(host, "quote");
        Assert.Equal(100m, quote["total"]);
        Assert.NotEqual(1m, quote.Lines(quote.Form["lines"])[0]["cost"]);
    }

    [Fact]
    public async Task A_value_that_must_be_unique_leads_to_the_record_that_has_it_only_where_that_may_be_seen()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var other = await host.SignIn("王芳", "sales_rep");
        var shelf = new Shelf(host);
        var account = await shelf.Make(seller.Member, "account", ("name", "恒力"), ("credit_code", "91320505MA1X5K2T7B"));
        foreach (var browser in new[] { seller, other })
        {
            var form = Typed.Of(await browser.Get("/app/l2c/account/new")).Set("name", "恒力二厂").Set("scale", "smb").Set("credit_code", "91320505ma1x5k2t7b");
            var typing = await form.Recalculate(browser, "account");
            var refused = await form.Save(browser);
            Assert.Equal(422, refused.Status);
            foreach (var reply in new[] { typing, refused })
            {
                Assert.Contains("f-credit_code-error", reply.Text, StringComparison.Ordinal);
                Assert.Equal(browser == seller, reply.Text.Contains($"/app/l2c/account/{account.Id}\"", StringComparison.Ordinal));
            }
        }
    }

    private static Task<Record> Product(TestHost host, Shelf shelf, decimal price) => shelf.Make(host.Admin.MemberId, "product", ("list_price", price), ("status", "on_sale"));

    private static async Task<Record> Only(TestHost host, string form)
    {
        var row = Assert.Single((await host.Platform.Query.List(host.Admin, new ListQuery(host.App[form]))).Rows);
        return (await host.Platform.Query.Get(host.Admin, host.App[form], row.Id)).Record;
    }
}
