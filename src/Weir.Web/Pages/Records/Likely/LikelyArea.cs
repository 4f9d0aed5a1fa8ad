using Weir.Engine.Access;
using Weir.Engine.FieldTypes;
using Weir.Web.Http;
using Weir.Web.Pages.Records.Editing;
using Weir.Web.Ui;

namespace Weir.Web.Pages.Records.Likely;

/// <summary>The request to work together on a record that somebody has come upon while typing and may not see.</summary>
public sealed class LikelyArea : PageArea
{
    public override void Map(IEndpointRouteBuilder routes) => routes.MapPost("/app/{app}/{form}/likely/ask", Ask);

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
