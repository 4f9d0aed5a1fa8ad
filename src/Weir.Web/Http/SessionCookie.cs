using System.Security.Cryptography;
using Microsoft.AspNetCore.WebUtilities;
using Weir.Engine.Access.SignIn;

namespace Weir.Web.Http;

/// <summary>The cookies that say which browser this is: of a session after sign-in, of a mere visitor before. Neither holds anything but a random token.</summary>
public static class SessionCookie
{
    private const string Name = "weir-session";
    private const string VisitorName = "weir-visitor";

    public static string? Read(HttpRequest request) => Some(request.Cookies[Prefix(request) + Name]);

    /// <summary>Keeps the browser signed in; the server ends the session, not the cookie.</summary>
    public static void Write(HttpContext context, SignedIn signedIn) =>
        context.Response.Cookies.Append(Prefix(context.Request) + Name, signedIn.Token, Options(context.Request, MemberSessions.Longest));

    public static void Forget(HttpContext context) =>
        context.Response.Cookies.Delete(Prefix(context.Request) + Name, Options(context.Request, null));

    /// <summary>The visitor's token, made at the first need.</summary>
    public static string Visitor(HttpContext context)
    {
        if (ReadVisitor(context.Request) is { } known) return known;
        if (context.Items[VisitorName] is string made) return made;
        var token = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(24));
        context.Items[VisitorName] = token;
        context.Response.Cookies.Append(Prefix(context.Request) + VisitorName, token, Options(context.Request, null));
        return token;
    }

    public static string? ReadVisitor(HttpRequest request) => Some(request.Cookies[Prefix(request) + VisitorName]);

    // Without https a browser refuses the prefix, and with it no other host of the domain can plant the cookie.
    private static string Prefix(HttpRequest request) => request.IsHttps ? "__Host-" : "";

    private static CookieOptions Options(HttpRequest request, TimeSpan? age) =>
        new() { HttpOnly = true, Secure = request.IsHttps, SameSite = SameSiteMode.Lax, Path = "/", MaxAge = age };

    private static string? Some(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
