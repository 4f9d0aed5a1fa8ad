using System.Globalization;
using Weir.Engine.Access;
using Weir.Engine.FieldTypes;
using Weir.Web.Http;
using Weir.Web.Pages.Records.Editing;
using Weir.Web.Ui;

namespace Weir.Web.Pages.Records.Likely;

/// <summary>What is probably the same as a record, that it is not, and the request to work together on a record that somebody has come upon while typing and may not see.</summary>
public sealed class LikelyArea : PageArea
{
    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/app/{app}/{form}/likely/ask", Ask);
        routes.MapGet("/app/{app}/{form}/{id:long}/likely", Beside);
        routes.MapPost("/app/{app}/{form}/likely/apart", (Delegate)Apart);
    }

    private static async Task<IResult> Beside(HttpContext http, long id)
    {
        var visit = FormVisit.Of(http);
        var record = (await visit.Visit.Platform.Query.Get(visit.Actor, visit.Form, id, visit.Visit.Cancel)).Record;
        return Rendered.Fragment<LikelyNote>(visit.Visit, new Dictionary<string, object?>
        {
            ["Visit"] = visit, ["Id"] = id, ["Likely"] = await visit.Visit.Platform.Duplicates.Of(visit.Actor, record, visit.Visit.Cancel),
            ["Past"] = await visit.Visit.Platform.Query.LastMerge(visit.Actor, visit.Form, id, visit.Visit.Cancel),
        });
    }

    private static async Task<IResult> Apart(HttpContext http)
    {
        var visit = FormVisit.Of(http);
        var all = http.Request.Query["all"].Select(t => long.TryParse(t, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0).Where(id => id > 0).Distinct().ToList();
        await visit.Visit.Platform.Duplicates.Apart(visit.Actor, visit.Form, all, visit.Visit.Cancel);
        return Rendered.Told(visit.Visit, Toast.Ok(visit.Say("已记住：不是同一个", "Remembered: not the same")));
    }

    private static async Task<IResult> Ask(HttpContext http, string about, long id)
    {
        var posted = await Visit.Of(http).Posted();
        long? own = long.TryParse(posted[FormMemo.IdName], out var known) ? known : null;
        var visit = FormVisit.Of(http, own is null ? Operation.Create : Operation.View);
        var typed = await visit.Visit.Platform.Records.Preview(visit.Actor, new FormReader(visit, posted, own).Read(typing: true).Draft, visit.Visit.Cancel);
        var asked = await visit.Visit.Platform.Duplicates.Ask(visit.Actor, typed.Record, new RecordRef(about, id), visit.Visit.Cancel);
        return Rendered.Told(visit.Visit, asked
            ? Toast.Ok(visit.Say("已通知负责人，对方可以把记录共享给你", "The owner has been told and can share the record with you"))
            : Toast.Bad(visit.Say("这条记录已经变了，请重新填写后再试", "That record has changed; type the value again and retry")));
    }
}
