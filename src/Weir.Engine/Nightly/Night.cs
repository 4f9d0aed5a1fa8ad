using Microsoft.Extensions.Logging;
using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Nightly;

/// <summary>Runs each nightly task once for each day of the organisation's calendar, in one process of all, also later when no process was there in time.</summary>
/// <remarks>
/// A task is held by a lease that every step renews, and its cursor is kept, so that another process goes on where one broke off. A day that was
/// missed is made up for once, not as many times as days went by. What has been done for a day is not done again when the clock is set back.
/// </remarks>
public sealed class Night(Platform platform, ILogger? log = null)
{
    /// <summary>How long a silent process keeps a task.</summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    private const int LongestError = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMinutes(15);

    private readonly string me = Guid.NewGuid().ToString("N");

    /// <summary>All tasks; two with one key stop the program.</summary>
    public static IReadOnlyList<NightlyTask> Tasks { get; } =
    [
        .. typeof(NightlyTask).Assembly.GetTypes().Where(t => t is { IsAbstract: false } && t.IsSubclassOf(typeof(NightlyTask)))
            .Select(t => (NightlyTask)Activator.CreateInstance(t)!).ToDictionary(t => t.Key).OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => t.Value),
    ];

    private DateTime Now => platform.Clock.GetUtcNow().UtcDateTime;

    /// <summary>Looks every minute for what is due, until it is told to stop.</summary>
    public async Task Run(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await RunDue(stop);
            }
            catch (Exception failure) when (!stop.IsCancellationRequested)
            {
                log?.LogWarning(failure, "The nightly work could not be looked at; trying again in a minute");
            }
            catch (Exception) when (stop.IsCancellationRequested)
            {
                return;
            }
            await Task.Delay(Pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Does what is due now and nobody else does; returns how many tasks were finished.</summary>
    public async Task<int> RunDue(CancellationToken stop = default)
    {
        var finished = 0;
        var known = (await platform.Database.Read(NightRows.All, stop)).ToDictionary(r => r.Key);
        foreach (var (key, task, app) in Pieces())
        {
            var due = DueDay(task);
            if (!known.TryGetValue(key, out var row)) await platform.Database.Write(s => NightRows.Begin(s, key, due), stop);
            else if (row.Day < due && await Take(key, due, stop) is { } taken && await Finish(taken, task, app, due, stop)) finished++;
        }
        return finished;
    }

    /// <summary>The last day whose hour for this task has come, by the calendar of the organisation.</summary>
    internal DateOnly DueDay(NightlyTask task)
    {
        var local = TimeZoneInfo.ConvertTimeFromUtc(Now, platform.People.Current.Zone);
        var day = DateOnly.FromDateTime(local);
        return TimeOnly.FromDateTime(local) >= task.At ? day : day.AddDays(-1);
    }

    private IEnumerable<(string Key, NightlyTask Task, App? App)> Pieces() => Tasks.SelectMany(task => task.OfOrganisation
        ? [(task.Key, task, (App?)null)]
        : platform.Apps.Current.Values.OrderBy(a => a.Id).Select(app => ($"{task.Key}:{app.Key}", task, (App?)app)));

    private Task<NightRow?> Take(string key, DateOnly due, CancellationToken stop)
    {
        var now = Now;
        return platform.Database.Write(s => NightRows.Take(s, key, due, me, now, now + Lease), stop);
    }

    /// <summary>False when it failed, was stopped, or somebody else has it by now.</summary>
    private async Task<bool> Finish(NightRow row, NightlyTask task, App? app, DateOnly due, CancellationToken stop)
    {
        var cursor = row.Cursor;
        try
        {
            do
            {
                stop.ThrowIfCancellationRequested();
                cursor = await task.Step(new(platform, app, Actor.System("nightly", platform.People.Current, quiet: true), Now), cursor, stop);
                if (cursor is not null && await platform.Database.Write(s => NightRows.Advance(s, row.Key, me, cursor, Now + Lease), stop) == 0) return false;
            }
            while (cursor is not null);
            return await platform.Database.Write(s => NightRows.Finish(s, row.Key, me, due), CancellationToken.None) > 0;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await platform.Database.Write(s => NightRows.Fail(s, row.Key, me, Now, "stopped"), CancellationToken.None);
            return false;
        }
        catch (Exception failure)
        {
            log?.LogError(failure, "The nightly task {Task} broke off; it goes on in a quarter of an hour", row.Key);
            var error = failure.Message.Length > LongestError ? failure.Message[..LongestError] : failure.Message;
            await platform.Database.Write(s => NightRows.Fail(s, row.Key, me, Now + AfterFailure, error), CancellationToken.None);
            return false;
        }
    }
}
