using Weir.Engine.FieldTypes;
using Weir.Engine.Records;
using Xunit;

namespace Weir.Tests.Web.Records;

/// <summary>The stream on the page of a record: what stands in it, what can be chosen, what is folded.</summary>
public sealed class StreamPageTests
{
    [Theory]
    [InlineData("zh-CN", "电话", "有意向", "下次", "全部 跟进 评论 系统")]
    [InlineData("en", "Call", "Interested", "Next", "All Follow-ups Comments System")]
    public async Task A_follow_up_stands_in_the_stream_with_kind_result_next_date_and_contact(string language, string how, string result, string next, string choices)
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var shelf = new Shelf(host);
        var account = await shelf.Make(seller.Member, "account", ("name", "恒力"));
        var contact = await shelf.Make(seller.Member, "contact", ("name", "刘洋"), ("account", account.Id));
        var logged = await shelf.Make(seller.Member, "activity", ("target", new RecordRef("account", account.Id)), ("account", account.Id), ("contact", contact.Id), ("type", "phone"), ("content", "确认 3 号机位"), ("result", "interested"),
            ("next_follow_at", host.Platform.Clock.GetUtcNow().UtcDateTime.AddDays(3)), ("next_plan", "发布置图"));
        await host.Platform.Comments.Add(shelf.Actor(seller.Member), account.Form, account.Id, "内部说一句");
        await seller.Post("/me/language", ("language", language));

        var page = await seller.Get($"/app/l2c/account/{account.Id}");
        var entry = page.Html.QuerySelector($"#logged-{logged.Id}")!;
        Assert.Contains("李伟", entry.TextContent, StringComparison.Ordinal);
        foreach (var words in new[] { how, result, next, "确认 3 号机位", "发布置图", "刘洋" }) Assert.Contains(words, entry.TextContent, StringComparison.Ordinal);
        Assert.Equal(choices, string.Join(' ', page.Html.QuerySelectorAll(".w-stream-show > a").Select(a => a.TextContent.Trim())));

        // Each choice shows its own, and says so when it is drawn anew.
        var only = await seller.Htmx().Get(page.Html.QuerySelectorAll(".w-stream-show > a")[1].GetAttribute("hx-get")!);
        Assert.Equal([$"logged-{logged.Id}"], only.Html.QuerySelectorAll(".w-timeline > li").Select(l => l.Id));
        Assert.Contains("show=followups", only.Html.QuerySelector(".w-stream")!.GetAttribute("hx-get"), StringComparison.Ordinal);
        var comments = await seller.Get(page.Html.QuerySelectorAll(".w-stream-show > a")[2].GetAttribute("href")!);
        Assert.Equal("w-comment", Assert.Single(comments.Html.QuerySelectorAll(".w-timeline > li")).ClassName);
        var kept = await seller.Get(page.Html.QuerySelectorAll(".w-stream-show > a")[3].GetAttribute("href")!);
        Assert.Empty(kept.Html.QuerySelectorAll(".w-logged, .w-comment"));
        Assert.NotEmpty(kept.Html.QuerySelectorAll(".w-timeline > li"));
    }

    [Fact]
    public async Task Changes_that_stand_together_are_folded_and_a_change_told_by_a_stage_is_not_told_twice()
    {
        await using var host = await TestHost.Start();
        var boss = await host.SignInAdmin();
        var shelf = new Shelf(host);
        var account = await shelf.Make(boss.Member, "account", ("name", "恒力"));
        for (var i = 0; i < 4; i++) await shelf.Change(boss.Member, account, ("short_name", $"简称 {i}"));
        var page = await boss.Get($"/app/l2c/account/{account.Id}");
        var fold = Assert.Single(page.Html.QuerySelectorAll(".w-event-fold"));
        Assert.Equal(4, fold.QuerySelectorAll("ol > li").Length);
        // The tab of all changes folds nothing.
        Assert.Empty((await boss.Get($"/app/l2c/account/{account.Id}?tab=history")).Html.QuerySelectorAll(".w-event-fold"));
    }

    [Fact]
    public async Task What_somebody_else_logged_out_of_sight_is_not_on_the_page()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var other = await host.SignIn("王芳", "sales_rep");
        var shelf = new Shelf(host);
        var account = await shelf.Make(seller.Member, "account", ("name", "恒力"));
        var draft = new Draft(account.Form.App["activity"]).Set("target", new RecordRef("account", account.Id)).Set("account", account.Id).Set("type", "phone").Set("content", "别人的机密").Set("owner", other.Member);
        await host.Platform.Records.Save(host.Admin, draft);
        var page = await seller.Get($"/app/l2c/account/{account.Id}");
        Assert.Equal(200, page.Status);
        Assert.DoesNotContain("别人的机密", page.Text, StringComparison.Ordinal);
        Assert.Contains("别人的机密", (await (await host.SignInAdmin()).Get($"/app/l2c/account/{account.Id}")).Text, StringComparison.Ordinal);
    }
}
