using Weir.Engine.Access;
using Weir.Engine.Conditions;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Query;
using Weir.Sql.Sessions;

namespace Weir.Engine.Insight;

/// <summary>One step of the way of a record, as an actor may see it.</summary>
/// <param name="Masked">There is something here that the actor may not see; how many and which is not said.</param>
/// <param name="Here">The record that was asked for stands here.</param>
public sealed record TraceStep(TraceForm Of, IReadOnlyList<TraceItem> Items, bool Masked, bool Here)
{
    /// <summary>Whether there is something cannot be told, since the step on the way to it may not be seen.</summary>
    public bool Unknown { get; init; }
}

/// <param name="Facts">Fields which the actor may read, with their values.</param>
public sealed record TraceItem(long Id, object? Title, IReadOnlyList<(Field Field, object? Value)> Facts);

/// <summary>Follows a record back to where it came from and on to what came of it, along the links of a way. Behind what may not be seen it goes no further.</summary>
public sealed class Traces(Database database, RecordQuery query, TimeProvider clock)
{
    /// <summary>So many records of one step are shown.</summary>
    public const int Most = 100;

    /// <summary>The ways that records of a form are on.</summary>
    public static IEnumerable<Trace> Of(Form form) => form.App.Traces.Where(t => t.Steps.Any(s => s.Form == form));

    /// <exception cref="ProblemException">NotFound: the record is absent, deleted or not visible.</exception>
    public Task<IReadOnlyList<TraceStep>> Load(Actor actor, Trace trace, Form form, long id, CancellationToken cancel = default) => database.Read<IReadOnlyList<TraceStep>>(async session =>
    {
        var start = trace.Steps.FirstOrDefault(s => s.Form == form) ?? throw Problem.NotFound().Exception();
        var found = trace.Steps.ToDictionary(s => s, _ => new Dictionary<long, Record>());
        var masked = new HashSet<TraceForm>();
        if (await See(session, actor, start, [id]) is not [var own]) throw Problem.NotFound().Exception();
        found[start][id] = own;
        await Back(session, actor, trace, start, found, masked);
        await On(session, actor, trace, start, found, masked);
        var unknown = Unknown(trace, start, found, masked);
        return [.. trace.Steps.Select(s => new TraceStep(s, [.. found[s].Values.OrderBy(r => r.Id).Select(r => Item(actor, s, r))], masked.Contains(s), s == start) { Unknown = unknown.Contains(s) })];
    }, cancel);

    /// <summary>Empty steps of which only a masked one could tell.</summary>
    private static HashSet<TraceForm> Unknown(Trace trace, TraceForm start, Dictionary<TraceForm, Dictionary<long, Record>> found, HashSet<TraceForm> masked)
    {
        var unknown = new HashSet<TraceForm>();
        var at = trace.Steps.ToList().IndexOf(start);
        foreach (var step in trace.Steps.Take(at).Reverse().Where(Silent))
            if (trace.Steps.Take(at).Any(s => Hides(s) && s.From.Any(l => l.Type.LinkedForm(l) == step.Form.Key))) unknown.Add(step);
        foreach (var step in trace.Steps.Skip(at + 1).Where(Silent))
            if (trace.Steps.Skip(at + 1).Any(s => Hides(s) && step.From.Any(l => l.Type.LinkedForm(l) == s.Form.Key))) unknown.Add(step);
        return unknown;

        bool Silent(TraceForm step) => found[step].Count == 0 && !masked.Contains(step);
        bool Hides(TraceForm step) => masked.Contains(step) || unknown.Contains(step);
    }

    private async ValueTask Back(Session session, Actor actor, Trace trace, TraceForm start, Dictionary<TraceForm, Dictionary<long, Record>> found, HashSet<TraceForm> masked)
    {
        for (var at = trace.Steps.ToList().IndexOf(start); at > 0; at--)
        {
            var step = trace.Steps[at];
            foreach (var link in step.From.Where(l => FormAccess.Of(actor, step.Form).Reads(l)))
            {
                var before = trace.Steps.First(s => s.Form.Key == link.Type.LinkedForm(link));
                var ids = found[step].Values.Select(r => r[link]).OfType<long>().Where(one => !found[before].ContainsKey(one)).Distinct().ToList();
                var seen = await See(session, actor, before, ids);
                foreach (var record in seen) found[before][record.Id] = record;
                if (seen.Count < ids.Count && (await RecordRows.Read(session, before.Form, ids, lines: false)).Values.Any(r => !r.Deleted && !found[before].ContainsKey(r.Id))) masked.Add(before);
            }
        }
    }

    private async ValueTask On(Session session, Actor actor, Trace trace, TraceForm start, Dictionary<TraceForm, Dictionary<long, Record>> found, HashSet<TraceForm> masked)
    {
        // Only what comes of the record itself: not what else came of where it came from.
        var own = new Dictionary<TraceForm, List<long>> { [start] = [.. found[start].Keys] };
        foreach (var step in trace.Steps.SkipWhile(s => s != start).Skip(1))
        {
            var ids = new HashSet<long>();
            foreach (var link in step.From)
            {
                var before = trace.Steps.First(s => s.Form.Key == link.Type.LinkedForm(link));
                // Who may see the form but not the link cannot learn by it; who sees nothing of the form learns that there is something.
                var access = FormAccess.Of(actor, step.Form);
                if (!own.TryGetValue(before, out var above) || above.Count == 0 || access.Can(Operation.View) && !access.Reads(link)) continue;
                ids.UnionWith(await Naming(session, actor, link, above));
            }
            var seen = await See(session, actor, step, [.. ids]);
            own[step] = [.. seen.Select(r => r.Id)];
            foreach (var record in seen) found[step][record.Id] = record;
            if (seen.Count < ids.Count) masked.Add(step);
        }
    }

    /// <summary>The records of the link's form that name one of these, for the system.</summary>
    private async ValueTask<List<long>> Naming(Session session, Actor actor, Field link, IReadOnlyList<long> above)
    {
        var joins = new JoinPlan();
        var where = Predicate.And(new Predicate.OneOf(joins.Operand(link), [.. above.Cast<object>()]), new Predicate.Empty(joins.Operand(link.Form[SystemFields.DeletedAt])));
        var select = new Select(link.Form.Table, JoinPlan.Root, [JoinPlan.Id(JoinPlan.Root)], joins.Joins, where, RowScope.Everything, [], Limit: Most);
        return await session.Query(QueryWriter.Select(session.Dialect, select), r => r.Long(0));
    }

    /// <summary>Those of the records that the actor may see, with everything taken out that they may not read.</summary>
    private async ValueTask<IReadOnlyList<Record>> See(Session session, Actor actor, TraceForm step, IReadOnlyList<long> ids)
    {
        var access = FormAccess.Of(actor, step.Form);
        if (ids.Count == 0 || !access.Can(Operation.View)) return [];
        var visible = (await query.List(session, actor, new ListQuery(step.Form) { Ids = ids, Limit = Most })).Rows.Select(r => r.Id).ToList();
        var seen = new List<Record>();
        foreach (var record in (await RecordRows.Read(session, step.Form, visible, lines: false)).Values)
            seen.Add(RecordQuery.Veil(access, record, await RowCheck.IsOpen(session, access, record.Id, clock.GetUtcNow().UtcDateTime)));
        return seen;
    }

    private static TraceItem Item(Actor actor, TraceForm step, Record record) =>
        new(record.Id, record[step.Form.Title], [.. step.Facts.Where(f => FormAccess.Of(actor, step.Form).Sees(f) && record[f] is not null).Select(f => (f, record[f]))]);
}
