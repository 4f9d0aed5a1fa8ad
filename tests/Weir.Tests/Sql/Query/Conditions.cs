using Weir.Sql.Query;
using Weir.Sql.Schema;
using Weir.Sql.Sessions;
using Xunit;

namespace Weir.Tests.Sql.Query;

/// <summary>A predicate has one meaning: in memory and on both databases, also for null.</summary>
public class Conditions
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Ten_thousand_random_conditions_answer_as_in_memory(DatabaseKind kind)
    {
        var random = new Random(20240229);
        await using var test = await TestDatabase.Create(kind);
        var sample = await Sample.Fill(test, 120, random);
        const int together = 25;
        for (var round = 0; round < 10_000 / together; round++)
        {
            var conditions = Enumerable.Range(0, together).Select(_ => Sample.Condition(random, 3)).ToList();
            var flags = SqlText.Join(", ", conditions.Select(c => (SqlText)$"case when {QueryWriter.Where(test.Database.Dialect, c)} then 1 else 0 end"));
            SqlText query = $"""
                select {flags} from {Sample.Deal} {Sample.A} left join {Sample.Firm} {Sample.L} on {Sample.L}."id" = {Sample.A}."firm" and {QueryWriter.Where(test.Database.Dialect, Sample.Visible)} order by {Sample.A}."id"
                """;
            var rows = await test.Database.Read(s => s.Query(query, r => Enumerable.Range(0, together).Select(i => r.Long(i) == 1).ToArray()));
            for (var i = 0; i < rows.Count; i++)
            {
                var value = sample.Reader(sample.Rows[i]);
                for (var c = 0; c < together; c++)
                {
                    Assert.True(Meaning.Holds(conditions[c], value) == rows[i][c], $"round {round}, row {i}: {Print(conditions[c])}");
                    Assert.True(PredicateTest.Holds(conditions[c], value) == rows[i][c], $"in the engine, round {round}, row {i}: {Print(conditions[c])}");
                }
            }
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Lists_of_32000_values_and_long_and_deep_conditions_work(DatabaseKind kind)
    {
        await using var test = await TestDatabase.Create(kind);
        var sample = await Sample.Fill(test, 50, new Random(1));
        var many = new Predicate.OneOf(Sample.Of("id"), [.. Enumerable.Range(40, 32_000).Select(i => (object)(long)i)]);
        Assert.Equal(11, await Count(test, many));
        Assert.Equal(39, await Count(test, many with { Not = true }));
        var names = new Predicate.OneOf(Sample.Of("t"), [.. Enumerable.Range(0, 5_000).Select(i => (object)$"word {i}"), "华为"]);
        Assert.Equal(sample.Rows.Count(r => r["t"] is "华为"), await Count(test, names));
        Assert.Equal(50, await Count(test, new Predicate.All([.. Enumerable.Range(0, 3_000).Select(i => Not(i + 100))])));
        var deep = Enumerable.Range(0, 90).Aggregate<int, Predicate>(Not(7), (p, i) => new Predicate.Any([new Predicate.All([p, Not(i + 100)]), Is(8)]));
        Assert.Equal(49, await Count(test, deep));
        var same = Enumerable.Range(0, 100_000).Aggregate<int, Predicate>(Is(7), (p, _) => new Predicate.All([p]));
        Assert.Equal(1, await Count(test, same));
        var tooDeep = Enumerable.Range(0, 5_000).Aggregate<int, Predicate>(Is(7), (p, i) => i % 2 == 0 ? new Predicate.All([p, Is(7)]) : new Predicate.Any([p, Is(7)]));
        Assert.Throws<ArgumentException>(() => QueryWriter.Where(test.Database.Dialect, tooDeep));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Among_the_values_of_another_query_nulls_disturb_nobody(DatabaseKind kind)
    {
        await using var test = await TestDatabase.Create(kind);
        var sample = await Sample.Fill(test, 200, new Random(3));
        var large = new Select(Sample.Deal, Sample.A, [Sample.Of("owner")], [], new Predicate.Compare(Sample.Of("n"), Comparison.Greater, 1L), RowScope.Everything, []);
        var owners = sample.Rows.Where(r => r["n"] is not null && Convert.ToInt64(r["n"]) > 1).Select(r => r["owner"]).Where(o => o is not null).ToHashSet();
        Assert.Equal(sample.Rows.Count(r => owners.Contains(r["owner"])), await Count(test, new Predicate.InSelect(Sample.Of("owner"), large)));
        Assert.Equal(sample.Rows.Count(r => !owners.Contains(r["owner"])), await Count(test, new Predicate.InSelect(Sample.Of("owner"), large, Not: true)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Text_that_cannot_be_stored_is_refused_when_written_and_found_nowhere(DatabaseKind kind)
    {
        await using var test = await TestDatabase.Create(kind);
        await Sample.Fill(test, 20, new Random(4));
        foreach (var text in new[] { "a\0b", "\ud800", "x\udc00y" })
        {
            await Assert.ThrowsAsync<ArgumentException>(() => test.Database.Write(s => s.Execute($"update {Sample.Deal} set t = {text}")));
            Assert.Equal(0, await Count(test, new Predicate.Match(Sample.Of("t"), TextMatch.Contains, text)));
            Assert.Equal(20, await Count(test, new Predicate.Compare(Sample.Of("t"), Comparison.NotEqual, text)));
        }
    }

    private static Predicate Is(long id) => new Predicate.Compare(Sample.Of("id"), Comparison.Equal, id);

    private static Predicate Not(long id) => new Predicate.Compare(Sample.Of("id"), Comparison.NotEqual, id);

    private static Task<long> Count(TestDatabase test, Predicate where)
    {
        var select = new Select(Sample.Deal, Sample.A, [], [], where, RowScope.Everything, []);
        return test.Database.Read(s => s.Count(QueryWriter.CappedCount(s.Dialect, select, 100_000)));
    }

    private static string Print(Predicate predicate) => predicate switch
    {
        Predicate.All p => "all(" + string.Join(", ", p.Of.Select(Print)) + ")",
        Predicate.Any p => "any(" + string.Join(", ", p.Of.Select(Print)) + ")",
        Predicate.OneOf p => p + " [" + string.Join(", ", p.Values) + "]",
        _ => predicate.ToString(),
    };
}
