using Weir.Engine.Problems;

namespace Weir.Web.Http;

public sealed partial class Visit
{
    /// <summary>What a form sent; empty when nothing was.</summary>
    /// <exception cref="ProblemException">Invalid: it is broken off, too large, or no form at all.</exception>
    public async Task<IFormCollection> Posted()
    {
        if (!Http.Request.HasFormContentType) return FormCollection.Empty;
        try
        {
            return await Http.Request.ReadFormAsync(Cancel);
        }
        catch (Exception bad) when (bad is InvalidDataException or IOException && bad is not BadHttpRequestException)
        {
            throw Problem.Invalid("request.bad", ("这个请求太大或不完整，请刷新页面后重试。", "This request is too large or incomplete. Reload the page and try again.")).Exception();
        }
    }

    /// <summary>Remembers a language that was chosen in the address, for the pages before sign-in.</summary>
    public Visit KeepLanguage()
    {
        if (Http.Request.Query["lang"].ToString() is { Length: > 0 } chosen) WriteLanguage(chosen);
        return this;
    }

    public void WriteLanguage(string language) => Http.Response.Cookies.Append(
        LanguageCookie, language.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? "zh-CN" : "en",
        new() { MaxAge = TimeSpan.FromDays(365), SameSite = SameSiteMode.Lax, Path = "/", Secure = Http.Request.IsHttps, HttpOnly = true });
}
