using Weir.Engine.Problems;
using Weir.Web.Http;

namespace Weir.Web.Pages.Frame;

/// <summary>A page that says one thing: why there is nothing else to see.</summary>
internal static class ProblemPage
{
    /// <param name="visit">Null when the request failed before anybody was recognised.</param>
    public static IResult Of(Visit? visit, bool chinese, int status, Problem problem)
    {
        var title = (status, chinese) switch
        {
            (404, true) => "找不到",
            (404, false) => "Not found",
            (403, true) => "没有权限",
            (403, false) => "Not allowed",
            (_, true) => "做不到",
            _ => "This did not work",
        };
        var parameters = new Dictionary<string, object?>
        {
            ["Title"] = title, ["Text"] = problem.Message.In(chinese), ["Home"] = chinese ? "回到首页" : "Go to the start page", ["Icon"] = status is 404 ? "zoom-question" : "alert-circle",
        };
        if (visit is null) return new Microsoft.AspNetCore.Http.HttpResults.RazorComponentResult<ProblemText>(parameters.AsReadOnly()) { StatusCode = status };
        return visit.SignedIn
            ? Rendered.Page<ProblemText>(visit, new PageHead(title), parameters, status)
            : Rendered.Welcome<ProblemText>(visit, title, parameters, status);
    }
}
