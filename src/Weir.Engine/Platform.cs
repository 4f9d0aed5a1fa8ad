using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Records;
using Weir.Sql.Sessions;

namespace Weir.Engine;

/// <summary>Everything the engine offers over one database, opened once per process. Composes; decides nothing.</summary>
public sealed class Platform : IAsyncDisposable
{
    private Platform(Database database, TimeProvider clock, int node, long afterId)
    {
        Database = database;
        Clock = clock;
        Ids = new RecordIds(clock, node, afterId);
        Apps = new AppStore(database, Ids, clock);
        Records = new RecordStore(database, Ids, clock);
        Query = new RecordQuery(database, clock);
    }

    public Database Database { get; }

    public TimeProvider Clock { get; }

    public RecordIds Ids { get; }

    public AppStore Apps { get; }

    public RecordStore Records { get; }

    public RecordQuery Query { get; }

    public async ValueTask DisposeAsync()
    {
        Apps.Dispose();
        await Database.DisposeAsync();
    }
}
