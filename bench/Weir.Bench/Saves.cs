using System.Data.Common;
using System.Globalization;
using Weir.Engine.Records;
using Weir.Engine.Search;
using Weir.Sql.Schema;
using Weir.Sql.Tables;

namespace Weir.Bench;

/// <summary>New leads by eight writers through the whole road of saving, against transactions with the same rows: lead, history, outbox, search.</summary>
internal static class Saves
{
    private const int Writers = 8;
    private static int made;
    private static RowInsert? insert;

    public static async Task Measure(Choice choice)
    {
        await using var ground = await Ground.Open(choice);
        await Fill.Leads(ground);
        await using var raw = new RawDatabase(ground);
        var connections = await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => raw.Open()));
        var inserts = connections.Select(c => new RawInsert(c, ground, raw)).ToList();
        await Timing.Rate(Writers, 1, client => Save(ground, client));
        await Timing.Rate(Writers, 1, client => inserts[client].Run(Interlocked.Increment(ref made)));
        var (one, two) = (new List<double>(), new List<double>());
        var session = new List<double>();
        for (var round = 0; round < 3; round++)
        {
            one.Add(await Timing.Rate(Writers, choice.Seconds, client => inserts[client].Run(Interlocked.Increment(ref made))));
            session.Add(await Timing.Rate(Writers, choice.Seconds, _ => Same(ground, Interlocked.Increment(ref made))));
            two.Add(await Timing.Rate(Writers, choice.Seconds, client => Save(ground, client)));
        }
        Report(choice, "save, 8 writers, against the provider", one.Order().ElementAt(1), two.Order().ElementAt(1));
        Report(choice, "save, 8 writers, against bare units of work", session.Order().ElementAt(1), two.Order().ElementAt(1));
        foreach (var connection in connections) await connection.DisposeAsync();
    }

    private static void Report(Choice choice, string what, double floor, double ours) =>
        Figures.Row(choice, what, $"{floor:n0}/s", $"{ours:n0}/s", $"{ours / floor:f2} ×", "≥ 0.25 ×", ours >= 0.25 * floor);

    private static Task Save(Ground ground, int client)
    {
        var number = Interlocked.Increment(ref made);
        var draft = new Draft(ground.App["lead"])
            .Set("company_name", "恒力" + number.ToString(CultureInfo.InvariantCulture) + "重工有限公司").Set("contact_name", "李强")
            .Set("mobile", "139" + number.ToString("00000000", CultureInfo.InvariantCulture)).Set("source", "website_form").Set("main_business", "包装机械");
        return ground.Platform.Records.Save(ground.Seller(1 + client), draft);
    }

    /// <summary>The same four rows through a unit of work, which on SQLite shares its commit with the units beside it.</summary>
    private static Task Same(Ground ground, int number)
    {
        var form = ground.App["lead"];
        var id = ground.Platform.Ids.Next();
        var words = Words(number);
        return ground.Platform.Database.Write(async session =>
        {
            var row = RawInsert.Row(ground, id, number);
            insert ??= new RowInsert(form.Table, [.. row.Select(c => c.Column)]);
            await session.ExecuteAll([insert.Of(session.Dialect, [.. row.Select(c => c.Value)]), HistoryRows.Added(form.App.Schema, new(id, form.No, id, DateTime.UtcNow, 1, 1, "web", "{\"v\":1}"))]);
            await OutboxRows.Add(session, form.App.Schema, new(id, "saved", "{}", DateTime.UtcNow.AddYears(1), 0, null));
            await SearchIndex.AddMany(session, form.App.Schema, [new(form.No, id, words)]);
        });
    }

    internal static IReadOnlyList<string> Words(int number) => SearchTokens.Index(
        [("恒力" + number.ToString(CultureInfo.InvariantCulture) + "重工有限公司", SearchKind.Text), ("李强", SearchKind.Text), ("139" + number.ToString("00000000", CultureInfo.InvariantCulture), SearchKind.Phone)]);
}

/// <summary>Four prepared statements on one connection of the provider, one transaction each time.</summary>
internal sealed class RawInsert
{
    private readonly DbConnection connection;
    private readonly Ground ground;
    private readonly DbCommand row, history, outbox, search;
    private readonly bool postgres;

    public RawInsert(DbConnection connection, Ground ground, RawDatabase raw)
    {
        (this.connection, this.ground, postgres) = (connection, ground, raw.IsPostgres);
        var form = ground.App["lead"];
        var schema = form.App.Schema;
        row = Command($"insert into {raw.Name(form.Table)} ({string.Join(", ", Row(ground, 1, 1).Select(c => c.Column.Name))}) values", Row(ground, 1, 1).Count);
        history = Command($"insert into {raw.Name(new TableName(schema, "history"))} (id, form_no, record_id, at, by_id, op, road, diff) values", 8);
        outbox = Command($"insert into {raw.Name(new TableName(schema, "outbox"))} (id, kind, payload, run_at, tries) values", 5);
        search = postgres
            ? Command($"insert into {raw.Name(new TableName(schema, "search"))} (id, form_no, tsv) values", 3, "@p0, @p1, array_to_tsvector(@p2)")
            : Command($"insert into {raw.Name(new TableName(schema, "search"))} (rowid, t) values", 2);
    }

    public async Task Run(int number)
    {
        var id = ground.Platform.Ids.Next();
        var now = DateTime.UtcNow;
        object at = postgres ? now : new DateTimeOffset(now).ToUnixTimeMilliseconds();
        object later = postgres ? now.AddYears(1) : new DateTimeOffset(now).AddYears(1).ToUnixTimeMilliseconds();
        var form = ground.App["lead"];
        var words = Saves.Words(number);
        await using var transaction = postgres ? await connection.BeginTransactionAsync() : ((Microsoft.Data.Sqlite.SqliteConnection)connection).BeginTransaction(deferred: false);
        await Fill(row, transaction, [.. Row(ground, id, number).Select(c => c.Value is DateTime ? at : c.Value)]);
        await Fill(history, transaction, id, (long)form.No, id, at, 1L, 1L, "web", "{\"v\":1}");
        await Fill(outbox, transaction, id, "saved", "{}", later, 0L);
        if (postgres) await Fill(search, transaction, id, (long)form.No, words.ToArray());
        else await Fill(search, transaction, (form.No * (1L << 53)) + id, string.Join(' ', words));
        await transaction.CommitAsync();
    }

    public static IReadOnlyList<(Column Column, object? Value)> Row(Ground ground, long id, int number)
    {
        var (member, group) = ground.Sellers[number % ground.Sellers.Count];
        var name = "恒力" + number.ToString(CultureInfo.InvariantCulture) + "重工有限公司";
        var mobile = "139" + number.ToString("00000000", CultureInfo.InvariantCulture);
        var now = DateTime.UtcNow;
        return
        [
            (Of("id", ColumnType.Id), id), (Of("version", ColumnType.Integer), 1L), (Of("created_by", ColumnType.Id), member), (Of("created_at", ColumnType.Moment), now),
            (Of("updated_by", ColumnType.Id), member), (Of("updated_at", ColumnType.Moment), now), (Of("owner", ColumnType.Id), member), (Of("owner_dept", ColumnType.Id), group),
            (Of("lead_no", ColumnType.Text), "R" + number.ToString(CultureInfo.InvariantCulture)), (Of("company_name", ColumnType.Text), name), (Of("company_name__key", ColumnType.Text), name),
            (Of("contact_name", ColumnType.Text), "李强"), (Of("mobile", ColumnType.Text), mobile), (Of("mobile__key", ColumnType.Text), mobile), (Of("source", ColumnType.Text), "website_form"),
            (Of("main_business", ColumnType.Text), "包装机械"), (Of("status", ColumnType.Text), "to_follow"),
        ];

        static Column Of(string name, ColumnType type) => new(name, type);
    }

    private DbCommand Command(string text, int parameters, string? values = null)
    {
        var command = connection.CreateCommand();
        for (var i = 0; i < parameters; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = "@p" + i.ToString(CultureInfo.InvariantCulture);
            command.Parameters.Add(parameter);
        }
        command.CommandText = $"{text} ({values ?? string.Join(", ", command.Parameters.Cast<DbParameter>().Select(p => p.ParameterName))})";
        return command;
    }

    private static async Task Fill(DbCommand command, DbTransaction transaction, params object?[] values)
    {
        command.Transaction = transaction;
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i] ?? DBNull.Value;
        await command.ExecuteNonQueryAsync();
    }
}
