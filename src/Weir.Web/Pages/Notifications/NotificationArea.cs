using System.Globalization;
using Weir.Engine.Outbox;
using Weir.Web.Http;

namespace Weir.Web.Pages.Notifications;

/// <summary>What a member was told: the page, the panel beside the bell, and how it is marked as read.</summary>
public sealed class NotificationArea : PageArea
{
    private const int PerPage = 30;
    private const int InPanel = 8;

    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/app/{app}/notifications", Show);
        routes.MapPost("/app/{app}/notifications/read", SeeAll);
        routes.MapPost("/app/{app}/notifications/{id:long}/read", See);
        routes.MapGet("/app/{app}/notifications/{id:long}", One);
        routes.MapGet("/app/{app}/notifications/{id:long}/snooze", Choose);
        routes.MapPost("/app/{app}/notifications/{id:long}/snooze", PutOff);
        routes.MapDelete("/app/{app}/notifications/{id:long}/snooze", Wake);
        routes.MapGet("/events", EventStream.Run);
    }

    private static Task<IResult> Show(Visit visit, string? only, long? before, string? @in) => @in == "panel" ? Panel(visit) : only == "snoozed" ? Snoozed(visit) : Page(visit, only == "unread", before);

    private static async Task<IResult> Panel(Visit visit) => Rendered.Fragment<NotificationPanel>(visit, new Dictionary<string, object?>
    {
        ["Visit"] = visit, ["Notifications"] = await visit.Platform.Notifications.Page(visit.Actor, limit: InPanel, cancel: visit.Cancel),
    });

    private static async Task<IResult> Page(Visit visit, bool unreadOnly, long? before)
    {
        var found = await visit.Platform.Notifications.Page(visit.Actor, unreadOnly, before, PerPage + 1, visit.Cancel);
        IReadOnlyList<Notification> shown = [.. found.Take(PerPage)];
        var next = found.Count > PerPage ? $"/app/{visit.TheApp.Key}/notifications?before={shown[^1].Id.ToString(CultureInfo.InvariantCulture)}{(unreadOnly ? "&only=unread" : "")}" : null;
        if (before is not null && visit.Partial) return Rendered.Fragment<Records.Drawn>(visit, new Dictionary<string, object?> { ["Content"] = NotificationLines.Of(visit, shown, next) });
        return Rendered.Page<NotificationScreen>(visit, new PageHead(visit.Say("通知", "Notifications"), "notifications"), new Dictionary<string, object?>
        {
            ["Visit"] = visit, ["Notifications"] = shown, ["UnreadOnly"] = unreadOnly, ["Next"] = next,
            ["Lost"] = visit.Actor.Administrator ? (await visit.Platform.LostLetters.All(visit.Actor, visit.Cancel)).Count : 0,
        });
    }

    private static async Task<IResult> SeeAll(Visit visit, string? only, string? @in)
    {
        var upTo = long.TryParse((await visit.Posted())["upTo"], CultureInfo.InvariantCulture, out var id) ? id : 0;
        await visit.Platform.Notifications.SeeAll(visit.Actor, upTo, visit.Cancel);
        if (!visit.Http.Request.Headers.ContainsKey("HX-Request")) return Results.LocalRedirect($"/app/{visit.TheApp.Key}/notifications");
        return @in == "panel" ? await Panel(visit) : await Page(visit, only == "unread", null);
    }

    private static async Task<IResult> See(Visit visit, long id)
    {
        await visit.Platform.Notifications.See(visit.Actor, id, visit.Cancel);
        return Results.NoContent();
    }

    private static async Task<IResult> Snoozed(Visit visit) => Rendered.Page<NotificationScreen>(visit, new PageHead(visit.Say("通知", "Notifications"), "notifications"), new Dictionary<string, object?>
    {
        ["Visit"] = visit, ["Notifications"] = await visit.Platform.Notifications.Snoozed(visit.Actor, cancel: visit.Cancel), ["PutOff"] = true,
    });

    private static async Task<IResult> One(Visit visit, long id) => Line(visit, NotificationLines.Of(visit, [await Demand(visit, id)]));

    private static async Task<IResult> Choose(Visit visit, long id) => Line(visit, SnoozeChoice.Of(visit, await Demand(visit, id)));

    private static async Task<IResult> PutOff(Visit visit, long id)
    {
        if (!Enum.TryParse<Snooze>((await visit.Posted())["for"].ToString(), ignoreCase: true, out var chosen) || !Enum.IsDefined(chosen)) chosen = Snooze.Hour;
        var until = await visit.Platform.Notifications.Snooze(visit.Actor, id, chosen, visit.Cancel);
        return Line(visit, SnoozeChoice.Done(visit, id, until));
    }

    private static async Task<IResult> Wake(Visit visit, long id)
    {
        await visit.Platform.Notifications.Wake(visit.Actor, id, visit.Cancel);
        return await One(visit, id);
    }

    private static async Task<Notification> Demand(Visit visit, long id) =>
        await visit.Platform.Notifications.Get(visit.Actor, id, visit.Cancel) ?? throw Weir.Engine.Problems.Problem.NotFound("notification.not_found").Exception();

    private static IResult Line(Visit visit, Microsoft.AspNetCore.Components.RenderFragment content) =>
        Rendered.Fragment<Records.Drawn>(visit, new Dictionary<string, object?> { ["Content"] = content });
}
