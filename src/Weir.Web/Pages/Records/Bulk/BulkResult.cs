using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;

namespace Weir.Web.Pages.Records.Bulk;

/// <summary>What became of one record of a bulk change: done, or why not.</summary>
public sealed record BulkLine(long Id, string Title, string? Refused);

/// <summary>Runs a change over many records, each for itself: a refused one does not stop the others.</summary>
public static class BulkResult
{
    public static async Task<IReadOnlyList<BulkLine>> Set(FormVisit visit, IReadOnlyList<long> ids, Field field, object? value)
    {
        var drafts = ids.Select(id => new Draft(visit.Form) { Id = id }.Set(field.Key, value)).ToList();
        var results = await visit.Visit.Platform.Records.SaveMany(visit.Actor.Via("bulk"), drafts, visit.Visit.Cancel);
        return await Lines(visit, ids, i => results[i].Problem);
    }

    public static async Task<IReadOnlyList<BulkLine>> Delete(FormVisit visit, IReadOnlyList<long> ids)
    {
        // Titles first: afterwards the records are gone from sight.
        var titles = await Titles(visit, ids);
        var problems = new Problem?[ids.Count];
        var gone = new HashSet<long>();
        for (var i = 0; i < ids.Count; i++)
        {
            try
            {
                if (!gone.Contains(ids[i])) gone.UnionWith((await visit.Visit.Platform.Records.Delete(visit.Actor.Via("bulk"), visit.Form, ids[i], cancel: visit.Visit.Cancel)).Where(d => d.Form == visit.Form).Select(d => d.Id));
            }
            catch (ProblemException refused)
            {
                problems[i] = refused.Problem;
            }
        }
        return [.. ids.Select((id, i) => new BulkLine(id, titles.GetValueOrDefault(id) ?? "#" + id, Words(visit, problems[i])))];
    }

    private static async Task<IReadOnlyList<BulkLine>> Lines(FormVisit visit, IReadOnlyList<long> ids, Func<int, Problem?> problem)
    {
        var titles = await Titles(visit, ids);
        return [.. ids.Select((id, i) => new BulkLine(id, titles.GetValueOrDefault(id) ?? "#" + id, Words(visit, problem(i))))];
    }

    private static string? Words(FormVisit visit, Problem? problem) => problem is null ? null
        : problem.Errors.Count > 0 ? string.Join(visit.Say("；", "; "), problem.Errors.Select(e => visit.Say(e.Message)).Distinct()) : visit.Say(problem.Message);

    private static async Task<Dictionary<long, string>> Titles(FormVisit visit, IReadOnlyList<long> ids)
    {
        var titles = new Dictionary<long, string>();
        if (!visit.Access.Reads(visit.Form.Title)) return titles;
        foreach (var some in ids.Chunk(RecordQuery.MostRows))
            foreach (var row in (await visit.Visit.Platform.Query.List(visit.Actor, new ListQuery(visit.Form) { Ids = some, Columns = [new FieldPath([], visit.Form.Title)], Limit = some.Length }, visit.Visit.Cancel)).Rows)
                titles[row.Id] = visit.Title(row.Values[0], row.Id);
        return titles;
    }
}
