using Weir.Web.Http;
using Weir.Web.Ui;

namespace Weir.Web.Pages.Notifications;

/// <summary>What could not be delivered, for administrators: why, and whether to try again.</summary>
public sealed class LetterArea : PageArea
{
    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/admin/letters", Show).ForAdministrators();
        routes.MapPost("/admin/letters/{id:long}", Again).ForAdministrators();
        routes.MapDelete("/admin/letters/{id:long}", Drop).ForAdministrators();
    }

    private static async Task<IResult> Show(Visit visit) => Rendered.Page<LetterScreen>(visit, new PageHead(visit.Say("未送达", "Undelivered"), "/admin/letters"), new Dictionary<string, object?>
    {
        ["Visit"] = visit, ["Letters"] = await visit.Platform.LostLetters.All(visit.Actor, visit.Cancel),
    });

    private static async Task<IResult> Again(Visit visit, long id, string? app)
    {
        await visit.Platform.LostLetters.Again(visit.Actor, app ?? "", id, visit.Cancel);
        return await Told(visit, Toast.Ok(visit.Say("已重新放入发件箱，马上再试。", "Back in the outbox; it is tried again at once.")));
    }

    private static async Task<IResult> Drop(Visit visit, long id, string? app)
    {
        await visit.Platform.LostLetters.Drop(visit.Actor, app ?? "", id, visit.Cancel);
        return await Told(visit, Toast.Ok(visit.Say("已丢弃。", "Thrown away.")));
    }

    private static async Task<IResult> Told(Visit visit, Toast toast)
    {
        visit.Http.Response.Headers["HX-Trigger"] = toast.ToTrigger();
        return await Show(visit);
    }
}
