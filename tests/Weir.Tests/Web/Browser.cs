using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc.Testing;

namespace Weir.Tests.Web;

/// <summary>What a test asks of the site: keeps cookies, never follows a redirect, and knows the antiforgery token of its pages.</summary>
public sealed partial class Browser
{
    private readonly HttpClient client;
    private readonly bool htmx;
    private readonly CookieContainer cookies = new();

    internal Browser(WebApplicationFactory<Program> factory, string? session = null, long member = 0)
    {
        client = factory.CreateDefaultClient(new Uri("http://localhost"), new Jar(cookies));
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("zh-CN");
        if (session is not null) cookies.Add(new Uri("http://localhost"), new Cookie("weir-session", session));
        Member = member;
    }

    private Browser(Browser other, long member) => (client, cookies, htmx, Member) = (other.client, other.cookies, other.htmx, member);

    private Browser(Browser other, bool htmx) => (client, cookies, this.htmx, Member, token) = (other.client, other.cookies, htmx, other.Member, other.token);

    /// <summary>Who is signed in; 0 for nobody.</summary>
    public long Member { get; }

    public CookieContainer Cookies => cookies;

    private string? token;

    /// <summary>The same browser, asking as htmx does for a part of the page.</summary>
    public Browser Htmx() => new(this, true);

    /// <summary>The same browser after somebody signed in with it: the token of its pages is another one.</summary>
    public Browser As(long member) => new(this, member);

    public Task<Reply> Get(string url) => Send(new HttpRequestMessage(HttpMethod.Get, url));

    /// <summary>A form as a page of the site sends it.</summary>
    public Task<Reply> Post(string url, params (string Name, string Value)[] fields) => Send(HttpMethod.Post, url, fields);

    public async Task<Reply> Send(HttpMethod method, string url, params (string Name, string Value)[] fields)
    {
        var request = new HttpRequestMessage(method, url) { Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))) };
        request.Headers.Add("X-CSRF-TOKEN", await Csrf());
        return await Send(request);
    }

    /// <summary>A request as it is, without a token.</summary>
    public async Task<Reply> Send(HttpRequestMessage request)
    {
        if (htmx) request.Headers.Add("HX-Request", "true");
        if (htmx) request.Headers.Add("HX-Request-Type", "partial");
        using var response = await client.SendAsync(request);
        return new Reply(
            (int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers.Location?.OriginalString,
            response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>An answer that goes on: returned as soon as its head is there; whoever asks closes it.</summary>
    public Task<HttpResponseMessage> Stream(string url, string? lastEvent = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (lastEvent is not null) request.Headers.Add("Last-Event-ID", lastEvent);
        return client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>The token in the head of a page.</summary>
    public async Task<string> Csrf()
    {
        if (token is not null) return token;
        var request = new HttpRequestMessage(HttpMethod.Get, Member == 0 ? "/sign-in" : "/");
        using var response = await client.SendAsync(request);
        if (response.Headers.Location is { } elsewhere) return token = (await Meta(elsewhere.OriginalString))!;
        return token = Meta().Match(await response.Content.ReadAsStringAsync()).Groups[1].Value;
    }

    private async Task<string> Meta(string url) => Meta().Match(await client.GetStringAsync(url)).Groups[1].Value;

    [GeneratedRegex("<meta name=\"csrf\" content=\"([^\"]*)\"")]
    private static partial Regex Meta();

    private sealed class Jar(CookieContainer cookies) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel)
        {
            var header = cookies.GetCookieHeader(request.RequestUri!);
            if (header.Length > 0) request.Headers.Add("Cookie", header);
            var response = await base.SendAsync(request, cancel);
            if (response.Headers.TryGetValues("Set-Cookie", out var set))
                foreach (var cookie in set) cookies.SetCookies(request.RequestUri!, cookie);
            return response;
        }
    }
}

/// <summary>An answer as a test looks at it.</summary>
public sealed record Reply(int Status, string Text, string? Location, IReadOnlyDictionary<string, string> Headers)
{
    public string? this[string header] => Headers.GetValueOrDefault(header);

    /// <summary>The page as a tree, to be asked by css selectors.</summary>
    public AngleSharp.Html.Dom.IHtmlDocument Html => new AngleSharp.Html.Parser.HtmlParser().ParseDocument(Text);
}
