using System.Globalization;
using Weir.Sql.Schema;
using Weir.Sql.Sessions;
using Xunit;
using Index = Weir.Sql.Schema.Index;

namespace Weir.Tests.Sql.Schema;

/// <summary>Whatever a table holds and however its columns change without loss: afterwards every row is there with every value.</summary>
public class Rebuilds
{
    private static readonly TableName Name = new("app_x", "thing");

    [Theory, OnSqlite, OnPostgres]
    public async Task A_rebuild_keeps_every_row_and_every_value(DatabaseKind kind)
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        for (var round = 0; round < 12; round++)
        {
            await using var test = await TestDatabase.Create(kind);
            var table = new Table(Name, [new("id", ColumnType.Id, NotNull: true), .. Enumerable.Range(0, random.Next(1, 12)).Select(i => Any(random, i))], ["id"], []);
            var rows = Enumerable.Range(1, random.Next(1, 400)).Select(id => table.Columns.Select(c => c.Name.Value == "id" ? id * 7L : Value(random, c)).ToArray()).ToList();
            await test.Database.Change(async s =>
            {
                await s.Apply([new SchemaChange.CreateSchema("app_x"), new SchemaChange.CreateTable(table)]);
                await s.Load(Name, table.Columns, rows);
            });
            var wanted = Wider(random, table);
            await test.Database.Change(async s => await s.Apply(SchemaPlan.Between(await s.ReadTable(Name), wanted)));
            var kept = wanted.Columns.Where(c => table.Find(c.Name) is not null).ToList();
            var now = await test.Database.Read(s => s.Query($"select {SqlText.Join(", ", kept.Select(c => (SqlText)$"{c.Name}"))} from {Name} order by {kept.First(c => c.Name.Value == "id").Name}",
                r => kept.Select((c, i) => r.Value(i, c.Type, c.Scale)).ToArray()));
            Assert.Equal(rows.Count, now.Count);
            for (var n = 0; n < rows.Count; n++)
                for (var i = 0; i < kept.Count; i++)
                {
                    var from = table[kept[i].Name];
                    var value = rows[n][table.Columns.ToList().IndexOf(from)];
                    var expected = ValueConversion.Convert(value, from, kept[i]) ?? (kept[i].NotNull ? kept[i].Default : null);
                    Assert.True(Equals(expected, now[n][i]), $"seed {seed}, round {round}, row {n}, {from} became {kept[i]}: {Text(value)} became {Text(now[n][i])} instead of {Text(expected)}");
                    if (value is not null) Assert.NotNull(now[n][i]);
                }
            Assert.Empty(SchemaPlan.Between(await test.Database.Read(s => s.ReadTable(Name)), wanted));
        }
    }

    /// <summary>The same table with columns that hold all the former ones held, new ones, an index and another order.</summary>
    private static Table Wider(Random random, Table table)
    {
        var columns = table.Columns.Skip(1).Select(c => random.Next(3) switch
        {
            0 => c,
            1 when c.Type == ColumnType.Decimal => c with { Scale = c.Scale + random.Next(1, 4) },
            1 when c.Type is ColumnType.Integer or ColumnType.Bool => new Column(c.Name, ColumnType.Decimal, random.Next(3)),
            1 when c.Type == ColumnType.Date => new Column(c.Name, ColumnType.Moment),
            1 when c.Type == ColumnType.Text => c with { NotNull = true, Default = "none" },
            _ => new Column(c.Name, ColumnType.Text),
        }).OrderBy(_ => random.Next()).ToList();
        if (random.Next(2) == 0) columns.Insert(random.Next(columns.Count + 1), new("fresh", ColumnType.Integer, NotNull: true, Default: 5L));
        return table with { Columns = [table.Columns[0], .. columns], Indexes = [new Index("thing_by", [new(columns[0].Name), new("id")])] };
    }

    private static Column Any(Random random, int i)
    {
        var type = (ColumnType)random.Next(1, 7);
        return new("c" + i, type, type == ColumnType.Decimal ? random.Next(7) : 0);
    }

    private static object? Value(Random random, Column column) => random.Next(6) == 0 ? null : column.Type switch
    {
        ColumnType.Decimal => decimal.Round((decimal)(random.NextDouble() - 0.5) * 1_000_000m, column.Scale),
        ColumnType.Text => new[] { "", "华为", "it's", "12.50", "true", "2026-01-01", "\\", "z\ud83d\ude00", "null" }[random.Next(9)],
        ColumnType.Bool => random.Next(2) == 0,
        ColumnType.Date => new DateOnly(1, 1, 1).AddDays(random.Next(3_000_000)),
        ColumnType.Moment => new DateTime(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMilliseconds(random.NextInt64(-60_000_000_000_000, 250_000_000_000_000)),
        _ => random.NextInt64(-1_000_000_000_000, 1_000_000_000_000),
    };

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "null";
}
