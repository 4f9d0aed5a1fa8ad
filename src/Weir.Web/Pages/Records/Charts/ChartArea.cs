using System.Globalization;
using System.Text.Json;
using Weir.Engine.Capabilities.Hierarchy;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Web.Http;
using Weir.Web.Pages.Records.Details;
using Weir.Web.Ui;

namespace Weir.Web.Pages.Records.Charts;

/// <summary>Arranging the tree on the page of a record: putting a node below another, and the chain. Every change can be undone from its toast.</summary>
public sealed class ChartArea : PageArea
{
    public override void Map(IEndpointRouteBuilder routes)
    {
        const string at = "/app/{app}/{form}/{id:long}/chart/{tree}/{node:long}";
        routes.MapGet(at + "/below", Ask);
        routes.MapPost(at + "/below", Below);
        routes.MapPost(at + "/{verb:regex(^(add|remove|approve|doubt|earlier|later)$)}", Change);
    }

    public static string Url(FormVisit visit, Chart chart, long node, string verb) => $"{visit.Record(chart.Host.Id)}/chart/{chart.Key}/{node}/{verb}";

    /// <summary>The charts of a record, and what their values are called.</summary>
    public static async Task<IReadOnlyList<Chart>> Load(FormVisit visit, long id)
    {
        var charts = await visit.Visit.Platform.Charts.Of(visit.Actor, visit.Form, id, visit.Visit.Cancel);
        await visit.Learn(charts.SelectMany(c => c.All.SelectMany(n => c.Book.Facts.Select(f => (f, n.Record[f])))));
        return charts;
    }

    private static async Task<IResult> Ask(HttpContext http, long id, string tree, long node)
    {
        var visit = FormVisit.Of(http);
        var chart = await Find(visit, id, tree);
        var moved = chart.All.FirstOrDefault(n => n.Id == node && n.Moves) ?? throw Problem.NotFound().Exception();
        return Rendered.Fragment<BelowDialog>(visit.Visit, new Dictionary<string, object?> { ["Visit"] = visit, ["Chart"] = chart, ["Node"] = moved });
    }

    private static async Task<IResult> Below(HttpContext http, long id, string tree, long node)
    {
        var visit = FormVisit.Of(http);
        var book = (await Find(visit, id, tree)).Book;
        var form = visit.Other(tree)!;
        var posted = await visit.Visit.Posted();
        var before = (await visit.Visit.Platform.Query.Get(visit.Actor, book.Form, node, visit.Visit.Cancel)).Record;
        var to = Number(Said(http, posted, "to"));
        var draft = new Draft(book.Form) { Id = node, SeenVersion = Number(Said(http, posted, "seen")) }.Set(book.Parent.Key, to);
        await Save(visit, draft);
        var was = before[book.Parent] as long?;
        if (was == to) return await Shown(visit, id, null);
        var words = visit.Say($"已调整“{form.Title(before[book.Form.Title], node)}”的{book.Parent.Label.Zh}", $"{book.Parent.Label.En} of {form.Title(before[book.Form.Title], node)} changed");
        return await Shown(visit, id, Toast.Ok(words, (visit.Say("撤销", "Undo"), $"{visit.Record(id)}/chart/{tree}/{node}/below?to={was?.ToString(CultureInfo.InvariantCulture)}")), whole: false);
    }

    private static async Task<IResult> Change(HttpContext http, long id, string tree, long node, string verb)
    {
        var visit = FormVisit.Of(http);
        var chart = await Find(visit, id, tree);
        if (chart is not { Chain: { } chain, Chains: true }) throw Problem.Forbidden("record.not_allowed", ("你不能修改这条决策链。", "You may not change this chain.")).Exception();
        var posted = await visit.Visit.Posted();
        var seen = Number(Said(http, posted, "seen"));
        var host = (await visit.Visit.Platform.Query.Get(visit.Actor, visit.Form, id, visit.Visit.Cancel)).Record;
        var line = host.Lines(chain.Lines).FirstOrDefault(l => l[chain.Node] as long? == node);
        if (verb != "add" && line is null) return await Shown(visit, id, null);
        var draft = verb switch
        {
            "add" => ChainDraft.Add(chain, host, seen, node, Kept(chain, http.Request.Query["kept"].ToString())),
            "remove" => ChainDraft.Remove(chain, host, seen, node),
            "approve" or "doubt" when chain.Approved is { } approved => ChainDraft.Set(chain, host, seen, node, approved, verb == "approve"),
            "earlier" or "later" when chain.Order is not null => ChainDraft.Shift(chain, host, seen, node, verb == "earlier" ? -1 : 1),
            _ => throw Problem.NotFound().Exception(),
        };
        var name = chart.All.FirstOrDefault(n => n.Id == node) is { } known ? visit.Other(tree)!.Title(known.Record[chart.Book.Form.Title], node) : "";
        await Save(visit, draft);
        var (done, back) = verb switch
        {
            "add" => (visit.Say($"已把{name}加入{chain.Lines.Label.Zh}", $"{name} added to the {Small(chain.Lines)}"), "remove"),
            "remove" => (visit.Say($"已把{name}移出{chain.Lines.Label.Zh}", $"{name} taken out of the {Small(chain.Lines)}"), "add?kept=" + Uri.EscapeDataString(Keep(chain, line!))),
            "approve" => (visit.Say($"已登记{name}认可", $"{name} has approved"), "doubt"),
            "doubt" => (visit.Say($"已取消{name}的认可", $"Approval of {name} taken back"), "approve"),
            "earlier" => (visit.Say($"已把{name}前移", $"{name} moved up"), "later"),
            _ => (visit.Say($"已把{name}后移", $"{name} moved down"), "earlier"),
        };
        return await Shown(visit, id, Toast.Ok(done, (visit.Say("撤销", "Undo"), Url(visit, chart, node, back))));
    }

    /// <summary>The charts anew; and what else of the page follows from the record.</summary>
    private static async Task<IResult> Shown(FormVisit visit, long id, Toast? toast, bool whole = true)
    {
        var sheet = await RecordSheet.Load(visit, id);
        var charts = await Load(visit, id);
        var parts = new List<Part> { new("#" + ChartPanel.PlaceOf(id), Drawn.Of<ChartPanel>(("Sheet", sheet), ("Charts", charts)), "innerHTML") };
        if (whole) parts.AddRange(await RecordArea.Parts(visit, id));
        if (toast is not null) visit.Visit.Http.Response.Headers["HX-Trigger"] = toast.ToTrigger("chart-saved");
        return Rendered.Parts(parts);
    }

    /// <summary>Saves; what refuses it is said in words, since there is no form in which it could be marked.</summary>
    private static async Task Save(FormVisit visit, Draft draft)
    {
        try
        {
            await visit.Visit.Platform.Records.Save(visit.Actor, draft, visit.Visit.Cancel);
        }
        catch (ProblemException refused) when (refused.Problem.Errors.Count > 0)
        {
            throw (refused.Problem with { Message = (string.Join("；", refused.Problem.Errors.Select(e => e.Message.Zh.TrimEnd('。'))) + "。", string.Join(" ", refused.Problem.Errors.Select(e => e.Message.En))) }).Exception();
        }
    }

    private static async Task<Chart> Find(FormVisit visit, long id, string tree) =>
        (await visit.Visit.Platform.Charts.Of(visit.Actor, visit.Form, id, visit.Visit.Cancel)).FirstOrDefault(c => c.Key == tree) ?? throw Problem.NotFound().Exception();

    private static string Said(HttpContext http, IFormCollection posted, string key) => posted.TryGetValue(key, out var typed) ? typed.ToString() : http.Request.Query[key].ToString();

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Small(Field field) => Words.Inside(field.Label.En);

    private static string Keep(ChainBook chain, Record line) =>
        JsonSerializer.Serialize(ChainDraft.Kept(chain, line).ToDictionary(k => k.Key, k => { var column = chain.Node.Form[k.Key]; return column.Type.ToJson(column, k.Value); }));

    /// <summary>Values of a line that was taken out, as its undo carries them; saved by the same road as what is typed.</summary>
    private static Dictionary<string, object?>? Kept(ChainBook chain, string text)
    {
        if (text.Length is 0 or > 4000) return null;
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(text)!.Where(v => chain.Node.Form.Find(v.Key) is { Editable: true })
                .ToDictionary(v => v.Key, v => { var column = chain.Node.Form[v.Key]; return column.Type.FromJson(column, v.Value); });
        }
        catch (Exception wrong) when (wrong is JsonException or Weir.Engine.FieldTypes.ValueError)
        {
            throw Problem.Invalid("chart.bad_undo", ("这个撤销不完整，请直接编辑明细。", "This undo is incomplete; edit the lines instead.")).Exception();
        }
    }
}
