using Weir.Engine.Records;
using Weir.Web.Pages.Records.Lists;

namespace Weir.Web.Pages.Records.Bulk;

/// <summary>Which records a bulk change is for: those that were ticked, or all that the list shows at its address; at most a thousand.</summary>
public sealed record BulkChoice(IReadOnlyList<Ticked> Ticked, string List)
{
    public const int Most = 1000;
    private const int Step = 500;

    public static BulkChoice Read(FormVisit visit, HttpRequest request, IFormCollection posted) => new(
        [.. posted["id"].Select(Bulk.Ticked.Read).OfType<Ticked>().DistinctBy(t => t.Id).Take(Most)],
        posted["list"].ToString() is { Length: > 0 } list ? list : (ListAddress.Current(visit.Url, request) ?? new ListAddress(visit.Url)).Start.Url);

    /// <summary>How many the list shows, at most one more than may be changed at once.</summary>
    public async Task<int> All(FormVisit visit) => await visit.Visit.Platform.Query.Count(visit.Actor, await Query(visit), Most + 1, visit.Visit.Cancel);

    /// <summary>Everything that the list shows, as far as it may be changed at once: as it is now, since nobody has seen each of them.</summary>
    public async Task<IReadOnlyList<Ticked>> Everything(FormVisit visit)
    {
        var ids = new List<Ticked>();
        var query = await Query(visit) with { Columns = [], Marks = [], May = null, Limit = Step };
        while (ids.Count < Most)
        {
            var page = await visit.Visit.Platform.Query.List(visit.Actor, query, visit.Visit.Cancel);
            ids.AddRange(page.Rows.Select(r => new Ticked(r.Id, r.Version)));
            if (page.Next is null) break;
            query = query with { After = page.Next };
        }
        return [.. ids.Take(Most)];
    }

    private async ValueTask<ListQuery> Query(FormVisit visit) => (await Listing.Plan(visit, ListAddress.Parse(visit.Url, List))).Query;
}
