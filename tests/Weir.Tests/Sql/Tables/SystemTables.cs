using Weir.Sql.Migrations;
using Weir.Sql.Schema;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;
using Xunit;

namespace Weir.Tests.Sql.Tables;

/// <summary>The statements of the system tables, on both databases.</summary>
public class SystemTables
{
    private static readonly SqlName App = "app_sales";
    private static readonly DateTime At = new(2024, 2, 29, 12, 0, 0, 5, DateTimeKind.Utc);

    [Theory, OnSqlite, OnPostgres]
    public async Task History_comes_back_newest_first(DatabaseKind kind)
    {
        await using var test = await WithApp(kind);
        HistoryRow[] rows = [.. Enumerable.Range(1, 6).Select(i => new HistoryRow(i, 3, i % 2, At.AddMinutes(i), 9, 2, "page", $"{{\"n\":{i}}}"))];
        await test.Database.Write(s => HistoryRows.Add(s, App, rows[..1]));
        await test.Database.Write(s => HistoryRows.Add(s, App, rows[1..]));
        Assert.Equal([rows[4], rows[2], rows[0]], await test.Database.Read(s => HistoryRows.Of(s, App, 3, 1, null, 10)));
        Assert.Equal([rows[2]], await test.Database.Read(s => HistoryRows.Of(s, App, 3, 1, 5, 1)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_share_is_changed_by_its_source_and_goes_when_it_ends(DatabaseKind kind)
    {
        await using var test = await WithApp(kind);
        await test.Database.Write(async s =>
        {
            await ShareRows.Put(s, App, new(3, 100, 1, 1, null, "hand"));
            await ShareRows.Put(s, App, new(3, 200, 1, 3, At, "rule"));
            await ShareRows.Put(s, App, new(3, 100, 1, 2, null, "hand"));
        });
        Assert.Equal([new(3, 100, 1, 2, null, "hand"), new(3, 200, 1, 3, At, "rule")], await test.Database.Read(s => ShareRows.Of(s, App, 3, 1)));
        Assert.Equal(1, await test.Database.Write(s => ShareRows.RemoveEnded(s, App, "none", At)));
        await test.Database.Write(s => ShareRows.Remove(s, App, 3, 1, 100, "hand"));
        Assert.Empty(await test.Database.Read(s => ShareRows.Of(s, App, 3, 1)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Sixteen_clients_never_get_the_same_number(DatabaseKind kind)
    {
        await using var test = await WithApp(kind);
        var taken = new System.Collections.Concurrent.ConcurrentBag<long>();
        await Task.WhenAll(Enumerable.Range(0, 16).Select(c => Task.Run(async () =>
        {
            for (var i = 0; i < 40; i++)
            {
                var fails = i % 10 == 3;
                try
                {
                    var first = await test.Database.Write(async s =>
                    {
                        var number = await NumberRows.Take(s, App, "quote-2024", 2);
                        return fails ? throw new InvalidTimeZoneException() : number;
                    });
                    taken.Add(first);
                    taken.Add(first + 1);
                }
                catch (InvalidTimeZoneException) when (fails) { }
            }
        })));
        Assert.Equal(16 * 36 * 2, taken.Distinct().Count());
        // A server gives numbers for good; where the writer is alone, a failed unit gives them back.
        if (kind == DatabaseKind.Sqlite) Assert.Equal(Enumerable.Range(1, taken.Count).Select(i => (long)i), taken.Order());
        await test.Database.Write(s => NumberRows.Skip(s, App, "quote-2024", 4_999));
        await test.Database.Write(s => NumberRows.Skip(s, App, "quote-2024", 10));
        Assert.Equal(5_000L, await test.Database.Write(s => NumberRows.Take(s, App, "quote-2024", 1)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Several_takers_of_the_outbox_take_every_row_once_and_a_lost_lease_comes_back(DatabaseKind kind)
    {
        await using var test = await WithApp(kind);
        await test.Database.Write(async s =>
        {
            for (var i = 1; i <= 300; i++) await OutboxRows.Add(s, App, new(i, "mail", "{}", At.AddSeconds(i), 0, null));
        });
        var now = At.AddHours(1);
        var taken = new System.Collections.Concurrent.ConcurrentBag<long>();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(async () =>
        {
            while (true)
            {
                var rows = await test.Database.Write(s => OutboxRows.Take(s, App, now, TimeSpan.FromMinutes(5), 7));
                if (rows.Count == 0) return;
                foreach (var row in rows) taken.Add(row.Id);
                var done = rows.Where(r => r.Id % 100 != 0).Select(r => r.Id).ToList();
                await test.Database.Write(async s => { foreach (var id in done) await OutboxRows.Done(s, App, id); });
            }
        })));
        Assert.Equal(Enumerable.Range(1, 300).Select(i => (long)i), taken.Order());
        var again = await test.Database.Write(s => OutboxRows.Take(s, App, now.AddMinutes(5), TimeSpan.FromMinutes(5), 10));
        Assert.Equal([(100L, 2), (200L, 2), (300L, 2)], again.Select(r => (r.Id, r.Tries)));
        await test.Database.Write(s => OutboxRows.Failed(s, App, 100, now.AddDays(1), "refused"));
        Assert.Equal([200L, 300L], (await test.Database.Write(s => OutboxRows.Take(s, App, now.AddHours(1), TimeSpan.FromMinutes(5), 10))).Select(r => r.Id));
        var failed = (await test.Database.Write(s => OutboxRows.Take(s, App, now.AddDays(1), TimeSpan.FromMinutes(5), 10)))[0];
        Assert.Equal((100L, "refused", 3), (failed.Id, failed.Error, failed.Tries));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Comments_can_be_edited_and_deleted_once(DatabaseKind kind)
    {
        await using var test = await WithApp(kind);
        var comment = new CommentRow(1, 3, 7, At, 9, "hello", null, null);
        await test.Database.Write(s => CommentRows.Add(s, App, comment));
        Assert.True(await test.Database.Write(s => CommentRows.Edit(s, App, 1, "你好", At, At.AddMinutes(1))));
        Assert.False(await test.Database.Write(s => CommentRows.Edit(s, App, 1, "as it was", At, At.AddMinutes(2))));
        Assert.Equal([comment with { Text = "你好", EditedAt = At.AddMinutes(1) }], await test.Database.Read(s => CommentRows.Of(s, App, 3, 7, null, 10)));
        Assert.Equal(1, await test.Database.Write(s => CommentRows.Remove(s, App, 1, At.AddMinutes(2))));
        Assert.False(await test.Database.Write(s => CommentRows.Edit(s, App, 1, "late", At.AddMinutes(1), At.AddMinutes(3))));
        Assert.Null(await test.Database.Read(s => CommentRows.Find(s, App, 1)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Files_are_attached_released_and_cleaned(DatabaseKind kind)
    {
        await using var test = await WithApp(kind);
        var file = new FileRow(1, "合同.pdf", "application/pdf", 5_000_000_000, "ab12", At, 9, 3, null, null, "new");
        await test.Database.Write(s => FileRows.Add(s, App, file));
        Assert.Equal([file], await test.Database.Read(s => FileRows.Stray(s, App, At.AddHours(1), 10)));
        await test.Database.Write(s => FileRows.Attach(s, App, [1], 3, 7, "contract"));
        Assert.Equal([file with { RecordId = 7, Field = "contract", State = "kept" }], await test.Database.Read(s => FileRows.Of(s, App, 3, 7)));
        await test.Database.Write(s => FileRows.Release(s, App, [1]));
        Assert.Empty(await test.Database.Read(s => FileRows.Of(s, App, 3, 7)));
        await test.Database.Write(s => FileRows.Remove(s, App, [1]));
        Assert.Empty(await test.Database.Read(s => FileRows.Find(s, App, [1])));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Views_and_batches_change_only_for_who_saw_the_last_version(DatabaseKind kind)
    {
        await using var test = await WithApp(kind);
        var view = new ViewRow(1, 3, null, "{}", 1, At);
        await test.Database.Write(s => ViewRows.Add(s, App, view));
        Assert.True(await test.Database.Write(s => ViewRows.Change(s, App, view with { OwnerId = 9, Body = "{1}" })));
        Assert.False(await test.Database.Write(s => ViewRows.Change(s, App, view)));
        Assert.Equal([view with { OwnerId = 9, Body = "{1}", Version = 2 }], await test.Database.Read(s => ViewRows.Of(s, App, 3, 9)));
        var batch = new BatchRow(5, "import", 3, 9, At, "running", "{}", 1);
        await test.Database.Write(s => BatchRows.Add(s, App, batch));
        Assert.True(await test.Database.Write(s => BatchRows.Change(s, App, batch with { State = "done", Body = "{2}" })));
        Assert.False(await test.Database.Write(s => BatchRows.Change(s, App, batch with { Body = "{3}" })));
        Assert.Equal(batch with { State = "done", Body = "{2}", Version = 2 }, await test.Database.Read(s => BatchRows.Find(s, App, 5)));
        BatchLine[] lines = [new(5, 1, 70, "create", null, null), new(5, 2, null, "create", null, "no name"), new(5, 3, 71, "change", "{}", null)];
        await test.Database.Write(s => BatchRows.AddLines(s, App, lines));
        Assert.Equal(lines[1..], await test.Database.Read(s => BatchRows.LinesOf(s, App, 5, 1, 10)));
        Assert.Equal(3, await test.Database.Read(s => BatchRows.LastLine(s, App, 5)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_app_is_published_only_upon_the_version_that_was_seen(DatabaseKind kind)
    {
        await using var test = await WithApp(kind);
        await test.Database.Write(s => AppRows.Add(s, new(1, "sales", 1, "one"), At, 9));
        Assert.True(await test.Database.Write(s => AppRows.Publish(s, new(1, "sales", 2, "two"), 1, At, 9)));
        Assert.False(await test.Database.Write(s => AppRows.Publish(s, new(1, "sales", 2, "twin"), 1, At, 9)));
        Assert.Equal([new AppRow(1, "sales", 2, "two")], await test.Database.Read(AppRows.All));
        await test.Database.Write(s => SettingRows.Put(s, "name", "华为"));
        await test.Database.Write(s => SettingRows.Put(s, "name", "Weir"));
        Assert.Equal("Weir", (await test.Database.Read(SettingRows.All))["name"]);
    }

    private static async Task<TestDatabase> WithApp(DatabaseKind kind)
    {
        var test = await TestDatabase.Create(kind);
        await Migrator.Run(test.Database);
        await Migrator.RunApp(test.Database, App);
        return test;
    }
}
