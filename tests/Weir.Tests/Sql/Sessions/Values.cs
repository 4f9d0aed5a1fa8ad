using Weir.Sql.Schema;
using Weir.Sql.Sessions;
using Xunit;

namespace Weir.Tests.Sql.Sessions;

/// <summary>What goes in comes out, the same on both databases.</summary>
public class Values
{
    private static readonly TableName Thing = new("app_x", "thing");

    private static readonly IReadOnlyList<Column> Columns =
    [
        new("id", ColumnType.Id, NotNull: true), new("n", ColumnType.Integer), new("d0", ColumnType.Decimal), new("d2", ColumnType.Decimal, 2),
        new("d9", ColumnType.Decimal, 9), new("t", ColumnType.Text), new("b", ColumnType.Bool), new("day", ColumnType.Date), new("m", ColumnType.Moment),
    ];

    public static readonly object?[][] Rows =
    [
        [1L, long.MaxValue, 9223372036854775807m, 92233720368547758.07m, 9223372036.854775807m, "華为\ud83d\ude00 'quoted' \\ \n\t|", true, DateOnly.MaxValue, At(9999, 12, 31, 23, 59, 59, 999)],
        [2L, long.MinValue, -9223372036854775807m, -92233720368547758.07m, -9223372036.854775807m, "", false, DateOnly.MinValue, At(1, 1, 1, 0, 0, 0, 0)],
        [long.MaxValue, 0L, 0m, 0.01m, -0.000000001m, new string('x', 100_000), false, new DateOnly(1969, 12, 31), At(1969, 12, 31, 23, 59, 59, 999)],
        [4L, null, null, null, null, null, null, null, null],
        [5L, -1L, 1m, 100.10m, 1.5m, "\u0001\uffff", true, new DateOnly(2024, 2, 29), At(2024, 2, 29, 12, 0, 0, 1)],
    ];

    [Theory, OnSqlite, OnPostgres]
    public async Task Every_type_comes_back_as_it_went_in_whether_loaded_or_inserted(DatabaseKind kind)
    {
        await using var test = await WithThings(kind);
        foreach (var loaded in new[] { true, false })
        {
            await test.Database.Write(async s =>
            {
                await s.Execute($"delete from {Thing}");
                if (loaded) Assert.Equal(Rows.Length, await s.Load(Thing, Columns, Rows));
                else foreach (var row in Rows) await s.Execute($"insert into {Thing} values ({SqlText.Join(", ", Columns.Select((c, i) => (SqlText)$"{SqlValue.For(c, row[i])}"))})");
            });
            var back = await test.Database.Read(s => s.Query(
                $"select id, n, d0, d2, d9, t, b, day, m from {Thing}", r => Columns.Select((c, i) => r.Value(i, c.Type, c.Scale)).ToArray()));
            Assert.Equal(Rows.OrderBy(r => r[0]), back.OrderBy(r => r[0]));
            var places = back.Where(r => r[3] is decimal).Select(r => ((decimal)r[3]!).Scale);
            Assert.All(places, p => Assert.Equal(2, p));
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Every_value_finds_its_row(DatabaseKind kind)
    {
        await using var test = await WithThings(kind);
        await test.Database.Write(async s => { await s.Load(Thing, Columns, Rows); });
        foreach (var row in Rows)
        {
            for (var i = 1; i < Columns.Count; i++)
            {
                if (row[i] is null) continue;
                SqlText query = $"select id from {Thing} where {Columns[i].Name} = {SqlValue.For(Columns[i], row[i])}";
                Assert.Contains((long)row[0]!, await test.Database.Read(s => s.Query(query, r => r.Long(0))));
            }
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Decimals_are_rounded_half_away_from_zero_and_moments_cut_to_milliseconds(DatabaseKind kind)
    {
        await using var test = await WithThings(kind);
        var (d2, m) = (Columns[3], Columns[8]);
        var at = At(2024, 1, 1, 0, 0, 0, 5).AddTicks(9_999);
        await test.Database.Write(async s => { await s.Load(Thing, [Columns[0], d2, m], [[1L, 0.125m, at], [2L, -0.125m, at], [3L, 0.1249m, at]]); });
        var back = await test.Database.Read(s => s.Query($"select d2, m from {Thing} order by id", r => (r.Decimal(0, 2), r.Moment(1))));
        Assert.Equal([(0.13m, At(2024, 1, 1, 0, 0, 0, 5)), (-0.13m, At(2024, 1, 1, 0, 0, 0, 5)), (0.12m, At(2024, 1, 1, 0, 0, 0, 5))], back);
        Assert.All(back, b => Assert.Equal(DateTimeKind.Utc, b.Item2.Kind));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_does_not_fit_is_refused_by_name(DatabaseKind kind)
    {
        await using var test = await WithThings(kind);
        var error = await Assert.ThrowsAsync<ArgumentException>(() => Set(SqlValue.Decimal(92233720368547758.08m, 2)));
        Assert.Contains("92233720368547758.08", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => Set(new SqlValue("12", ColumnType.Integer)));
        await Assert.ThrowsAsync<ArgumentException>(() => Set(SqlValue.Moment(new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Local))));
        Task Set(SqlValue value) => test.Database.Write(s => s.Execute($"update {Thing} set n = {value}"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Text_is_ordered_by_code_point(DatabaseKind kind)
    {
        await using var test = await WithThings(kind);
        string[] ordered = ["", " a", "B", "_", "a", "a b", "aa", "b", "é", "一", "华", "\uffee", "\ud83d\ude00"];
        await test.Database.Write(async s => { await s.Load(Thing, [Columns[0], Columns[5]], ordered.Reverse().Select((t, i) => new object?[] { (long)i, t })); });
        Assert.Equal(ordered, await test.Database.Read(s => s.Query($"select t from {Thing} order by t", r => r.Text(0))));
    }

    private static async Task<TestDatabase> WithThings(DatabaseKind kind)
    {
        var test = await TestDatabase.Create(kind);
        await test.Database.Change(s => s.Apply([new SchemaChange.CreateSchema("app_x"), new SchemaChange.CreateTable(new(Thing, Columns, ["id"], []))]));
        return test;
    }

    private static DateTime At(int y, int mo, int d, int h, int mi, int s, int ms) => new(y, mo, d, h, mi, s, ms, DateTimeKind.Utc);
}
