using Xunit;

namespace Weir.Tests.Web.Records;

/// <summary>Cells of a spreadsheet pasted into the lines of a form.</summary>
public sealed class PasteTests
{
    [Fact]
    public async Task Rows_with_code_or_name_quantity_and_price_become_lines()
    {
        await using var desk = await Counter.Open();
        var reply = await desk.Paste("product", "A1\t2\t600000\nvision tester\t1,200\n视觉检测仪\t3\t85000");
        Assert.Equal(3, reply.QuerySelectorAll("w-lines tbody tr[data-line]").Length);
        Assert.Equal($"{desk.Line}", Chosen(reply, 0));
        Assert.Equal($"{desk.Tester}", Chosen(reply, 2));
        Assert.Equal(("2.00", "600,000.00"), (Value(reply, "lines[0].qty"), Value(reply, "lines[0].list_price")));
        Assert.Equal("1200.00", Value(reply, "lines[1].qty"));
    }

    [Fact]
    public async Task A_row_of_titles_says_which_column_is_which()
    {
        await using var desk = await Counter.Open();
        var reply = await desk.Paste("product", "数量\t编码\t标准价\n7\tA1\t¥1,234.50");
        Assert.Equal(($"{desk.Line}", "7.00", "1,234.50"), (Chosen(reply, 0), Value(reply, "lines[0].qty"), Value(reply, "lines[0].list_price")));
    }

    [Fact]
    public async Task What_cannot_be_read_is_told_at_its_cell_and_stays_there()
    {
        await using var desk = await Counter.Open();
        var reply = await desk.Paste("product", "A1\t两台\n没有这个\t5\nA1\t1\t\t\t\t\t\t多出来的");
        Assert.Equal(3, reply.QuerySelectorAll("w-lines tbody tr[data-line]").Length);
        Assert.Equal("两台", Value(reply, "lines[0].qty"));
        Assert.NotNull(reply.QuerySelector("#f-lines-0-qty-error"));
        Assert.Contains("没有这个", reply.QuerySelector("#f-lines-1-product-error")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("5.00", Value(reply, "lines[1].qty"));
        Assert.Contains("多出来的", reply.QuerySelector("#f-lines-error")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_fall_onto_the_lines_that_are_there_and_go_on_below()
    {
        await using var desk = await Counter.Open();
        desk.Form.Line("lines", 0, ("product", $"{desk.Line}"), ("qty", "1"), ("list_price", "10"), ("discount", "5"));
        var reply = await desk.Paste("qty", "8\n9");
        Assert.Equal(($"{desk.Line}", "8.00", "9.00"), (Chosen(reply, 0), Value(reply, "lines[0].qty"), Value(reply, "lines[1].qty")));
        Assert.Equal("10.00", Value(reply, "lines[0].list_price"));
    }

    private static string? Value(AngleSharp.Dom.IParentNode reply, string name) => reply.QuerySelector($"w-lines tbody input[name='{name}']")?.GetAttribute("value");

    private static string? Chosen(AngleSharp.Dom.IParentNode reply, int line) => reply.QuerySelector($"w-lines tbody select[name='lines[{line}].product'] option[selected]")?.GetAttribute("value");

    private sealed class Counter(TestHost host, Browser seller, Typed form, long line, long tester) : IAsyncDisposable
    {
        public Typed Form => form;

        public long Line => line;

        public long Tester => tester;

        public static async Task<Counter> Open()
        {
            var host = await TestHost.Start();
            var seller = await host.SignIn("李伟", "sales_rep");
            var shelf = new Shelf(host);
            var line = await shelf.Make(host.Admin.MemberId, "product", ("code", "A1"), ("name", "智能装配线"), ("status", "on_sale"));
            var tester = await shelf.Make(host.Admin.MemberId, "product", ("code", "vision tester"), ("name", "视觉检测仪"), ("status", "on_sale"));
            return new(host, seller, Typed.Of(await seller.Get("/app/l2c/quote/new")), line.Id, tester.Id);
        }

        public async Task<AngleSharp.Dom.IDocument> Paste(string column, string text)
        {
            form.Set("__paste_lines", "lines").Set("__paste_row", "0").Set("__paste_column", column).Set("__paste_text", text);
            var reply = await form.Send(seller, "/app/l2c/quote/paste");
            Assert.Equal(200, reply.Status);
            return reply.Html;
        }

        public ValueTask DisposeAsync() => host.DisposeAsync();
    }
}
