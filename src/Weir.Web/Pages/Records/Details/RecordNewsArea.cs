using System.Globalization;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Web.Http;

namespace Weir.Web.Pages.Records.Details;

/// <summary>What others change on a record while its page is open: asked for now and then, told in one line, and drawn when the visitor wants it. Touches nothing that is typed.</summary>
public sealed class RecordNewsArea : PageArea
{
    private const int Most = 20;

    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/app/{app}/{form}/{id:long}/news", News);
        routes.MapGet("/app/{app}/{form}/{id:long}/news/show", Show);
    }

    private static async Task<IResult> News(HttpContext http, long id, long seen = 0)
    {
        var visit = FormVisit.Of(http);
        IReadOnlyList<HistoryEntry> entries;
        try
        {
            entries = await visit.Visit.Platform.Query.History(visit.Actor, visit.Form, id, limit: Most, cancel: visit.Visit.Cancel);
        }
        catch (ProblemException gone) when (gone.Problem.Kind == ProblemKind.NotFound)
        {
            http.Response.Headers["HX-Reswap"] = "outerHTML";
            return Rendered.Fragment<RecordNews>(visit.Visit, new Dictionary<string, object?> { ["Visit"] = visit, ["Id"] = id });
        }
        var news = entries.Where(e => e.Origin is null && e.Version > seen && e.By > 0 && e.By != visit.Actor.MemberId).ToList();
        return news.Count == 0 ? Results.NoContent() : Rendered.Fragment<RecordNews>(visit.Visit, new Dictionary<string, object?> { ["Visit"] = visit, ["Id"] = id, ["Entries"] = news });
    }

    private static async Task<IResult> Show(HttpContext http, long id)
    {
        var visit = FormVisit.Of(http);
        var record = (await visit.Visit.Platform.Query.Get(visit.Actor, visit.Form, id, visit.Visit.Cancel)).Record;
        return Rendered.Parts([.. await RecordArea.StreamParts(visit, id), new($"#record-news-{id.ToString(CultureInfo.InvariantCulture)}", RecordNews.Watch(visit, id, record.Version))]);
    }
}
