using Microsoft.Data.Sqlite;

namespace Weir.Sql.Sessions;

/// <summary>The write-ahead log of a SQLite file, kept from growing without end while readers overlap.</summary>
internal sealed class WalFile(SqliteLink writer, string database)
{
    private const long Limit = 64L << 20;
    private const int CommitsBetweenLooks = 64;

    private readonly FileInfo file = new(database + "-wal");
    private int commits;

    /// <summary>Starts the log anew when it is too long: waits a moment for readers, gives up quietly and tries again later.</summary>
    public void Restart()
    {
        if (++commits % CommitsBetweenLooks != 0) return;
        file.Refresh();
        if (!file.Exists || file.Length <= Limit) return;
        writer.Connection.Run("pragma busy_timeout=200");
        try { writer.Connection.Run("pragma wal_checkpoint(restart)"); }
        catch (SqliteException) { commits = 0; }
        finally { writer.Connection.Run("pragma busy_timeout=5000"); }
    }
}
