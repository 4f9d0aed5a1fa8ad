using Weir.Engine.Access;
using Weir.Engine.Capabilities.Reminders;
using Weir.Engine.Outbox;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;
using Weir.Tests.Records;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.Capabilities.Reminders;

/// <summary>A desk whose reminders are looked for by hand, and the letters they have written.</summary>
internal sealed class Memo(Desk desk) : IAsyncDisposable
{
    public Desk Desk => desk;

    /// <summary>A desk at ten o'clock on a Monday in Shanghai, where reminders have begun.</summary>
    public static async Task<Memo> Open(DatabaseKind kind)
    {
        var memo = new Memo(await Desk.Open(kind));
        await memo.Look();
        return memo;
    }

    public ReminderRound Round => new(desk.Database, desk.Apps, () => desk.Directory, desk.Ids, desk.Clock);

    public Actor Elsewhere => Actor.System("test", desk.Directory, quiet: true);

    public Task<int> Look() => Round.RunDue(desk.App);

    /// <summary>Sets the clock by the wall of the organisation and looks.</summary>
    public Task<int> LookAt(string local)
    {
        desk.Clock.Now = Local(local);
        return Look();
    }

    public static DateTimeOffset Local(string local) => new(DateTime.Parse(local, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.FromHours(8));

    /// <summary>A record as it came about elsewhere: any field, and nobody is told.</summary>
    public async Task<Record> Put(string form, params (string Key, object? Value)[] values)
    {
        var draft = new Draft(desk.Form(form)) { ByAction = true };
        foreach (var (key, value) in values) draft.Set(key, value);
        return (await desk.Records.Save(Elsewhere, draft)).Record;
    }

    public Task<Record> Task(string due, string remind = "hour_1", long assignee = Records.Desk.Rep) =>
        Put("task", ("subject", "回访"), ("due_at", Local(due).UtcDateTime), ("remind_before", remind), ("assignee", assignee), ("owner", assignee));

    /// <summary>Who has been told by which rule so far, each letter once: 11 hour_1.</summary>
    public async Task<IReadOnlyList<string>> Told()
    {
        var letters = await desk.Database.Read(async session =>
        {
            var rows = await session.Query($"select payload from {new Weir.Sql.Schema.TableName(desk.App.Schema, "outbox")} where kind = {Tidings.Letter} order by id", r => r.Text(0));
            return rows.Select(Tidings.Read).Where(t => t.Kind == NotificationKind.Reminded).ToList();
        });
        return [.. letters.Select(t => $"{t.To} {t.Detail}").Order(StringComparer.Ordinal)];
    }

    public async Task<IReadOnlyList<string>> Told(string rule) => [.. (await Told()).Where(t => t.EndsWith(" " + rule, StringComparison.Ordinal))];

    public ValueTask DisposeAsync() => desk.DisposeAsync();
}
