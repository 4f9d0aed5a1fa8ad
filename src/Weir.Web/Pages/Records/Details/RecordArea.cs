using Microsoft.AspNetCore.Components;
using Weir.Engine.Access;
using Weir.Engine.Insight.Streams;
using Weir.Engine.Problems;
using Weir.Web.Http;
using Weir.Web.Pages.Records.Lists;
using Weir.Web.Ui;

namespace Weir.Web.Pages.Records.Details;

/// <summary>One record: its page with tabs, its drawer over a list, its history, and how it is deleted.</summary>
public sealed class RecordArea : PageArea
{
    /// <summary>So many related lists stand beside a record, each with so many rows.</summary>
    private const int MostBeside = 5;
    private const int RowsBeside = 3;
    private const int RowsOnTab = 50;

    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/app/{app}/{form}/{id:long}", Show);
        routes.MapGet("/app/{app}/{form}/{id:long}/history", History);
        routes.MapGet("/app/{app}/{form}/{id:long}/delete", AskDelete);
        routes.MapDelete("/app/{app}/{form}/{id:long}", Delete);
    }

    private static async Task<IResult> Show(HttpContext http, long id, string? tab, string? @in, string? after, string? part, string? show)
    {
        var visit = FormVisit.Of(http);
        if (@in == "drawer")
        {
            var list = ListAddress.Current(visit.Url, http.Request);
            if (list is not null) http.Response.Headers["HX-Push-Url"] = (list.Start with { Open = id }).Url;
            return Drawn.Fragment(visit, await Drawer(visit, id, list));
        }
        RecordSheet sheet;
        try
        {
            sheet = await RecordSheet.Load(visit, id);
        }
        catch (ProblemException missing) when (missing.Problem.Kind == ProblemKind.NotFound && !visit.Visit.Partial)
        {
            if (await visit.Visit.Platform.Query.MergedInto(visit.Actor, visit.Form, id, visit.Visit.Cancel) is { } survivor) return Results.LocalRedirect(visit.Record(survivor));
            return await MissingRecord.Page(visit, id);
        }
        await visit.Visit.Platform.Recents.See(visit.Actor, visit.Form, id, visit.Visit.Cancel);
        var related = await Related.Of(sheet);
        var shown = related.FirstOrDefault(r => r.Field.Key == tab);
        var listing = shown is null ? null : await shown.Rows(RowsOnTab, after);
        if (shown is not null && part == "rows") return Drawn.Fragment(visit, RelatedBlock.Rows(visit, id, shown, listing!));
        var page = new RecordPage(sheet, related, shown?.Field.Key ?? (tab is "history" or "files" || tab == "trace" && Weir.Engine.Insight.Traces.Of(visit.Form).Any() ? tab : "overview"))
        {
            Listing = listing, Files = await visit.Visit.Platform.Files.Of(visit.Actor, visit.Form, id, visit.Visit.Cancel),
        };
        if (page.Tab is "overview" or "history") page = page with { Stream = await TimelineEntry.Load(visit, id, page.Tab == "overview" ? StreamShow.Of(show) : StreamShow.History) };
        if (page.Tab == "trace") page = page with { Ways = await Tracing.TraceWay.Load(sheet) };
        if (page.Tab == "overview")
        {
            page = page with { Beside = await Beside(related), Charts = await Charts.ChartArea.Load(visit, id), Panels = await visit.Visit.Platform.Insights.Panels(visit.Actor, sheet.Seen, visit.Visit.Cancel) };
            await visit.Learn(page.Panels.Select(p => p.Data).OfType<Weir.Engine.Insight.Panels.PanelData.Comparison>().SelectMany(c => c.Rows.SelectMany(r => r.Values.Select(v => (r.Field, v)))));
            await visit.Learn(page.Panels.Select(p => p.Data).OfType<Weir.Engine.Insight.Panels.PanelData.Versions>().SelectMany(v => v.All.SelectMany(one => v.Columns.Select(c => (c, one.Record[c])).Concat(one.Changes.Select(c => (v.Match, c.Of))))));
            if (Weir.Engine.Capabilities.Approval.Approvals.Has(visit.Form)) page = page with { Approvals = await visit.Visit.Platform.Approvals.Courses(visit.Actor, visit.Form, id, visit.Visit.Cancel) };
            page = page with { Stickies = await visit.Visit.Platform.Stickies.Of(visit.Actor, visit.Form, id, visit.Visit.Cancel) };
            await visit.Learn(page.Approvals.SelectMany(a => a.Asked));
        }
        return Rendered.Page<RecordScreen>(visit.Visit, new PageHead(sheet.Title, visit.Form.Key), new Dictionary<string, object?> { ["Page"] = page });
    }

    private static async Task<IReadOnlyList<(Related, Listing)>> Beside(IReadOnlyList<Related> related)
    {
        var beside = new List<(Related, Listing)>();
        foreach (var one in related.Where(r => r.Count > 0 && !InStream(r)).Take(MostBeside)) beside.Add((one, await one.Rows(RowsBeside)));
        return beside;
    }

    /// <summary>What somebody's entry in the stream changes on the page or in the drawer: the stream, and all that is reckoned from it.</summary>
    internal static async Task<List<Part>> StreamParts(FormVisit visit, long id)
    {
        var parts = await Parts(visit, id);
        parts.Insert(0, new($"#record-stream-{id}", Timeline.Frame(visit, id, await TimelineEntry.Load(visit, id, StreamShow.All))));
        if (ListAddress.Current(visit.Url, visit.Visit.Http.Request) is not null) return parts;
        var sheet = await RecordSheet.Load(visit, id);
        var page = new RecordPage(sheet, await Related.Of(sheet), "overview") { Files = await visit.Visit.Platform.Files.Of(visit.Actor, visit.Form, id, visit.Visit.Cancel) };
        parts.Add(new($"#record-tabs-{id}", Drawn.Of<RecordTabs>(("Page", page)), "innerHTML"));
        parts.Add(new($"#record-beside-{id}", RelatedBlock.All(visit, id, await Beside(page.Related)), "innerHTML"));
        return parts;
    }

    /// <summary>What stands in the stream need not stand beside it as well.</summary>
    private static bool InStream(Related related) => Weir.Engine.Capabilities.Timeline.Timeline.Source(related.Other.Form) is { } source && source.By.Contains(related.By);

    /// <summary>The drawer of a record over the list at this address.</summary>
    public static async Task<RenderFragment> Drawer(FormVisit visit, long id, ListAddress? list)
    {
        var sheet = await RecordSheet.Load(visit, id);
        await visit.Visit.Platform.Recents.See(visit.Actor, visit.Form, id, visit.Visit.Cancel);
        return Drawn.Of<RecordDrawer>(("Sheet", sheet), ("Back", list?.Start.Url), ("Stream", await TimelineEntry.Load(visit, id, StreamShow.All)),
            ("Stickies", await visit.Visit.Platform.Stickies.Of(visit.Actor, visit.Form, id, visit.Visit.Cancel)));
    }

    /// <summary>What an edit in place changes on a page or in a drawer: the panel with all fields, the head, the lines.</summary>
    public static async Task<List<Part>> Parts(FormVisit visit, long id)
    {
        var sheet = await RecordSheet.Load(visit, id);
        var inDrawer = ListAddress.Current(visit.Url, visit.Visit.Http.Request) is not null;
        return
        [
            new($"#record-panel-{id}", Drawn.Of<RecordPanel>(("Sheet", sheet), ("Wide", inDrawer)), "innerHTML"),
            new($"#record-head-{id}", inDrawer ? Drawn.Of<DrawerHead>(("Sheet", sheet)) : Drawn.Of<RecordHead>(("Sheet", sheet)), "innerHTML"),
            new($"#record-lines-{id}", Drawn.Of<RecordLines>(("Sheet", sheet), ("Charted", !inDrawer)), "innerHTML"),
        ];
    }

    private static async Task<IResult> History(HttpContext http, long id, string? before, string? show, string? frame)
    {
        var visit = FormVisit.Of(http);
        var page = await TimelineEntry.Load(visit, id, StreamShow.Of(show), StreamPlace.Parse(before));
        return Drawn.Fragment(visit, frame is null ? Timeline.Of(visit, id, page) : Timeline.Frame(visit, id, page));
    }

    private static async Task<IResult> AskDelete(HttpContext http, long id, string? @in)
    {
        var visit = FormVisit.Of(http);
        var all = await visit.Visit.Platform.Records.WouldDelete(visit.Actor, visit.Form, id, visit.Visit.Cancel);
        var sheet = await RecordSheet.Load(visit, id);
        return Rendered.Fragment<DeleteDialog>(visit.Visit, new Dictionary<string, object?>
        {
            ["Visit"] = visit, ["Id"] = id, ["Version"] = sheet.Record.Version, ["Title"] = sheet.Title, ["InDrawer"] = @in == "drawer",
            ["Others"] = all.Skip(1).GroupBy(d => d.Form).Select(g => (visit.Say(g.Key.Label), g.Count())).ToList(),
        });
    }

    private static async Task<IResult> Delete(HttpContext http, long id, string? @in)
    {
        var visit = FormVisit.Of(http);
        if (SeenVersion.Of(http) is not { } version) return await SeenVersion.Missing(visit.Visit);
        var gone = await visit.Visit.Platform.Records.Delete(visit.Actor, visit.Form, id, version, visit.Visit.Cancel);
        var words = gone.Count == 1 ? visit.Say("已移到回收站", "Moved to the recycle bin") : visit.Say($"已移到回收站，连同 {gone.Count - 1} 条依赖它的记录", $"Moved to the recycle bin with {gone.Count - 1} records that depend on it");
        var toast = Toast.Ok(words, (visit.Say("撤销", "Undo"), visit.Record(id) + "/restore"));
        if (@in != "drawer") http.Response.Headers["HX-Location"] = System.Text.Json.JsonSerializer.Serialize(new { path = visit.Url, target = "#main" });
        return Rendered.Told(visit.Visit, toast, "record-deleted", "records-changed");
    }
}
