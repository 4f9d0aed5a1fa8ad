using System.Text.Json.Nodes;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.Web.Api;
using Xunit;

namespace Weir.Tests.Web.Records;

/// <summary>A payment that is sent twice by a double click or by a program is entered once; and who fills in an amount that follows from others is told why it is closed.</summary>
public sealed class OncePaidTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_payment_that_is_sent_twice_is_entered_once(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var boss = await host.SignInAdmin();
        var contract = await new Shelf(host).Make(host.Admin.MemberId, "contract", ("amount", 1_000m));
        var program = await Caller.OfAdmin(host);

        var paper = Typed.Of(await boss.Get("/app/l2c/payment/new")).Set("contract", $"{contract.Id}").Set("account", $"{contract["account"]}").Set("amount", "100").Set("method", "cash");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => paper.Save(boss)));
        Assert.Equal([100m], await Amounts());

        var dialog = Typed.Of(await boss.Htmx().Get($"/app/l2c/contract/{contract.Id}/do/receive")).Set("amount", "200").Set("method", "cash");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => dialog.Save(boss)));
        Assert.Equal([100m, 200m], await Amounts());

        var body = new JsonObject { ["contract"] = contract.Id, ["account"] = (long)contract["account"]!, ["amount"] = 300, ["method"] = "cash" };
        var sent = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => program.Post("payment", body.DeepClone(), ("Idempotency-Key", "HK-1"))));
        Assert.All(sent, a => Assert.True(a.Status is 200 or 201, a.Reply.Text));
        Assert.Single(sent.Select(a => a.Id).Distinct());
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => program.Post($"contract/{contract.Id}/actions/receive", new JsonObject { ["amount"] = 400, ["method"] = "cash" }, ("Idempotency-Key", "HK-2"))));
        Assert.Equal([100m, 200m, 300m, 400m], await Amounts());

        async Task<IEnumerable<decimal>> Amounts()
        {
            var page = await host.Platform.Query.List(host.Admin, new ListQuery(host.App["payment"]) { Columns = [host.App["payment"].Path("amount")!] });
            return page.Rows.Select(r => (decimal)r.Values[0]!).Order();
        }
    }

    [Fact]
    public async Task An_amount_that_follows_from_the_lines_says_so_where_it_would_be_typed()
    {
        await using var host = await TestHost.Start();
        var boss = await host.SignInAdmin();
        var deal = await new Shelf(host).Make(host.Admin.MemberId, "opportunity");

        var page = (await boss.Get($"/app/l2c/opportunity/{deal.Id}/edit")).Html;
        var cell = await boss.Htmx().Get($"/app/l2c/opportunity/cell/{deal.Id}/amount");

        Assert.Contains("有产品明细，金额为明细合计", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.True(page.QuerySelector("[name=amount]")!.HasAttribute("readonly") || page.QuerySelector("[name=amount]")!.HasAttribute("disabled"));
        Assert.Equal(403, cell.Status);
    }
}
