using Weir.Engine.Access;
using Weir.Engine.Exchange.Batches;
using Weir.Engine.Exchange.Exports;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Web.Http;
using Weir.Web.Pages.Records;
using Weir.Web.Pages.Records.Lists;

namespace Weir.Web.Pages.Exchange;

/// <summary>The export of a list: what the list shows at its address becomes a file; a small one at once, a large one in the background.</summary>
public sealed class ExportArea : PageArea
{
    /// <summary>Above this the page says "more than".</summary>
    private const int Counted = 100_000;

    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/app/{app}/{form}/export", (Delegate)Ask);
        routes.MapPost("/app/{app}/{form}/export", (Delegate)Export);
        routes.MapGet("/app/{app}/{form}/export/{id:long}", Show);
        routes.MapGet("/app/{app}/{form}/export/{id:long}/file", Fetch);
        routes.MapPost("/app/{app}/{form}/export/{id:long}/cancel", Cancel);
    }

    private static async Task<IResult> Ask(HttpContext http)
    {
        var visit = Allowed(http);
        var address = ListAddress.Read(visit.Url, http.Request.Query).Start;
        var list = await Listing.Plan(visit, address);
        var count = await visit.Visit.Platform.Query.Count(visit.Actor, list.Query with { For = Operation.Export }, Counted, visit.Visit.Cancel);
        await visit.Visit.Platform.Query.LearnTitles(visit.Actor, visit.Display, FilterWords.Values(visit, list.Filter?.Proper), visit.Visit.Cancel);
        var past = await visit.Visit.Platform.Exports.Mine(visit.Actor, visit.Form, 20, visit.Visit.Cancel);
        return Page<ExportScreen>(visit, ("List", list), ("Rows", count), ("Capped", count >= Counted), ("Past", past));
    }

    private static async Task<IResult> Export(HttpContext http)
    {
        var visit = Allowed(http);
        var posted = await visit.Visit.Posted();
        var list = await Listing.Plan(visit, ListAddress.Parse(visit.Url, posted["list"].ToString()));
        var request = new ExportRequest
        {
            Format = posted["format"] == "csv" ? ExportFormat.Csv : ExportFormat.Xlsx,
            Columns = posted["columns"] == "all" ? [] : [.. list.Columns.Select(c => c.Key)],
            Where = list.Where, Sort = [.. list.Sort.Select(s => new ViewSort(s.Path.Text, s.Descending))], Search = list.Address.Q, Chinese = visit.Chinese,
        };
        var batch = await visit.Visit.Platform.Exports.Export(visit.Actor, visit.Form, request, visit.Visit.Cancel);
        return Rendered.Go(visit.Visit, batch.State == BatchState.Done ? Of(visit, batch) + "/file" : Of(visit, batch));
    }

    private static async Task<IResult> Show(HttpContext http, long id, string? part)
    {
        var visit = Allowed(http);
        var batch = await Mine(visit, id);
        if (part == "progress") return Rendered.Fragment<ExportState>(visit.Visit, new Dictionary<string, object?> { ["Visit"] = visit, ["Batch"] = batch });
        return Page<ExportRunning>(visit, ("Batch", batch));
    }

    private static async Task<IResult> Fetch(HttpContext http, long id)
    {
        var visit = Allowed(http);
        await Mine(visit, id);
        var file = await visit.Visit.Platform.Exports.Open(visit.Actor, visit.App, id, visit.Visit.Cancel);
        return Download.Of(file.Content, file.Name);
    }

    private static async Task<IResult> Cancel(HttpContext http, long id)
    {
        var visit = Allowed(http);
        await Mine(visit, id);
        var batch = await visit.Visit.Platform.Exports.Cancel(visit.Actor, visit.App, id, visit.Visit.Cancel);
        return Rendered.Parts(Part.Of<ExportState>("#export-state", new Dictionary<string, object?> { ["Visit"] = visit, ["Batch"] = batch }));
    }

    internal static string Of(FormVisit visit, Batch batch) => $"{visit.Url}/export/{batch.Id}";

    private static async Task<Batch> Mine(FormVisit visit, long id) =>
        await visit.Visit.Platform.Exports.Progress(visit.Actor, visit.App, id, visit.Visit.Cancel) is var batch && batch.Form.Key == visit.Form.Key ? batch : throw Problem.NotFound("batch.not_found").Exception();

    private static FormVisit Allowed(HttpContext http)
    {
        var visit = FormVisit.Of(http);
        return visit.Access.Can(Operation.Export) ? visit : throw Problem.Forbidden("export.not_allowed", ("你没有导出权限。", "You may not export here.")).Exception();
    }

    private static IResult Page<TScreen>(FormVisit visit, params IEnumerable<(string Name, object? Value)> parameters) where TScreen : Microsoft.AspNetCore.Components.IComponent =>
        Rendered.Page<TScreen>(visit.Visit, new PageHead(visit.Say("导出", "Export") + " · " + visit.Label, visit.Form.Key), parameters.Append(("Visit", visit)).ToDictionary(p => p.Item1, p => (object?)p.Item2));
}
