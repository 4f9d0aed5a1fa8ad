using System.Globalization;
using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.Problems;
using Weir.Engine.Records.Merging;
using Weir.Web.Http;
using Weir.Web.Pages.Records.Details;
using Weir.Web.Ui;

namespace Weir.Web.Pages.Records.Merging;

/// <summary>Two or three records side by side, merged into one, and parted again.</summary>
public sealed class MergeArea : PageArea
{
    private const string FromName = "from.";

    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/app/{app}/{form}/merge", Show);
        routes.MapPost("/app/{app}/{form}/merge", (Delegate)Merge);
        routes.MapPost("/app/{app}/{form}/merge/{merge:long}/undo", Undo);
    }

    /// <summary>Whether the visitor may merge records of the form at all.</summary>
    public static bool Offered(FormVisit visit) => visit.Access.Can(Operation.Edit) && visit.Access.Can(Operation.Delete) && Weir.Engine.Capabilities.Duplicates.DuplicateQuery.Has(visit.Form);

    public static string Url(FormVisit visit, IEnumerable<long> ids) => $"{visit.Url}/merge?ids={string.Join(',', ids.Select(Text))}";

    private static async Task<IResult> Show(HttpContext http, string? ids)
    {
        var visit = Allowed(http);
        var asked = (ids ?? "").Split(',').Select(t => long.TryParse(t, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0).Where(id => id > 0).ToList();
        var offer = await visit.Visit.Platform.Query.Compare(visit.Actor, visit.Form, asked, visit.Visit.Cancel);
        await visit.Learn(offer.Records.SelectMany(r => offer.Fields.Select(f => f.Field).Concat(offer.Same).Concat(offer.United).Where(f => f.Lines is null).Append(visit.Form[Weir.Engine.Forms.SystemFields.Owner]).Select(f => (f, r[f]))));
        return Rendered.Page<MergeScreen>(visit.Visit, new PageHead(visit.Say("并排合并", "Merge side by side"), visit.Form.Key), new Dictionary<string, object?> { ["Visit"] = visit, ["Offer"] = offer });
    }

    private static async Task<IResult> Merge(HttpContext http)
    {
        var visit = Allowed(http);
        var posted = await visit.Visit.Posted();
        var records = posted["record"].Select(Bulk.Ticked.Read).OfType<Bulk.Ticked>().Select(t => (t.Id, t.Seen)).ToList();
        var survivor = Number(posted["survivor"]) ?? 0;
        var from = posted.Where(p => p.Key.StartsWith(FromName, StringComparison.Ordinal) && Number(p.Value) is not null).ToDictionary(p => p.Key[FromName.Length..], p => Number(p.Value)!.Value);
        var merged = await visit.Visit.Platform.Records.Merge(visit.Actor, new(visit.Form, survivor, records, from), visit.Visit.Cancel);
        var words = visit.Say($"已合并 {merged.Losers.Count + 1} 条，{merged.Moved} 条关联记录随之转移", $"{merged.Losers.Count + 1} records merged; {merged.Moved} linked records went along");
        return Went(visit, visit.Record(survivor), Toast.Ok(words, (visit.Say("撤销", "Undo"), $"{visit.Url}/merge/{Text(merged.Id)}/undo")));
    }

    private static async Task<IResult> Undo(HttpContext http, long merge)
    {
        var visit = Allowed(http);
        var undone = await visit.Visit.Platform.Records.Unmerge(visit.Actor, visit.Form, merge, visit.Visit.Cancel);
        var words = undone.Kept == 0 ? visit.Say($"合并已撤销，恢复了 {undone.Restored.Count} 条记录", $"The merge is undone; {undone.Restored.Count} came back")
            : visit.Say($"合并已撤销，恢复了 {undone.Restored.Count} 条记录；之后改动过的 {undone.Kept} 处保持不变", $"The merge is undone; {undone.Restored.Count} came back, and {undone.Kept} changes made since were kept");
        return Went(visit, visit.Record(undone.Survivor.Id), Toast.Ok(words));
    }

    private static IResult Went(FormVisit visit, string url, Toast toast)
    {
        var http = visit.Visit.Http;
        if (!http.Request.Headers.ContainsKey("HX-Request")) return Results.LocalRedirect(url);
        http.Response.Headers["HX-Location"] = JsonSerializer.Serialize(new { path = url, target = "#main" });
        return Rendered.Told(visit.Visit, toast, "records-changed");
    }

    private static FormVisit Allowed(HttpContext http)
    {
        var visit = FormVisit.Of(http);
        return Offered(visit) ? visit : throw Problem.Forbidden("merge.not_allowed", ("合并需要编辑和删除的权限。", "Merging takes the right to edit and to delete.")).Exception();
    }

    private static long? Number(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
