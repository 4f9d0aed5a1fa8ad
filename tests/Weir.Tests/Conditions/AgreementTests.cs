using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Conditions;
using Weir.Engine.Conditions.Operators;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Engine.Rules;
using Weir.Sql.Query;
using Weir.Sql.Sessions;
using Weir.Tests.Records;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.Conditions;

/// <summary>A condition has one answer: in memory, on SQLite and on PostgreSQL, for every operator, type, actor and moment.</summary>
public sealed class AgreementTests
{
    [Theory, OnSqlite(20261122), OnPostgres(20261122)]
    public async Task Ten_thousand_random_conditions_have_one_answer(DatabaseKind kind, int seed)
    {
        var random = new Random(seed);
        await using var desk = await Desk.Open(kind, Thing.App());
        await Thing.Fill(desk, random, "other", 20, 1);
        var things = await Thing.Fill(desk, random, "thing", 120, 1);
        var asked = new HashSet<(string, ValueKind)>();
        var refused = 0;
        for (var n = 0; n < 10_000; n++)
        {
            var definition = Thing.Condition(random, desk.Form("thing"), 3);
            var ask = new Ask(random.Next(5) switch { 0 => Actor.System("test", desk.Directory), 1 => desk.Actor(Desk.Manager), 2 => desk.Actor(Desk.Executive), 3 => desk.Actor(Desk.SouthRep), _ => desk.Actor(Desk.Rep) },
                Thing.Moments[random.Next(Thing.Moments.Length)], random.Next(3) == 0 ? null : things[random.Next(things.Count)]);
            if (Compile(desk, definition) is not { } condition)
            {
                refused++;
                continue;
            }
            Note(condition, asked);
            if (await Differs(desk, things, condition, ask) is not { } first) continue;
            var smallest = await Shrink(desk, things, definition, ask);
            Assert.Fail($"seed {seed}, condition {n}, record {first}, at {ask.Now:O} for {ask.Actor.Name}, beside {ask.Host?.Id}: {JsonSerializer.Serialize(smallest, DefinitionJson.Options)}");
        }
        Assert.True(refused < 2_500, $"{refused} conditions were refused.");
        var possible = desk.Form("thing").Stored.Select(f => f.Type.Kind(f)).Distinct().SelectMany(k => OperatorCatalogue.For(k).Select(o => (o.Key, k)));
        Assert.Empty(possible.Except(asked));
    }

    private sealed record Ask(Actor Actor, DateTime Now, Record? Host);

    private static Condition? Compile(Desk desk, ConditionDefinition definition)
    {
        try
        {
            return Condition.Compile(desk.Form("thing"), definition);
        }
        catch (DefinitionError)
        {
            return null;
        }
    }

    /// <summary>The first record about which memory and database differ.</summary>
    private static async Task<long?> Differs(Desk desk, List<Record> things, Condition condition, Ask ask)
    {
        Func<string, object?>? host = ask.Host is { } beside ? key => RuleBook.Stored(beside, key) : null;
        var joins = new JoinPlan();
        var where = condition.Bind(new ConditionContext(ask.Actor, ask.Now, joins, host));
        var select = new Select(desk.Form("thing").Table, JoinPlan.Root, [JoinPlan.Id(JoinPlan.Root)], joins.Joins, where, RowScope.Everything, []);
        return await desk.Database.Read(async session =>
        {
            var found = (await session.Query(QueryWriter.Select(session.Dialect, select), r => r.Long(0))).ToHashSet();
            var linked = new LinkedRecords(session);
            await linked.Load(things, condition.Paths.Where(p => p.Via.Count > 0).Select(p => p.Via));
            foreach (var thing in things)
            {
                var holds = PredicateTest.Holds(where, operand => linked.Follow(thing, joins.Way(operand.Alias)) is { } at ? RuleBook.Stored(at, operand.Column.Value) : null);
                if (holds != found.Contains(thing.Id)) return (long?)thing.Id;
            }
            return null;
        });
    }

    /// <summary>Leaves out and lifts up parts as long as the two still differ.</summary>
    private static async Task<ConditionDefinition> Shrink(Desk desk, List<Record> things, ConditionDefinition at, Ask ask)
    {
        for (var again = true; again;)
        {
            again = false;
            foreach (var smaller in Smaller(at))
                if (Compile(desk, smaller) is { } condition && await Differs(desk, things, condition, ask) is not null)
                {
                    (at, again) = (smaller, true);
                    break;
                }
        }
        return at;
    }

    private static IEnumerable<ConditionDefinition> Smaller(ConditionDefinition of)
    {
        var parts = of.All ?? of.Any ?? [];
        foreach (var part in parts) yield return part;
        for (var i = 0; i < parts.Count; i++)
        {
            var without = parts.Where((_, n) => n != i).ToList();
            yield return of.All is null ? new() { Any = without } : new() { All = without };
            foreach (var smaller in Smaller(parts[i]))
            {
                var with = parts.Select((p, n) => n == i ? smaller : p).ToList();
                yield return of.All is null ? new() { Any = with } : new() { All = with };
            }
        }
    }

    private static void Note(Condition condition, HashSet<(string, ValueKind)> asked)
    {
        if (condition is Condition.Leaf leaf) asked.Add((leaf.Operator.Key, leaf.Path.Field.Type.Kind(leaf.Path.Field)));
        foreach (var part in condition is Condition.All all ? all.Of : condition is Condition.Any any ? any.Of : []) Note(part, asked);
    }
}
