using Npgsql;
using Weir.Sql.Schema;

namespace Weir.Sql.Sessions;

/// <summary>One connection that hears the notices of all processes; it reconnects for ever and says null each time it may have missed something.</summary>
/// <param name="source">Not pooled: a connection that listens must not be lent to a unit.</param>
internal sealed class PostgresListener(NpgsqlDataSource source) : IAsyncDisposable
{
    private readonly Notices notices = new();
    private readonly Lock gate = new();
    private readonly CancellationTokenSource ending = new();
    private CancellationTokenSource changed = new();
    private Task? loop;

    public IDisposable Add(string channel, Action<string?> heard)
    {
        var name = SqlName.Of(channel);
        var entry = notices.Add(name.Value, heard);
        lock (gate)
        {
            loop ??= Task.Run(Loop);
            changed.Cancel();
        }
        return entry;
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        if (loop is not null) await loop;
        await source.DisposeAsync();
        ending.Dispose();
        changed.Dispose();
    }

    private async Task Loop()
    {
        var pause = TimeSpan.FromMilliseconds(50);
        while (!ending.IsCancellationRequested)
        {
            try
            {
                await using var connection = await source.OpenConnectionAsync(ending.Token);
                connection.Notification += (_, notice) => notices.Tell(notice.Channel, notice.Payload);
                pause = TimeSpan.FromMilliseconds(50);
                await Hear(connection);
            }
            catch (OperationCanceledException) when (ending.IsCancellationRequested) { return; }
            catch (Exception error) when (error is NpgsqlException or IOException or InvalidOperationException)
            {
                // The server is away: what happened meanwhile is told by the null after the next connect.
            }
            try { await Task.Delay(pause, ending.Token); }
            catch (OperationCanceledException) { return; }
            pause = pause < TimeSpan.FromSeconds(5) ? pause * 2 : pause;
        }
    }

    private async Task Hear(NpgsqlConnection connection)
    {
        var known = new HashSet<string>();
        while (true)
        {
            CancellationTokenSource wake;
            lock (gate)
            {
                if (changed.IsCancellationRequested) changed = new();
                wake = changed;
            }
            foreach (var channel in notices.Channels.Where(known.Add).ToList())
            {
                await using var command = new NpgsqlCommand($"listen \"{channel}\"", connection);
                await command.ExecuteNonQueryAsync(ending.Token);
                notices.Tell(channel, null);
            }
            using var either = CancellationTokenSource.CreateLinkedTokenSource(wake.Token, ending.Token);
            try { await connection.WaitAsync(either.Token); }
            catch (OperationCanceledException) when (!ending.IsCancellationRequested) { }
        }
    }
}
