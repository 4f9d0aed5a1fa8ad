using Weir.Engine.Problems;
using Weir.Web.Http;
using Weir.Web.Pages.Records.Details;

namespace Weir.Web.Pages.Records.Comments;

/// <summary>What people say about a record: added, changed and removed where it stands, in the one stream of what happened.</summary>
public sealed class CommentArea : PageArea
{
    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/app/{app}/{form}/{id:long}/comments", Add);
        routes.MapGet("/app/{app}/{form}/{id:long}/comments/{comment:long}", (HttpContext http, long id, long comment, string? edit) => Show(http, id, comment, edit is not null));
        routes.MapPatch("/app/{app}/{form}/{id:long}/comments/{comment:long}", Change);
        routes.MapDelete("/app/{app}/{form}/{id:long}/comments/{comment:long}", Remove);
    }

    private static async Task<IResult> Add(HttpContext http, long id)
    {
        var visit = FormVisit.Of(http);
        await visit.Visit.Platform.Comments.Add(visit.Actor, visit.Form, id, (await visit.Visit.Posted())["text"].ToString(), visit.Visit.Cancel);
        if (!http.Request.Headers.ContainsKey("HX-Request")) return Results.LocalRedirect(visit.Record(id));
        return Rendered.Parts(
            new Part($"#record-stream-{id}", Timeline.Frame(visit, id, await TimelineEntry.Load(visit, id, StreamShow.All)), "outerHTML"),
            new Part($"#record-say-{id}", Drawn.Of<CommentComposer>(("Visit", visit), ("Id", id)), "innerHTML"));
    }

    private static async Task<IResult> Show(HttpContext http, long id, long comment, bool edit)
    {
        var visit = FormVisit.Of(http);
        var one = await visit.Visit.Platform.Comments.Get(visit.Actor, visit.Form, id, comment, visit.Visit.Cancel);
        if (edit && one.By != visit.Actor.MemberId) throw Problem.Forbidden("comment.not_yours", ("只能修改自己的评论。", "You may change only your own comments.")).Exception();
        return Drawn.Fragment(visit, edit ? CommentEntry.Editor(visit, one) : CommentEntry.Of(visit, TimelineEntry.Of(visit, one)));
    }

    private static async Task<IResult> Change(HttpContext http, long id, long comment)
    {
        var visit = FormVisit.Of(http);
        var comments = visit.Visit.Platform.Comments;
        await comments.Get(visit.Actor, visit.Form, id, comment, visit.Visit.Cancel);
        var posted = await visit.Visit.Posted();
        DateTime? seen = long.TryParse(posted["seen"].ToString(), out var ticks) && ticks is > 0 and < 3_155_000_000_000_000_000 ? new DateTime(ticks, DateTimeKind.Utc) : null;
        await comments.Edit(visit.Actor, visit.Form, comment, posted["text"].ToString(), seen, visit.Visit.Cancel);
        return Drawn.Fragment(visit, CommentEntry.Of(visit, TimelineEntry.Of(visit, await comments.Get(visit.Actor, visit.Form, id, comment, visit.Visit.Cancel))));
    }

    private static async Task<IResult> Remove(HttpContext http, long id, long comment)
    {
        var visit = FormVisit.Of(http);
        await visit.Visit.Platform.Comments.Get(visit.Actor, visit.Form, id, comment, visit.Visit.Cancel);
        await visit.Visit.Platform.Comments.Remove(visit.Actor, visit.Form, comment, visit.Visit.Cancel);
        return Drawn.Fragment(visit, Ui.Markup.Nothing);
    }
}
