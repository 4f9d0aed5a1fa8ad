using Microsoft.Extensions.Logging;
using Weir.Engine.Apps;
using Weir.Sql.Migrations;
using Weir.Sql.Schema;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Outbox;

/// <summary>Takes what is due from the outboxes of the organisation and of all apps, and hands it to the carrier of its kind. Any number may work on one database.</summary>
/// <remarks>A letter is leased for one try: a courier that dies loses nothing, and the count of tries is the fence that keeps a slow one from finishing what another has.</remarks>
public sealed class Courier(Database database, AppStore apps, TimeProvider clock, IEnumerable<Carrier> carriers, ILogger? log = null)
{
    /// <summary>How long a taken letter is nobody else's.</summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    /// <summary>After so many tries it is put aside as a dead letter; about four hours have passed then.</summary>
    internal const int MostTries = 12;

    private const int AtOnce = 40;
    private const int LongestError = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private readonly Dictionary<string, Carrier> carriers = carriers.ToDictionary(c => c.Kind);

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Carries until it is told to stop.</summary>
    public async Task Run(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (await CarryDue(stop) > 0) continue;
            }
            catch (Exception failure) when (!stop.IsCancellationRequested)
            {
                log?.LogWarning(failure, "The outbox could not be read; trying again in a moment");
            }
            catch (Exception) when (stop.IsCancellationRequested)
            {
                return;
            }
            await Task.Delay(Pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Takes what is due now, once from each outbox, and carries it; returns how many letters were taken.</summary>
    public async Task<int> CarryDue(CancellationToken stop = default)
    {
        var taken = 0;
        foreach (var place in apps.Current.Values.Select(a => a.Schema).Prepend(OrgMigrations.Schema)) taken += await CarryDue(place, stop);
        return taken;
    }

    /// <summary>When a letter is tried again: ten seconds, doubled each time, at most an hour, and a little by chance so that not all come at once.</summary>
    internal static TimeSpan Wait(int tries)
    {
        var wait = TimeSpan.FromSeconds(10 * Math.Pow(2, Math.Min(tries, 20) - 1));
        return (wait < Longest ? wait : Longest) * (1 + Random.Shared.NextDouble() / 5);
    }

    private async Task<int> CarryDue(SqlName place, CancellationToken stop)
    {
        var begun = Now;
        // A look is cheap and waits for no writer; to take is a transaction.
        if (!await database.Read(s => OutboxRows.Due(s, place, begun), stop)) return 0;
        var letters = await database.Write(s => OutboxRows.Take(s, place, begun, Lease, AtOnce), stop);
        foreach (var row in letters)
        {
            // What is left when time runs short goes to whoever takes it next.
            if (stop.IsCancellationRequested || Now > begun + Lease - MailBox.Patience * 2) break;
            await Try(new Letter(place, row), stop);
        }
        return letters.Count;
    }

    private async Task Try(Letter letter, CancellationToken stop)
    {
        try
        {
            if (!carriers.TryGetValue(letter.Row.Kind, out var carrier)) throw new NotSupportedException($"This program cannot carry '{letter.Row.Kind}'.");
            await carrier.Carry(letter, stop);
        }
        catch (LetterLost)
        {
            // Whoever has it now finishes it.
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // It stays leased and is taken again after that.
        }
        catch (Exception failure)
        {
            await Postpone(letter, failure);
        }
    }

    private async Task Postpone(Letter letter, Exception failure)
    {
        var row = letter.Row;
        var error = failure.Message.Length > LongestError ? failure.Message[..LongestError] : failure.Message;
        if (row.Tries < MostTries)
        {
            log?.LogWarning("Letter {Letter} ({Kind}) could not be carried in try {Try}: {Error}", row.Id, row.Kind, row.Tries, error);
            await database.Write(s => OutboxRows.Failed(s, letter.Place, row.Id, Now + Wait(row.Tries), error), CancellationToken.None);
            return;
        }
        log?.LogError(failure, "Letter {Letter} ({Kind}) is given up after {Try} tries", row.Id, row.Kind, row.Tries);
        await database.Write(s => DeadLetters.GiveUp(s, letter.Place, row, Now, error), CancellationToken.None);
    }
}
