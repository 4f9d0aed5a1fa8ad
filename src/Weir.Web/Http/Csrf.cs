using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Weir.Web.Http;

/// <summary>The proof that an unsafe request was made by one of our own pages: derived from the secret cookie of the browser, so no other site can know it.</summary>
/// <remarks>Before sign-in a random cookie takes the place of the session's, so signing somebody in from a foreign page fails too.</remarks>
public static class Csrf
{
    public const string Header = "X-CSRF-TOKEN";
    public const string Field = "__csrf";

    /// <summary>The token for the pages of this browser. Call it before the answer begins: it may set a cookie.</summary>
    public static string Token(HttpContext context)
    {
        var secret = SessionCookie.Read(context.Request) ?? SessionCookie.Visitor(context);
        return Derive(secret);
    }

    /// <summary>True for a safe method, or when the header or the form field carries the token of this browser.</summary>
    public static async ValueTask<bool> Proven(HttpContext context)
    {
        var request = context.Request;
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method)) return true;
        if (request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site") return false;
        if ((SessionCookie.Read(request) ?? SessionCookie.ReadVisitor(request)) is not { } secret) return false;
        var told = request.Headers[Header].ToString();
        if (told.Length == 0) told = (await Visit.Of(context).Posted())[Field].ToString();
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(told), Encoding.UTF8.GetBytes(Derive(secret)));
    }

    private static string Derive(string secret) =>
        WebEncoders.Base64UrlEncode(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), "weir-csrf"u8));
}
