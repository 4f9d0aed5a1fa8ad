using Weir.Sql.Query;
using Weir.Sql.Schema;
using Weir.Sql.Sessions;
using Xunit;

namespace Weir.Tests.Sql.Query;

/// <summary>Groupings count and sum what plain C# counts and sums.</summary>
public class Summaries
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Groups_of_any_key_have_the_figures_of_their_rows(DatabaseKind kind)
    {
        var random = new Random(9);
        await using var test = await TestDatabase.Create(kind);
        var sample = await Sample.Fill(test, 300, random);
        Measure[] measures =
        [
            new(Aggregation.Count), new(Aggregation.Count, Sample.Of("d")), new(Aggregation.CountDistinct, Sample.Of("t")), new(Aggregation.Sum, Sample.Of("d")),
            new(Aggregation.Average, Sample.Of("d")), new(Aggregation.Min, Sample.Of("m")), new(Aggregation.Max, Sample.Of("t")), new(Aggregation.Sum, Sample.Of("owner")),
            new(Aggregation.Average, Sample.Of("owner")), new(Aggregation.Median, Sample.Of("d")), new(Aggregation.Median, Sample.Of("owner")),
        ];
        for (var round = 0; round < 80; round++)
        {
            var keys = Enumerable.Range(0, random.Next(3)).Select(_ => Key(random)).ToList();
            var where = Sample.Condition(random, 1);
            var narrow = random.Next(2) == 0;
            var scope = random.Next(2) == 0 ? RowScope.Everything : new RowScope([new(Sample.Of("dept"), [1, 2, 3]), new(Sample.Of("owner"), [1])], narrow);
            var summary = new Summary(Sample.Deal, Sample.A, [Sample.FirmJoin], where, scope, keys, measures, 10_000);
            var found = await test.Database.Read(s => s.Query(QueryWriter.Summarise(s.Dialect, summary), r => keys.Select((k, i) => r.Value(i, k.Type, k.Scale))
                .Concat(measures.Select((m, i) => r.Value(keys.Count + i, m.Type, m.Scale))).ToList()));
            var rows = sample.Rows.Where(r => Meaning.Holds(where, sample.Reader(r)))
                .Where(r => scope.Branches is null || (long)r["dept"]! <= 3 || r["owner"] is 1L).Select(sample.Reader).ToList();
            var groups = keys.Count == 0 ? [Figures(measures, [], rows)]
                : rows.GroupBy(r => Print([.. keys.Select(k => Bucket(k, r))])).Select(g => Figures(measures, [.. keys.Select(k => Bucket(k, g.First()))], [.. g])).ToList();
            groups.Sort((a, b) => keys.Select((_, i) => Meaning.Sorted(a[i], b[i], false)).FirstOrDefault(c => c != 0));
            Assert.Equal(groups.Select(Print), found.Select(Print));
        }
    }

    private static GroupKey Key(Random random) => random.Next(5) switch
    {
        0 => new(Sample.Of("m"), (DateBucket)random.Next(1, 6), random.Next(-12, 15) * 60),
        1 => new(Sample.Of("day"), (DateBucket)random.Next(1, 6)),
        2 => new(Sample.OfFirm("name")),
        3 => new(Sample.Of("b")),
        _ => new(Sample.Of("t")),
    };

    private static object? Bucket(GroupKey key, Func<Operand, object?> row)
    {
        var value = row(key.By);
        if (value is null || key.Bucket == DateBucket.None) return value;
        var day = value is DateTime moment ? DateOnly.FromDateTime(moment.AddMinutes(key.OffsetMinutes)) : (DateOnly)value;
        return key.Bucket switch
        {
            DateBucket.Day => day,
            DateBucket.Week => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)),
            DateBucket.Month => new DateOnly(day.Year, day.Month, 1),
            DateBucket.Quarter => new DateOnly(day.Year, (day.Month - 1) / 3 * 3 + 1, 1),
            _ => new DateOnly(day.Year, 1, 1),
        };
    }

    private static List<object?> Figures(IReadOnlyList<Measure> measures, List<object?> keys, IReadOnlyList<Func<Operand, object?>> rows)
    {
        foreach (var measure in measures)
        {
            var values = measure.Of is { } of ? rows.Select(r => r(of)).Where(v => v is not null).ToList() : [];
            keys.Add(measure.How switch
            {
                Aggregation.Count => measure.Of is null ? rows.Count : values.Count,
                Aggregation.CountDistinct => values.Distinct().Count(),
                _ when values.Count == 0 => null,
                Aggregation.Sum => values.Sum(Convert.ToDecimal),
                Aggregation.Average => decimal.Round(values.Sum(Convert.ToDecimal) / values.Count, measure.Scale, MidpointRounding.AwayFromZero),
                Aggregation.Median => values.Select(Convert.ToDecimal).Order().ToList() is var all ? decimal.Round((all[(all.Count - 1) / 2] + all[all.Count / 2]) / 2, measure.Scale, MidpointRounding.AwayFromZero) : null,
                Aggregation.Min => values.Aggregate((a, b) => Meaning.Order(a!, b!) <= 0 ? a : b),
                _ => values.Aggregate((a, b) => Meaning.Order(a!, b!) >= 0 ? a : b),
            });
        }
        return keys;
    }

    private static string Print(List<object?> row) => string.Join(" | ", row.Select(v => v switch
    {
        null => "-",
        bool b => b.ToString(),
        string s => "'" + s + "'",
        DateOnly d => d.ToString("o"),
        DateTime m => m.ToString("o"),
        _ => Convert.ToDecimal(v).ToString("0.##########"),
    }));
}
