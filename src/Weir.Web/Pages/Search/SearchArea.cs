using Weir.Engine.Search;
using Weir.Web.Http;
using Weir.Web.Pages.Records;

namespace Weir.Web.Pages.Search;

/// <summary>The palette: records of all forms and commands for what is typed; before the first letter, what was looked at last and what one does most.</summary>
public sealed class SearchArea : PageArea
{
    private const int PerForm = 5;
    private const int MostTyped = 100;
    private const int MostCommands = 6;

    /// <summary>Offered before anything is typed, of each kind that many.</summary>
    private const int AtFirst = 4;

    public override void Map(IEndpointRouteBuilder routes) => routes.MapGet("/app/{app}/search", Find);

    private static async Task<IResult> Find(Visit visit, string? q)
    {
        var app = visit.TheApp;
        var typed = (q ?? "").Trim();
        if (typed.Length > MostTyped) typed = typed[..MostTyped];
        var commands = Command.Of(visit, app);
        var query = SearchTokens.Query(typed);
        var found = typed.Length == 0
            ? new Found(typed, [], await visit.Platform.Recents.Of(visit.Actor, app, cancel: visit.Cancel), [.. commands.Where(c => c.Icon == "plus").Take(AtFirst), .. commands.Where(c => c.Icon != "plus").Take(AtFirst)])
            : new Found(typed, await visit.Platform.Search.Find(visit.Actor, app, typed, PerForm + 1, visit.Cancel), [], query.IsEmpty ? [] : [.. commands.Where(c => c.Fits(query)).Take(MostCommands)]);
        var lines = PaletteLines.Of(visit, found, PerForm);
        return visit.Partial
            ? Rendered.Fragment<Drawn>(visit, new Dictionary<string, object?> { ["Content"] = lines })
            : Rendered.Page<SearchScreen>(visit, new PageHead(visit.Say("搜索", "Search"), "search"), new Dictionary<string, object?> { ["Visit"] = visit, ["Typed"] = typed, ["Lines"] = lines });
    }
}

/// <summary>What the palette shows.</summary>
internal sealed record Found(string Typed, IReadOnlyList<Hit> Hits, IReadOnlyList<Hit> Recent, IReadOnlyList<Command> Commands);
