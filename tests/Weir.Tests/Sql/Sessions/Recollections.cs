using Weir.Sql.Schema;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;
using Xunit;

namespace Weir.Tests.Sql;

/// <summary>What was asked before is answered without asking, until somebody writes to what it was read from.</summary>
public class Recollections
{
    private static readonly TableName Note = new("app_x", "note"), Other = new("app_x", "other");

    [Theory, OnSqlite, OnPostgres]
    public async Task A_question_is_put_once_until_its_table_is_written_to(DatabaseKind kind)
    {
        await using var test = await WithNotes(kind);
        var asked = new Asked(test.Database);
        await test.Database.Write(s => Insert(s, Note, 1));

        Assert.Equal([1L], await asked.Ids());
        Assert.Equal([1L], await asked.Ids());
        await test.Database.Write(s => Insert(s, Other, 7));
        await test.Database.Write(async s => { await s.Query($"select id from {Note}", r => r.Long(0)); });
        Assert.Equal([1L], await asked.Ids());
        Assert.Equal(1, asked.Times);
        await test.Database.Write(s => Insert(s, Note, 2));
        Assert.Equal([1L, 2L], await asked.Ids());
        Assert.Equal(2, asked.Times);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Every_way_to_write_is_noticed(DatabaseKind kind)
    {
        await using var test = await WithNotes(kind);
        var asked = new Asked(test.Database);
        var ready = new RowInsert(Note, [new("id", ColumnType.Id, NotNull: true)]);
        Assert.Empty(await asked.Ids());

        await test.Database.Write(s => Insert(s, Note, 1));
        Assert.Equal([1L], await asked.Ids());
        await test.Database.Write(s => s.ExecuteAll([$"insert into {Note} (id) values ({2L})"]));
        Assert.Equal([1L, 2L], await asked.Ids());
        await test.Database.Write(async s => { await s.Load(Note, [new("id", ColumnType.Id, NotNull: true)], [[3L]]); });
        Assert.Equal([1L, 2L, 3L], await asked.Ids());
        await test.Database.Write(async s => { await s.Execute(ready.Of(s.Dialect, [4L])); });
        Assert.Equal([1L, 2L, 3L, 4L], await asked.Ids());
        await test.Database.Write(async s => { await s.Query($"update {Note} set id = id + 10 where id = {4L} returning id", r => r.Long(0)); });
        Assert.Equal([1L, 2L, 3L, 14L], await asked.Ids());
        await test.Database.Change(s => s.Apply([new SchemaChange.AddColumn(Note, new("more", ColumnType.Text))]));
        await asked.Ids();
        Assert.Equal(7, asked.Times);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_reader_that_began_before_a_write_leaves_no_old_answer_behind(DatabaseKind kind)
    {
        await using var test = await WithNotes(kind);
        var asked = new Asked(test.Database);

        await test.Database.Read(session =>
        {
            Task.Run(() => test.Database.Write(s => Insert(s, Note, 1))).GetAwaiter().GetResult();
            return asked.Ids(session);
        });
        await test.Database.Write(async s => { await s.Execute($"delete from {Other}"); });

        Assert.Equal([1L], await asked.Ids());
        Assert.Equal(2, asked.Times);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_else_an_answer_depends_on_makes_it_another_and_the_time_of_asking_does_not(DatabaseKind kind)
    {
        await using var test = await WithNotes(kind);
        await test.Database.Write(s => Insert(s, Note, 1));
        var times = 0;

        Assert.Equal(["a1"], await Ask(1, "a"));
        Assert.Equal(["a1"], await Ask(1, "a"));
        Assert.Equal(["b1"], await Ask(1, "b"));
        Assert.Empty(await Ask(2, "a"));
        Assert.Equal(2, times);

        Task<IReadOnlyList<string>> Ask(long id, string beside) => test.Database.Read(s => s.Recall($"select id from {Note} where id = {id} and {SqlValue.Now(DateTime.UtcNow)} is not null", r =>
        {
            times++;
            return beside + r.Long(0);
        }, beside));
    }

    [Theory, OnPostgres]
    public async Task Another_process_is_noticed_after_five_seconds(DatabaseKind kind)
    {
        await using var test = await WithNotes(kind);
        await using var second = await TestDatabase.Attach(test.Setting);
        var asked = new Asked(test.Database);
        Assert.Empty(await asked.Ids());
        await second.Database.Write(s => Insert(s, Note, 1));

        await Task.Delay(TimeSpan.FromSeconds(5.2));

        Assert.Equal([1L], await asked.Ids());
    }

    private static async ValueTask Insert(Session session, TableName table, long id) => await session.Execute($"insert into {table} (id) values ({id})");

    private static async Task<TestDatabase> WithNotes(DatabaseKind kind)
    {
        var test = await TestDatabase.Create(kind);
        await test.Database.Change(s => s.Apply([new SchemaChange.CreateSchema("app_x"), .. new[] { Note, Other }.Select(t => new SchemaChange.CreateTable(new Table(t, [new("id", ColumnType.Id, NotNull: true)], ["id"], [])))]));
        return test;
    }

    private sealed class Asked(Database database)
    {
        public int Times { get; private set; }

        public Task<IReadOnlyList<long>> Ids() => database.Read(Ids);

        public async ValueTask<IReadOnlyList<long>> Ids(Session session)
        {
            // One row more than there are notes, so that an empty table is counted as asked too.
            var rows = await session.Recall($"select id from {Note} union all select {0L} order by id", r =>
            {
                if (r.Long(0) == 0) Times++;
                return r.Long(0);
            });
            return [.. rows.Skip(1)];
        }
    }
}
