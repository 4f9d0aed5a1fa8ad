using Microsoft.AspNetCore.Http.HttpResults;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Web.Http;

namespace Weir.Web.Pages.Frame;

/// <summary>A page that says one thing: why there is nothing else to see, and where to go from here.</summary>
internal static class ProblemPage
{
    /// <param name="visit">Null when the request failed before anybody was recognised.</param>
    public static IResult Of(Visit? visit, bool chinese, int status, Problem problem)
    {
        var title = Title(status).In(chinese);
        var parameters = new Dictionary<string, object?>
        {
            ["Title"] = title, ["Text"] = problem.Message.In(chinese), ["Icon"] = status switch { 404 => "zoom-question", 401 or 403 => "lock", _ => "alert-circle" },
            ["Home"] = visit is { SignedIn: false } ? chinese ? "去登录" : "Sign in" : chinese ? "回到首页" : "Go to the start page",
            ["Again"] = status is 400 or 429 or >= 500 ? chinese ? "再试一次" : "Try again" : null, ["Here"] = visit?.Http.Request is { } request && HttpMethods.IsGet(request.Method) ? request.PathBase + request.Path + request.QueryString : null,
        };
        if (visit is null) return new RazorComponentResult<ProblemDocument>(new Dictionary<string, object?> { ["Title"] = title, ["Lang"] = chinese ? "zh-CN" : "en", ["Parameters"] = parameters }.AsReadOnly()) { StatusCode = status };
        return visit.SignedIn
            ? Rendered.Page<ProblemText>(visit, new PageHead(title), parameters, status)
            : Rendered.Welcome<ProblemText>(visit, title, parameters, status);
    }

    private static Words Title(int status) => status switch
    {
        400 => ("页面已过期", "This page is out of date"),
        401 => ("登录已过期", "Your session has ended"),
        403 => ("没有权限", "Not allowed"),
        404 => ("找不到", "Not found"),
        409 => ("刚刚被改过", "Just changed"),
        413 => ("内容太大", "Too large"),
        429 => ("请稍等片刻", "Please wait a moment"),
        >= 500 => ("出错了", "Something went wrong"),
        _ => ("做不到", "This did not work"),
    };
}
