using System.Globalization;
using Weir.Engine.Access;
using Weir.Engine.Capabilities.Assignment;
using Weir.Engine.Problems;
using Weir.Web.Http;

namespace Weir.Web.Pages.Records.Assignment;

/// <summary>For whoever may assign: what the rules have done, and what they would do with records now. Changes nothing.</summary>
public sealed class AssignmentLogArea : PageArea
{
    private const int PageSize = 50;

    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/app/{app}/{form}/assignment/log", Log);
        routes.MapGet("/app/{app}/{form}/assignment/trial", Trial);
    }

    public static bool Offered(FormVisit visit) => AssignmentArea.Has(visit) && visit.Access.Can(Operation.Assign);

    public static string Url(FormVisit visit) => AssignmentArea.Url(visit) + "/log";

    private static async Task<IResult> Log(HttpContext http, string? rule, string? before)
    {
        var visit = Allowed(http);
        var from = long.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : (long?)null;
        var (lines, next) = await visit.Visit.Platform.Assignments.Log(visit.Actor, visit.Form, string.IsNullOrEmpty(rule) ? null : rule, from, PageSize, visit.Visit.Cancel);
        return Rendered.Page<AssignmentLogScreen>(visit.Visit, AssignmentArea.Head(visit), new Dictionary<string, object?> { ["Visit"] = visit, ["Lines"] = lines, ["Next"] = next, ["Rule"] = rule ?? "", ["Later"] = from is not null });
    }

    private static async Task<IResult> Trial(HttpContext http, string? on, string[]? id)
    {
        var visit = Allowed(http);
        var trigger = Enum.TryParse<AssignmentTrigger>(on, out var asked) && Enum.IsDefined(asked) ? asked : AssignmentTrigger.Manual;
        var ids = (id ?? []).Select(i => long.TryParse(i, NumberStyles.None, CultureInfo.InvariantCulture, out var one) ? one : 0).Where(i => i > 0).ToList();
        var tried = await AssignmentArea.Try(visit, ids, trigger);
        return Rendered.Page<AssignmentTrialScreen>(visit.Visit, AssignmentArea.Head(visit), new Dictionary<string, object?> { ["Visit"] = visit, ["On"] = trigger, ["Chosen"] = ids.Count > 0, ["Tried"] = tried });
    }

    private static FormVisit Allowed(HttpContext http)
    {
        var visit = FormVisit.Of(http);
        return Offered(visit) ? visit : throw Problem.NotFound("assignment.none").Exception();
    }
}
