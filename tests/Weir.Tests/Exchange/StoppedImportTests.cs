using System.Text.Json;
using Weir.Engine.Apps;
using Weir.Engine.Conditions;
using Weir.Engine.Exchange.Batches;
using Weir.Engine.Exchange.Imports;
using Weir.Engine.Exchange.Sheets;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;
using Xunit;

namespace Weir.Tests.Exchange;

public sealed class StoppedImportTests
{
    private const int Rows = 1150;

    private sealed class Killed() : Exception("The process is gone.");

    [Theory]
    [OnSqlite("load"), OnSqlite("commit"), OnSqlite("committed"), OnSqlite("execute")]
    [OnPostgres("load"), OnPostgres("commit"), OnPostgres("committed"), OnPostgres("execute")]
    public async Task Killed_at_any_point_and_started_again_an_import_makes_no_twin(DatabaseKind kind, string point)
    {
        await using var depot = await Depot.Open(kind);
        var batch = await depot.Imports.Upload(depot.As(Depot.Chief), depot.Partner, Names(Rows), "a.xlsx");
        await depot.Imports.Start(depot.As(Depot.Chief), depot.App, batch.Id, Depot.Guessed(batch));
        for (var life = 1; life < 60; life++)
        {
            // From the given call on the process does nothing any more.
            var left = point == "execute" ? life * life * 5 : life;
            depot.Database.Faults.Arm(point, () =>
            {
                if (--left <= 0) throw new Killed();
            });
            await Live(depot);
            depot.Database.Faults.Disarm();
            if ((await depot.Imports.Progress(depot.As(Depot.Chief), depot.App, batch.Id)).State == BatchState.Done) break;
        }
        var done = await depot.Imports.Progress(depot.As(Depot.Chief), depot.App, batch.Id);
        Assert.Equal((BatchState.Done, (long)Rows, 0L, (long)Rows), (done.State, done.Import.Created, done.Import.Failed, done.Import.Handled));
        Assert.Equal(Rows, await depot.Count(depot.Partner));
        var lines = await depot.Database.Read(session => BatchRows.LinesOf(session, depot.App.Schema, batch.Id, 0, 2000));
        Assert.Equal(Enumerable.Range(2, Rows), lines.Select(l => (int)l.RowNo));
        Assert.Equal(Rows, lines.Select(l => l.RecordId).Distinct().Count());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Two_runners_never_work_on_one_batch(DatabaseKind kind)
    {
        await using var depot = await Depot.Open(kind);
        var batch = await depot.Imports.Upload(depot.As(Depot.Chief), depot.Partner, Names(Rows), "a.xlsx");
        await depot.Imports.Start(depot.As(Depot.Chief), depot.App, batch.Id, Depot.Guessed(batch));
        await using var one = depot.Restart();
        await using var two = depot.Restart();
        // The second takes the batch over in the middle, as if the first had been silent for too long.
        var commits = 0;
        Task? other = null;
        depot.Database.Faults.Arm("committed", () =>
        {
            if (Interlocked.Increment(ref commits) != 2) return;
            depot.Clock.Advance(TimeSpan.FromMinutes(5));
            other = Task.Run(async () => { while (await two.RunNext()) { } });
        });
        while (await one.RunNext()) { }
        await other!;
        depot.Database.Faults.Disarm();
        var done = await depot.Imports.Progress(depot.As(Depot.Chief), depot.App, batch.Id);
        Assert.Equal((BatchState.Done, (long)Rows), (done.State, done.Import.Created));
        Assert.Equal(Rows, await depot.Count(depot.Partner));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_cancelled_import_keeps_whole_chunks_and_can_be_undone(DatabaseKind kind)
    {
        await using var depot = await Depot.Open(kind);
        var batch = await depot.Imports.Upload(depot.As(Depot.Chief), depot.Partner, Names(Rows), "a.xlsx");
        await depot.Imports.Start(depot.As(Depot.Chief), depot.App, batch.Id, Depot.Guessed(batch));
        await using var runner = depot.Restart();
        var commits = 0;
        Task? cancel = null;
        depot.Database.Faults.Arm("committed", () =>
        {
            if (++commits == 2) cancel = Task.Run(() => depot.Imports.Cancel(depot.As(Depot.Chief), depot.App, batch.Id));
        });
        while (await runner.RunNext()) { }
        await cancel!;
        while (await runner.RunNext()) { }
        depot.Database.Faults.Disarm();
        var stopped = await depot.Imports.Progress(depot.As(Depot.Chief), depot.App, batch.Id);
        Assert.Equal(BatchState.Cancelled, stopped.State);
        Assert.Equal(stopped.Import.Created, await depot.Count(depot.Partner));
        await depot.Imports.Undo(depot.As(Depot.Chief), depot.App, batch.Id);
        await depot.RunAll();
        Assert.Equal(0, await depot.Count(depot.Partner));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Rights_that_change_hold_from_the_next_chunk_on_although_it_was_read_ahead(DatabaseKind kind)
    {
        await using var depot = await Depot.Open(kind);
        var batch = await depot.Imports.Upload(depot.As(Depot.Chief), depot.Deal, Depot.Sheet([["名称", "底价"], .. Enumerable.Range(1, Rows).Select(n => new object?[] { "单" + n, "底" + n })]), "a.xlsx");
        await depot.Imports.Start(depot.As(Depot.Chief), depot.App, batch.Id, Depot.Guessed(batch));
        var commits = 0;
        depot.Database.Faults.Arm("committed", () =>
        {
            // The first takes the batch, the second is the first chunk; the next one is being read with the former rights by then.
            if (++commits == 2) depot.People = Depot.Organisation(chief: "clerk");
        });
        await depot.RunAll();
        depot.Database.Faults.Disarm();
        var done = await depot.Imports.Progress(depot.As(Depot.Chief), depot.App, batch.Id);
        Assert.Equal((BatchState.Done, (long)Rows), (done.State, done.Import.Created));
        depot.People = Depot.Organisation();
        var told = await depot.Query.Count(depot.As(Depot.Chief), new ListQuery(depot.Deal) { Where = Condition.Compile(depot.Deal, JsonSerializer.Deserialize<ConditionDefinition>("""{"field":"secret","op":"not_empty"}""", DefinitionJson.Options)!) }, 10_000);
        Assert.Equal(ImportRun.ChunkRows, told);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_row_that_breaks_the_save_does_not_take_the_others_along(DatabaseKind kind)
    {
        await using var depot = await Depot.Open(kind);
        // Somebody takes a code between the check and the write: the index refuses the whole chunk.
        var batch = await depot.Imports.Upload(depot.As(Depot.Chief), depot.Partner, Depot.Sheet(["公司名称", "编码"], ["甲公司", "A1"], ["乙公司", "A2"], ["丙公司", "A3"]), "a.xlsx");
        await depot.Imports.Start(depot.As(Depot.Chief), depot.App, batch.Id, Depot.Guessed(batch));
        var loads = 0;
        depot.Database.Faults.Arm("load", () =>
        {
            if (++loads == 1) throw new InvalidOperationException("not foreseen");
        });
        await depot.RunAll();
        depot.Database.Faults.Disarm();
        var done = await depot.Imports.Progress(depot.As(Depot.Chief), depot.App, batch.Id);
        Assert.Equal((BatchState.Done, 3L, 0L), (done.State, done.Import.Created, done.Import.Failed));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Ten_thousand_rows_do_not_pile_up_in_memory(DatabaseKind kind)
    {
        await using var depot = await Depot.Open(kind);
        var batch = await depot.Imports.Upload(depot.As(Depot.Chief), depot.Partner, Names(10_000), "a.xlsx");
        await depot.Imports.Start(depot.As(Depot.Chief), depot.App, batch.Id, Depot.Guessed(batch));
        await depot.RunAll();
        var kept = GC.GetTotalMemory(forceFullCollection: true);
        var done = await depot.Imports.Progress(depot.As(Depot.Chief), depot.App, batch.Id);
        Assert.Equal((10_000L, 10_000L), (done.Import.Created, done.Import.Rows));
        Assert.InRange(kept, 0, 300L << 20);
    }

    private static async Task Live(Depot depot)
    {
        var runner = depot.Restart();
        try
        {
            while (await runner.RunNext()) { }
        }
        catch (Killed)
        {
            // As with a process: nothing is tidied up.
        }
    }

    private static MemoryStream Names(int rows)
    {
        var stream = new MemoryStream();
        using (var writer = SheetWriter.Xlsx(stream))
        {
            writer.Begin("Sheet1", [new("公司名称"), new("编码"), new("人数") { Format = SheetFormat.Number() }]);
            for (var i = 1; i <= rows; i++) writer.Write([$"第{i}号公司", $"C{i:00000}", i]);
            writer.Finish();
        }
        stream.Position = 0;
        return stream;
    }
}
