using Xunit;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Weir.Tests.Web.Exchange;

/// <summary>Walks the import wizard as a browser does.</summary>
internal static class ImportSite
{
    public const string Leads = "/app/l2c/lead/import";

    public static Task<Reply> Upload(this Browser browser, string text, string name = "名单.csv", string url = Leads) => browser.Upload(Encoding.UTF8.GetBytes(text), name, url);

    public static async Task<Reply> Upload(this Browser browser, byte[] content, string name, string url = Leads)
    {
        var file = new ByteArrayContent(content);
        file.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new MultipartFormDataContent { { file, "file", name } } };
        request.Headers.Add("X-CSRF-TOKEN", await browser.Csrf());
        return await browser.Send(request);
    }

    /// <summary>The address of the import that an upload has begun.</summary>
    public static string Begun(this Reply reply)
    {
        Assert.True(reply.Status == 200, reply.Text);
        return JsonDocument.Parse(reply.Text).RootElement.GetProperty("url").GetString()!;
    }

    /// <summary>What the page would send: every select and radio as it stands.</summary>
    public static List<(string Name, string Value)> Choices(this Reply page)
    {
        var form = page.Html.QuerySelector("#import-form")!;
        return
        [
            .. form.QuerySelectorAll("select").Select(s => (s.GetAttribute("name")!, s.QuerySelector("option[selected]")?.GetAttribute("value") ?? "")),
            .. form.QuerySelectorAll("input[type=radio][checked]").Select(r => (r.GetAttribute("name")!, r.GetAttribute("value")!)),
        ];
    }

    /// <summary>Waits until the background work on an import rests.</summary>
    public static async Task<Reply> Rest(this Browser browser, string url)
    {
        Reply? page = null;
        Assert.True(await Eventually.Holds(async () => (page = await browser.Get(url)).Html.QuerySelector("#import-progress") is null), "The import does not come to rest.");
        return page!;
    }
}
