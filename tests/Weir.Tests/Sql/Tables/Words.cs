using Weir.Sql.Migrations;
using Weir.Sql.Schema;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;
using Xunit;

namespace Weir.Tests.Sql.Tables;

/// <summary>The word index finds what a plain look at the words finds, newest first.</summary>
public class Words
{
    private static readonly SqlName App = "app_sales";
    private const long Last = (long)SearchIndex.LargestFormNo;
    private static readonly string[] Known = ["华为", "为技", "技术", "术", "acme", "ac", "acme2", "2024", "~hw", "o'neil", "back\\slash", "quo\"te", "and", "or", "é", "straße"];

    [Theory, OnSqlite, OnPostgres]
    public async Task Random_clauses_find_the_same_records_as_a_plain_look(DatabaseKind kind)
    {
        var random = new Random(8);
        await using var test = await TestDatabase.Create(kind);
        await Migrator.RunApp(test.Database, App);
        const long top = (1L << 53) - 2;
        var entries = Enumerable.Range(0, 400).Select(i => new SearchRow(
            i % 2 == 0 ? 1 : Last, i < 4 ? top - i : i * 3L, [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => Known[random.Next(Known.Length)])])).ToList();
        await test.Database.Write(s => SearchIndex.PutMany(s, App, entries));
        for (var i = 0; i < 40; i++)
        {
            var at = random.Next(entries.Count);
            entries[at] = entries[at] with { Tokens = random.Next(3) == 0 ? [] : [Known[random.Next(Known.Length)]] };
            var changed = entries[at];
            await test.Database.Write(s => SearchIndex.PutMany(s, App, [changed]));
        }
        for (var round = 0; round < 200; round++)
        {
            var clauses = List(random, 3, () => List(random, 3, () => List(random, 3, () => new SearchTerm(Known[random.Next(Known.Length)], random.Next(3) == 0))));
            var form = random.Next(2) == 0 ? 1 : Last;
            long? before = random.Next(2) == 0 ? random.Next(1200) : null;
            var expected = entries.Where(e => e.FormNo == form && (before is null || e.RecordId < before) && clauses.All(ways => ways.Any(terms => terms.All(t => Has(e, t)))))
                .Select(e => e.RecordId).OrderDescending().Take(20);
            Assert.Equal(expected, await test.Database.Read(s => SearchIndex.Find(s, App, form, clauses, before, 20)));
        }
        await test.Database.Write(s => SearchIndex.Remove(s, App, Last, 3));
        IReadOnlyList<IReadOnlyList<IReadOnlyList<SearchTerm>>> any = [[.. Known.Select(k => (IReadOnlyList<SearchTerm>)[new(k, Prefix: false)])]];
        Assert.DoesNotContain(3, await test.Database.Read(s => SearchIndex.Find(s, App, Last, any, null, 1000)));
        Assert.Empty(await test.Database.Read(s => SearchIndex.Find(s, App, 1, [], null, 20)));
    }

    private static bool Has(SearchRow entry, SearchTerm term) =>
        entry.Tokens.Any(t => term.Prefix ? t.StartsWith(term.Token, StringComparison.Ordinal) : t == term.Token);

    private static IReadOnlyList<T> List<T>(Random random, int most, Func<T> make) => [.. Enumerable.Range(0, random.Next(1, most)).Select(_ => make())];
}
