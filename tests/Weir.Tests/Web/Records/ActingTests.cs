using Weir.Engine.FieldTypes;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.Web.Records;

/// <summary>Actions on the page: what is offered, the question as a dialog, and what comes of the answer.</summary>
public sealed class ActingTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_follow_up_is_asked_for_in_a_dialog_and_logged(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var seller = await host.SignIn("李伟", "sales_rep");
        var account = await new Shelf(host).Make(seller.Member, "account", ("name", "恒力"));
        var at = $"/app/l2c/account/{account.Id}";
        Assert.Contains($"hx-get=\"{at}/do/follow_up\"", (await seller.Get(at)).Text, StringComparison.Ordinal);

        var dialog = (await seller.Htmx().Get(at + "/do/follow_up")).Html;
        Assert.NotNull(dialog.QuerySelector("[name=content]"));
        Assert.Equal($"{at}/do/follow_up/new", dialog.QuerySelector("form")!.GetAttribute("action"));

        var refused = await seller.Htmx().Post(at + "/do/follow_up/new", ("__prefix", "d1"), ("type", "visit"), ("content", ""), ("next_plan", "带方案"));
        Assert.Equal(422, refused.Status);
        Assert.Contains("请填写“内容”", refused.Text, StringComparison.Ordinal);
        Assert.Equal("带方案", refused.Html.QuerySelector("[name=next_plan]")!.GetAttribute("value"));

        var done = await seller.Htmx().Post(at + "/do/follow_up/new", ("__prefix", "d1"), ("type", "visit"), ("content", "谈了需求"), ("follow_at", "2026-11-02 10:00"));
        Assert.Equal(204, done.Status);
        Assert.Contains("\"saved-d1\":true", done["HX-Trigger"], StringComparison.Ordinal);
        var activities = await host.Platform.Query.List(host.Admin, new ListQuery(host.App["activity"]) { Columns = [host.App["activity"].Path("target")!, host.App["activity"].Path("type")!] });
        Assert.Equal([new RecordRef("account", account.Id), "visit"], Assert.Single(activities.Rows).Values);
    }

    [Fact]
    public async Task The_question_computes_while_somebody_types_and_begins_with_what_is_known()
    {
        await using var host = await TestHost.Start();
        var boss = await host.SignInAdmin();
        var contract = await new Shelf(host).Make(host.Admin.MemberId, "contract");
        var at = $"/app/l2c/contract/{contract.Id}";
        var amount = ((decimal)contract["amount"]!).ToString("N2", System.Globalization.CultureInfo.InvariantCulture);

        Assert.Contains(amount, (await boss.Htmx().Get(at + "/do/receive")).Html.QuerySelector("[name=amount]")!.GetAttribute("value"), StringComparison.Ordinal);
        var typed = await boss.Htmx().Post(at + "/do/plan/recalculate", ("__prefix", "d1"), ("__lines", "plan"), ("plan[0].milestone", "advance"), ("plan[0].percent", "50"), ("plan[0].due_date", "2026-12-01"));
        Assert.Equal(200, typed.Status);
        Assert.Contains(((decimal)contract["amount"]! / 2).ToString("N2", System.Globalization.CultureInfo.InvariantCulture), typed.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_that_a_question_lays_out_keep_what_nobody_types()
    {
        await using var host = await TestHost.Start();
        var boss = await host.SignInAdmin();
        var contract = await new Shelf(host).Make(host.Admin.MemberId, "contract");
        var line = Assert.Single((await host.Platform.Query.Get(host.Admin, contract.Form, contract.Id)).Record.Lines(contract.Form["lines"]));
        var at = $"/app/l2c/contract/{contract.Id}/do/deliver";
        var asked = (await boss.Htmx().Get(at)).Html;
        Assert.Equal(line.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), asked.QuerySelector("[name='items[0].id']")!.GetAttribute("value"));

        var done = await boss.Htmx().Post(at + "/new", ("__prefix", "d1"), ("plan_date", "2026-12-01"), ("__lines", "items"), ("items[0].id", $"{line.Id}"), ("items[0].qty", "1"), ("items[0].serial_no", "A-1"));

        Assert.Equal(204, done.Status);
        var page = await host.Platform.Query.List(host.Admin, new ListQuery(host.App["delivery"]) { Columns = [host.App["delivery"].Path("value")!] });
        var delivery = (await host.Platform.Query.Get(host.Admin, host.App["delivery"], Assert.Single(page.Rows).Id)).Record;
        var item = Assert.Single(delivery.Lines(delivery.Form["items"]));
        Assert.Equal((line["product"], line["price"], 1m, "A-1"), (item["product"], item["price"], item["qty"], item["serial_no"]));
    }

    [Fact]
    public async Task Who_may_not_is_refused_and_finds_no_button()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var money = await host.SignIn("吴刚", "finance");
        var other = await host.SignIn("王芳", "sales_rep");
        var shelf = new Shelf(host);
        var payment = await Payment(shelf, seller.Member);
        var at = $"/app/l2c/payment/{payment.Id}";

        Assert.DoesNotContain("/do/approval.approve", (await seller.Get(at)).Text, StringComparison.Ordinal);
        Assert.Equal(403, (await seller.Htmx().Get(at + "/do/approval.approve")).Status);
        Assert.Equal(403, (await seller.Htmx().Post(at + "/do/approval.approve/new", ("__prefix", "d1"))).Status);
        Assert.Equal(404, (await other.Htmx().Get(at + "/do/approval.approve")).Status);
        Assert.Equal(404, (await money.Htmx().Get(at + "/do/no_such")).Status);
        Assert.Contains("/do/approval.approve", (await money.Get(at)).Text, StringComparison.Ordinal);
        Assert.Equal("to_confirm", (await shelf.Read(payment))["status"]);
    }

    [Fact]
    public async Task What_was_done_meanwhile_is_not_done_again()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var money = await host.SignIn("吴刚", "finance");
        var payment = await Payment(new Shelf(host), seller.Member);
        var answer = new[] { ("__prefix", "d1"), ("amount", $"{payment["amount"]}"), ("received_at", "2026-11-02") };

        Assert.Equal(204, (await money.Htmx().Post($"/app/l2c/payment/{payment.Id}/do/approval.approve/new", answer)).Status);
        Assert.Equal(409, (await money.Htmx().Post($"/app/l2c/payment/{payment.Id}/do/approval.approve/new", answer)).Status);
    }

    private static Task<Record> Payment(Shelf shelf, long member) => shelf.Make(member, "payment", ("method", "cash"));
}
