using Weir.Web.Http;
using Weir.Web.Pages.Frame;
using Weir.Web.Pages.Insight;

namespace Weir.Web.Pages.Home;

/// <summary>Where a member arrives: the start page of an app with its forms, and the choice of what to add.</summary>
public sealed class HomePages : PageArea
{
    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", First);
        routes.MapGet("/app/{app}", Home);
        routes.MapGet("/app/{app}/new", Add);
    }

    private static IResult First(Visit visit) => visit.Apps.Count switch
    {
        > 0 => Results.LocalRedirect("/app/" + visit.Apps[0].Key),
        _ when visit.Actor.Administrator => Results.LocalRedirect("/admin/apps"),
        _ => Rendered.Page<NoApp>(visit, new PageHead(visit.Say("首页", "Home"), "home"), new Dictionary<string, object?> { ["Visit"] = visit }),
    };

    /// <summary>First what one's roles want to know, then the forms.</summary>
    private static async Task<IResult> Home(Visit visit)
    {
        var parameters = new Dictionary<string, object?> { ["Visit"] = visit, ["Groups"] = Navigation.Visible(visit, visit.TheApp).ToList() };
        if (InsightArea.First(visit) is { } dashboard) (parameters["Page"], parameters["Widgets"]) = await InsightArea.Load(visit, dashboard, null, null);
        return Rendered.Page<AppHome>(visit, new PageHead(visit.Say("首页", "Home"), "home"), parameters);
    }

    private static IResult Add(Visit visit)
    {
        var parameters = new Dictionary<string, object?> { ["Visit"] = visit, ["Forms"] = Navigation.Addable(visit, visit.TheApp).ToList() };
        return visit.Partial
            ? Rendered.Fragment<AddDialog>(visit, parameters)
            : Rendered.Page<AddPage>(visit, new PageHead(visit.Say("快速新建", "Quick add")), parameters);
    }
}
