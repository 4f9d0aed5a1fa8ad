using System.Runtime.CompilerServices;
using System.Text;
using Weir.Engine.Access;
using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Engine.Rules;
using Weir.Sql.Query;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Capabilities.Assignment;

/// <summary>Deals out the records of one transaction: asks each thing once, counts what it has given itself, and writes the turns at its end. One rule deals in one transaction at a time.</summary>
internal sealed class Dealer(Session session, AssignmentBook book, Directory directory, DateTime now)
{
    private const int DaysOfPerformance = 90;

    private static readonly ConditionalWeakTable<LinkedRecords, Dictionary<Form, Dealer>> Open = [];

    private readonly Dictionary<string, Turn> turns = [];
    private readonly HashSet<string> swung = [];
    private readonly Dictionary<long, int> given = [];
    private Dictionary<long, int>? loads;
    private Dictionary<long, decimal>? rates;
    private ILookup<long, long>? barred;

    public static Dealer Of(Session session, LinkedRecords linked, AssignmentBook book, Directory directory, DateTime now)
    {
        var open = Open.GetOrCreateValue(linked);
        return open.TryGetValue(book.Form, out var dealer) ? dealer : open[book.Form] = new(session, book, directory, now);
    }

    /// <summary>Null when no rule fits.</summary>
    /// <param name="hand">How a stored record is dealt out; null for one that is only coming into being.</param>
    public async ValueTask<Dealt?> Deal(Record record, AssignmentTrigger trigger, LinkedRecords linked, Actor actor, Hand? hand = null)
    {
        var notFor = hand is null ? System.Collections.Frozen.FrozenSet<long>.Empty : await Barred(record, hand);
        await linked.Load([record], book.Rules.SelectMany(r => r.When.Paths).Where(p => p.Via.Count > 0).Select(p => p.Via));
        foreach (var rule in book.Rules)
        {
            if (!rule.On(trigger) || !RuleBook.Holds(rule.When, record, linked, actor, now)) continue;
            if (Members(rule, record) is not { } found) continue;
            return await Choose(rule, found.Key, found.Who, found.Mode, notFor, members => WithRoom(record, members, linked, actor));
        }
        return null;
    }

    /// <summary>What the turns have become, if anything was dealt.</summary>
    public async ValueTask Write()
    {
        foreach (var key in swung) await AssignmentRows.PutTurn(session, book.Form.App.Schema, book.Form.No, key, turns[key].Write());
        swung.Clear();
    }

    private async ValueTask<Dealt> Choose(CompiledRule rule, string key, IReadOnlyList<long> all, AssignmentMode mode, IReadOnlySet<long> notFor, Func<IReadOnlyList<long>, ValueTask<IReadOnlyList<long>>> withRoom)
    {
        var settings = rule.Definition;
        if (mode == AssignmentMode.Pool) return new(rule.Key, settings.Label, settings.Mode, [], null);
        var local = TimeZoneInfo.ConvertTimeFromUtc(now, directory.Zone);
        var (day, closed) = (DateOnly.FromDateTime(local), settings.WorkingHours && !book.Settings.Hours.Holds(local, directory.Calendar));
        var able = closed ? [] : await withRoom(await BelowLimit(settings, There(all)));
        if (able.Count > 0) return new(rule.Key, settings.Label, settings.Mode, able, Given(await Pick(rule, key, all, able, mode)));
        var spare = await withRoom(There(settings.Fallback.Of(directory, book.Form.App.Key)));
        if (spare.Count > 0) return new(rule.Key, settings.Label, settings.Mode, spare, Given(await Pick(rule, key + "/fallback", spare, spare, AssignmentMode.RoundRobin)));
        // Who is away now may be back when the hours begin.
        return new(rule.Key, settings.Label, settings.Mode, closed ? [.. all.Where(m => !notFor.Contains(m))] : [], null);

        IReadOnlyList<long> There(IReadOnlyList<long> members) =>
            [.. members.Where(m => !notFor.Contains(m) && (settings.EvenAway || !book.Settings.Away.Any(a => a.Member == m && a.From <= day && day <= a.To)))];
    }

    private async ValueTask<long> Pick(CompiledRule rule, string key, IReadOnlyList<long> all, IReadOnlyList<long> able, AssignmentMode mode)
    {
        var turn = await At(key);
        switch (mode)
        {
            case AssignmentMode.RoundRobin:
                return turn.Next(all, able.ToHashSet());
            case AssignmentMode.Weighted:
                return turn.Weighted(able, m => rule.Definition.Weights.FirstOrDefault(w => w.Who.Has(directory, book.Form.App.Key, m))?.Weight ?? 1);
            case AssignmentMode.Load:
                var load = await Loads();
                return turn.Least(able, m => load.GetValueOrDefault(m));
            case AssignmentMode.Performance:
                var rate = await Rates();
                return turn.Weighted(able, m => 1 + 100 * rate.GetValueOrDefault(m));
            default:
                return turn.Take(able[0]);
        }
    }

    /// <summary>Among whom a rule chooses; null when its table has no row for the record, so that the next rule is asked.</summary>
    private (string Key, IReadOnlyList<long> Who, AssignmentMode Mode)? Members(CompiledRule rule, Record record)
    {
        var app = book.Form.App.Key;
        if (rule.Field is not { } field) return (rule.Key, rule.Definition.Who.Of(directory, app), rule.Definition.Mode);
        foreach (var value in Values(field, record))
            for (var i = 0; i < rule.Definition.Table.Count; i++)
                if (rule.Definition.Table[i] is var entry && entry.Values.Contains(value)) return ($"{rule.Key}/{i}", entry.Who.Of(directory, app), rule.Definition.Inner);
        return null;
    }

    /// <summary>The value, and for a region what it lies in: district, city, province.</summary>
    private static IEnumerable<string> Values(Field field, Record record) => record[field] is not { } value ? []
        : field.Type.Kind(field) == ValueKind.Region ? Regions.Path(value as string).Reverse().Select(r => r.Code) : [Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? ""];

    private async ValueTask<IReadOnlyList<long>> BelowLimit(AssignmentRule rule, IReadOnlyList<long> able)
    {
        if (rule.Most == 0 || able.Count == 0) return able;
        var load = await Loads();
        return [.. able.Where(m => load.GetValueOrDefault(m) < rule.Most)];
    }

    /// <summary>Those who may hold one more. Nobody is given what a limit would refuse: it goes to the next, or stays where it is.</summary>
    private async ValueTask<IReadOnlyList<long>> WithRoom(Record record, IReadOnlyList<long> members, LinkedRecords linked, Actor actor)
    {
        var able = new List<long>();
        foreach (var member in members)
        {
            var free = true;
            foreach (var capability in CapabilityCatalogue.Of(book.Form))
                free = free && !(await capability.Room(session, record, member, linked, actor, now) <= given.GetValueOrDefault(member));
            if (free) able.Add(member);
        }
        return able;
    }

    /// <summary>Who must not get the record: who has just lost it, and whom a capability of the form keeps from it.</summary>
    private async ValueTask<IReadOnlySet<long>> Barred(Record record, Hand hand)
    {
        if (barred is null)
        {
            var all = new List<(long Record, long Member)>();
            foreach (var capability in CapabilityCatalogue.Of(book.Form)) all.AddRange(await capability.Barred(session, book.Form, hand.Together, now));
            barred = all.ToLookup(b => b.Record, b => b.Member);
        }
        var members = barred[record.Id].ToHashSet();
        if (hand.From is { } from) members.Add(from);
        return members;
    }

    private long Given(long member)
    {
        given[member] = given.GetValueOrDefault(member) + 1;
        if (loads is not null) loads[member] = loads.GetValueOrDefault(member) + 1;
        return member;
    }

    private async ValueTask<Turn> At(string key)
    {
        swung.Add(key);
        if (turns.TryGetValue(key, out var known)) return known;
        if (!session.ReadOnly) await session.Exclude(Lock(key));
        return turns[key] = Turn.Read(await AssignmentRows.Turn(session, book.Form.App.Schema, book.Form.No, key));
    }

    private long Lock(string key)
    {
        var hash = 14695981039346656037UL;
        foreach (var one in Encoding.UTF8.GetBytes($"{book.Form.App.Key}/{book.Form.No}/{key}")) hash = unchecked((hash ^ one) * 1099511628211UL);
        return unchecked((long)hash) | long.MinValue;
    }

    private async ValueTask<Dictionary<long, int>> Loads() => loads ??= await ByOwner(book.Open, null);

    /// <summary>Of the records that came in the last ninety days, the share that was done well; a weight is a hundred times that, and one.</summary>
    private async ValueTask<Dictionary<long, decimal>> Rates()
    {
        if (rates is not null) return rates;
        var (all, done) = (await ByOwner(Condition.Always, now.AddDays(-DaysOfPerformance)), await ByOwner(book.Done, now.AddDays(-DaysOfPerformance)));
        return rates = all.ToDictionary(a => a.Key, a => Math.Round((decimal)done.GetValueOrDefault(a.Key) / a.Value, 4, MidpointRounding.AwayFromZero));
    }

    private async ValueTask<Dictionary<long, int>> ByOwner(Condition condition, DateTime? since)
    {
        var joins = new JoinPlan();
        var owner = joins.Operand(book.Form[SystemFields.Owner]);
        var where = new List<Predicate> { new Predicate.Empty(owner, Not: true), new Predicate.Empty(joins.Operand(book.Form[SystemFields.DeletedAt])) };
        if (!condition.IsAlways) where.Add(condition.Bind(new ConditionContext(Actor.System("assignment", directory), now, joins)));
        if (since is { } from) where.Add(new Predicate.Compare(joins.Operand(book.Form[SystemFields.CreatedAt]), Comparison.GreaterOrEqual, from));
        var summary = new Summary(book.Form.Table, JoinPlan.Root, joins.Joins, Predicate.And(where), RowScope.Everything, [new GroupKey(owner)], [new Measure(Aggregation.Count)], 10_000);
        return (await session.Query(QueryWriter.Summarise(session.Dialect, summary), r => (r.Long(0), (int)r.Long(1)))).ToDictionary(r => r.Item1, r => r.Item2);
    }
}
