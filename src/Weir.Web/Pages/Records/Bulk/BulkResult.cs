using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;

namespace Weir.Web.Pages.Records.Bulk;

/// <summary>What became of one record of a bulk change: done, or why not; and what is needed to take it back.</summary>
public sealed record BulkLine(long Id, string Title, string? Refused)
{
    /// <summary>Null when nothing changed.</summary>
    public BulkBefore? Before { get; init; }
}

/// <summary>A record as it was: the version that the change made, and the value that stood there before.</summary>
public sealed record BulkBefore(long Id, long Version, JsonNode? Value);

/// <summary>Runs a change over many records, each for itself: a refused one does not stop the others.</summary>
public static class BulkResult
{
    public static async Task<IReadOnlyList<BulkLine>> Set(FormVisit visit, IReadOnlyList<Ticked> chosen, Field field, object? value) =>
        await Save(visit, field, [.. chosen.Select(t => t.Id)], [.. chosen.Select(t => new Draft(visit.Form) { Id = t.Id, SeenVersion = t.Seen }.Set(field.Key, value))]);

    public static async Task<IReadOnlyList<BulkLine>> Delete(FormVisit visit, IReadOnlyList<Ticked> chosen)
    {
        IReadOnlyList<long> ids = [.. chosen.Select(t => t.Id)];
        // Titles first: afterwards the records are gone from sight.
        var titles = await Titles(visit, ids);
        var problems = new Problem?[ids.Count];
        var gone = new HashSet<long>();
        var taken = new HashSet<long>();
        for (var i = 0; i < ids.Count; i++)
        {
            try
            {
                if (gone.Contains(ids[i])) continue;
                gone.UnionWith((await visit.Visit.Platform.Records.Delete(visit.Actor.Via("bulk"), visit.Form, ids[i], chosen[i].Seen, visit.Visit.Cancel)).Where(d => d.Form == visit.Form).Select(d => d.Id));
                taken.Add(ids[i]);
            }
            catch (ProblemException refused)
            {
                problems[i] = refused.Problem;
            }
        }
        return [.. ids.Select((id, i) => new BulkLine(id, titles.GetValueOrDefault(id) ?? "#" + id, Words(visit, problems[i])) { Before = taken.Contains(id) ? new(id, 0, null) : null })];
    }

    /// <summary>Does an action with each.</summary>
    public static async Task<IReadOnlyList<BulkLine>> Act(FormVisit visit, string action, IReadOnlyList<Ticked> chosen)
    {
        IReadOnlyList<long> ids = [.. chosen.Select(t => t.Id)];
        var before = await Titles(visit, ids);
        var results = await visit.Visit.Platform.Records.ActMany(visit.Actor, visit.Form, ids, action, cancel: visit.Visit.Cancel);
        return [.. ids.Select((id, i) => new BulkLine(id, before.GetValueOrDefault(id) ?? "#" + id, Words(visit, results[i].Problem)))];
    }

    /// <summary>Puts the values back where nobody has put another one since.</summary>
    public static Task<IReadOnlyList<BulkLine>> SetBack(FormVisit visit, Field field, IReadOnlyList<BulkBefore> before) => Save(visit, field, [.. before.Select(b => b.Id)], [.. before.Select(b =>
    {
        var draft = new Draft(visit.Form) { Id = b.Id, SeenVersion = b.Version };
        try
        {
            return draft.Set(field.Key, b.Value is null ? null : field.Type.FromJson(field, JsonSerializer.SerializeToElement(b.Value)));
        }
        catch (ValueError wrong)
        {
            draft.Errors.Add(new(field.Key, wrong.Code, wrong.Words));
            return draft;
        }
    })]);

    public static async Task<IReadOnlyList<BulkLine>> Restore(FormVisit visit, IReadOnlyList<long> ids)
    {
        var problems = new Problem?[ids.Count];
        for (var i = 0; i < ids.Count; i++)
        {
            try
            {
                await visit.Visit.Platform.Records.Restore(visit.Actor.Via("bulk"), visit.Form, ids[i], visit.Visit.Cancel);
            }
            catch (ProblemException refused)
            {
                problems[i] = refused.Problem;
            }
        }
        return await Lines(visit, ids, i => problems[i], _ => null);
    }

    private static async Task<IReadOnlyList<BulkLine>> Save(FormVisit visit, Field field, IReadOnlyList<long> ids, IReadOnlyList<Draft> drafts)
    {
        var results = await visit.Visit.Platform.Records.SaveMany(visit.Actor.Via("bulk"), drafts, visit.Visit.Cancel);
        return await Lines(visit, ids, i => results[i].Problem, i => results[i].Saved is { Before: { } before } saved && saved.Changed.Contains(field.Key)
            ? new BulkBefore(ids[i], saved.Record.Version, field.Type.ToJson(field, before[field])) : null);
    }

    private static async Task<IReadOnlyList<BulkLine>> Lines(FormVisit visit, IReadOnlyList<long> ids, Func<int, Problem?> problem, Func<int, BulkBefore?> before)
    {
        var titles = await Titles(visit, ids);
        return [.. ids.Select((id, i) => new BulkLine(id, titles.GetValueOrDefault(id) ?? "#" + id, Words(visit, problem(i))) { Before = before(i) })];
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
