using Weir.Engine;
using Weir.Engine.Access;
using Weir.Engine.Access.SignIn;
using Weir.Engine.Apps;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Problems;

namespace Weir.Web.Http;

/// <summary>One request as pages see it: who asks, in which app, language and theme. A handler takes it as a parameter; it decides no permission.</summary>
public sealed partial class Visit
{
    public const string ThemeCookie = "weir-theme";
    public const string LanguageCookie = "weir-lang";

    private readonly Actor? actor;

    private Visit(HttpContext http, Platform platform, HostSettings settings, Actor? actor)
    {
        (Http, Platform, Settings, this.actor) = (http, platform, settings, actor);
        var request = http.Request;
        var asked = request.Path.StartsWithSegments("/api") && request.Headers.AcceptLanguage.Count > 0;
        Chinese = asked ? SpeaksChinese(request, platform) : actor?.Chinese ?? SpeaksChinese(request, platform);
        Theme = request.Cookies[ThemeCookie] is "light" or "dark" ? request.Cookies[ThemeCookie]! : "";
        Partial = request.Headers.ContainsKey("HX-Request") && request.Headers["HX-Request-Type"] != "full" && !request.Headers.ContainsKey("HX-History-Restore-Request");
    }

    public HttpContext Http { get; }

    public Platform Platform { get; }

    public HostSettings Settings { get; }

    /// <summary>Who asks; on a page that is public, ask <see cref="SignedIn"/> first.</summary>
    public Actor Actor => actor ?? throw new InvalidOperationException("Nobody is signed in on this page.");

    public bool SignedIn => actor is not null;

    public bool Chinese { get; }

    /// <summary>zh-CN or en.</summary>
    public string Lang => Chinese ? "zh-CN" : "en";

    /// <summary>"light", "dark", or "" for that of the system.</summary>
    public string Theme { get; }

    /// <summary>The app of the route; null on pages outside of apps.</summary>
    public App? App { get; private set; }

    /// <summary>The app of the route, on routes that have one.</summary>
    public App TheApp => App ?? throw new InvalidOperationException("This route names no app.");

    /// <summary>htmx asks for a part, not for the whole page.</summary>
    public bool Partial { get; }

    /// <summary>The token that unsafe requests of this page must carry. Take it before the answer begins.</summary>
    public string Csrf => Web.Http.Csrf.Token(Http);

    public string? SessionToken => SessionCookie.Read(Http.Request);

    public Visitor Visitor => Visitor.Of(Http.Connection.RemoteIpAddress, Http.Request.Headers.UserAgent.ToString());

    public CancellationToken Cancel => Http.RequestAborted;

    /// <summary>The moment of this request, UTC.</summary>
    public DateTime Now => Platform.Clock.GetUtcNow().UtcDateTime;

    /// <summary>A UTC moment in the organisation's time zone.</summary>
    public DateTime Local(DateTime moment) => TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(moment, DateTimeKind.Utc), Platform.People.Current.Zone);

    public string Say(string zh, string en) => Chinese ? zh : en;

    public string Say(Words words) => words.In(Chinese);

    /// <summary>For putting values into words and markup; learns titles of linked records before it is drawn.</summary>
    public Display Display() => new(Chinese, actor?.Directory ?? Platform.People.Current, Now)
    {
        Base = App is null ? "" : "/app/" + App.Key, Icons = StaticAssetMap.Url("icons.svg"),
    };

    /// <summary>The form of the route or of a key, when the actor may see it.</summary>
    /// <exception cref="ProblemException">NotFound: there is none, or it may not be seen, which must look the same.</exception>
    public Form Form(string key) => TheApp.Find(key) is { } form && FormAccess.Of(Actor, form).Can(Operation.View) ? form : throw Problem.NotFound("form.not_found").Exception();

    /// <summary>The apps the actor may use, by label.</summary>
    public IReadOnlyList<App> Apps => actor is null ? [] : [.. Platform.Apps.Current.Values.Where(app => MayEnter(actor, app)).OrderBy(app => app.Id)];

    public static Visit Of(HttpContext context) => context.Features.Get<Visit>() ?? throw new InvalidOperationException("The request has not been received yet.");

    /// <summary>Lets a handler take the visit as a parameter.</summary>
    public static ValueTask<Visit?> BindAsync(HttpContext context) => ValueTask.FromResult<Visit?>(Of(context));

    internal static async ValueTask<Visit> Receive(HttpContext context, Platform platform, HostSettings settings)
    {
        // The API knows no cookies: nothing that a browser adds by itself opens it, so it needs no antiforgery token.
        var actor = context.Request.Path.StartsWithSegments("/api")
            ? await platform.Tokens.Check(Bearer(context.Request))
            : await platform.Sessions.Check(SessionCookie.Read(context.Request), context.Connection.RemoteIpAddress?.ToString());
        var visit = new Visit(context, platform, settings, actor);
        context.Features.Set(visit);
        // Only now: who is refused here is recognised already, and gets the answer in their language and with their menu.
        if (actor is not null && context.Request.RouteValues["app"] is string key) visit.App = Enter(actor, platform.Apps.Find(key));
        return visit;
    }

    /// <summary>An API token, which opens only the API.</summary>
    internal static string? Bearer(HttpRequest request) =>
        request.Path.StartsWithSegments("/api") && request.Headers.Authorization.ToString() is { } told && told.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? told[7..].Trim() : null;

    private static App Enter(Actor actor, App? app) => app is not null && MayEnter(actor, app) ? app : throw NoApp.Exception();

    // One answer for an app that is not there and one that is closed: who may not enter must not learn which.
    private static readonly Problem NoApp = Problem.NotFound("app.not_found") with
    {
        Message = ("没有这个应用，或者它没有对你开放。需要时请管理员给你一个角色。", "There is no such app, or it is not open to you. If you need it, ask an administrator for a role."),
    };

    private static bool MayEnter(Actor actor, App app) => actor.Administrator || actor.Roles(app.Key).Any();

    private static bool SpeaksChinese(HttpRequest request, Platform platform)
    {
        if (request.Query["lang"].ToString() is { Length: > 0 } asked) return asked.StartsWith("zh", StringComparison.OrdinalIgnoreCase);
        if (request.Cookies[LanguageCookie] is { Length: > 0 } chosen) return chosen.StartsWith("zh", StringComparison.OrdinalIgnoreCase);
        var accepts = request.Headers.AcceptLanguage.ToString();
        return accepts.Length > 0 ? accepts.StartsWith("zh", StringComparison.OrdinalIgnoreCase) : platform.People.Current.Language.StartsWith("zh", StringComparison.Ordinal);
    }
}
