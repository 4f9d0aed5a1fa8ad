using Weir.Web.Http;
using Weir.Web.Pages.Records;
using Weir.Web.Ui;

namespace Weir.Web.Pages.Files;

/// <summary>The files of one record: the panel that lists them, and taking one off. Bytes come and go through <see cref="FileArea"/>.</summary>
public sealed class RecordFileArea : PageArea
{
    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/app/{app}/{form}/{id:long}/files", (HttpContext http, long id, string? show) => Show(http, id, show == "cards"));
        routes.MapDelete("/app/{app}/{form}/{id:long}/files/{file:long}", Remove);
    }

    private static async Task<IResult> Show(HttpContext http, long id, bool cards)
    {
        var visit = FormVisit.Of(http);
        return Drawn.Fragment(visit, RecordFiles.List(visit, id, await visit.Visit.Platform.Files.Of(visit.Actor, visit.Form, id, visit.Visit.Cancel), cards));
    }

    private static async Task<IResult> Remove(HttpContext http, long id, long file)
    {
        var visit = FormVisit.Of(http);
        await visit.Visit.Platform.Files.Detach(visit.Actor, visit.Form, id, file, visit.Visit.Cancel);
        return Rendered.Told(visit.Visit, Toast.Ok(visit.Say("文件已移除", "File removed")), "files-changed", "record-saved");
    }
}
