using System.Diagnostics;
using Weir.Engine.Access.SignIn;
using Weir.Engine.Problems;
using Weir.Sql.Sessions;
using Weir.Web.Pages.Frame;
using Weir.Web.Ui;

namespace Weir.Web.Http;

/// <summary>The one place where a refusal becomes an answer: problem+json for the API, a toast for htmx, a page for everything else. What is unknown is 500.</summary>
public static partial class ProblemAnswer
{
    public static int Status(ProblemKind kind) => kind switch
    {
        ProblemKind.Invalid => 422,
        ProblemKind.NotFound => 404,
        ProblemKind.Forbidden => 403,
        ProblemKind.Conflict => 409,
        ProblemKind.TooMany => 429,
        _ => 503,
    };

    public static IApplicationBuilder UseProblemAnswers(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        try
        {
            await next(context);
            if (context.Response is { StatusCode: StatusCodes.Status405MethodNotAllowed, HasStarted: false } && context.Request.Path.StartsWithSegments("/api"))
                await Write(context.Features.Get<Visit>(), context, context.Response.StatusCode, Problem.Invalid("request.method", ($"这里不能用 {context.Request.Method}。", $"{context.Request.Method} does not work here.")));
        }
        catch (ProblemException refused) when (!context.Response.HasStarted)
        {
            await Write(context.Features.Get<Visit>(), context, Status(refused.Problem.Kind), refused.Problem);
        }
        catch (DatabaseBusy) when (!context.Response.HasStarted)
        {
            await Write(context.Features.Get<Visit>(), context, 503, Problem.Unavailable("storage.busy", ("系统正忙，请稍后再试。", "The system is busy. Try again in a moment.")));
        }
        catch (BadHttpRequestException bad) when (!context.Response.HasStarted)
        {
            await Write(context.Features.Get<Visit>(), context, bad.StatusCode, bad.StatusCode == 413
                ? Problem.Invalid("request.too_large", ("上传的内容太大。", "What was sent is too large."))
                : Problem.Invalid("request.bad", ("这个请求不完整，请刷新页面后重试。", "This request is incomplete. Reload the page and try again.")));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is waiting for an answer any more.
        }
        catch (Exception failure) when (!context.Response.HasStarted)
        {
            Failed(context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Weir"), failure, context.Request.Method, context.Request.Path, Trace(context));
            await Write(context.Features.Get<Visit>(), context, 500, Problem.Unavailable("server.failed", (
                $"服务器出错了，没有保存。已记录编号 {Trace(context)}。", $"The server failed and nothing was saved. Reference {Trace(context)}.")));
        }
    });

    public static Task Write(Visit visit, int status, Problem problem) => Write(visit, visit.Http, status, problem);

    /// <summary>The toast of a refusal, for a handler that answers with a fragment of its own.</summary>
    public static void Toast(Visit visit, Problem problem) => visit.Http.Response.Headers["HX-Trigger"] = Ui.Toast.Bad(visit.Say(problem.Message)).ToTrigger();

    private static async Task Write(Visit? visit, HttpContext context, int status, Problem problem)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.Headers.ContentType = default;
        // A page that failed while it was drawn has set it already, and the page of the refusal adds it again.
        response.Headers.Remove("blazor-enhanced-nav");
        response.Headers["X-Trace-Id"] = Trace(context);
        if (problem.Detail is Waiting { Seconds: var seconds }) response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var chinese = visit?.Chinese ?? context.Request.Headers.AcceptLanguage.ToString().StartsWith("zh", StringComparison.OrdinalIgnoreCase);
        if (context.Request.Path.StartsWithSegments("/api") || context.Request.Headers.Accept.ToString().StartsWith("application/json", StringComparison.Ordinal)) await Api.ApiProblem.Of(visit, status, problem, chinese, Told(problem, chinese), Trace(context)).ExecuteAsync(context);
        else if (context.Request.Headers.ContainsKey("HX-Request"))
        {
            response.Headers["HX-Trigger"] = Ui.Toast.Bad(Told(problem, chinese)).ToTrigger();
            response.Headers["HX-Reswap"] = "none";
        }
        else await ProblemPage.Of(visit, chinese, status, problem).ExecuteAsync(context);
    }

    /// <summary>The words of a refusal; several errors each with its own.</summary>
    private static string Told(Problem problem, bool chinese) =>
        problem.Errors.Count == 0 ? problem.Message.In(chinese) : string.Join(chinese ? "；" : "; ", problem.Errors.Select(e => e.Message.In(chinese).TrimEnd('。', '.')).Distinct().Take(4));

    private static string Trace(HttpContext context) => Activity.Current?.TraceId.ToHexString()[..12] ?? context.TraceIdentifier;

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed; reference {Trace}")]
    private static partial void Failed(ILogger log, Exception failure, string method, string path, string trace);
}
