using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;
using Weir.Engine.Apps;
using Weir.Engine.Forms;
using Weir.Sql.Schema;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Views;

/// <summary>The saved views of each form as they lie in the database, kept in memory until one of them changes. Knows no rights.</summary>
internal sealed class ViewShelf(Database database) : IDisposable
{
    private const string Channel = "views";

    private readonly ConcurrentDictionary<(string Schema, long Form), IReadOnlyList<ShelvedView>> known = new();
    private readonly Lock starting = new();
    private IDisposable? listening;
    private long generation;

    public async ValueTask<IReadOnlyList<ShelvedView>> Of(Form form, CancellationToken cancel = default)
    {
        if (listening is null) Listen();
        var key = (form.App.Schema.Value, (long)form.No);
        if (known.TryGetValue(key, out var views)) return views;
        var asOf = Interlocked.Read(ref generation);
        views = [.. (await database.Read(s => ViewRows.OfForm(s, form.App.Schema, form.No), cancel)).Select(Read)];
        // What changed while it was read is read again by the next.
        known[key] = views;
        if (Interlocked.Read(ref generation) != asOf) known.TryRemove(key, out _);
        return views;
    }

    /// <summary>To be called inside the transaction that changes views.</summary>
    public async ValueTask Changed(Session session)
    {
        session.AfterCommit(Forget);
        await session.Notify(Channel, "");
    }

    public void Dispose() => listening?.Dispose();

    public static string Write(ViewDefinition view) => JsonSerializer.Serialize(view, DefinitionJson.Options);

    public static string WriteFirst(string key) => JsonSerializer.Serialize(new OpensFirst(key));

    private void Listen()
    {
        lock (starting) listening ??= database.Listen(Channel, _ => Forget());
    }

    private void Forget()
    {
        Interlocked.Increment(ref generation);
        known.Clear();
    }

    private static ShelvedView Read(ViewRow row)
    {
        try
        {
            return row.Body.StartsWith("{\"first\"", StringComparison.Ordinal)
                ? new(row, null, JsonSerializer.Deserialize<OpensFirst>(row.Body)?.Key)
                : new(row, JsonSerializer.Deserialize<ViewDefinition>(row.Body, DefinitionJson.Options), null);
        }
        catch (JsonException)
        {
            // Written by a version that knew more: it waits, unseen.
            return new(row, null, null);
        }
    }

    private sealed record OpensFirst([property: JsonPropertyName("first")] string Key);
}

/// <summary>A row of the table of views: a view, or which view its owner wants to see first.</summary>
internal sealed record ShelvedView(ViewRow Row, ViewDefinition? Definition, string? First);
