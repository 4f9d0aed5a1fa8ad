using Weir.Sql.Sessions;
using Weir.Tests.Web.Records;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.Web.Approvals;

/// <summary>The pages on which members decide: their lists, several at once, the course beside a record, and who stands in.</summary>
public sealed class ApprovalPagesTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task What_waits_stands_in_the_list_with_a_figure_in_the_menu_in_both_languages(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var (seller, admin) = (await host.SignIn("李伟", "sales_rep"), await host.SignInAdmin());
        Assert.Equal("", (await admin.Htmx().Get("/app/l2c/approvals/waiting")).Text.Trim());
        var expense = await Submitted(host, seller.Member);

        Assert.Equal("1", (await admin.Htmx().Get("/app/l2c/approvals/waiting")).Html.QuerySelector(".w-badge")!.TextContent);
        var page = await admin.Get("/app/l2c/approvals");
        Assert.Equal($"/app/l2c/expense/{expense.Id}", page.Html.QuerySelector("#list-rows .w-cell-title a")!.GetAttribute("href"));
        Assert.Contains("李伟", page.Html.QuerySelector("#list-rows")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("主管", page.Html.QuerySelector("#list-rows")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.Html.QuerySelector(".w-cards-list .w-record-card"));
        await admin.Post("/me/language", ("language", "en"));
        var english = await admin.Get("/app/l2c/approvals");
        Assert.Equal("Approvals", english.Html.QuerySelector("h1")!.TextContent.Trim());
        Assert.Contains("Manager", english.Html.QuerySelector("#list-rows")!.TextContent, StringComparison.Ordinal);
        // Another's list holds nothing of it.
        Assert.Null((await (await host.SignIn("王芳", "sales_rep")).Get("/app/l2c/approvals")).Html.QuerySelector("#list-rows"));
        Assert.NotNull((await seller.Get("/app/l2c/approvals?box=started")).Html.QuerySelector("#list-rows tr"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Several_are_decided_at_once_and_each_has_its_result(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var (seller, admin) = (await host.SignIn("李伟", "sales_rep"), await host.SignInAdmin());
        var (first, second) = (await Submitted(host, seller.Member), await Submitted(host, seller.Member));
        var ids = (await admin.Get("/app/l2c/approvals")).Html.QuerySelectorAll("#list-rows [name=id]").Select(i => ("id", i.GetAttribute("value")!)).ToArray();
        Assert.Equal(2, ids.Length);
        // One is taken back before the decision comes.
        await host.Platform.Records.Act(host.Platform.People.Current.Actor(seller.Member), second.Form, second.Id, "approval.withdraw");

        var ask = await admin.Htmx().Send(HttpMethod.Post, "/app/l2c/approvals/ask/approve", ids);
        Assert.Equal(2, ask.Html.QuerySelectorAll("[name=id]").Length);
        var outcome = await admin.Htmx().Send(HttpMethod.Post, "/app/l2c/approvals/decide/approve", [.. ids, ("comment", "同意")]);

        Assert.Equal("acted", outcome["HX-Trigger"]);
        Assert.Equal($"/app/l2c/expense/{second.Id}", Assert.Single(outcome.Html.QuerySelectorAll("tbody a")).GetAttribute("href"));
        Assert.Equal("approved", (await host.Platform.Query.Get(host.Admin, first.Form, first.Id)).Record["flow_status"]);
        Assert.Equal("withdrawn", (await host.Platform.Query.Get(host.Admin, first.Form, second.Id)).Record["flow_status"]);
        Assert.NotNull((await admin.Get("/app/l2c/approvals?box=done")).Html.QuerySelector("#list-rows tr"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Nobody_decides_what_is_not_theirs_and_a_rejection_says_why(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var (seller, admin) = (await host.SignIn("李伟", "sales_rep"), await host.SignInAdmin());
        var expense = await Submitted(host, seller.Member);
        var id = (await admin.Get("/app/l2c/approvals")).Html.QuerySelector("#list-rows [name=id]")!.GetAttribute("value")!;

        var foreign = await seller.Htmx().Send(HttpMethod.Post, "/app/l2c/approvals/decide/approve", ("id", id));
        Assert.NotNull(foreign.Html.QuerySelector("tbody .w-bad"));
        Assert.Equal(422, (await admin.Htmx().Send(HttpMethod.Post, "/app/l2c/approvals/decide/reject", ("id", id))).Status);
        Assert.Equal("in_approval", (await host.Platform.Query.Get(host.Admin, expense.Form, expense.Id)).Record["flow_status"]);
        await admin.Htmx().Send(HttpMethod.Post, "/app/l2c/approvals/decide/reject", ("id", id), ("comment", "缺发票"));
        var page = await seller.Get($"/app/l2c/expense/{expense.Id}");
        Assert.Contains("缺发票", page.Html.QuerySelector(".w-trail")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("已驳回", page.Html.QuerySelector(".w-approval")!.TextContent, StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_stand_in_is_set_shown_and_ended(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var (admin, other) = (await host.SignInAdmin(), await host.Add("周燕", "commercial"));
        Assert.Equal(422, (await admin.Htmx().Send(HttpMethod.Post, "/app/l2c/approvals/leave", ("delegate", other.Id.ToString()), ("since", "2020-01-01"), ("until", "2020-01-02"))).Status);
        await admin.Htmx().Send(HttpMethod.Post, "/app/l2c/approvals/leave", ("delegate", other.Id.ToString()), ("since", "2026-01-01"), ("until", "2099-01-02"));
        Assert.Contains("由 周燕 代审至 2099-01-02", (await admin.Get("/app/l2c/approvals")).Html.QuerySelector(".w-top-end")!.TextContent, StringComparison.Ordinal);
        await admin.Htmx().Send(HttpMethod.Post, "/app/l2c/approvals/leave", ("end", "1"));
        Assert.Contains("请假代审", (await admin.Get("/app/l2c/approvals")).Html.QuerySelector(".w-top-end")!.TextContent, StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_dialog_is_bound_to_the_version_that_was_seen(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var (seller, admin) = (await host.SignIn("李伟", "sales_rep"), await host.SignInAdmin());
        var expense = await Submitted(host, seller.Member);
        var url = $"/app/l2c/expense/{expense.Id}/do/approval.approve";
        var dialog = await admin.Htmx().Get(url);
        Assert.NotNull(dialog.Html.QuerySelector("[name=comment]"));
        var unseen = Hidden(dialog);
        Assert.Contains(unseen, u => u.Name == "__unseen.task");
        await host.Platform.Records.Save(host.Admin, new Weir.Engine.Records.Draft(expense.Form) { Id = expense.Id }.Set("owner", host.Admin.MemberId));

        Assert.Equal(409, (await admin.Htmx().Send(HttpMethod.Post, url, [.. unseen, ("comment", "同意")])).Status);
        Assert.Equal(204, (await admin.Htmx().Send(HttpMethod.Post, url, [.. Hidden(await admin.Htmx().Get(url)), ("comment", "同意")])).Status);
        Assert.Equal("approved", (await host.Platform.Query.Get(host.Admin, expense.Form, expense.Id)).Record["flow_status"]);
        Assert.Contains("同意", (await admin.Get($"/app/l2c/expense/{expense.Id}")).Html.QuerySelector(".w-trail")!.TextContent, StringComparison.Ordinal);

        static (string Name, string Value)[] Hidden(Reply reply) => [.. reply.Html.QuerySelectorAll("form input[type=hidden]").Select(i => (i.GetAttribute("name")!, i.GetAttribute("value") ?? ""))];
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_program_reads_what_waits_and_decides_by_the_action_of_the_record(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var seller = await host.SignIn("李伟", "sales_rep");
        var expense = await Submitted(host, seller.Member);
        var admin = await Api.Caller.OfAdmin(host);

        var waiting = (await admin.Get("approvals?limit=10")).Json!;
        var item = Assert.Single(waiting["items"]!.AsArray())!;
        Assert.Equal(("expense", expense.Id, "in_approval"), ((string)item["form"]!, (long)item["record"]!, (string)item["state"]!));
        Assert.Null(waiting["next"]);
        Assert.Equal(422, (await admin.Get("approvals?box=all")).Status);
        var done = await admin.Post($"expense/{expense.Id}/actions/approval.approve", new System.Text.Json.Nodes.JsonObject { ["comment"] = "ok" });
        Assert.Equal(200, done.Status);
        Assert.Empty((await admin.Get("approvals")).Json!["items"]!.AsArray());
        Assert.Single((await (await Api.Caller.Of(host, seller.Member)).Get("approvals?box=started")).Json!["items"]!.AsArray());
    }

    private static async Task<Record> Submitted(TestHost host, long by)
    {
        var expense = await new Shelf(host).Make(by, "expense");
        return (await host.Platform.Records.Act(host.Platform.People.Current.Actor(by), expense.Form, expense.Id, "approval.submit")).Record;
    }
}
