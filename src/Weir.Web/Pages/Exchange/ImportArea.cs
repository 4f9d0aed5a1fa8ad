using Weir.Engine.Exchange.Batches;
using Weir.Engine.Exchange.Imports;
using Weir.Engine.Problems;
using Weir.Web.Http;
using Weir.Web.Pages.Records;

namespace Weir.Web.Pages.Exchange;

/// <summary>The import wizard of a form: upload, columns, check, progress, result; and the imports so far. All of it is kept with the batch, so a reload loses nothing.</summary>
public sealed partial class ImportArea : PageArea
{
    private const int ShownRows = 20;
    private const int ShownChecks = 200;
    private const int ShownRecords = 50;

    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/app/{app}/{form}/import", (Delegate)Begin);
        routes.MapPost("/app/{app}/{form}/import", (Delegate)Upload);
        routes.MapGet("/app/{app}/{form}/import/template.{kind}", Template);
        routes.MapGet("/app/{app}/{form}/import/{id:long}", Show);
        routes.MapPost("/app/{app}/{form}/import/{id:long}/columns", Columns);
        routes.MapPost("/app/{app}/{form}/import/{id:long}/sheet", Sheet);
        routes.MapPost("/app/{app}/{form}/import/{id:long}/start", Start);
        routes.MapPost("/app/{app}/{form}/import/{id:long}/cancel", Cancel);
        routes.MapPost("/app/{app}/{form}/import/{id:long}/undo", Undo);
        routes.MapGet("/app/{app}/{form}/import/{id:long}/errors.xlsx", Errors);
        routes.MapGet("/app/{app}/{form}/import/{id:long}/records", Records);
    }

    private static async Task<IResult> Begin(HttpContext http)
    {
        var visit = ImportVisit.Of(http);
        var past = await visit.Imports.Mine(visit.Visit.Actor, visit.Visit.Form, 50, visit.Cancel);
        return Page<ImportStart>(visit, ("Past", past), ("MostMb", visit.Visit.Visit.Settings.MaxUploadMb));
    }

    /// <summary>Answers the uploader of the page: where to go on, or why the file is refused.</summary>
    private static async Task<IResult> Upload(HttpContext http)
    {
        var visit = ImportVisit.Of(http);
        try
        {
            var posted = await visit.Visit.Visit.Posted();
            if (posted.Files.GetFile("file") is not { } file) throw Problem.Invalid("import.no_file", ("请选择一个 .xlsx 或 .csv 文件。", "Choose an .xlsx or .csv file.")).Exception();
            await using var content = file.OpenReadStream();
            var batch = await visit.Imports.Upload(visit.Visit.Actor, visit.Visit.Form, content, file.FileName, visit.Cancel);
            return Results.Json(new { id = batch.Id, name = batch.Plan.FileName, url = visit.Of(batch) });
        }
        catch (ProblemException refused)
        {
            return Results.Json(new { code = refused.Problem.Code, detail = visit.Say(refused.Problem.Message) }, contentType: "application/problem+json", statusCode: ProblemAnswer.Status(refused.Problem.Kind));
        }
    }

    private static IResult Template(HttpContext http, string kind)
    {
        var visit = ImportVisit.Of(http);
        var file = new MemoryStream();
        if (kind == "csv") ImportTemplate.WriteText(visit.Visit.Actor, visit.Visit.Form, file, visit.Visit.Chinese, visit.Visit.Visit.Now);
        else if (kind == "xlsx") ImportTemplate.Write(visit.Visit.Actor, visit.Visit.Form, file, visit.Visit.Chinese, visit.Visit.Visit.Now);
        else throw Problem.NotFound("page.not_found").Exception();
        file.Position = 0;
        return Download.Of(file, visit.Say($"{visit.Visit.Label}-导入模板.{kind}", $"{visit.Visit.Label} import template.{kind}"));
    }

    /// <summary>The step at which the import stands.</summary>
    private static async Task<IResult> Show(HttpContext http, long id, string? step, string? only, string? part)
    {
        var visit = ImportVisit.Of(http);
        var batch = await visit.Batch(id);
        if (part == "progress") return batch.Open ? Rendered.Fragment<ImportBar>(visit.Visit.Visit, new Dictionary<string, object?> { ["Visit"] = visit, ["Batch"] = batch }) : await Body(visit, batch);
        if (batch.State == BatchState.Draft && step == "check") return await Check(visit, batch, only == "errors");
        if (batch.State == BatchState.Draft) return Page<ImportColumns>(visit, ("Batch", batch), ("Outlook", await Outlook.Load(visit, batch, ShownRows)));
        return Page<ImportRunning>(visit, await Loaded(visit, batch));
    }

    private static async Task<IResult> Check(ImportVisit visit, Batch batch, bool onlyErrors)
    {
        var outlook = await Outlook.Load(visit, batch, Importer.MostPreviewed);
        if (outlook.Preview is null) return Rendered.Go(visit.Visit.Visit, visit.Of(batch));
        return Page<ImportCheck>(visit, ("Batch", batch), ("Outlook", outlook), ("OnlyErrors", onlyErrors), ("Most", ShownChecks));
    }

    private static async Task<IResult> Columns(HttpContext http, long id)
    {
        var visit = ImportVisit.Of(http);
        var batch = await visit.Batch(id);
        if (batch.State != BatchState.Draft) return Rendered.Go(visit.Visit.Visit, visit.Of(batch));
        var posted = await visit.Visit.Visit.Posted();
        batch = await visit.Imports.Configure(visit.Visit.Actor, visit.Visit.App, id, PostedChoice.Read(batch.Import, posted), visit.Cancel);
        if (!visit.Visit.Visit.Http.Request.Headers.ContainsKey("HX-Request")) return Rendered.Go(visit.Visit.Visit, visit.Of(batch) + "?step=check");
        return Rendered.Fragment<ImportMatch>(visit.Visit.Visit, new Dictionary<string, object?> { ["Visit"] = visit, ["Batch"] = batch, ["Outlook"] = await Outlook.Load(visit, batch, ShownRows) });
    }

    private static async Task<IResult> Sheet(HttpContext http, long id)
    {
        var visit = ImportVisit.Of(http);
        var batch = await visit.Batch(id);
        if (batch.State == BatchState.Draft) await visit.Imports.ChooseSheet(visit.Visit.Actor, visit.Visit.App, id, (await visit.Visit.Visit.Posted())["sheet"].ToString(), visit.Cancel);
        return Rendered.Go(visit.Visit.Visit, visit.Of(batch));
    }

    private static IResult Page<TScreen>(ImportVisit visit, params IEnumerable<(string Name, object? Value)> parameters) where TScreen : Microsoft.AspNetCore.Components.IComponent
    {
        var all = parameters.Append(("Visit", visit)).ToDictionary(p => p.Item1, p => (object?)p.Item2);
        return Rendered.Page<TScreen>(visit.Visit.Visit, new PageHead(visit.Title + " · " + visit.Visit.Label, visit.Visit.Form.Key), all);
    }
}
