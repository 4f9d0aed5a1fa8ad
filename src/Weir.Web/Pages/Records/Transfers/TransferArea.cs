using System.Globalization;
using Weir.Engine.Access;
using Weir.Engine.Capabilities.Ownership;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Web.Http;

namespace Weir.Web.Pages.Records.Transfers;

/// <summary>Taking a transfer back: what went along, what may go back and what stays, and afterwards what became of each record.</summary>
public sealed class TransferArea : PageArea
{
    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/app/{app}/{form}/{id:long}/transfer", Show);
        routes.MapPost("/app/{app}/{form}/{id:long}/transfer", Undo);
    }

    public static string Url(FormVisit visit, long id) => visit.Record(id) + "/transfer";

    /// <summary>Whether an entry of the log can be taken back by this visitor, as far as the entry tells.</summary>
    public static bool Undoes(FormVisit visit, OwnershipEntry entry) =>
        entry.Kind == OwnershipKind.Transfer && entry.At > visit.Display.Now.AddDays(-Weir.Engine.Capabilities.Ownership.Transfers.Days) && !visit.Actor.ReadOnly && visit.Access.Can(Operation.Assign);

    internal static string Choice(TransferredRecord record) => FormattableString.Invariant($"{record.Form.Key}:{record.Id}");

    private static async Task<IResult> Show(HttpContext http, long id)
    {
        var visit = FormVisit.Of(http);
        return Page(visit, id, await visit.Visit.Platform.Transfers.Last(visit.Actor, visit.Form, id, visit.Visit.Cancel), done: false);
    }

    private static async Task<IResult> Undo(HttpContext http, long id)
    {
        var visit = FormVisit.Of(http);
        var chosen = (await visit.Visit.Posted())["record"].OfType<string>().Select(c => c.Split(':')).Where(c => c.Length == 2)
            .Select(c => (c[0], long.TryParse(c[1], NumberStyles.None, CultureInfo.InvariantCulture, out var one) ? one : 0)).ToHashSet();
        if (chosen.Count == 0) throw Problem.Invalid("transfer.nothing", ("请至少选择一条记录。", "Choose at least one record.")).Exception();
        return Page(visit, id, await visit.Visit.Platform.Transfers.Undo(visit.Actor, visit.Form, id, chosen, visit.Visit.Cancel), done: true);
    }

    private static IResult Page(FormVisit visit, long id, PastTransfer? past, bool done) =>
        Rendered.Page<TransferScreen>(visit.Visit, new PageHead(visit.Say("撤销转移", "Take a transfer back"), visit.Form.Key), new Dictionary<string, object?> { ["Visit"] = visit, ["Id"] = id, ["Past"] = past, ["Done"] = done });
}
