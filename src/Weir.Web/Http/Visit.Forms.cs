namespace Weir.Web.Http;

public sealed partial class Visit
{
    /// <summary>What a form sent; empty when nothing was.</summary>
    public Task<IFormCollection> Posted() => Http.Request.HasFormContentType ? Http.Request.ReadFormAsync(Cancel) : Task.FromResult<IFormCollection>(FormCollection.Empty);

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
