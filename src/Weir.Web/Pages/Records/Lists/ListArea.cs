using Microsoft.AspNetCore.Components;
using Weir.Engine.Access;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Sql.Query;
using Weir.Web.Http;
using Weir.Web.Layouts;

namespace Weir.Web.Pages.Records.Lists;

/// <summary>The list of a form: the whole page, and the parts that change by themselves (rows, body, foot).</summary>
public sealed class ListArea : PageArea
{
    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/app/{app}/{form}", Show);
        routes.MapGet("/app/{app}/{form}/columns", Columns);
    }

    private static async Task<IResult> Show(HttpContext http, string? part)
    {
        var visit = FormVisit.Of(http);
        var address = ListAddress.Read(visit.Url, http.Request.Query);
        // Who types has not the address of the page at hand: the rest of it is what the browser shows.
        if (part == "search") address = (ListAddress.Current(visit.Url, http.Request) ?? address) with { Q = address.Q };
        if (part == "foot") return await Foot(visit, address);
        var listing = await Listing.Load(visit, part is "search" or "body" ? address.Start : address);
        var bulk = Bulk.BulkBar.Offered(visit);
        switch (part)
        {
            case "rows":
                return Drawn.Fragment(visit, TableRows.All(listing, bulk));
            case "cards":
                return Drawn.Fragment(visit, TableCards.All(listing));
            case "search" or "body":
                http.Response.Headers[part == "body" ? "HX-Push-Url" : "HX-Replace-Url"] = address.Start.Url;
                http.Response.Headers["HX-Trigger"] = "list-changed";
                return Rendered.Parts(new Part("#list-tools", Drawn.Of<ListTools>(("List", listing)), "innerHTML"), new Part("#list-body", Drawn.Of<ListBody>(("List", listing)), "innerHTML"));
        }
        var drawer = address.Open is { } open ? await Details.RecordArea.Drawer(visit, open, address) : null;
        return Rendered.Page<ListScreen>(visit.Visit, new PageHead(visit.Label, visit.Form.Key), new Dictionary<string, object?> { ["List"] = listing, ["Drawer"] = drawer });
    }

    private static async Task<IResult> Foot(FormVisit visit, ListAddress address)
    {
        var listing = Listing.Plan(visit, address);
        var query = visit.Visit.Platform.Query;
        var count = await query.Count(visit.Actor, listing.Query, visit.Visit.Cancel);
        var measures = listing.View.Footers.Select(f => (Path: visit.Form.Path(f.Key), How: Named(f.Value))).Where(m => m.Path is not null && m.How is not null && ListColumn.Reads(visit.Access, m.Path)).ToList();
        var totals = measures.Count == 0 ? [] : await query.Totals(visit.Actor, listing.Query, [.. measures.Select(m => (m.Path!, m.How!.Value))], visit.Visit.Cancel);
        var sums = measures.Select((m, i) => (visit.Say(m.Path!.Field.Label), Words(visit, m.How!.Value), Sum(visit, m.Path.Field, m.How.Value, totals[i]))).ToList();
        return Rendered.Fragment<ListFoot>(visit.Visit, new Dictionary<string, object?> { ["Visit"] = visit, ["Count"] = count, ["Sums"] = sums });
    }

    private static IResult Columns(HttpContext http)
    {
        var visit = FormVisit.Of(http);
        var address = ListAddress.Read(visit.Url, http.Request.Query);
        var shown = Listing.Plan(visit, address).Columns;
        var choice = shown.Select(c => (c, true)).Concat(ListColumn.All(visit).Where(c => shown.All(s => s.Key != c.Key)).Select(c => (c, false))).ToList();
        return Rendered.Fragment<ColumnsDialog>(visit.Visit, new Dictionary<string, object?> { ["Visit"] = visit, ["Address"] = address.Start, ["Choice"] = choice });
    }

    private static Aggregation? Named(string how) => how switch
    {
        "sum" => Aggregation.Sum,
        "average" or "avg" => Aggregation.Average,
        "min" => Aggregation.Min,
        "max" => Aggregation.Max,
        "count" => Aggregation.Count,
        _ => null,
    };

    private static string Words(FormVisit visit, Aggregation how) => how switch
    {
        Aggregation.Sum => visit.Say("合计", "total"),
        Aggregation.Average => visit.Say("平均", "average"),
        Aggregation.Min => visit.Say("最小", "smallest"),
        Aggregation.Max => visit.Say("最大", "largest"),
        _ => visit.Say("计数", "count"),
    };

    /// <summary>A sum reads like a value of its field; a count is a number.</summary>
    private static RenderFragment Sum(FormVisit visit, Field field, Aggregation how, object? value) => value switch
    {
        null => Ui.Kit.None,
        decimal count when how == Aggregation.Count => Ui.Markup.Text(Ui.Figures.Count((long)count)),
        _ => field.Type.Cell(field, field.Type.FromFormula(field, value) ?? value, visit.Display),
    };
}
