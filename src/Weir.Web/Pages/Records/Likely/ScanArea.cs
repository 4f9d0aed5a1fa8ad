using Weir.Engine.Capabilities.Duplicates;
using Weir.Engine.Problems;
using Weir.Web.Http;
using Weir.Web.Ui;

namespace Weir.Web.Pages.Records.Likely;

/// <summary>For administrators: the groups of stored records that are probably one, and the scan that finds them.</summary>
public sealed class ScanArea : PageArea
{
    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/app/{app}/{form}/duplicates", (Delegate)Show);
        routes.MapPost("/app/{app}/{form}/duplicates", (Delegate)Run);
    }

    public static string Url(FormVisit visit) => visit.Url + "/duplicates";

    private static async Task<IResult> Show(HttpContext http)
    {
        var visit = Allowed(http);
        var groups = await visit.Visit.Platform.DuplicateScan.Groups(visit.Actor, visit.Form, visit.Visit.Cancel);
        return Rendered.Page<ScanScreen>(visit.Visit, new PageHead(visit.Say("重复记录", "Duplicates") + " · " + visit.Label, visit.Form.Key), new Dictionary<string, object?> { ["Visit"] = visit, ["Groups"] = groups });
    }

    private static async Task<IResult> Run(HttpContext http)
    {
        var visit = Allowed(http);
        var found = await visit.Visit.Platform.DuplicateScan.Run(visit.Actor, visit.Form, visit.Visit.Cancel);
        if (!http.Request.Headers.ContainsKey("HX-Request")) return Results.LocalRedirect(Url(visit));
        http.Response.Headers["HX-Location"] = System.Text.Json.JsonSerializer.Serialize(new { path = Url(visit), target = "#main" });
        return Rendered.Told(visit.Visit, Toast.Ok(found == 0 ? visit.Say("扫描完成，没有发现重复", "Scan finished: no duplicates") : visit.Say($"扫描完成，发现 {found} 组", found == 1 ? "Scan finished: 1 group found" : $"Scan finished: {found} groups found")));
    }

    private static FormVisit Allowed(HttpContext http)
    {
        var visit = FormVisit.Of(http);
        return DuplicateScan.May(visit.Actor, visit.Form) ? visit : throw Problem.NotFound("duplicates.no_scan").Exception();
    }
}
