using Weir.Sql.Dialects;
using Weir.Sql.Schema;
using Weir.Sql.Sessions;
using Xunit;

namespace Weir.Tests.Sql.Sessions;

/// <summary>Whatever fails in the middle: a unit is wholly done or wholly absent, and the next one works.</summary>
public class Faults
{
    private static readonly TableName Note = new("app_x", "note");
    private static readonly Table NoteTable = new(Note, [new("id", ColumnType.Id, NotNull: true), new("body", ColumnType.Text)], ["id"], []);

    [Theory, OnSqlite, OnPostgres]
    public async Task A_fault_at_any_call_leaves_nothing_behind(DatabaseKind kind)
    {
        await using var test = await WithNotes(kind);
        var survived = 0;
        for (var nth = 1; ; nth++)
        {
            var calls = 0;
            foreach (var point in new[] { "execute", "query", "load", "commit" })
            {
                var stop = nth;
                test.Database.Faults.Arm(point, () => { if (++calls == stop) throw new IOException("disk full"); });
            }
            var failed = await Record.ExceptionAsync(() => test.Database.Write(Unit)) is IOException;
            test.Database.Faults.Disarm();
            var left = await test.Database.Read(s => s.Count($"select count(*) from {Note}"));
            Assert.Equal(failed ? 0 : 5, left);
            if (!failed) break;
            survived++;
        }
        Assert.Equal(6, survived);

        static async ValueTask<bool> Unit(Session s)
        {
            await s.Execute($"insert into {Note} (id, body) values (1, 'a')");
            await s.Load(Note, NoteTable.Columns, [[2L, "b"], [3L, "c"]]);
            await s.Query($"select id from {Note}", r => r.Long(0));
            await s.Execute($"insert into {Note} (id, body) values (4, 'd')");
            await s.Execute($"insert into {Note} (id, body) values (5, 'e')");
            return true;
        }
    }

    [Theory, OnSqlite]
    public async Task A_full_queue_answers_busy_at_once_and_everything_queued_is_done(DatabaseKind kind)
    {
        await using var test = await WithNotes(kind);
        using var open = new ManualResetEventSlim();
        var first = test.Database.Write<bool>(_ => { open.Wait(); return new(true); });
        var queued = new List<Task>();
        DatabaseBusy? busy = null;
        for (var i = 0; busy is null && i < 10_000; i++)
        {
            var id = i;
            var write = test.Database.Write(s => s.Execute($"insert into {Note} (id) values ({id})"));
            if (write.Exception?.InnerException is DatabaseBusy refused) busy = refused;
            else queued.Add(write);
        }
        Assert.NotNull(busy);
        open.Set();
        await first;
        await Task.WhenAll(queued);
        Assert.Equal(queued.Count, await test.Database.Read(s => s.Count($"select count(*) from {Note}")));
        await test.Database.Write(s => s.Execute($"insert into {Note} (id) values (-1)"));
    }

    [Theory, OnSqlite]
    public async Task A_unit_that_awaits_something_else_is_refused_and_rolled_back(DatabaseKind kind)
    {
        await using var test = await WithNotes(kind);
        var later = new TaskCompletionSource();
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => test.Database.Write(async s =>
        {
            await s.Execute($"insert into {Note} (id) values (1)");
            await later.Task;
            await s.Execute($"insert into {Note} (id) values (2)");
        }));
        Assert.Contains("awaited something other", refusal.Message, StringComparison.Ordinal);
        later.SetResult();
        await Assert.ThrowsAsync<InvalidOperationException>(() => test.Database.Write<bool>(async _ => await test.Database.Write(_ => new ValueTask<bool>(true))));
        Assert.Equal(0, await test.Database.Read(s => s.Count($"select count(*) from {Note}")));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Work_given_up_before_its_turn_is_not_done(DatabaseKind kind)
    {
        await using var test = await WithNotes(kind);
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => test.Database.Write<int>(s => s.Execute($"insert into {Note} (id) values (1)"), gone.Token));
        Assert.Equal(0, await test.Database.Read(s => s.Count($"select count(*) from {Note}")));
    }

    [Theory, OnPostgres]
    public async Task A_cut_connection_is_explained_and_the_next_unit_and_the_listener_come_back(DatabaseKind kind)
    {
        await using var test = await WithNotes(kind);
        var reconnected = new SemaphoreSlim(0);
        using var listening = test.Database.Listen("forms", text => { if (text is null) reconnected.Release(); });
        Assert.True(await reconnected.WaitAsync(TimeSpan.FromMinutes(1)));
        var failure = await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => test.Database.Write(async s =>
        {
            await s.Execute($"insert into {Note} (id) values (1)");
            await PostgresCluster.Cut(test.Setting.Address);
            await s.Execute($"insert into {Note} (id) values (2)");
        }));
        Assert.Equal(FailureKind.Unavailable, test.Database.Dialect.Explain(failure).Kind);
        Assert.True(await reconnected.WaitAsync(TimeSpan.FromMinutes(1)));
        Assert.Equal(0, await Retry(() => test.Database.Read(s => s.Count($"select count(*) from {Note}"))));
        await PostgresCluster.Cut(test.Setting.Address);
        Assert.Equal(0, await test.Database.Read(s => s.Count($"select count(*) from {Note}")));
    }

    [Theory, OnPostgres]
    public async Task Units_that_lose_against_each_other_are_run_again_as_a_whole(DatabaseKind kind)
    {
        await using var test = await WithNotes(kind);
        await test.Database.Write(s => s.Execute($"insert into {Note} (id, body) values (1, '0'), (2, '0')"));
        var (runs, met) = (0, new[] { new TaskCompletionSource(), new TaskCompletionSource() });
        await Task.WhenAll(Enumerable.Range(0, 2).Select(i => test.Database.Write(async s =>
        {
            Interlocked.Increment(ref runs);
            await Add(s, i == 0 ? 1 : 2);
            // Each holds one row and wants the other's.
            met[i].TrySetResult();
            await met[1 - i].Task;
            await Add(s, i == 0 ? 2 : 1);
        })));
        Assert.True(runs > 2, "the two did not meet");
        Assert.Equal(["2", "2"], await test.Database.Read(s => s.Query($"select body from {Note}", r => r.Text(0))));

        static async Task Add(Session session, long id) => await session.Execute($"update {Note} set body = cast(cast(body as integer) + 1 as text) where id = {id}");
    }

    [Theory, OnPostgres]
    public async Task A_schema_change_gets_through_between_long_readers_and_prepared_statements_survive_it(DatabaseKind kind)
    {
        await using var test = await WithNotes(kind);
        await test.Database.Write(s => s.Execute($"insert into {Note} (id, body) values (1, '12')"));
        for (var i = 0; i < 8; i++) await test.Database.Read(s => s.Query($"select id, body from {Note}", r => r.TextOrNull(1)));
        var reading = test.Database.Write(async s => { await s.Count($"select count(*) from {Note}"); await Task.Delay(700); });
        var wanted = NoteTable with { Columns = [NoteTable.Columns[0], new("body", ColumnType.Integer), new("more", ColumnType.Text)] };
        await test.Database.Change(async s => await s.Apply(SchemaPlan.Between(await s.ReadTable(Note), wanted), Danger.Destructive));
        await reading;
        var body = await test.Database.Read(s => s.Query($"select id, body from {Note}", r => r.Long(1)));
        Assert.Equal([12L], body);
    }

    [Theory, OnSqlite]
    public async Task A_copy_taken_while_others_write_is_one_whole_moment(DatabaseKind kind)
    {
        await using var test = await WithNotes(kind);
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 4).Select(w => Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i += 2)
            {
                var id = w * 1_000_000L + i;
                await test.Database.Write(async s =>
                {
                    await s.Execute($"insert into {Note} (id) values ({id})");
                    await s.Execute($"insert into {Note} (id) values ({id + 1})");
                });
            }
        })).ToList();
        await Task.Delay(100);
        var file = Path.Combine(test.Folder!, "copies", "copy.db");
        await test.Database.BackUp(file);
        await stop.CancelAsync();
        await Task.WhenAll(writers);
        await using var copy = await Databases.Open(DatabaseSetting.Parse("sqlite:" + file), TimeProvider.System);
        var count = await copy.Read(s => s.Count($"select count(*) from {Note}"));
        Assert.True(count > 0 && count % 2 == 0, $"{count} rows");
        Assert.Equal("ok", await copy.Read(s => s.First($"pragma integrity_check", r => r.Text(0))));
    }

    private static async Task<T> Retry<T>(Func<Task<T>> read)
    {
        for (var tries = 0; ; tries++)
        {
            try { return await read(); }
            catch (System.Data.Common.DbException) when (tries < 200) { await Task.Delay(50); }
        }
    }

    private static async Task<TestDatabase> WithNotes(DatabaseKind kind)
    {
        var test = await TestDatabase.Create(kind);
        await test.Database.Change(s => s.Apply([new SchemaChange.CreateSchema("app_x"), new SchemaChange.CreateTable(NoteTable)]));
        return test;
    }
}
