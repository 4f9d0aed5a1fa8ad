using Weir.Engine.Access;
using Weir.Engine.Conditions;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Rules;
using Weir.Engine.Search;
using Weir.Sql.Query;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Records;

/// <summary>A record that changed: before (null when new), after, and the keys of the fields that differ.</summary>
internal sealed record Ripple(Record? Before, Record After, IReadOnlySet<string> Changed);

/// <summary>Carries a change to the records that depend on it, in the same transaction: roll-ups of parents and formulas that read through links.</summary>
/// <remarks>Parents are locked before they are summed, so that two changes of children cannot both miss each other: the youngest form first, as whoever changes one of its
/// records holds that already and goes on to the older ones; within a form in the order of their ids.</remarks>
internal static class Ripples
{
    /// <summary>A formula reader beyond this many is left to the nightly repair, lest one save rewrites a whole form.</summary>
    private const int MostReaders = 2000;
    private const int MostRounds = 12;

    private static readonly Comparer<(int No, long Id)> Order = Comparer<(int No, long Id)>.Create((a, b) => a.No != b.No ? b.No.CompareTo(a.No) : a.Id.CompareTo(b.Id));

    /// <returns>All that changed, the given ones first.</returns>
    public static async ValueTask<IReadOnlyList<Ripple>> Run(Session session, Actor actor, DateTime now, IReadOnlyList<Ripple> ripples)
    {
        var all = ripples.ToList();
        for (var round = 0; ripples.Count > 0 && round < MostRounds; round++)
        {
            var sums = new SortedDictionary<(int No, long Id), (Form Form, HashSet<CompiledRollup> Rollups)>(Order);
            foreach (var ripple in ripples) Collect(ripple, sums);
            foreach (var ripple in ripples) await Readers(session, ripple, sums);
            foreach (var changed in ripples.GroupBy(r => r.After.Form).Where(g => g.Key.ReckonedBy.Count > 0))
                foreach (var (capability, of) in changed.Key.ReckonedBy)
                    foreach (var id in await capability.Due(session, actor, now, of, [.. changed])) Entry(sums, of, id);
            var next = new List<Ripple>();
            foreach (var byForm in sums.GroupBy(s => s.Value.Form))
                next.AddRange(await Recompute(session, actor, now, byForm.Key, byForm.ToDictionary(s => s.Key.Id, s => s.Value.Rollups)));
            all.AddRange(next);
            ripples = next;
        }
        Closing.Note(session, actor, all);
        return all;
    }

    private static void Collect(Ripple ripple, SortedDictionary<(int, long), (Form, HashSet<CompiledRollup>)> sums)
    {
        foreach (var rollup in ripple.After.Form.RolledUpBy)
        {
            if (ripple.Before is not null && !rollup.Concerns(ripple.Changed)) continue;
            foreach (var id in rollup.ParentsOf(ripple.After).Concat(ripple.Before is null ? [] : rollup.ParentsOf(ripple.Before))) Entry(sums, rollup.Target.Form, id).Add(rollup);
        }
        foreach (var rollup in ripple.After.Form.LinesRolledUpBy.Where(r => ripple.Before is null || r.Concerns(ripple.Changed)))
            foreach (var record in new[] { ripple.After, ripple.Before }.OfType<Record>())
                foreach (var parent in rollup.By.Type.References(rollup.By, record[rollup.By]).Where(r => r.Form == rollup.Own.Form.Key)) Entry(sums, rollup.Own.Form, parent.Id);
    }

    private static HashSet<CompiledRollup> Entry(SortedDictionary<(int, long), (Form Form, HashSet<CompiledRollup> Rollups)> sums, Form form, long id)
    {
        if (!sums.TryGetValue((form.No, id), out var entry)) sums[(form.No, id)] = entry = (form, []);
        return entry.Rollups;
    }

    private static async ValueTask Readers(Session session, Ripple ripple, SortedDictionary<(int, long), (Form, HashSet<CompiledRollup>)> sums)
    {
        if (ripple.Before is null) return;
        foreach (var byLink in ripple.After.Form.ReadBy.Where(r => ripple.Changed.Contains(r.Field.Key) || ripple.Changed.Contains(SystemFields.DeletedAt)).GroupBy(r => r.Link).Select(g => g.Key))
        {
            Predicate names = new Predicate.Compare(new Operand(JoinPlan.Root, byLink.Column!.Name, byLink.Column.Type), Comparison.Equal, ripple.After.Id);
            if (byLink.Form.Parent is { } holder)
            {
                // What a line reads is computed with the record that has the line.
                var of = new Select(byLink.Form.Table, JoinPlan.Root, [new Operand(JoinPlan.Root, "record_id", Sql.Schema.ColumnType.Id)], [], names, RowScope.Everything, [], Limit: MostReaders);
                foreach (var id in (await session.Query(QueryWriter.Select(session.Dialect, of), r => r.Long(0))).Distinct()) Entry(sums, holder, id);
                continue;
            }
            var where = Predicate.And(names, new Predicate.Empty(new JoinPlan().Operand(byLink.Form[SystemFields.DeletedAt])));
            var select = new Select(byLink.Form.Table, JoinPlan.Root, [JoinPlan.Id(JoinPlan.Root)], [], where, RowScope.Everything, [], Limit: MostReaders);
            foreach (var id in await session.Query(QueryWriter.Select(session.Dialect, select), r => r.Long(0))) Entry(sums, byLink.Form, id);
        }
    }

    /// <summary>Sums and computes these records again; returns those that changed.</summary>
    public static async ValueTask<IReadOnlyList<Ripple>> Recompute(Session session, Actor actor, DateTime now, Form form, IReadOnlyDictionary<long, HashSet<CompiledRollup>> due)
    {
        var before = await RecordRows.Read(session, form, [.. due.Keys], lines: form.LineFields.Count > 0, locked: true);
        var after = before.Values.ToDictionary(r => r.Id, r => r.Copy());
        foreach (var rollup in due.Values.SelectMany(r => r).Distinct())
        {
            var parents = due.Where(d => d.Value.Contains(rollup) && after.ContainsKey(d.Key)).Select(d => d.Key).ToList();
            var sums = rollup.Lines is null ? await Sum(session, actor, now, rollup, parents) : await LineParents.Sum(session, actor, now, rollup, parents);
            foreach (var id in parents) after[id][rollup.Target] = sums.TryGetValue(id, out var value) ? rollup.Target.Type.FromFormula(rollup.Target, value) : rollup.Empty;
        }
        foreach (var rollup in form.LineRollups)
            foreach (var record in after.Values) await rollup.Fill(session, actor, now, record);
        foreach (var capability in Capabilities.CapabilityCatalogue.Of(form)) await capability.Reckon(session, actor, now, form, after.Values);
        var linked = new LinkedRecords(session);
        await linked.Load(after.Values, RecordFormulas.Ways(form));
        foreach (var lines in form.LineFields) await linked.Load([.. after.Values.SelectMany(r => r.Lines(lines))], RecordFormulas.Ways(lines.Lines!));
        var changed = new List<Ripple>();
        var words = new List<SearchRow>();
        foreach (var record in after.Values)
        {
            RecordFormulas.Compute(record, linked, actor, now, bySave: false);
            var fields = form.Fields.Where(f => f.Column is not null && !f.Type.Same(before[record.Id][f], record[f])).ToList();
            if (fields.Count > 0 && !record.Deleted) Keep(before[record.Id], record, linked, actor, now);
            if (fields.Count > 0) await session.Execute(FormRows.Update(form.Table, record.Id, [.. RecordRows.Cells(record, fields)]));
            if (!record.Deleted && fields.Any(f => f.Type.SearchAs(f) is not null)) words.Add(new(form.No, record.Id, RecordTokens.Of(record, actor.Directory)));
            foreach (var lines in form.LineFields)
                if (await Update(session, before[record.Id].Lines(lines), record.Lines(lines))) fields.Add(lines);
            if (fields.Count > 0) changed.Add(new Ripple(before[record.Id], record, fields.Select(f => f.Key).ToHashSet()));
        }
        await SearchIndex.PutMany(session, form.App.Schema, words);
        return changed;
    }

    /// <summary>Refuses a change that breaks a rule of a record which it reaches. The record is locked, so of two changes that fit only alone the second is refused.
    /// What was broken before stays as it is: nobody could mend it otherwise.</summary>
    private static void Keep(Record before, Record after, LinkedRecords linked, Actor actor, DateTime now)
    {
        if (actor.IsSystem) return;
        foreach (var rule in after.Form.Rules.Where(r => r.Kind == RuleKind.Check && r.Definition.Always))
            if (Broken(rule, after) && !Broken(rule, before))
                throw Problem.Invalid("record.invalid", ("请改正标出的内容。", "Please correct what is marked."), new FieldError("", "rule.check", RuleMessage.Of(rule, after, linked, FormAccess.Of(actor, after.Form), now))).Exception();

        bool Broken(Rule rule, Record record) => rule.Formula is not null && RuleBook.Holds(rule.When, record, linked, actor, now) && !RecordFormulas.Check(rule.Formula, record, linked, actor, now);
    }

    /// <summary>Writes the lines whose formulas came out differently; true when there are any.</summary>
    private static async ValueTask<bool> Update(Session session, IReadOnlyList<Record> before, IReadOnlyList<Record> after)
    {
        var any = false;
        foreach (var (was, line) in before.Zip(after))
        {
            var fields = line.Form.Stored.Where(f => !f.Type.Same(was[f], line[f])).ToList();
            if (fields.Count == 0) continue;
            await session.Execute(FormRows.Update(line.Form.Table, line.Id, [.. RecordRows.Cells(line, fields)]));
            any = true;
        }
        return any;
    }

    private static async ValueTask<Dictionary<long, object>> Sum(Session session, Actor actor, DateTime now, CompiledRollup rollup, IReadOnlyList<long> parents)
    {
        var sums = new Dictionary<long, object>();
        var joins = new JoinPlan();
        var by = joins.Operand(rollup.By);
        var condition = rollup.Where.Bind(new ConditionContext(Actor.System("rollup", actor.Directory), now, joins));
        var live = new Predicate.Empty(joins.Operand(rollup.Child[SystemFields.DeletedAt]));
        foreach (var some in parents.Chunk(500))
        {
            var keys = some.ToDictionary(rollup.Key, id => id);
            var where = Predicate.And(new Predicate.OneOf(by, [.. keys.Keys]), live, condition);
            if (rollup.Order is { } order)
            {
                await Latest(order, some.Length, Predicate.And(where, new Predicate.Empty(joins.Operand(rollup.Of!), Not: true)), keys);
                continue;
            }
            var measure = new Measure(rollup.How, rollup.Of is null ? null : joins.Operand(rollup.Of));
            var summary = new Summary(rollup.Child.Table, JoinPlan.Root, joins.Joins, where, RowScope.Everything, [new GroupKey(by)], [measure], some.Length);
            foreach (var (key, value) in await session.Query(QueryWriter.Summarise(session.Dialect, summary), r => (r.Value(0, by.Type, 0)!, r.Value(1, measure.Type, measure.Scale))))
                if (value is not null) sums[keys[key]] = value is long count ? (decimal)count : value;
        }
        return sums;

        // Of two at one moment the one that was entered last.
        async ValueTask Latest(Field order, int groups, Predicate where, Dictionary<object, long> keys)
        {
            var (when, of) = (joins.Operand(order), joins.Operand(rollup.Of!));
            var newest = new Measure(Aggregation.Max, when);
            var summary = new Summary(rollup.Child.Table, JoinPlan.Root, joins.Joins, where, RowScope.Everything, [new GroupKey(by)], [newest], groups);
            var moments = (await session.Query(QueryWriter.Summarise(session.Dialect, summary), r => (Key: r.Value(0, by.Type, 0)!, At: r.Value(1, newest.Type, newest.Scale)))).Where(m => m.At is not null).ToDictionary(m => m.Key, m => m.At!);
            if (moments.Count == 0) return;
            var rows = new Select(rollup.Child.Table, JoinPlan.Root, [by, when, of], joins.Joins, Predicate.And(where, new Predicate.OneOf(when, [.. moments.Values.Distinct()])), RowScope.Everything, [new Sort(JoinPlan.Id(JoinPlan.Root), Nullable: false)]);
            foreach (var (key, at, value) in await session.Query(QueryWriter.Select(session.Dialect, rows), r => (r.Value(0, by.Type, 0)!, r.Value(1, when.Type, when.Scale), r.Value(2, of.Type, of.Scale))))
                if (value is not null && moments[key].Equals(at)) sums[keys[key]] = value;
        }
    }
}
