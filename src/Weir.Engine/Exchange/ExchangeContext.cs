using Weir.Engine.Apps;
using Weir.Engine.Exchange.Batches;
using Weir.Engine.Records;
using Weir.Sql.Sessions;

namespace Weir.Engine.Exchange;

/// <summary>What importing and exporting work with: the engine's own doors and a folder for files. Decides nothing.</summary>
/// <param name="People">The organisation as it is now.</param>
public sealed record ExchangeContext(
    Database Database, AppStore Apps, RecordStore Records, RecordQuery Query, RecordIds Ids, TimeProvider Clock, Func<Directory> People, ExchangeFiles Files)
{
    internal BatchStore Batches { get; } = new(Database, Ids, Clock);

    /// <summary>UTC.</summary>
    internal DateTime Now => Clock.GetUtcNow().UtcDateTime;

    /// <summary>Raised when a batch waits for its runner.</summary>
    internal event Action? Waiting;

    internal void Wake() => Waiting?.Invoke();
}
