using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Features;
using Weir.Engine.Outbox;
using Weir.Web.Http;
using Weir.Web.Ui;

namespace Weir.Web.Pages.Notifications;

/// <summary>The stream of events of one tab: the count of unread notifications, and a toast for each new one. Ends with the session it was opened in.</summary>
/// <remarks>The id of an event is that of the newest notification, so a tab that comes back (Last-Event-ID, or after= from our own element) is told what it missed.</remarks>
internal static class EventStream
{
    private const int MostToasts = 3;
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(20);
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static async Task Run(HttpContext http, IHostApplicationLifetime life)
    {
        var visit = Visit.Of(http);
        // A stream outlives the request's own patience, but neither the browser nor the host.
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, life.ApplicationStopping);
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        http.Response.ContentType = "text/event-stream; charset=utf-8";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        try
        {
            await Send(visit, ends.Token);
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            // The tab was closed, or the host stops.
        }
    }

    private static async Task Send(Visit visit, CancellationToken cancel)
    {
        using var ringing = visit.Platform.Bell.Listen(visit.Actor.MemberId);
        var response = visit.Http.Response;
        var (known, told) = (LastSeen(visit.Http.Request), -1);
        for (var rang = true; ;)
        {
            if (await visit.Platform.Sessions.Check(visit.SessionToken) is not { } actor)
            {
                await response.WriteAsync("event: ended\ndata:\n\n", cancel);
                return;
            }
            if (rang)
            {
                var (unread, newest) = await visit.Platform.Notifications.State(actor, cancel);
                if (known is { } after && newest > after && !(await visit.Platform.Notifications.Quiet(actor, cancel)).Holds(visit.Now, actor.Zone, actor.Directory.Calendar))
                    foreach (var one in await visit.Platform.Notifications.After(actor, after, MostToasts, cancel))
                    {
                        await Write(response, "toast", one.Id, Toast(visit, one), cancel);
                        // One that came between the two questions is told already, and must not be told again.
                        newest = Math.Max(newest, one.Id);
                    }
                if (unread != told || newest != known) await Write(response, "unread", newest, unread.ToString(CultureInfo.InvariantCulture), cancel);
                (known, told) = (newest, unread);
            }
            else await response.WriteAsync(": \n\n", cancel);
            await response.Body.FlushAsync(cancel);
            rang = await ringing.Wait(Beat, cancel);
        }
    }

    private static long? LastSeen(HttpRequest request) =>
        long.TryParse(request.Headers["Last-Event-ID"].FirstOrDefault() ?? request.Query["after"].FirstOrDefault(), CultureInfo.InvariantCulture, out var id) ? id : null;

    private static Task Write(HttpResponse response, string name, long id, string data, CancellationToken cancel) =>
        response.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"event: {name}\nid: {id}\ndata: {data}\n\n"), cancel);

    /// <summary>JSON in one line, as a data field must be.</summary>
    private static string Toast(Visit visit, Notification notification)
    {
        var sentence = notification.Own ? visit.Say(notification.Sentence) : $"{NotificationLines.By(visit, notification)} {visit.Say(notification.Sentence)}";
        var about = NotificationLines.About(visit, notification);
        var text = about is null ? sentence : sentence + visit.Say("：", ": ") + about;
        var link = NotificationLink.Of(notification);
        return JsonSerializer.Serialize(new Toast(notification.Batch?.Failed == true ? "bad" : "info", text, link is null ? null : visit.Say("查看", "Open"), link, link is null ? null : "GET"), Json);
    }
}
