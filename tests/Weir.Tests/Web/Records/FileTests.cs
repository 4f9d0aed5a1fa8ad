using System.Net.Http.Headers;
using System.Text.Json;
using Weir.Engine.Problems;
using Xunit;

namespace Weir.Tests.Web.Records;

public sealed class FileTests
{
    private static readonly byte[] Png = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    [Fact]
    public async Task A_file_on_a_record_is_listed_fetched_and_removed_by_those_who_may()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var other = await host.SignIn("王芳", "sales_rep");
        var account = await new Shelf(host).Make(seller.Member, "account");
        var (status, sent) = await Upload(seller, $"record=account:{account.Id}", "方案 v2.pdf", "%PDF-1.4"u8.ToArray());
        Assert.Equal(200, status);
        var url = sent.GetProperty("url").GetString()!;
        var got = await seller.Get(url);
        Assert.Equal(200, got.Status);
        Assert.Equal("application/pdf", got["Content-Type"]);
        Assert.Equal("nosniff", got["X-Content-Type-Options"]);
        Assert.Contains("方案 v2.pdf", (await seller.Htmx().Get($"/app/l2c/account/{account.Id}/files")).Text, StringComparison.Ordinal);
        Assert.Contains("方案 v2.pdf", (await seller.Htmx().Get($"/app/l2c/account/{account.Id}/history")).Text, StringComparison.Ordinal);

        Assert.Equal(404, (await other.Get(url)).Status);
        Assert.Equal(404, (await other.Htmx().Get($"/app/l2c/account/{account.Id}/files")).Status);
        Assert.Equal(404, (await Upload(other, $"record=account:{account.Id}", "x.txt", "x"u8.ToArray())).Status);
        Assert.Equal(404, (await other.Htmx().Send(HttpMethod.Delete, $"/app/l2c/account/{account.Id}/files/{sent.GetProperty("id").GetInt64()}")).Status);

        // Who may only read looks at it, and neither adds nor removes.
        await host.Platform.Sharing.Share(host.Platform.People.Current.Actor(seller.Member), account.Form, account.Id, other.Member, edit: false);
        Assert.Equal(200, (await other.Get(url)).Status);
        Assert.Equal(403, (await Upload(other, $"record=account:{account.Id}", "x.txt", "x"u8.ToArray())).Status);
        Assert.Equal(403, (await other.Htmx().Send(HttpMethod.Delete, $"/app/l2c/account/{account.Id}/files/{sent.GetProperty("id").GetInt64()}")).Status);

        Assert.Equal(204, (await seller.Htmx().Send(HttpMethod.Delete, $"/app/l2c/account/{account.Id}/files/{sent.GetProperty("id").GetInt64()}")).Status);
        Assert.Equal(404, (await seller.Get(url)).Status);
    }

    [Fact]
    public async Task A_file_of_a_field_belongs_to_its_uploader_until_a_save_names_it_and_then_to_the_record()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var other = await host.SignIn("王芳", "sales_rep");
        var shelf = new Shelf(host);
        var activity = await shelf.Make(seller.Member, "activity");
        var (_, sent) = await Upload(seller, "field=activity.files", "照片.png", Png);
        var (id, url) = (sent.GetProperty("id").GetInt64(), sent.GetProperty("url").GetString()!);
        Assert.Equal(404, (await other.Get(url)).Status);
        // Somebody else cannot take it for a record of their own.
        await Assert.ThrowsAsync<ProblemException>(() => shelf.Make(other.Member, "activity", ("files", new[] { id })));
        var mine = await shelf.Make(seller.Member, "activity", ("files", new[] { id }));
        var page = await seller.Get($"/app/l2c/activity/{mine.Id}");
        Assert.Contains("照片.png", page.Text, StringComparison.Ordinal);
        Assert.Equal(200, (await seller.Get(url)).Status);
        Assert.Equal(404, (await other.Get(url)).Status);
        Assert.NotEqual(activity.Id, mine.Id);
    }

    [Fact]
    public async Task A_file_that_an_action_asks_for_is_taken_where_its_dialog_sends_it()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var account = await new Shelf(host).Make(seller.Member, "account");
        var at = $"/app/l2c/account/{account.Id}/do/follow_up";
        var address = (await seller.Htmx().Get(at)).Html.QuerySelector("w-upload")!.GetAttribute("src")!;

        var (status, sent) = await Upload(seller, address[(address.IndexOf('?') + 1)..], "照片.png", Png);
        Assert.Equal(200, status);
        var done = await seller.Htmx().Post(at + "/new", ("__prefix", "d1"), ("type", "visit"), ("content", "看了产线"), ("follow_at", "2026-11-02 10:00"), ("files", $"{sent.GetProperty("id").GetInt64()}"));

        Assert.Equal(204, done.Status);
        var activity = Assert.Single((await host.Platform.Query.List(host.Admin, new Engine.Records.ListQuery(host.App["activity"]))).Rows);
        Assert.Equal([sent.GetProperty("id").GetInt64()], (long[])(await host.Platform.Query.Get(host.Admin, host.App["activity"], activity.Id)).Record["files"]!);
        Assert.Equal(404, (await Upload(seller, "field=account__nothing.files", "x.png", Png)).Status);
    }

    [Theory]
    [InlineData("../../../etc/passwd", "passwd")]
    [InlineData("..\\..\\windows\\win.ini", "win.ini")]
    [InlineData("a\u202Egnp.exe", "agnp.exe")]
    [InlineData("<script>alert(1)</script>.html", "scriptalert(1)script.html", true)]
    [InlineData("报价 2026.svg", "报价 2026.svg", true)]
    [InlineData("page.html", "page.html", true)]
    public async Task A_hostile_name_is_kept_as_a_harmless_one_and_its_content_never_opens_as_a_page(string name, string kept, bool page = false)
    {
        await using var host = await TestHost.Start();
        var boss = await host.SignInAdmin();
        var account = await new Shelf(host).Make(boss.Member, "account");
        var (status, sent) = await Upload(boss, $"record=account:{account.Id}", name, "<script>alert(1)</script>"u8.ToArray());
        Assert.Equal(200, status);
        if (!page) Assert.Equal(kept, sent.GetProperty("name").GetString());
        Assert.DoesNotContain(sent.GetProperty("name").GetString()!, c => c is '/' or '\\' or '<' or '>' or '"' || char.IsControl(c));
        var got = await boss.Get(sent.GetProperty("url").GetString()! + "?inline=1");
        Assert.Equal("application/octet-stream", got["Content-Type"]);
        Assert.StartsWith("attachment", got["Content-Disposition"], StringComparison.Ordinal);
        Assert.Contains("sandbox", got["Content-Security-Policy"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_of_300_characters_is_cut_and_a_line_break_never_reaches_a_header()
    {
        await using var host = await TestHost.Start();
        var boss = await host.SignInAdmin();
        var account = await new Shelf(host).Make(boss.Member, "account");
        var (_, sent) = await Upload(boss, $"record=account:{account.Id}", new string('长', 300) + ".docx", "x"u8.ToArray());
        Assert.InRange(sent.GetProperty("name").GetString()!.Length, 1, 120);
        Assert.EndsWith(".docx", sent.GetProperty("name").GetString(), StringComparison.Ordinal);
        Assert.Equal(200, (await boss.Get(sent.GetProperty("url").GetString()!)).Status);
        using var raw = new MemoryStream("a\r\nSet-Cookie: x=1.png"u8.ToArray());
        var stored = await host.Platform.Files.Upload(host.Admin, account.Form, "a\r\nSet-Cookie: x=1.png", raw);
        await host.Platform.Files.Attach(host.Admin, account.Form, account.Id, stored.Id);
        var got = await boss.Get($"/app/l2c/files/{stored.Id}/whatever%0d%0aSet-Cookie:%20y=2");
        Assert.Equal(200, got.Status);
        Assert.DoesNotContain("Set-Cookie", got.Headers.Keys);
        Assert.DoesNotContain("y=2", got["Content-Disposition"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_large_empty_missing_and_broken_uploads_are_refused_in_words()
    {
        await using var host = await TestHost.Start();
        var boss = await host.SignInAdmin();
        var account = await new Shelf(host).Make(boss.Member, "account");
        var at = $"record=account:{account.Id}";
        var (large, why) = await Upload(boss, at, "big.bin", new byte[(20 << 20) + 1]);
        Assert.Equal(422, large);
        Assert.Contains("20 MB", why.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(422, (await Upload(boss, at, "empty.txt", [])).Status);
        Assert.Equal(422, (await boss.Post("/app/l2c/files?" + at, ("file", "text"))).Status);
        var broken = new HttpRequestMessage(HttpMethod.Post, "/app/l2c/files?" + at) { Content = new ByteArrayContent("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nabc"u8.ToArray()) };
        broken.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");
        broken.Headers.Add("X-CSRF-TOKEN", await boss.Csrf());
        Assert.Equal(422, (await boss.Send(broken)).Status);
        Assert.Equal(404, (await Upload(boss, "field=account.name", "a.txt", "x"u8.ToArray())).Status);
        Assert.Equal(404, (await Upload(boss, "record=nothing:1", "a.txt", "x"u8.ToArray())).Status);
        Assert.Empty(await host.Platform.Files.Of(host.Admin, account.Form, account.Id));
    }

    [Fact]
    public async Task A_picture_field_takes_no_other_file_and_a_picture_is_shown_in_the_page()
    {
        await using var host = await TestHost.Start();
        var boss = await host.SignInAdmin();
        Assert.Equal(422, (await Upload(boss, "field=product.image", "a.svg", "<svg/>"u8.ToArray())).Status);
        var (_, sent) = await Upload(boss, "field=product.image", "a.png", Png);
        var got = await boss.Get(sent.GetProperty("url").GetString()!);
        Assert.Equal("image/png", got["Content-Type"]);
        Assert.StartsWith("inline", got["Content-Disposition"], StringComparison.Ordinal);
        Assert.StartsWith("attachment", (await boss.Get(sent.GetProperty("url").GetString() + "?download=1"))["Content-Disposition"], StringComparison.Ordinal);
    }

    private static async Task<(int Status, JsonElement Answer)> Upload(Browser browser, string target, string name, byte[] content)
    {
        var file = new ByteArrayContent(content);
        file.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"file\"; filename*=UTF-8''{Uri.EscapeDataString(name)}");
        var body = new MultipartFormDataContent { file };
        var request = new HttpRequestMessage(HttpMethod.Post, "/app/l2c/files?" + target) { Content = body };
        request.Headers.Add("Accept", "application/json");
        request.Headers.Add("X-CSRF-TOKEN", await browser.Csrf());
        var reply = await browser.Send(request);
        return (reply.Status, reply.Text.Length == 0 ? default : JsonDocument.Parse(reply.Text).RootElement);
    }
}
