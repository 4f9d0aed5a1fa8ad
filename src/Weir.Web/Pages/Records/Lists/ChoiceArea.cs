using Microsoft.AspNetCore.Components;
using Weir.Web.Http;

namespace Weir.Web.Pages.Records.Lists;

/// <summary>The dialogs in which somebody says what a list shows: filter, order, columns, sums. Each answers the address that it stands for; none saves anything.</summary>
public sealed class ChoiceArea : PageArea
{
    public override void Map(IEndpointRouteBuilder routes)
    {
        Dialog<FilterDialog>(routes, "filter");
        Dialog<SortDialog>(routes, "sort");
        Dialog<ColumnsDialog>(routes, "columns");
        Dialog<SumsDialog>(routes, "sums");
    }

    private static void Dialog<TDialog>(IEndpointRouteBuilder routes, string name) where TDialog : IComponent => routes.MapGet("/app/{app}/{form}/" + name, async (HttpContext http) =>
    {
        var visit = FormVisit.Of(http);
        var listing = await Listing.Plan(visit, ListAddress.Read(visit.Url, http.Request.Query).Start);
        await visit.Visit.Platform.Query.LearnTitles(visit.Actor, visit.Display, FilterWords.Values(visit, listing.Filter?.Proper), visit.Visit.Cancel);
        return Rendered.Fragment<TDialog>(visit.Visit, new Dictionary<string, object?> { ["List"] = listing });
    });
}
