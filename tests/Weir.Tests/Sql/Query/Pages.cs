using Weir.Sql.Query;
using Weir.Sql.Sessions;
using Xunit;

namespace Weir.Tests.Sql.Query;

/// <summary>Pages of rows: every row once, in order, whichever shape the permission takes.</summary>
public class Pages
{
    private static readonly DateTime Today = Sample.Time(12);

    [Theory, OnSqlite, OnPostgres]
    public async Task Paging_visits_every_visible_row_once_in_order_under_any_sort_filter_and_scope(DatabaseKind kind)
    {
        var random = new Random(42);
        await using var test = await TestDatabase.Create(kind);
        var sample = await Sample.Fill(test, 150, random);
        for (var round = 0; round < 150; round++)
        {
            var order = Order(random);
            var where = Sample.Condition(random, 2);
            var scope = Scope(random);
            var expected = sample.Rows.Where(r => Meaning.Holds(where, sample.Reader(r)) && Sees(sample, scope, r)).ToList();
            expected.Sort((a, b) => Compare(sample, order, a, b));
            var size = random.Next(1, 60);
            foreach (var narrow in new[] { false, true })
            {
                var shape = scope with { Narrow = narrow };
                var select = new Select(Sample.Deal, Sample.A, [Sample.Of("id"), Sample.OfFirm("name")], [Sample.FirmJoin], where, shape, order, null, size);
                var seen = await Walk(test, sample, select);
                Assert.Equal(expected.Select(r => (long)Convert.ToInt64(r["id"])), seen);
                Assert.Equal(expected.Count, await test.Database.Read(s => s.Count(QueryWriter.CappedCount(s.Dialect, select, 1001))));
                Assert.Equal(Math.Min(7, expected.Count), await test.Database.Read(s => s.Count(QueryWriter.CappedCount(s.Dialect, select, 7))));
            }
        }
    }

    [Theory, OnSqlite]
    public async Task The_newest_rows_are_read_along_an_index_and_never_sorted(DatabaseKind kind)
    {
        await using var test = await TestDatabase.Create(kind);
        await Sample.Fill(test, 150, new Random(6));
        await test.Database.Analyze();
        Sort[] newest = [new(Sample.Of("at"), Descending: true, Nullable: false), new(Sample.Of("id"), Descending: true, Nullable: false)];
        RowScope some = new([new(Sample.Of("dept"), [1, 2, 3]), new(Sample.Of("owner"), [1])]);
        foreach (var scope in new[] { RowScope.Everything, some })
        {
            var select = new Select(Sample.Deal, Sample.A, [Sample.Of("t")], [Sample.FirmJoin], Predicate.True, scope, newest, [Today, 50L], 20);
            SqlText explain = $"explain query plan {QueryWriter.Select(test.Database.Dialect, select)}";
            var plan = await test.Database.Read(s => s.Query(explain, r => r.Text(3)));
            Assert.Equal(["SEARCH a USING INDEX app_x.deal_at (at<?)"], plan);
        }
        var narrow = new Select(Sample.Deal, Sample.A, [Sample.Of("t")], [], Predicate.True, new([new(Sample.Of("dept"), [4])], Narrow: true), newest, [Today, 50L], 20);
        SqlText explained = $"explain query plan {QueryWriter.Select(test.Database.Dialect, narrow)}";
        Assert.Contains(await test.Database.Read(s => s.Query(explained, r => r.Text(3))), p => p.Contains("deal_dept (dept=?", StringComparison.Ordinal));
    }

    /// <summary>Asks for page after page; the sort values of the last row continue it.</summary>
    private static async Task<List<long>> Walk(TestDatabase test, Sample sample, Select select)
    {
        var seen = new List<long>();
        IReadOnlyList<object?>? after = null;
        while (true)
        {
            var page = await test.Database.Read(s => s.Query(QueryWriter.Select(s.Dialect, select with { After = after }), r => r.Long(0)));
            seen.AddRange(page);
            if (page.Count < select.Limit) return seen;
            var last = sample.Reader(sample.Rows[(int)page[^1] - 1]);
            after = [.. select.Order.Select(o => last(o.By))];
        }
    }

    private static int Compare(Sample sample, IReadOnlyList<Sort> order, Dictionary<string, object?> a, Dictionary<string, object?> b) => order
        .Select(s => Meaning.Sorted(sample.Reader(a)(s.By), sample.Reader(b)(s.By), s.Descending))
        .FirstOrDefault(c => c != 0);

    private static List<Sort> Order(Random random)
    {
        var down = random.Next(2) == 0;
        if (random.Next(3) == 0) return [new(Sample.Of("at"), down, Nullable: false), new(Sample.Of("id"), down, Nullable: false)];
        string[] names = ["n", "d", "t", "b", "day", "m", "at", "dept"];
        var sorts = Enumerable.Range(0, random.Next(1, 4)).Select(_ => new Sort(Sample.Of(names[random.Next(names.Length)]), random.Next(2) == 0)).ToList();
        if (random.Next(4) == 0) sorts.Add(new(Sample.OfFirm("name"), random.Next(2) == 0));
        return [.. sorts.DistinctBy(s => s.By), new(Sample.Of("id"), down, Nullable: false)];
    }

    private static RowScope Scope(Random random) => random.Next(6) switch
    {
        0 => RowScope.Everything,
        1 => RowScope.Nothing,
        _ => new([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Branch(random))]),
    };

    private static ScopeBranch Branch(Random random) => random.Next(5) switch
    {
        0 => new(Sample.Of("owner"), [random.Next(1, 5)]),
        1 => new(Sample.Of("dept"), [.. Enumerable.Range(1, random.Next(5)).Select(i => (long)i)], And: random.Next(2) == 0 ? Sample.Condition(random, 1) : null),
        2 => new(Shared: Shared(random)),
        3 => new(Shared: Shared(random), And: Sample.Condition(random, 1, links: false)),
        _ => new(And: Sample.Condition(random, 1)),
    };

    private static Predicate.SharedWith Shared(Random random) =>
        new(Sample.Of("id"), Sample.Share, Sample.FormNo, [1, .. random.Next(2) == 0 ? [2L, 3L] : Array.Empty<long>()], random.Next(1, 3), random.Next(2) == 0 ? Today : null, random.Next(2) == 0 ? $"s{random.Next(40)}" : null);

    private static bool Sees(Sample sample, RowScope scope, Dictionary<string, object?> row) => scope.Branches is null || scope.Branches.Any(b =>
        (b.Column is not { } column || (sample.Reader(row)(column) is long value && b.Values!.Contains(value)))
        && (b.Shared is not { } shared || sample.Shares.Where((s, i) => s.Record == Convert.ToInt64(row["id"]) && shared.Principals.Contains(s.Principal)
            && s.Level >= shared.MinLevel && (shared.At is not { } at || s.Until is null || s.Until > at) && shared.Except != $"s{i}").Any())
        && (b.And is not { } and || Meaning.Holds(and, sample.Reader(row))));
}
