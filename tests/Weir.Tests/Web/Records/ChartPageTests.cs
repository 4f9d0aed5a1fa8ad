using Weir.Sql.Sessions;
using Xunit;

namespace Weir.Tests.Web.Records;

public sealed class ChartPageTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_card_is_put_below_another_by_menu_or_drag_and_the_toast_puts_it_back(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var seller = await host.SignIn("李伟", "sales_rep");
        var shelf = new Shelf(host);
        var account = await shelf.Make(seller.Member, "account", ("name", "恒力精密"));
        var chief = await shelf.Make(seller.Member, "contact", ("name", "张伟"), ("account", account.Id), ("stance", "opposes"));
        var buyer = await shelf.Make(seller.Member, "contact", ("name", "马丽"), ("account", account.Id));
        var url = $"/app/l2c/account/{account.Id}";

        var page = await seller.Get(url);
        Assert.Equal(2, page.Html.QuerySelectorAll(".w-tree-chart > li > .w-chart-card").Length);
        var card = page.Html.QuerySelector($"[data-node='{chief.Id}']")!;
        Assert.Contains("反对", card.TextContent, StringComparison.Ordinal);
        Assert.Contains("w-c-bad", card.ClassList);

        var dialog = await seller.Htmx().Get($"{url}/chart/contact/{buyer.Id}/below");
        Assert.Equal(["", $"{chief.Id}"], dialog.Html.QuerySelectorAll("option").Select(o => o.GetAttribute("value")));
        var moved = await seller.Htmx().Post($"{url}/chart/contact/{buyer.Id}/below", ("to", $"{chief.Id}"), ("seen", $"{buyer.Version}"));
        Assert.Equal(200, moved.Status);
        Assert.Single(moved.Html.QuerySelectorAll(".w-tree-chart > li > ul > li"));
        Assert.Equal(chief.Id, (await shelf.Read(buyer))["reports_to"]);

        var circle = await seller.Htmx().Post($"{url}/chart/contact/{chief.Id}/below", ("to", $"{buyer.Id}"));
        Assert.Equal(422, circle.Status);
        Assert.Contains("会形成循环", System.Text.Json.JsonDocument.Parse(circle["HX-Trigger"]!).RootElement.GetProperty("toast").GetProperty("text").GetString(), StringComparison.Ordinal);

        var undone = await seller.Htmx().Post($"{url}/chart/contact/{buyer.Id}/below?to=");
        Assert.Equal(200, undone.Status);
        Assert.Null((await shelf.Read(buyer))["reports_to"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_chain_of_a_deal_is_made_from_its_cards(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var seller = await host.SignIn("李伟", "sales_rep");
        var shelf = new Shelf(host);
        var account = await shelf.Make(seller.Member, "account", ("name", "恒力精密"));
        var chief = await shelf.Make(seller.Member, "contact", ("name", "张伟"), ("account", account.Id), ("is_key", true), ("buying_role", "decision_maker"));
        var deal = await shelf.Make(seller.Member, "opportunity", ("name", "装配线"), ("account", account.Id));
        var url = $"/app/l2c/opportunity/{deal.Id}";
        Assert.Contains("不在决策链中", (await seller.Get(url)).Text, StringComparison.Ordinal);

        Assert.Equal(200, (await seller.Htmx().Post($"{url}/chart/contact/{chief.Id}/add")).Status);
        Assert.Equal(200, (await seller.Htmx().Post($"{url}/chart/contact/{chief.Id}/approve")).Status);
        var page = await seller.Get(url);
        Assert.Contains("覆盖 100%", page.Text, StringComparison.Ordinal);
        Assert.Single(page.Html.QuerySelectorAll(".w-chain > li"));
        // The chart says it all, so the lines do not stand there a second time.
        Assert.DoesNotContain(page.Html.QuerySelectorAll(".w-record-lines h2"), h => h.TextContent == "关键人与决策链");

        var out1 = await seller.Htmx().Post($"{url}/chart/contact/{chief.Id}/remove");
        var undo = System.Text.Json.JsonDocument.Parse(out1["HX-Trigger"]!).RootElement.GetProperty("toast").GetProperty("url").GetString()!;
        Assert.Empty((await seller.Get(url)).Html.QuerySelectorAll(".w-chain > li"));
        Assert.Equal(200, (await seller.Htmx().Post(undo)).Status);
        Assert.Contains("覆盖 100%", (await seller.Get(url)).Text, StringComparison.Ordinal);

        var reader = await host.SignIn("赵敏", "executive");
        var read = await reader.Get(url);
        Assert.Single(read.Html.QuerySelectorAll(".w-chart-card"));
        Assert.Empty(read.Html.QuerySelectorAll(".w-chart-card [hx-post], .w-chart-card[draggable]"));
        Assert.Equal(403, (await reader.Htmx().Post($"{url}/chart/contact/{chief.Id}/doubt")).Status);
    }
}
