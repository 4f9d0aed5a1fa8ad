using System.Globalization;
using Weir.Engine.Problems;

namespace Weir.Web.Api;

/// <summary>The version of a record that a program saw, from If-Match. A change must say it: a program that does not look overwrites what it has not seen.</summary>
internal static class SentVersion
{
    /// <returns>Null for <c>*</c>: whatever the version is now.</returns>
    /// <exception cref="ApiRefusal">428 without the header; 400 when it is no ETag of ours.</exception>
    public static long? Of(HttpRequest request)
    {
        var sent = request.Headers.IfMatch.ToString();
        if (sent.Length == 0)
            throw Refused(StatusCodes.Status428PreconditionRequired, "version.required", (
                "请在请求头 If-Match 中带上读取时得到的 ETag；确实要不看版本就修改时写 *。",
                "Send the ETag that came with the record in the header If-Match, or * to change it whatever its version."));
        if (sent == "*") return null;
        // Proxies that compress an answer make its ETag a weak one.
        var tag = sent.StartsWith("W/", StringComparison.Ordinal) ? sent[2..] : sent;
        return tag is ['"', .. var version, '"'] && long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw Refused(StatusCodes.Status400BadRequest, "header.bad", (
                "If-Match 应为读取时得到的 ETag，如 \"3\"。", "If-Match must be the ETag that came with the record, such as \"3\"."));
    }

    private static ApiRefusal Refused(int status, string code, Engine.Forms.Words words) => new(status, Problem.Invalid(code, words, new FieldError("If-Match", code, words)));
}
