using System.Globalization;
using Weir.Sql.Schema;
using Weir.Sql.Sessions;
using Xunit;

namespace Weir.Tests.Sql;

/// <summary>Units of work on both databases: whole or not at all, told only when durable.</summary>
public class Units
{
    private static readonly TableName Note = new("app_x", "note");
    private static readonly Table NoteTable = new(Note, [new("id", ColumnType.Id, NotNull: true), new("body", ColumnType.Text)], ["id"],
        [new("note_body", [new("body")], Unique: true)]);

    [Theory, OnSqlite, OnPostgres]
    public async Task A_unit_that_returns_is_durable_and_one_that_throws_leaves_nothing(DatabaseKind kind)
    {
        await using var test = await WithNotes(kind);
        await test.Database.Write(s => Insert(s, 1, "one"));
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => test.Database.Write<bool>(async s =>
        {
            await Insert(s, 2, "two");
            throw new InvalidTimeZoneException();
        }));
        await test.Reopen();
        Assert.Equal(["one"], await Bodies(test));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_poisoned_unit_among_many_fails_alone(DatabaseKind kind)
    {
        await using var test = await WithNotes(kind);
        var units = Enumerable.Range(0, 300).Select(i => test.Database.Write(s => Insert(s, i, i % 30 == 7 ? "same" : $"note {i}"))).ToList();
        var failed = 0;
        foreach (var unit in units)
        {
            try { await unit; }
            catch (System.Data.Common.DbException error)
            {
                failed++;
                Assert.Equal(new(Weir.Sql.Dialects.FailureKind.UniqueViolation, "note_body"), test.Database.Dialect.Explain(error));
            }
        }
        Assert.Equal(9, failed);
        Assert.Equal(291, (await Bodies(test)).Count);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Callbacks_run_after_the_commit_and_never_after_a_rollback(DatabaseKind kind)
    {
        await using var test = await WithNotes(kind);
        var seen = new List<string>();
        await test.Database.Write(async s =>
        {
            s.AfterCommit(() => seen.Add("kept"));
            await Insert(s, 1, "one");
            Assert.Empty(seen);
        });
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => test.Database.Write<bool>(s =>
        {
            s.AfterCommit(() => seen.Add("lost"));
            throw new InvalidTimeZoneException();
        }));
        Assert.Equal(["kept"], seen);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_read_cannot_change_data_and_a_write_cannot_change_the_schema(DatabaseKind kind)
    {
        await using var test = await WithNotes(kind);
        await Assert.ThrowsAsync<InvalidOperationException>(() => test.Database.Read(s => Insert(s, 1, "one")));
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            test.Database.Write(s => s.Apply([new SchemaChange.AddColumn(Note, new("more", ColumnType.Text))])));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_callers_culture_reaches_the_unit(DatabaseKind kind)
    {
        await using var test = await WithNotes(kind);
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("zh-CN");
        Assert.Equal("zh-CN", await test.Database.Write(_ => new ValueTask<string>(CultureInfo.CurrentUICulture.Name)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_notice_reaches_listeners_after_the_commit_only(DatabaseKind kind)
    {
        await using var test = await WithNotes(kind);
        var heard = System.Threading.Channels.Channel.CreateUnbounded<string?>();
        using var listening = test.Database.Listen("forms", text => { if (text is not null) heard.Writer.TryWrite(text); });
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => test.Database.Write<bool>(async s =>
        {
            await s.Notify("forms", "lost");
            throw new InvalidTimeZoneException();
        }));
        var token = new CancellationTokenSource(TimeSpan.FromMinutes(1)).Token;
        string? first = null;
        for (var i = 0; first is null && !token.IsCancellationRequested; i++)
        {
            await test.Database.Write(async s => await s.Notify("forms", "kept"));
            await Task.Delay(20, token);
            heard.Reader.TryRead(out first);
        }
        Assert.Equal("kept", first);
    }

    private static async Task<TestDatabase> WithNotes(DatabaseKind kind)
    {
        var test = await TestDatabase.Create(kind);
        await test.Database.Change(s => s.Apply([new SchemaChange.CreateSchema("app_x"), new SchemaChange.CreateTable(NoteTable)]));
        return test;
    }

    private static async ValueTask<bool> Insert(Session session, long id, string body) =>
        await session.Execute($"insert into {Note} (id, body) values ({id}, {body})") == 1;

    private static Task<List<string>> Bodies(TestDatabase test) =>
        test.Database.Read(s => s.Query($"select body from {Note} order by id", r => r.Text(0)));
}
