using System.Globalization;
using Weir.Sql.Sessions;

namespace Weir.Engine;

/// <summary>Where a platform keeps its data, and which of several processes on one database it is. Says nothing about the web.</summary>
/// <param name="DataFolder">For files, backups and, usually, the database itself.</param>
/// <param name="Node">0 to 15; two processes on one database need two numbers.</param>
public sealed record PlatformSettings(DatabaseSetting Database, string DataFolder, int Node = 0)
{
    /// <summary>The largest attachment.</summary>
    public long MostFileBytes { get; init; } = 20 << 20;

    /// <summary>Where the copy goes that is made before tables change.</summary>
    internal string BackupFile(DateTimeOffset at)
    {
        var folder = Path.Combine(DataFolder, "backups");
        System.IO.Directory.CreateDirectory(folder);
        return Path.Combine(folder, $"before-update-{at.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}.db");
    }
}
