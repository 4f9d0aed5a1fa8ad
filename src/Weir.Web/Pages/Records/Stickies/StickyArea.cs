using System.Globalization;
using Weir.Engine.Records;
using Weir.Web.Http;
using Weir.Web.Ui;

namespace Weir.Web.Pages.Records.Stickies;

/// <summary>Stickies where they stick, and all of a member in one list. Who may read which, the engine decides.</summary>
public sealed class StickyArea : PageArea
{
    private const int PerPage = 40;

    public override void Map(IEndpointRouteBuilder routes)
    {
        const string at = "/app/{app}/{form}/{id:long}/stickies";
        routes.MapGet("/app/{app}/stickies", List);
        routes.MapGet(at, (HttpContext http, long id) => Board(FormVisit.Of(http), id));
        routes.MapGet(at + "/new", New);
        routes.MapGet(at + "/{sticky:long}", Edit);
        routes.MapPost(at, Add);
        routes.MapPatch(at + "/{sticky:long}", Change);
        routes.MapDelete(at + "/{sticky:long}", Remove);
    }

    /// <summary>Address of the list, with what it is narrowed to.</summary>
    public static string Url(Visit visit, string? q = null, bool mine = false, long? before = null) =>
        Microsoft.AspNetCore.WebUtilities.QueryHelpers.AddQueryString($"/app/{visit.TheApp.Key}/stickies", new Dictionary<string, string?>
        {
            ["only"] = mine ? "mine" : null, ["q"] = string.IsNullOrEmpty(q) ? null : q, ["before"] = before?.ToString(CultureInfo.InvariantCulture),
        }.Where(p => p.Value is not null));

    private static async Task<IResult> List(Visit visit, string? q, string? only, long? before, string? part)
    {
        var mine = only == "mine";
        var (found, next) = await visit.Platform.Stickies.All(visit.Actor, visit.TheApp, q, !mine, before, PerPage, visit.Cancel);
        var more = next is { } below ? Url(visit, q, mine, below) : null;
        if (part == "rows") return Rendered.Fragment<Drawn>(visit, new Dictionary<string, object?> { ["Content"] = StickyScreen.Cards(visit, found, more) });
        return Rendered.Page<StickyScreen>(visit, new PageHead(visit.Say("便签", "Stickies"), "stickies"), new Dictionary<string, object?>
        {
            ["Visit"] = visit, ["Found"] = found, ["More"] = more, ["Q"] = q, ["Mine"] = mine,
        });
    }

    private static async Task<IResult> Board(FormVisit visit, long id) =>
        Drawn.Fragment(visit, StickyBoard.Of(visit, id, await visit.Visit.Platform.Stickies.Of(visit.Actor, visit.Form, id, visit.Visit.Cancel)));

    private static async Task<IResult> New(HttpContext http, long id)
    {
        var visit = FormVisit.Of(http);
        await visit.Visit.Platform.Stickies.Of(visit.Actor, visit.Form, id, visit.Visit.Cancel);
        return Drawn.Fragment(visit, StickyBoard.Editor(visit, id, null));
    }

    private static async Task<IResult> Edit(HttpContext http, long id, long sticky)
    {
        var visit = FormVisit.Of(http);
        return Drawn.Fragment(visit, StickyBoard.Editor(visit, id, await visit.Visit.Platform.Stickies.Get(visit.Actor, visit.Form, id, sticky, visit.Visit.Cancel)));
    }

    private static async Task<IResult> Add(HttpContext http, long id)
    {
        var visit = FormVisit.Of(http);
        var posted = await visit.Visit.Posted();
        await visit.Visit.Platform.Stickies.Add(visit.Actor, visit.Form, id, posted["text"].ToString(), posted["shared"] == "1", visit.Visit.Cancel);
        return await Board(visit, id);
    }

    private static async Task<IResult> Change(HttpContext http, long id, long sticky)
    {
        var visit = FormVisit.Of(http);
        var posted = await visit.Visit.Posted();
        DateTime? seen = long.TryParse(posted["seen"].ToString(), CultureInfo.InvariantCulture, out var ticks) && ticks is > 0 and < 3_155_000_000_000_000_000 ? new DateTime(ticks, DateTimeKind.Utc) : null;
        await visit.Visit.Platform.Stickies.Change(visit.Actor, visit.Form, id, sticky, posted["text"].ToString(), posted["shared"] == "1", seen, visit.Visit.Cancel);
        return await Board(visit, id);
    }

    private static async Task<IResult> Remove(HttpContext http, long id, long sticky)
    {
        var visit = FormVisit.Of(http);
        await visit.Visit.Platform.Stickies.Remove(visit.Actor, visit.Form, id, sticky, visit.Visit.Cancel);
        return await Board(visit, id);
    }
}
