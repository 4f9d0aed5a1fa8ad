using Weir.Sql.Schema;
using Weir.Sql.Sessions;
using Weir.Tests.Sql.Sessions;
using Xunit;
using Index = Weir.Sql.Schema.Index;

namespace Weir.Tests.Sql.Schema;

/// <summary>Tables grow from shape to shape without losing a row; what would lose data is refused.</summary>
public class Shapes
{
    private static readonly TableName Name = new("app_x", "thing");

    private static readonly Table First = new(Name,
    [
        new("id", ColumnType.Id, NotNull: true), new("n", ColumnType.Integer, NotNull: true, Default: -3L), new("d", ColumnType.Decimal, 2, Default: 1.50m),
        new("t", ColumnType.Text, Default: "it's \"so\""), new("b", ColumnType.Bool, NotNull: true, Default: true),
        new("day", ColumnType.Date, Default: new DateOnly(2024, 2, 29)), new("m", ColumnType.Moment, Default: new DateTime(2024, 2, 29, 1, 2, 3, 4, DateTimeKind.Utc)),
        new("order", ColumnType.Text), new("deleted_at", ColumnType.Moment),
    ], ["id"],
    [
        new("thing_n", [new("n"), new("id")]), new("thing_d", [new("d", Descending: true), new("t")]), new("thing_t", [new("t"), new("id")], Unique: true, WhereNull: "deleted_at"),
        new("thing_order", [new("order")], WhereNull: "order"),
    ]);

    private static readonly Table Pairs = new(new("app_x", "pair"),
        [new("a", ColumnType.Text, NotNull: true), new("b", ColumnType.Id, NotNull: true), new("body", ColumnType.Text)], ["a", "b"], [new("pair_b", [new("b")])]);

    [Theory, OnSqlite, OnPostgres]
    public async Task A_table_read_back_needs_no_change(DatabaseKind kind)
    {
        await using var test = await With(kind, First, Pairs);
        foreach (var table in new[] { First, Pairs })
        {
            Assert.Empty(SchemaPlan.Between(await Read(test, table.Name), table));
            Assert.Equal(table.Columns.Count, (await Read(test, table.Name))!.Columns.Count);
            Assert.Equal(table.Indexes.Count, (await Read(test, table.Name))!.Indexes.Count);
        }
        Assert.Null(await Read(test, new("app_x", "nobody")));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task After_any_chain_of_random_shapes_the_table_is_as_wanted_and_keeps_its_rows(DatabaseKind kind)
    {
        var random = new Random(5);
        await using var test = await With(kind, First);
        await test.Database.Write(s => s.Execute($"insert into {Name} (id) values (1), (2), (3)"));
        var kinds = new HashSet<Type>();
        for (var round = 0; round < 60; round++)
        {
            var wanted = Mutate(random, (await Read(test, Name))!, round);
            var plan = SchemaPlan.Between(await Read(test, Name), wanted);
            foreach (var change in plan) kinds.Add(change.GetType());
            await test.Database.Change(s => s.Apply(plan, Danger.Destructive));
            Assert.Empty(SchemaPlan.Between(await Read(test, Name), wanted));
            Assert.Equal([1L, 2L, 3L], await test.Database.Read(s => s.Query($"select id from {Name} order by id", r => r.Long(0))));
        }
        Assert.True(kinds.Count >= 5, string.Join(", ", kinds));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_loses_data_is_refused_unless_it_was_named(DatabaseKind kind)
    {
        await using var test = await With(kind, First);
        var without = First with { Columns = [.. First.Columns.Where(c => c.Name.Value != "n")], Indexes = [] };
        var smaller = With(First, new("t", ColumnType.Date));
        foreach (var wanted in new[] { without, smaller })
        {
            var plan = SchemaPlan.Between(await Read(test, Name), wanted);
            Assert.Contains(plan, c => c.Danger == Danger.Destructive);
            await Assert.ThrowsAsync<InvalidOperationException>(() => test.Database.Change(s => s.Apply(plan)));
            Assert.Empty(SchemaPlan.Between(await Read(test, Name), First));
        }
        await Assert.ThrowsAsync<InvalidOperationException>(() => test.Database.Change(s => s.Apply([new SchemaChange.DropTable(Name)])));
        Assert.Throws<ArgumentException>(() => SchemaPlan.Between(First, First with { Columns = [.. First.Columns, new("x", ColumnType.Text, NotNull: true)] }));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_changed_type_keeps_every_value_that_has_a_place_in_the_new_one(DatabaseKind kind)
    {
        var text = new Column("v", ColumnType.Text);
        Column[] steps = [new("v", ColumnType.Integer), new("v", ColumnType.Decimal, 2), new("v", ColumnType.Decimal, 4), text, new("v", ColumnType.Decimal, 4)];
        var table = new Table(Name, [new("id", ColumnType.Id, NotNull: true), text], ["id"], [new("thing_v", [new("v")])]);
        await using var test = await With(kind, table);
        await test.Database.Write(async s => { await s.Load(Name, table.Columns, Enumerable.Range(1, 12_001).Select(i => new object?[] { (long)i, i % 3 == 0 ? null : i.ToString() })); });
        foreach (var column in steps)
        {
            var wanted = table with { Columns = [table.Columns[0], column] };
            await test.Database.Change(async s => await s.Apply(SchemaPlan.Between(await s.ReadTable(Name), wanted), Danger.Destructive));
            Assert.Empty(SchemaPlan.Between(await Read(test, Name), wanted));
        }
        var back = await test.Database.Read(s => s.Query($"select v from {Name} order by id", r => r.Value(0, ColumnType.Decimal, 4)));
        Assert.Equal(Enumerable.Range(1, 12_001).Select(i => i % 3 == 0 ? null : (object?)(decimal)i), back);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_rebuild_that_fails_leaves_the_table_as_it_was(DatabaseKind kind)
    {
        await using var test = await With(kind, First);
        await test.Database.Write(s => s.Execute($"insert into {Name} (id) values (1), (2)"));
        var keyed = new Table(Name, First.Columns, ["n"], First.Indexes);
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() =>
            test.Database.Change(async s => await s.Apply(SchemaPlan.Between(await s.ReadTable(Name), keyed))));
        Assert.Empty(SchemaPlan.Between(await Read(test, Name), First));
        Assert.Equal(2, await test.Database.Read(s => s.Count($"select count(*) from {Name}")));
    }

    private static Table Mutate(Random random, Table table, int round)
    {
        var columns = table.Columns.ToList();
        var indexes = table.Indexes.ToList();
        var i = random.Next(1, columns.Count);
        switch (random.Next(6))
        {
            case 0: columns.Add(Any(random, "x" + round)); break;
            case 1 when columns.Count > 5:
                indexes.RemoveAll(x => x.WhereNull == columns[i].Name || x.Parts.Any(p => p.Column == columns[i].Name));
                columns.RemoveAt(i);
                break;
            case 2: columns[i] = Any(random, columns[i].Name.Value); break;
            case 3: columns[i] = columns[i] with { Default = null, NotNull = false }; break;
            case 4 when indexes.Count > 0: indexes.RemoveAt(random.Next(indexes.Count)); break;
            default: indexes.Add(new("ix" + round, [new(columns[i].Name, random.Next(2) == 0), new("id")], WhereNull: random.Next(2) == 0 ? columns[i].Name : (SqlName?)null)); break;
        }
        return table with { Columns = columns, Indexes = indexes };
    }

    private static Column Any(Random random, string name)
    {
        var like = First.Columns[random.Next(1, First.Columns.Count)];
        var scale = like.Type == ColumnType.Decimal ? random.Next(2, 5) : 0;
        return like with { Name = name, Scale = scale, NotNull = like.Default is not null && random.Next(2) == 0 };
    }

    private static Table With(Table table, Column column) => table with { Columns = [.. table.Columns.Select(c => c.Name == column.Name ? column : c)] };

    private static Task<Table?> Read(TestDatabase test, TableName name) => test.Database.Read(s => s.ReadTable(name));

    private static async Task<TestDatabase> With(DatabaseKind kind, params Table[] tables)
    {
        var test = await TestDatabase.Create(kind);
        await test.Database.Change(s => s.Apply([new SchemaChange.CreateSchema("app_x"), .. tables.Select(t => new SchemaChange.CreateTable(t))]));
        return test;
    }
}
