using Weir.Engine.Access;
using Weir.Engine.Records;
using Xunit;

namespace Weir.Tests.Web.Records;

/// <summary>A follow-up is written where it is read: on the page of the record, in one go.</summary>
public sealed class LogComposerTests
{
    [Theory]
    [InlineData("zh-CN", "写跟进", "评论", "已记录跟进", "拜访")]
    [InlineData("en", "Log a follow-up", "Comment", "Follow-up logged", "Visit")]
    public async Task A_follow_up_written_in_the_composer_stands_on_top_and_the_page_knows_its_next_date(string language, string write, string say, string done, string visit)
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        await seller.Post("/me/language", ("language", language));
        var account = await new Shelf(host).Make(seller.Member, "account", ("name", "恒力"));
        var url = $"/app/l2c/account/{account.Id}";
        var page = await seller.Get(url);
        Assert.Equal([write, say], page.Html.QuerySelectorAll(".w-talk-modes > label").Select(l => l.TextContent.Trim()));
        var form = page.Html.QuerySelector("form.w-log")!;
        Assert.Equal("phone", form.QuerySelector("input[name=type][checked]")!.GetAttribute("value"));
        var once = form.QuerySelector("[name=__once]")!.GetAttribute("value")!;

        var next = DateTime.UtcNow.AddDays(3).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) + " 09:00";
        (string, string)[] typed = [("__once", once), ("type", "visit"), ("content", "看了三号机位"), ("result", "interested"), ("next_follow_at", next)];
        var sent = await seller.Htmx().Post(form.GetAttribute("hx-post")!, typed);
        Assert.Equal(200, sent.Status);
        Assert.Contains(done, System.Text.RegularExpressions.Regex.Unescape(sent["HX-Trigger"]!), StringComparison.Ordinal);
        // The stream begins with it, the composer is empty again, the page around shows what follows from it.
        var parts = sent.Html.QuerySelectorAll("hx-partial").ToDictionary(p => p.GetAttribute("hx-target")!);
        var top = parts[$"#record-stream-{account.Id}"].QuerySelector(".w-timeline > li")!;
        Assert.Contains("看了三号机位", top.TextContent, StringComparison.Ordinal);
        Assert.Contains(visit, top.TextContent, StringComparison.Ordinal);
        Assert.Equal("", parts[$"#record-log-{account.Id}"].QuerySelector("textarea")!.TextContent);
        Assert.Contains("activities", parts[$"#record-tabs-{account.Id}"].InnerHtml, StringComparison.Ordinal);
        Assert.True(parts.ContainsKey($"#record-head-{account.Id}") && parts.ContainsKey($"#record-panel-{account.Id}"));
        var after = await host.Platform.Query.Get(host.Admin, account.Form, account.Id);
        Assert.NotNull(after.Record["next_follow_at"]);
        Assert.Equal(1, await Count(host, "task"));

        // The same sent twice, as over a bad line, is written once.
        Assert.Equal(200, (await seller.Htmx().Post(form.GetAttribute("hx-post")!, typed)).Status);
        Assert.Equal(1, await Count(host, "activity"));
    }

    [Theory]
    [InlineData("zh-CN", "内容", "下次跟进应晚于本次跟进时间")]
    [InlineData("en", "What was said", "The next follow-up must be later than this one")]
    public async Task What_is_refused_names_the_field_and_writes_nothing(string language, string field, string late)
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        await seller.Post("/me/language", ("language", language));
        var account = await new Shelf(host).Make(seller.Member, "account", ("name", "恒力"));
        var url = $"/app/l2c/account/{account.Id}/do/follow_up?in=stream";
        var empty = await seller.Htmx().Post(url, ("type", "phone"), ("content", " "));
        Assert.Equal(422, empty.Status);
        Assert.Contains(field, System.Text.RegularExpressions.Regex.Unescape(empty["HX-Trigger"]!), StringComparison.Ordinal);
        var early = await seller.Htmx().Post(url, ("type", "phone"), ("content", "谈过"), ("next_follow_at", "2020-01-01 09:00"));
        Assert.Equal(422, early.Status);
        Assert.Contains(late, System.Text.RegularExpressions.Regex.Unescape(early["HX-Trigger"]!), StringComparison.Ordinal);
        Assert.Equal(0, await Count(host, "activity"));
    }

    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public async Task The_place_of_a_visit_is_taken_with_it_and_stands_in_the_stream_with_how_exact_it_is(string language)
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        await seller.Post("/me/language", ("language", language));
        var account = await new Shelf(host).Make(seller.Member, "account", ("name", "恒力"));
        var page = await seller.Get($"/app/l2c/account/{account.Id}");
        Assert.Contains("geolocation=(self)", page["Permissions-Policy"], StringComparison.Ordinal);
        var form = page.Html.QuerySelector("form.w-log")!;
        Assert.Equal("location", form.QuerySelector(".w-log-place w-locate input")!.GetAttribute("name"));
        Assert.Equal(["visit"], form.QuerySelectorAll("input[data-placed]").Select(i => i.GetAttribute("value")));

        const string place = "科技路 1 号 · 31.29834, 120.58319 ±12 m";
        var sent = await seller.Htmx().Post($"/app/l2c/account/{account.Id}/do/follow_up?in=stream", ("__once", "a1"), ("type", "visit"), ("content", "看了三号机位"), ("location", place));
        Assert.Equal(200, sent.Status);
        Assert.Contains(place, sent.Html.QuerySelector(".w-timeline > li")!.TextContent, StringComparison.Ordinal);
        // Who telephoned was nowhere in particular, whatever was left in the field.
        Assert.Equal(200, (await seller.Htmx().Post($"/app/l2c/account/{account.Id}/do/follow_up?in=stream", ("__once", "a2"), ("type", "phone"), ("content", "打过电话"), ("location", place))).Status);
        var rows = (await host.Platform.Query.List(host.Admin, new ListQuery(host.App["activity"]) { Columns = [host.App["activity"].Path("type")!, host.App["activity"].Path("location")!] })).Rows;
        Assert.Equal([("phone", null), ("visit", (Engine.FieldTypes.Position?)Engine.FieldTypes.Position.Parse(place))], rows.Select(r => ((string)r.Values[0]!, r.Values[1] as Engine.FieldTypes.Position)).OrderBy(r => r.Item1, StringComparer.Ordinal));
        // Coordinates that are no place on earth are refused with what is wrong.
        var wrong = await seller.Htmx().Post($"/app/l2c/account/{account.Id}/do/follow_up?in=stream", ("type", "visit"), ("content", "又去了"), ("location", "120.58319, 31.29834"));
        Assert.Equal(422, wrong.Status);
        Assert.Contains("31.29834, 120.58319", System.Text.RegularExpressions.Regex.Unescape(wrong["HX-Trigger"]!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_whole_question_opens_with_what_was_written()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var account = await new Shelf(host).Make(seller.Member, "account", ("name", "恒力"));
        var dialog = await seller.Htmx().Post($"/app/l2c/account/{account.Id}/do/follow_up/open", ("__prefix", "l123456"), ("type", "meeting"), ("content", "还要附件"));
        Assert.Equal(200, dialog.Status);
        Assert.Equal("还要附件", dialog.Html.QuerySelector("textarea[name=content]")!.TextContent.Trim());
        Assert.Equal("meeting", dialog.Html.QuerySelector("select[name=type] option[selected]")!.GetAttribute("value"));
        Assert.NotNull(dialog.Html.QuerySelector("[name=contact]"));
        Assert.Equal(0, await Count(host, "activity"));
    }

    [Fact]
    public async Task Who_may_not_log_one_and_a_record_that_takes_none_have_the_comment_only()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var other = await host.SignIn("王芳", "sales_rep");
        var shelf = new Shelf(host);
        var account = await shelf.Make(seller.Member, "account", ("name", "恒力"));
        var contact = await shelf.Make(seller.Member, "contact", ("name", "刘洋"), ("account", account.Id));
        var page = await seller.Get($"/app/l2c/contact/{contact.Id}");
        Assert.Null(page.Html.QuerySelector("form.w-log"));
        Assert.NotNull(page.Html.QuerySelector("form.w-composer"));
        Assert.Equal(404, (await other.Htmx().Post($"/app/l2c/account/{account.Id}/do/follow_up?in=stream", ("type", "phone"), ("content", "x"))).Status);
        Assert.Equal(404, (await other.Htmx().Post($"/app/l2c/account/{account.Id}/do/follow_up/open", ("content", "x"))).Status);
    }

    private static Task<int> Count(TestHost host, string form) => host.Platform.Query.Count(host.Admin, new ListQuery(host.App[form]));
}
