using System.Net.Http.Headers;
using Xunit;

namespace Weir.Tests.Web.Records;

public sealed class TypingTests
{
    [Fact]
    public async Task Formulas_follow_what_is_typed_in_a_line()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var shelf = new Shelf(host);
        var product = await shelf.Make(host.Admin.MemberId, "product", ("list_price", 85000m), ("status", "on_sale"));
        var form = Typed.Of(await seller.Get("/app/l2c/quote/new")).Line("lines", 0, ("product", $"{product.Id}"), ("qty", "4"), ("list_price", "85000"), ("discount", "10"));
        var reply = await form.Recalculate(seller, "quote");
        Assert.Equal(200, reply.Status);
        Assert.Contains("306,000.00", reply.Text, StringComparison.Ordinal);
        Assert.Contains("叁拾万陆仟元整", reply.Text, StringComparison.Ordinal);
        Assert.Empty((await host.Platform.Query.List(host.Admin, new(host.App["quote"]))).Rows);
    }

    [Fact]
    public async Task A_price_from_a_book_follows_the_quantity_until_somebody_types_another()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var shelf = new Shelf(host);
        var product = await shelf.Make(host.Admin.MemberId, "product", ("list_price", 85000m), ("status", "on_sale"));
        var book = new Weir.Engine.Records.Draft(host.App["price_book"]).Set("name", "标准").Set("scope", new[] { "all_accounts" }).Set("active", true);
        book.Lines["entries"] = [.. new[] { (100m, 1m), (90m, 10m) }.Select(t => new Weir.Engine.Records.DraftLine(null, new Dictionary<string, object?> { ["product"] = product.Id, ["price"] = t.Item1, ["min_qty"] = t.Item2 }))];
        await host.Platform.Records.Save(host.Admin, book);
        var page = await seller.Get("/app/l2c/quote/new");
        var fresh = page.Html.QuerySelectorAll("template").Select(t => ((AngleSharp.Html.Dom.IHtmlTemplateElement)t).Content.QuerySelector("input[name='lines[0].__seen']")).OfType<AngleSharp.Dom.IElement>().First().GetAttribute("value")!;
        var form = Typed.Of(page).Line("lines", 0, ("__seen", fresh), ("product", $"{product.Id}"), ("qty", "1"), ("list_price", ""), ("discount", "0"));

        var (price, seen) = await Ask();
        Assert.Equal("100.00", price);
        form.Set("lines[0].list_price", price!).Set("lines[0].__seen", seen!).Set("lines[0].qty", "10");
        (price, seen) = await Ask();
        Assert.Equal("90.00", price);
        form.Set("lines[0].list_price", "95").Set("lines[0].__seen", seen ?? form["lines[0].__seen"]!);
        (price, seen) = await Ask();
        Assert.Null(price);
        form.Set("lines[0].qty", "1").Set("lines[0].__seen", seen ?? form["lines[0].__seen"]!);
        Assert.Null((await Ask()).Price);
        form.Set("lines[0].list_price", "");
        Assert.Equal("100.00", (await Ask()).Price);

        async Task<(string? Price, string? Seen)> Ask()
        {
            var reply = (await form.Recalculate(seller, "quote")).Html;
            return (Value("lines[0].list_price"), Value("lines[0].__seen"));

            string? Value(string name) => reply.QuerySelector($"input[name='{name}']")?.GetAttribute("value");
        }
    }

    [Fact]
    public async Task Rules_show_and_require_fields_while_typing()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var page = await seller.Get("/app/l2c/lead/new");
        Assert.True(page.Html.QuerySelector("#f-referrer-slot")!.HasAttribute("hidden"));
        Assert.False(page.Html.QuerySelector("#f-return_reason-slot") is { } other && !other.HasAttribute("hidden"));

        var shown = (await Typed.Of(page).Set("source", "referral").Recalculate(seller, "lead")).Html;
        var slot = shown.QuerySelector("#f-referrer-slot")!;
        Assert.False(slot.HasAttribute("hidden"));
        Assert.NotNull(slot.QuerySelector(".w-required"));
        Assert.NotNull(slot.QuerySelector("input[name=referrer]"));
        Assert.Null(shown.QuerySelector("#f-return_reason-slot"));

        // Another source needs none: its slot stays as it is, hidden.
        var quiet = (await Typed.Of(page).Set("source", "cold_call").Recalculate(seller, "lead")).Html;
        Assert.Null(quiet.QuerySelector("#f-referrer-slot"));
    }

    [Theory]
    [InlineData("lines[99999].qty", "1")]
    [InlineData("lines[-1].qty", "1")]
    [InlineData("lines[0].qty", "99999999999999999999999999999999")]
    [InlineData("lines[0].product", "9223372036854775807")]
    [InlineData("lines[0].product", "account:1")]
    [InlineData("account", "-1")]
    [InlineData("account", "1 or 1=1")]
    [InlineData("valid_to", "2026-13-45")]
    [InlineData("tax_rate", "NaN")]
    [InlineData("status", "no such option")]
    [InlineData("__version", "99999999999999999999")]
    [InlineData("__version", "5")]
    [InlineData("__id", "1")]
    [InlineData("__id", "-7")]
    [InlineData("__was", "name:,:,,account")]
    [InlineData("__faces", "\u0000:x")]
    [InlineData("__prefix", "\"><script>")]
    [InlineData("__lines", "nothing")]
    [InlineData("__keep.name", "theirs")]
    [InlineData("name", "\u0000\u202e<script>")]
    public async Task Hostile_input_is_answered_in_order(string name, string value)
    {
        await using var host = await TestHost.Start();
        var boss = await host.SignInAdmin();
        var form = Typed.Of(await boss.Get("/app/l2c/quote/new")).Set("name", "报价").Set(name, value);
        var typing = await form.Recalculate(boss, "quote");
        Assert.Contains(typing.Status, new[] { 200, 404, 422 });
        Assert.DoesNotContain("<script>", typing.Text, StringComparison.Ordinal);
        Assert.Equal(422, (await form.Save(boss)).Status);
    }

    [Fact]
    public async Task A_form_with_a_thousand_values_too_many_or_no_form_at_all_is_no_failure()
    {
        await using var host = await TestHost.Start();
        var boss = await host.SignInAdmin();
        var form = Typed.Of(await boss.Get("/app/l2c/quote/new"));
        for (var i = 0; i < 300; i++) form.Line("lines", i, ("qty", "1"), ("list_price", "2"), ("discount", "0"), ("spec", "x"));
        var many = await form.Recalculate(boss, "quote");
        Assert.Equal(200, many.Status);
        Assert.Contains("600.00", many.Text, StringComparison.Ordinal);
        var flood = new FormUrlEncodedContent(Enumerable.Range(0, 25_000).Select(i => KeyValuePair.Create("k" + i, "v")));
        Assert.Equal(422, (await Raw(boss, flood)).Status);
        var json = new StringContent("{\"name\":1}");
        json.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        Assert.InRange((await Raw(boss, json)).Status, 200, 422);
        var broken = new StringContent("--x");
        broken.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");
        Assert.Equal(422, (await Raw(boss, broken)).Status);
    }

    [Fact]
    public async Task Typing_tells_nothing_of_a_record_that_may_not_be_seen()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var other = await host.SignIn("王芳", "sales_rep");
        var account = await new Shelf(host).Make(seller.Member, "account", ("name", "绝密客户"));
        var form = Typed.Of(await other.Get("/app/l2c/account/new")).Set("__id", $"{account.Id}");
        var reply = await form.Recalculate(other, "account");
        Assert.Equal(404, reply.Status);
        var link = await Typed.Of(await other.Get("/app/l2c/quote/new")).Set("account", $"{account.Id}").Recalculate(other, "quote");
        Assert.DoesNotContain("绝密客户", link.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("绝密客户", (await other.Get($"/app/l2c/contact/new?account={account.Id}")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("绝密客户", (await other.Get($"/app/l2c/account/new?copy={account.Id}")).Text, StringComparison.Ordinal);
    }

    private static async Task<Reply> Raw(Browser browser, HttpContent content)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/app/l2c/quote/recalculate") { Content = content };
        request.Headers.Add("X-CSRF-TOKEN", await browser.Csrf());
        return await browser.Htmx().Send(request);
    }
}
