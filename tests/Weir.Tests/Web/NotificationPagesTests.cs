using System.Net;
using Weir.Engine.Outbox;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;
using Xunit;

namespace Weir.Tests.Web;

/// <summary>The page and panel of notifications, and the stream that tells open tabs of them.</summary>
public sealed class NotificationPagesTests
{
    [Fact]
    public async Task A_notification_leads_to_its_record_and_is_read_by_its_member_only()
    {
        await using var host = await TestHost.Start();
        var (seller, other) = (await host.SignIn("李伟", "sales_rep"), await host.SignIn("王芳", "sales_rep"));
        var record = await Assign(host, "恒力精密", seller.Member);
        var page = await Until(seller, r => r.Html.QuerySelector(".w-news-line") is not null);
        var line = page.Html.QuerySelector("a.w-news-line")!;
        Assert.Equal($"/app/l2c/lead/{record.Id}", line.GetAttribute("href"));
        Assert.Contains("恒力精密", line.TextContent, StringComparison.Ordinal);
        Assert.True(line.HasAttribute("data-new"));
        Assert.Null((await other.Get("/app/l2c/notifications")).Html.QuerySelector(".w-news-line"));
        Assert.Equal(204, (await other.Post(line.GetAttribute("data-see")!)).Status);
        Assert.True((await seller.Get("/app/l2c/notifications")).Html.QuerySelector(".w-news-line")!.HasAttribute("data-new"));
        Assert.Equal(204, (await seller.Post(line.GetAttribute("data-see")!)).Status);
        Assert.False((await seller.Get("/app/l2c/notifications")).Html.QuerySelector(".w-news-line")!.HasAttribute("data-new"));
    }

    [Fact]
    public async Task A_notification_is_put_off_from_the_list_and_brought_back()
    {
        await using var host = await TestHost.Start();
        var (seller, other) = (await host.SignIn("李伟", "sales_rep"), await host.SignIn("王芳", "sales_rep"));
        await Assign(host, "恒力精密", seller.Member);
        var page = await Until(seller, r => r.Html.QuerySelector(".w-news-line") is not null);
        var url = page.Html.QuerySelector(".w-news-later")!.GetAttribute("hx-get")!;
        var choices = await seller.Htmx().Get(url);
        Assert.Equal(["1 小时后", "明天 9:00", "下周一", "取消"], choices.Html.QuerySelectorAll("button").Select(b => b.TextContent.Trim()));
        Assert.Equal(404, (await other.Htmx().Get(url)).Status);
        Assert.Equal(404, (await other.Htmx().Post(url, ("for", "hour"))).Status);

        Assert.Contains("再提醒你", (await seller.Htmx().Post(url, ("for", "tomorrow"))).Text, StringComparison.Ordinal);

        Assert.Null((await seller.Get("/app/l2c/notifications")).Html.QuerySelector(".w-news-line"));
        Assert.Null((await seller.Htmx().Get("/app/l2c/notifications?in=panel")).Html.QuerySelector(".w-news-line"));
        var later = (await seller.Get("/app/l2c/notifications?only=snoozed")).Html;
        Assert.Contains("09:00", later.QuerySelector(".w-snooze")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("恒力精密", later.QuerySelector(".w-news-line")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("恒力精密", (await seller.Htmx().Send(HttpMethod.Delete, url)).Text, StringComparison.Ordinal);
        Assert.NotNull((await seller.Get("/app/l2c/notifications")).Html.QuerySelector(".w-news-line[data-new]"));
    }

    [Fact]
    public async Task All_are_read_up_to_the_newest_that_was_seen()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        for (var i = 0; i < 3; i++) await Assign(host, "恒力" + i, seller.Member);
        await Until(seller, r => r.Html.QuerySelectorAll(".w-news-line").Length == 3);
        var panel = await seller.Htmx().Get("/app/l2c/notifications?in=panel");
        var second = panel.Html.QuerySelectorAll("[data-see]")[1].GetAttribute("data-see")!.Split('/')[^2];
        var after = await seller.Htmx().Send(HttpMethod.Post, "/app/l2c/notifications/read?in=panel", ("upTo", second));
        Assert.Equal(1, after.Html.QuerySelectorAll("[data-new]").Length);
        Assert.Equal(1, (await seller.Get("/app/l2c/notifications?only=unread")).Html.QuerySelectorAll(".w-news-line").Length);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_stream_tells_the_count_at_once_and_a_new_one_as_it_comes(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var seller = await host.SignIn("李伟", "sales_rep");
        await using var stream = await Tab.Open(seller, "/events");
        Assert.Equal(("unread", "0"), await stream.Next());
        await Assign(host, "恒力精密", seller.Member);
        var toast = await stream.Next();
        Assert.Equal("toast", toast.Name);
        Assert.Contains("恒力精密", System.Text.RegularExpressions.Regex.Unescape(toast.Data), StringComparison.Ordinal);
        Assert.Equal(("unread", "1"), await stream.Next());
    }

    [Fact]
    public async Task A_tab_that_comes_back_is_told_what_it_missed_and_one_that_begins_is_not()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        await Assign(host, "恒力精密", seller.Member);
        await Until(seller, r => r.Html.QuerySelector(".w-news-line") is not null);
        string id;
        await using (var first = await Tab.Open(seller, "/events"))
        {
            Assert.Equal(("unread", "1"), await first.Next());
            id = first.LastId;
        }
        await Assign(host, "远景", seller.Member);
        await Until(seller, r => r.Html.QuerySelectorAll(".w-news-line").Length == 2);
        await using var back = await Tab.Open(seller, "/events?after=" + id);
        Assert.Equal("toast", (await back.Next()).Name);
        Assert.Equal(("unread", "2"), await back.Next());
        await using var again = await Tab.Open(seller, "/events", back.LastId);
        Assert.Equal(("unread", "2"), await again.Next());
    }

    [Fact]
    public async Task What_comes_in_a_rush_is_told_once()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        await using var stream = await Tab.Open(seller, "/events");
        Assert.Equal(("unread", "0"), await stream.Next());
        var told = new List<string>();
        var rush = Task.WhenAll(Enumerable.Range(0, 40).Select(i => Assign(host, "恒力" + i, seller.Member)));
        for (var last = ""; last != "40";)
        {
            var (name, data) = await stream.Next();
            if (name == "toast") told.Add(stream.LastId);
            else last = data;
        }
        await rush;
        Assert.NotEmpty(told);
        Assert.Equal(told.Distinct(), told);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_stream_ends_with_its_session(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var seller = await host.SignIn("李伟", "sales_rep");
        await using var stream = await Tab.Open(seller, "/events");
        Assert.Equal("unread", (await stream.Next()).Name);
        await host.Platform.People.Deactivate(host.Admin, seller.Member);
        Assert.Equal("ended", (await stream.Next()).Name);
        Assert.True(await stream.Ended());
    }

    [Fact]
    public async Task What_was_given_up_is_shown_to_administrators_and_can_be_tried_again()
    {
        await using var host = await TestHost.Start();
        var (admin, seller) = (await host.SignInAdmin(), await host.SignIn("李伟", "sales_rep"));
        var schema = host.App.Schema;
        await host.Platform.Database.Write(async s =>
        {
            var row = new OutboxRow(77, "notification", $$"""{"to":{{seller.Member}},"kind":"joined","by":1}""", DateTime.MaxValue.ToUniversalTime().AddDays(-1), 12, null);
            await OutboxRows.Add(s, schema, row);
            await DeadLetters.GiveUp(s, schema, row, DateTime.UnixEpoch.AddYears(56), "<b>broken</b>");
        });
        Assert.Equal(404, (await seller.Get("/admin/letters")).Status);
        var page = await admin.Get("/admin/letters");
        Assert.Contains("李伟", page.Html.QuerySelector(".w-rows")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>broken", page.Text, StringComparison.Ordinal);
        Assert.Equal(200, (await admin.Htmx().Send(HttpMethod.Post, "/admin/letters/77?app=l2c")).Status);
        Assert.Equal(404, (await admin.Htmx().Send(HttpMethod.Delete, "/admin/letters/77?app=l2c")).Status);
        await Until(seller, r => r.Html.QuerySelector(".w-news-line") is not null);
    }

    [Fact]
    public async Task Mail_is_chosen_kind_by_kind()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        Assert.Equal(NotificationKinds.All.Count, (await seller.Get("/me")).Html.QuerySelectorAll("#mail input[checked]").Length);
        Assert.Equal(204, (await seller.Htmx().Send(HttpMethod.Post, "/me/mail", ("kind", "mentioned"), ("kind", "nonsense"))).Status);
        Assert.Equal("mentioned", Assert.Single((await seller.Get("/me")).Html.QuerySelectorAll("#mail input[checked]")).GetAttribute("value"));
    }

    private static async Task<Weir.Engine.Records.Record> Assign(TestHost host, string name, long owner) =>
        (await host.Platform.Records.Save(host.Admin, new Draft(host.App["lead"]).Set("company_name", name).Set("contact_name", "张三").Set("source", "website_form").Set("email", $"p{Guid.NewGuid():N}@example.com").Set("owner", owner))).Record;

    /// <summary>The courier works beside the requests; this asks until its work is seen.</summary>
    private static async Task<Reply> Until(Browser browser, Func<Reply, bool> seen)
    {
        Reply? reply = null;
        Assert.True(await Eventually.Holds(async () => (reply = await browser.Get("/app/l2c/notifications")).Status == 200 && seen(reply)), "It did not come.");
        return reply!;
    }

    /// <summary>A tab with an open stream, read event by event.</summary>
    private sealed class Tab : IAsyncDisposable
    {
        private readonly HttpResponseMessage response;
        private readonly StreamReader reader;

        private Tab(HttpResponseMessage response, StreamReader reader) => (this.response, this.reader) = (response, reader);

        public string LastId { get; private set; } = "";

        public static async Task<Tab> Open(Browser browser, string url, string? lastId = null)
        {
            var response = await browser.Stream(url, lastId);
            Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
            return new(response, new StreamReader(await response.Content.ReadAsStreamAsync()));
        }

        public async Task<(string Name, string Data)> Next()
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
            var (name, data) = ("", "");
            while (await reader.ReadLineAsync(patience.Token) is { } line)
            {
                if (line.StartsWith("event: ", StringComparison.Ordinal)) name = line[7..];
                if (line.StartsWith("data:", StringComparison.Ordinal)) data = line[5..].Trim();
                if (line.StartsWith("id: ", StringComparison.Ordinal)) LastId = line[4..];
                if (line.Length == 0 && name.Length > 0) return (name, data);
            }
            throw new EndOfStreamException();
        }

        public async Task<bool> Ended()
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
            return await reader.ReadLineAsync(patience.Token) is null;
        }

        public ValueTask DisposeAsync()
        {
            reader.Dispose();
            response.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
