using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Forms;
using Weir.Engine.Insight;
using Weir.Engine.Insight.Widgets;
using Weir.Engine.Problems;
using Weir.Web.Http;
using Weir.Web.Pages.Records;
using Weir.Web.Ui;

namespace Weir.Web.Pages.Insight;

/// <summary>Dashboards and reports: figures over what the visitor may see, each leading to its records.</summary>
public sealed class InsightArea : PageArea
{
    private const string Move = "move.";

    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/app/{app}/dashboards/{key}", Show);
        routes.MapGet("/app/{app}/dashboards/{key}/what-if/{place:int}", WhatIf);
        routes.MapGet("/app/{app}/reports", All);
        routes.MapGet("/app/{app}/reports/{key}", Report);
    }

    /// <summary>The dashboard which a member's roles give them first: what they see when they arrive. Administrators arrive at the forms.</summary>
    public static Dashboard? First(Visit visit) => visit.Actor.Administrator ? null : visit.TheApp.Dashboards.FirstOrDefault(d => d.Definition.Roles.Count > 0 && d.For(visit.Actor));

    public static async Task<(InsightPage Page, IReadOnlyList<(Widget Widget, WidgetData Data)> Widgets)> Load(Visit visit, Dashboard dashboard, string? period, string? whose)
    {
        whose ??= dashboard.Definition.Mine ? "me" : "";
        var (scope, wrong) = Scope(visit, dashboard.Definition.Period, period, whose);
        scope = scope with { Levers = Levers(visit) };
        var page = new InsightPage(visit, scope, $"/app/{visit.TheApp.Key}/dashboards/{dashboard.Definition.Key}", whose) { Wrong = wrong };
        // Figures of another period than the one that was asked for would be taken for its own.
        if (wrong is not null) return (page, []);
        var widgets = await visit.Platform.Insights.Load(visit.Actor, visit.TheApp, dashboard, scope, visit.Cancel);
        await page.Learn(widgets);
        return (page, widgets);
    }

    private static async Task<IResult> Show(Visit visit, string key, string? period, string? whose)
    {
        if (visit.TheApp.Dashboards.FirstOrDefault(d => d.Definition.Key == key && d.For(visit.Actor)) is not { } dashboard) throw NotFound();
        var (page, widgets) = await Load(visit, dashboard, period, whose);
        return Rendered.Page<DashboardScreen>(visit, new PageHead(visit.Say(dashboard.Definition.Label), "dashboard:" + key), new Dictionary<string, object?> { ["Page"] = page, ["Dashboard"] = dashboard, ["Widgets"] = widgets }, Status(page));
    }

    /// <summary>What the figures would be, as the levers stand.</summary>
    private static async Task<IResult> WhatIf(Visit visit, string key, int place, string? period, string? whose)
    {
        if (visit.TheApp.Dashboards.FirstOrDefault(d => d.Definition.Key == key && d.For(visit.Actor)) is not { } dashboard) throw NotFound();
        var (scope, wrong) = Scope(visit, dashboard.Definition.Period, period, whose);
        if (wrong is not null) throw wrong.Exception();
        scope = scope with { Levers = Levers(visit) };
        if (await visit.Platform.Insights.Load(visit.Actor, visit.TheApp, dashboard, place, scope, visit.Cancel) is not WidgetData.WhatIf data) throw NotFound();
        var page = new InsightPage(visit, scope, $"/app/{visit.TheApp.Key}/dashboards/{key}", whose ?? "");
        return Rendered.Fragment<WhatIfCard>(visit, new Dictionary<string, object?> { ["Page"] = page, ["Data"] = data });
    }

    private static IResult All(Visit visit) => Rendered.Page<ReportsScreen>(visit, new PageHead(visit.Say("报表", "Reports"), "reports"), new Dictionary<string, object?> { ["Visit"] = visit, ["Reports"] = Offered(visit) });

    private static async Task<IResult> Report(Visit visit, string key, string? period, string? whose)
    {
        if (visit.TheApp.Definition.Reports.FirstOrDefault(r => r.Key == key) is not { } report) throw NotFound();
        var (scope, wrong) = Scope(visit, report.Period, period, whose);
        var table = await visit.Platform.Insights.Load(visit.Actor, visit.TheApp, report, scope, visit.Cancel);
        var page = new InsightPage(visit, scope, $"/app/{visit.TheApp.Key}/reports/{key}", whose ?? "") { Wrong = wrong, MayBeAny = report.Period == InsightScope.Any };
        await page.Learn(table);
        return Rendered.Page<ReportScreen>(visit, new PageHead(visit.Say(report.Label), "reports"), new Dictionary<string, object?> { ["Page"] = page, ["Table"] = table }, Status(page));
    }

    /// <summary>The reports over forms that the visitor may see.</summary>
    public static IReadOnlyList<ReportDefinition> Offered(Visit visit) =>
        [.. visit.TheApp.Definition.Reports.Where(r => FormAccess.Of(visit.Actor, visit.TheApp[r.Form]).Can(Operation.View))];

    /// <summary>What the address asks for; when that is no period, the one to begin with and what is wrong.</summary>
    /// <param name="first">The period to begin with.</param>
    /// <param name="whose">me, m123 for a member, d123 for a department; empty is everybody.</param>
    private static (InsightScope Scope, Problem? Wrong) Scope(Visit visit, string first, string? period, string? whose)
    {
        long? member = whose == "me" ? visit.Actor.MemberId : whose is ['m', .. var m] && long.TryParse(m, out var id) ? id : null;
        long? department = whose is ['d', .. var d] && long.TryParse(d, out var of) ? of : null;
        var (insights, query) = (visit.Platform.Insights, visit.Http.Request.Query);
        // Only a list of what is may leave its period open.
        if (period == InsightScope.Any && first != InsightScope.Any) period = null;
        try
        {
            if (query.ContainsKey(InsightPage.From) || query.ContainsKey(InsightPage.To)) period = insights.Span(visit.Actor, query[InsightPage.From], query[InsightPage.To]);
            return (insights.Scope(visit.Actor, period ?? first, member, department), null);
        }
        catch (ProblemException refused)
        {
            return (insights.Scope(visit.Actor, first, member, department), refused.Problem);
        }
    }

    private static int Status(InsightPage page) => page.Wrong is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity;

    /// <summary>What was moved: move.key=20. What is no number stays where it is.</summary>
    private static Dictionary<string, decimal> Levers(Visit visit) => visit.Http.Request.Query.Where(q => q.Key.StartsWith(Move, StringComparison.Ordinal))
        .Select(q => (Key: q.Key[Move.Length..], Ok: decimal.TryParse(q.Value, System.Globalization.NumberStyles.Number, System.Globalization.CultureInfo.InvariantCulture, out var value), Value: value)).Where(q => q.Ok).ToDictionary(q => q.Key, q => q.Value);

    private static ProblemException NotFound() => Problem.NotFound("dashboard.not_found").Exception();
}
