using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Weir.Engine.Problems;
using Weir.Web.Http;

namespace Weir.Web.Pages.Records.Printing;

/// <summary>A record on paper: a page to print, and the same as a PDF file where a program that makes one was found.</summary>
public sealed class PrintArea : PageArea
{
    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/app/{app}/{form}/{id:long}/print", Show);
        routes.MapGet("/app/{app}/{form}/{id:long}/print.pdf", Pdf);
    }

    private static async Task<IResult> Show(HttpContext http, long id, string? layout, string? lang, string? prices)
    {
        var visit = FormVisit.Of(http);
        var sheet = await PrintSheet.Load(visit, id, layout, Chinese(visit, lang), prices != "no");
        return Rendered.Fragment<PaperScreen>(visit.Visit, new Dictionary<string, object?> { ["Sheet"] = sheet, ["Pdf"] = PdfFile.Program(visit.Visit.Settings) is not null });
    }

    private static async Task<IResult> Pdf(HttpContext http, long id, string? layout, string? lang, string? prices)
    {
        var visit = FormVisit.Of(http);
        var sheet = await PrintSheet.Load(visit, id, layout, Chinese(visit, lang), prices != "no");
        if (PdfFile.Program(visit.Visit.Settings) is not { } program) throw Missing;
        await using var renderer = new HtmlRenderer(http.RequestServices, http.RequestServices.GetRequiredService<ILoggerFactory>());
        var html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<PaperScreen>(ParameterView.FromDictionary(new Dictionary<string, object?> { ["Sheet"] = sheet, ["Alone"] = true }))).ToHtmlString());
        var bytes = await PdfFile.Make(program, html, visit.Visit.Cancel) ?? throw Missing;
        return Results.File(bytes, "application/pdf", $"{sheet.Heading} {sheet.Name}{(sheet.Priced ? "" : sheet.Say(" 无价格", " without prices"))}.pdf");
    }

    private static bool Chinese(FormVisit visit, string? lang) => lang switch { "zh" => true, "en" => false, _ => visit.Chinese };

    private static ProblemException Missing => Problem.Unavailable("print.no_pdf", ("这台服务器现在不能生成 PDF；请打开打印页，在浏览器的打印窗口里选“另存为 PDF”。", "This server cannot make a PDF now; open the print page and choose 'Save as PDF' in the print dialog of your browser.")).Exception();
}
