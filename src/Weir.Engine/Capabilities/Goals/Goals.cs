using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.Conditions;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Sql.Query;
using Weir.Sql.Sessions;

namespace Weir.Engine.Capabilities.Goals;

/// <summary>Records that set a goal for somebody and a period keep how much of it is reached: reckoned in every save that changes it, and each night. Rewards and reminds nobody.</summary>
public sealed class Goals : Capability
{
    public const string KeyOf = "goals";

    /// <summary>What counts without a day is reckoned for periods that ended at most so long ago.</summary>
    private const int StillOpen = 31;

    public override string Key => KeyOf;

    internal override object Prepare(Form form, JsonElement settings) => new GoalBook(form, Read<GoalSettings>(form.Key, settings));

    internal override bool FollowsTime(Form form) => true;

    internal override IEnumerable<Field> Whom(Form form) => Book(form)?.Subjects.Values.OfType<Field>() ?? [];

    internal override IEnumerable<string> Reckons(Form form) => Book(form)?.Forms ?? [];

    internal override async ValueTask<IReadOnlyCollection<long>> Due(Session session, Actor actor, DateTime now, Form form, IReadOnlyList<Ripple> ripples)
    {
        if (Book(form) is not { } book) return [];
        var due = new SortedSet<long>(ripples.Where(r => r.After.Form == form && (r.Before is null || r.Changed.Overlaps(book.Own))).Select(r => r.After.Id));
        var met = new HashSet<Met>();
        foreach (var ripple in ripples)
            foreach (var (metric, tally) in book.Over(ripple.After.Form))
                if (tally.Concerns(ripple))
                    foreach (var record in new[] { ripple.Before, ripple.After }.OfType<Record>())
                        if (tally.DayOf(record, actor.Zone) is var day && (day is not null || !tally.IsDated)) met.Add(new(metric, day, tally.MemberOf(record), record[SystemFields.OwnerDepartment] as long?));
        if (met.Count > 0) due.UnionWith(await Find(session, actor, now, book, met));
        return due;
    }

    internal override async ValueTask Reckon(Session session, Actor actor, DateTime now, Form form, IReadOnlyCollection<Record> records)
    {
        if (Book(form) is not { } book) return;
        var system = Actor.System(KeyOf, actor.Directory);
        foreach (var goal in records.Where(r => !r.Deleted))
        {
            var scope = book.ScopeOf(goal);
            foreach (var (field, tally) in book.Of(goal))
                goal[field] = scope is null || tally is null || await tally.Sum(session, system, now, scope) is not { } sum ? null : field.Type.FromFormula(field, sum);
            book.Stand(goal);
        }
    }

    /// <summary>The goals that count what was met.</summary>
    private static async ValueTask<IEnumerable<long>> Find(Session session, Actor actor, DateTime now, GoalBook book, IReadOnlyCollection<Met> met)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(now, actor.Zone));
        var (first, last) = (met.Min(m => m.Day ?? today.AddDays(-StillOpen)), met.Max(m => m.Day ?? DateOnly.MaxValue));
        var joins = new JoinPlan();
        var (from, to, metric, scope) = (joins.Operand(book.From), joins.Operand(book.To), joins.Operand(book.Metric), joins.Operand(book.Scope));
        var where = Predicate.And(
            new Predicate.Empty(joins.Operand(book.Form[SystemFields.DeletedAt])), new Predicate.OneOf(metric, [.. met.Select(m => m.Metric).Distinct()]),
            new Predicate.Compare(to, Comparison.GreaterOrEqual, first), new Predicate.Compare(from, Comparison.LessOrEqual, last));
        var subjects = book.Subjects.Select(s => (s.Key, Field: s.Value, Column: s.Value is null ? (Operand?)null : joins.Operand(s.Value))).ToList();
        var columns = new[] { JoinPlan.Id(JoinPlan.Root), from, to, metric, scope }.Concat(subjects.Select(s => s.Column).OfType<Operand>()).ToList();
        var rows = await session.Query(QueryWriter.Select(session.Dialect, new Select(book.Form.Table, JoinPlan.Root, columns, joins.Joins, where, RowScope.Everything, [])), r =>
            (Id: r.Long(0), Values: columns.Select((c, i) => r.Value(i, c.Type, c.Scale)).ToList()));
        return rows.Where(r => r.Values is [_, DateOnly start, DateOnly end, string what, string kind, ..] && subjects.FirstOrDefault(s => s.Key == kind) is { Key: not null } subject
            && met.Any(m => m.Metric == what && (m.Day is { } day ? day >= start && day <= end : end >= today.AddDays(-StillOpen)) && Counts(m, subject.Field, subject.Column is { } column ? r.Values[columns.IndexOf(column)] : null))).Select(r => r.Id);

        bool Counts(Met m, Field? field, object? of) => field is null || of is long id && (GoalBook.IsMember(field) ? m.Member == id : actor.Directory.Upward(m.Department).Contains(id));
    }

    private static GoalBook? Book(Form form) => form.Settings<GoalBook>(KeyOf);

    /// <summary>For what a changed record counts, or counted before.</summary>
    private sealed record Met(string Metric, DateOnly? Day, long? Member, long? Department);
}
