using Weir.Engine.Problems;
using Weir.Web.Http;

namespace Weir.Web.Pages.Records;

/// <summary>The version of a record that a page showed, from If-Match. What changes or deletes a single record must say it, so that nobody overwrites what they have not seen.</summary>
public static class SeenVersion
{
    /// <summary>Null when nothing, or nothing that can be read, was said.</summary>
    public static long? Of(HttpContext http) =>
        http.Request.Headers.IfMatch is { Count: > 0 } match && long.TryParse(match.ToString().Trim('"'), out var version) ? version : null;

    /// <summary>The answer to a change that does not say what it saw.</summary>
    public static async Task<IResult> Missing(Visit visit)
    {
        await ProblemAnswer.Write(visit, StatusCodes.Status428PreconditionRequired, Problem.Invalid("version.required", (
            "不知道你看到的是哪个版本，因此没有改动。请刷新页面后重试。", "It is not known which version you saw, so nothing was changed. Reload the page and try again.")));
        return Results.Empty;
    }
}
