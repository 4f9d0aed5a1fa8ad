using System.Text.Json;
using Weir.Engine.Apps;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Views;
using Weir.Web.Http;
using Weir.Web.Pages.Records.Lists;
using Weir.Web.Ui;

namespace Weir.Web.Pages.Records.Views;

/// <summary>Views that members save: made of what the list shows, renamed, given to others, changed, removed and brought back. Who may do what, the engine decides.</summary>
public sealed class ViewArea : PageArea
{
    private const string Root = "/app/{app}/{form}/views";

    /// <summary>The server takes no longer first line of a request.</summary>
    private const int LongestUrl = 7_500;

    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Root + "/new", (Delegate)AskNew);
        routes.MapPost(Root, (Delegate)Create);
        routes.MapGet(Root + "/{id:long}/edit", AskEdit);
        routes.MapPost(Root + "/{id:long}", Edit);
        routes.MapPost(Root + "/{id:long}/state", SaveState);
        routes.MapPost(Root + "/{id:long}/remove", Remove);
        routes.MapPost(Root + "/{id:long}/back", PutBack);
        routes.MapPost(Root + "/first", First);
    }

    private static async Task<IResult> AskNew(HttpContext http)
    {
        var visit = FormVisit.Of(http);
        var listing = await Listing.Plan(visit, Here(visit, http));
        return Draw(visit, new ViewEntry { Address = listing.Address });
    }

    private static async Task<IResult> Create(HttpContext http)
    {
        var visit = FormVisit.Of(http);
        var posted = await http.Request.ReadFormAsync(http.RequestAborted);
        var listing = await Listing.Plan(visit, Here(visit, http));
        var entry = ViewEntry.Read(posted) with { Address = listing.Address };
        return await Saved(visit, http, entry, entry.Apply(listing.AsView with { Colours = listing.View.Colours, Key = "saved" }), null, visit.Say("视图已保存", "View saved"));
    }

    private static async Task<IResult> AskEdit(HttpContext http, long id)
    {
        var visit = FormVisit.Of(http);
        return Draw(visit, ViewEntry.Of(await Find(visit, id)) with { Address = Here(visit, http) });
    }

    private static async Task<IResult> Edit(HttpContext http, long id)
    {
        var visit = FormVisit.Of(http);
        var view = await Find(visit, id);
        var entry = ViewEntry.Read(await http.Request.ReadFormAsync(http.RequestAborted)) with { Id = id, Address = Here(visit, http) };
        return await Saved(visit, http, entry, entry.Apply(view.Definition), view, visit.Say("视图已修改", "View changed"));
    }

    /// <summary>Filter, order, columns, groups and sums of the address become those of the view.</summary>
    private static async Task<IResult> SaveState(HttpContext http, long id)
    {
        var visit = FormVisit.Of(http);
        var listing = await Listing.Plan(visit, Here(visit, http));
        if (listing.Chosen.Id != id) throw Problem.NotFound("view.not_found").Exception();
        await visit.Visit.Platform.Views.Save(visit.Actor, visit.Form, listing.AsView, id, listing.Chosen.Version, visit.Visit.Cancel);
        http.Response.Headers["HX-Trigger"] = Toast.Ok(visit.Say("视图已更新", "View updated")).ToTrigger();
        return ListArea.Tools(http, await Listing.Plan(visit, listing.Address.Unchanged));
    }

    private static async Task<IResult> Remove(HttpContext http, long id)
    {
        var visit = FormVisit.Of(http);
        var view = await Find(visit, id);
        await visit.Visit.Platform.Views.Remove(visit.Actor, visit.Form, id, visit.Visit.Cancel);
        var back = $"{visit.Url}/views/{id}/back?view={Uri.EscapeDataString(JsonSerializer.Serialize(view.Definition, DefinitionJson.Options))}";
        var words = visit.Say($"已删除视图“{visit.Say(view.Definition.Label)}”", $"Deleted the view '{visit.Say(view.Definition.Label)}'");
        http.Response.Headers["HX-Trigger"] = (back.Length <= LongestUrl ? Toast.Ok(words, (visit.Say("撤销", "Undo"), back)) : Toast.Ok(words)).ToTrigger();
        return await ListArea.Screen(visit, new ListAddress(visit.Url));
    }

    private static async Task<IResult> PutBack(HttpContext http, long id, string? view)
    {
        var visit = FormVisit.Of(http);
        ViewDefinition? definition;
        try
        {
            definition = JsonSerializer.Deserialize<ViewDefinition>(view ?? "null", DefinitionJson.Options);
        }
        catch (JsonException)
        {
            definition = null;
        }
        if (definition is null) throw Problem.Invalid("view.unknown", ("这个视图无法恢复。", "This view cannot be brought back.")).Exception();
        var back = await visit.Visit.Platform.Views.PutBack(visit.Actor, visit.Form, definition, id, visit.Visit.Cancel);
        http.Response.Headers["HX-Trigger"] = Toast.Ok(visit.Say("视图已恢复", "View restored")).ToTrigger();
        return await ListArea.Screen(visit, new ListAddress(visit.Url) { View = back.Key });
    }

    private static async Task<IResult> First(HttpContext http, string? key)
    {
        var visit = FormVisit.Of(http);
        var listing = await Listing.Plan(visit, Here(visit, http));
        await visit.Visit.Platform.Views.SetFirst(visit.Actor, visit.Form, string.IsNullOrEmpty(key) ? null : key, visit.Visit.Cancel);
        http.Response.Headers["HX-Trigger"] = Toast.Ok(visit.Say("以后打开列表时先看这个视图", "The list now opens with this view")).ToTrigger();
        return await ListArea.Screen(visit, listing.Address with { View = listing.Chosen.Key });
    }

    private static async Task<IResult> Saved(FormVisit visit, HttpContext http, ViewEntry entry, ViewDefinition definition, OfferedView? before, string words)
    {
        try
        {
            var view = await visit.Visit.Platform.Views.Save(visit.Actor, visit.Form, definition, before?.Id, before?.Version ?? 0, visit.Visit.Cancel);
            http.Response.Headers["HX-Trigger"] = Toast.Ok(words).ToTrigger("view-saved");
            return await ListArea.Screen(visit, before is null ? new ListAddress(visit.Url) { View = view.Key, Q = entry.Address!.Q } : entry.Address! with { View = view.Key });
        }
        catch (ProblemException refused) when (refused.Problem.Kind == ProblemKind.Invalid)
        {
            http.Response.Headers["HX-Retarget"] = "closest w-dialog";
            http.Response.Headers["HX-Reswap"] = "outerHTML";
            return Draw(visit, entry with { Refused = refused.Problem }, StatusCodes.Status422UnprocessableEntity);
        }
    }

    private static IResult Draw(FormVisit visit, ViewEntry entry, int status = 200) =>
        Rendered.Fragment<ViewDialog>(visit.Visit, new Dictionary<string, object?> { ["Visit"] = visit, ["Entry"] = entry }, status);

    private static ListAddress Here(FormVisit visit, HttpContext http) => ListAddress.Read(visit.Url, http.Request.Query).Start;

    /// <exception cref="ProblemException">NotFound; Forbidden when it is not the visitor's to change.</exception>
    private static async Task<OfferedView> Find(FormVisit visit, long id)
    {
        var view = (await visit.Visit.Platform.Views.For(visit.Actor, visit.Form, visit.Visit.Cancel)).FirstOrDefault(v => v.Id == id) ?? throw Problem.NotFound("view.not_found").Exception();
        return ViewStore.MayChange(visit.Actor, visit.Form, view) ? view : throw Problem.Forbidden("view.not_allowed", ("只能修改自己的视图。", "You may change only your own views.")).Exception();
    }
}
