using Weir.Engine.Records;
using Xunit;

namespace Weir.Tests.Web.Records;

/// <summary>Records on paper: what stands on it, for whom, in which language, and as a file.</summary>
public sealed class PrintTests
{
    [Fact]
    public async Task A_quotation_has_the_company_its_lines_and_the_amount_in_capitals()
    {
        await using var host = await TestHost.Start();
        var (seller, url) = await Offer(host);
        var page = (await seller.Get(url + "/print?lang=zh")).Html;
        Assert.Equal("报价单", page.QuerySelector("h1")!.TextContent);
        Assert.Equal(host.Platform.People.Current.Company, page.QuerySelector(".w-paper-company")!.TextContent);
        Assert.Contains("肆佰元整", page.QuerySelector(".w-paper-sums")!.TextContent, StringComparison.Ordinal);
        var row = page.QuerySelectorAll(".w-paper-lines tbody td").Select(c => c.TextContent).ToList();
        Assert.Contains("视觉检测仪", row);
        Assert.Contains("400.00", row);
        var english = (await seller.Get(url + "/print?lang=en")).Html;
        Assert.Equal("Quotation", english.QuerySelector("h1")!.TextContent);
        Assert.Contains("Price", english.QuerySelector(".w-paper-lines thead")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_without_prices_has_none()
    {
        await using var host = await TestHost.Start();
        var (seller, url) = await Offer(host);
        var paper = (await seller.Get(url + "/print?lang=zh&prices=no")).Html.QuerySelector(".w-paper")!.TextContent;
        Assert.Contains("视觉检测仪", paper, StringComparison.Ordinal);
        Assert.DoesNotContain("400", paper, StringComparison.Ordinal);
        Assert.DoesNotContain("100.00", paper, StringComparison.Ordinal);
        Assert.DoesNotContain("肆佰", paper, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_one_may_not_read_is_not_printed()
    {
        await using var host = await TestHost.Start();
        var (seller, url) = await Offer(host);
        await host.Platform.Apps.Publish(host.Admin, host.App.Definition with
        {
            Forms = [.. host.App.Definition.Forms.Select(f => f.Key == "quote" ? f with { Prints = [new() { Key = "inside", Label = ("内部", "Inside"), Lines = "lines", Columns = ["product", "cost"], Sums = ["gross_margin", "cost_total"] }] } : f)],
        }, host.App.Version);
        var paper = (await seller.Get(url + "/print?lang=zh")).Html.QuerySelector(".w-paper")!;
        Assert.Null(paper.QuerySelector(".w-paper-sums"));
        Assert.Equal(["#", "产品"], paper.QuerySelectorAll(".w-paper-lines th").Select(h => h.TextContent));
        var boss = await host.SignIn("赵敏", "executive");
        Assert.Contains("成本合计", (await boss.Get(url + "/print?lang=zh")).Html.QuerySelector(".w-paper-sums")!.TextContent, StringComparison.Ordinal);
        var stranger = await host.SignIn("钱静", "marketing");
        Assert.Equal(404, (await stranger.Get(url + "/print")).Status);
        Assert.Equal(404, (await stranger.Get(url + "/print.pdf")).Status);
    }

    [Fact]
    public async Task A_form_without_a_layout_prints_what_stands_on_its_page()
    {
        await using var host = await TestHost.Start();
        var product = await new Shelf(host).Make(host.Admin.MemberId, "product", ("name", "六轴机器人"), ("description", "第一行\n第二行"));
        var seller = await host.SignIn("李伟", "sales_rep");
        var paper = (await seller.Get($"/app/l2c/product/{product.Id}/print?lang=zh")).Html.QuerySelector(".w-paper")!;
        Assert.Contains("六轴机器人", paper.TextContent, StringComparison.Ordinal);
        Assert.Contains("第一行\n第二行", paper.QuerySelector(".w-paper-text p")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("成本价", paper.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_file_is_a_pdf_or_says_how_to_make_one()
    {
        await using var host = await TestHost.Start();
        var (seller, url) = await Offer(host);
        var reply = await seller.Get(url + "/print.pdf?lang=zh");
        var offered = (await seller.Get(url + "/print")).Text.Contains("print.pdf", StringComparison.Ordinal);
        if (offered) Assert.StartsWith("%PDF-", reply.Text, StringComparison.Ordinal);
        else Assert.Equal(503, reply.Status);
    }

    private static async Task<(Browser Seller, string Url)> Offer(TestHost host)
    {
        var seller = await host.SignIn("李伟", "sales_rep");
        var shelf = new Shelf(host);
        var product = await shelf.Make(host.Admin.MemberId, "product", ("name", "视觉检测仪"), ("list_price", 100m), ("cost_price", 60m), ("status", "on_sale"));
        var draft = new Draft(host.App["quote"]).Set("name", "报价").Set("account", (await shelf.Make(seller.Member, "account")).Id).Set("price_book", (await shelf.Some(seller.Member, "price_book")).Id).Set("owner", seller.Member);
        draft.Lines["lines"] = [new(null, new Dictionary<string, object?> { ["product"] = product.Id, ["qty"] = 4m, ["list_price"] = 100m })];
        return (seller, "/app/l2c/quote/" + (await host.Platform.Records.Save(host.Admin, draft)).Record.Id);
    }
}
