using Weir.Web.Http;
using Weir.Web.Layouts;

namespace Weir.Web.Pages.Records.Lists;

/// <summary>The list of a form: the whole page, and the parts that change by themselves (rows, body, tools, foot).</summary>
public sealed class ListArea : PageArea
{
    public override void Map(IEndpointRouteBuilder routes) => routes.MapGet("/app/{app}/{form}", Show);

    private static async Task<IResult> Show(HttpContext http, string? part)
    {
        var visit = FormVisit.Of(http);
        var address = ListAddress.Read(visit.Url, http.Request.Query);
        // Who types has not the address of the page at hand: the rest of it is what the browser shows.
        if (part == "search") address = (ListAddress.Current(visit.Url, http.Request) ?? address) with { Q = address.Q };
        if (part == "foot") return await Foot(visit, address);
        if (part == "tools") return Tools(http, await Listing.Plan(visit, address.Start));
        if (part == "lane") return await Listing.LoadLane(visit, address) is var (list, lane) ? Drawn.Fragment(visit, BoardCards.All(list, lane)) : Drawn.Fragment(visit, Ui.Markup.Nothing);
        var listing = await Listing.Load(visit, part is "search" or "body" ? address.Start : address);
        var bulk = Bulk.BulkBar.Offered(visit);
        switch (part)
        {
            case "rows":
                return Drawn.Fragment(visit, TableRows.All(listing, bulk));
            case "cards":
                return Drawn.Fragment(visit, TableCards.All(listing));
            case "table":
                return Rendered.Fragment<ListTable>(visit.Visit, new Dictionary<string, object?> { ["List"] = listing });
            case "search" or "body":
                http.Response.Headers[part == "body" ? "HX-Push-Url" : "HX-Replace-Url"] = listing.Address.Start.Url;
                http.Response.Headers["HX-Trigger"] = "list-changed";
                return Rendered.Parts(new Part("#list-tools", Drawn.Of<ListTools>(("List", listing)), "innerHTML"), new Part("#list-body", Drawn.Of<ListBody>(("List", listing)), "innerHTML"));
        }
        var drawer = address.Open is { } open ? await Details.RecordArea.Drawer(visit, open, address) : null;
        return Rendered.Page<ListScreen>(visit.Visit, new PageHead(visit.Label, visit.Form.Key), new Dictionary<string, object?> { ["List"] = listing, ["Drawer"] = drawer },
            listing.FilterLost ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    /// <summary>The whole screen put in place of the present one, at its own address.</summary>
    public static async Task<IResult> Screen(FormVisit visit, ListAddress address)
    {
        visit.Visit.Http.Response.Headers["HX-Push-Url"] = address.Url;
        return Rendered.Parts(new Part("#main", Drawn.Of<ListScreen>(("List", await Listing.Load(visit, address))), "innerHTML"));
    }

    /// <summary>What the toolbar says when only the look of the rows on screen has changed.</summary>
    public static IResult Tools(HttpContext http, Listing listing)
    {
        http.Response.Headers["HX-Replace-Url"] = listing.Address.Url;
        return Rendered.Parts(new Part("#list-tools", Drawn.Of<ListTools>(("List", listing)), "innerHTML"));
    }

    private static async Task<IResult> Foot(FormVisit visit, ListAddress address)
    {
        var listing = await Listing.Plan(visit, address);
        var query = visit.Visit.Platform.Query;
        var count = await query.Count(visit.Actor, listing.Query, visit.Visit.Cancel);
        var totals = listing.Sums.Count == 0 ? [] : await query.Totals(visit.Actor, listing.Query, [.. listing.Sums.Select(s => (s.Path, s.Aggregation))], visit.Visit.Cancel);
        return Rendered.Fragment<ListFoot>(visit.Visit, new Dictionary<string, object?> { ["List"] = listing, ["Count"] = count, ["Totals"] = totals });
    }
}
