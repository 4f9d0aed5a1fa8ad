using Weir.Engine.Access.SignIn;
using Weir.Engine.Problems;
using Weir.Web.Http;

namespace Weir.Web.Api;

/// <summary>What every request of the API passes: its token may not be too fast, and one that may only look changes nothing. Rights are the engine's matter.</summary>
internal sealed class ApiDoor(TokenPace pace) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var visit = Visit.Of(context.HttpContext);
        var request = context.HttpContext.Request;
        if (pace.Take(Visit.Bearer(request)!) is { } seconds)
            throw (Problem.TooMany("api.too_fast", ($"请求太频繁，请 {seconds} 秒后再试。", $"Too many requests; try again in {seconds} s.")) with { Detail = new Waiting(seconds) }).Exception();
        if (visit.Actor.ReadOnly && !HttpMethods.IsGet(request.Method))
            throw Problem.Forbidden("token.read_only", ("这个令牌只能读取，不能修改。", "This token may read but not change anything.")).Exception();
        try
        {
            return await next(context);
        }
        catch (ApiRefusal refusal)
        {
            await ProblemAnswer.Write(visit, refusal.Status, refusal.Problem);
            return Results.Empty;
        }
    }
}

/// <summary>A request that is wrong as such, before anything is asked of the engine: 400, 413 or 415.</summary>
internal sealed class ApiRefusal(int status, Problem problem) : Exception(problem.Code)
{
    public int Status => status;

    public Problem Problem => problem;
}
