using Weir.Sql.Sessions;

namespace Weir.Web.Http;

/// <summary>The folder of files, backups and the embedded database: proves before the start that it can be written, and that nobody else has it. Stores nothing.</summary>
internal static class DataFolder
{
    /// <exception cref="StartFailure">It cannot be written.</exception>
    public static void Probe(HostSettings settings)
    {
        var folder = Path.GetFullPath(settings.DataFolder);
        try
        {
            Directory.CreateDirectory(folder);
            var probe = Path.Combine(folder, $".probe-{Environment.ProcessId}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new StartFailure((
                $"不能写入数据文件夹 {folder}（{refused.Message}）：请给本程序写权限，或用 WEIR_DATA_FOLDER 指定别的文件夹。",
                $"The data folder {folder} cannot be written ({refused.Message}): give this program the right to, or name another folder with WEIR_DATA_FOLDER."), refused);
        }
    }

    /// <summary>Keeps the file of an embedded database for this process, since what another one remembers of people and apps would grow old; null for a server.</summary>
    /// <remarks>The lock is the operating system's and ends with the process, however it ends.</remarks>
    /// <exception cref="StartFailure">Another process has it.</exception>
    public static IDisposable? Hold(HostSettings settings)
    {
        DatabaseSetting database;
        try
        {
            database = settings.Platform.Database;
        }
        catch (ArgumentException wrong)
        {
            throw Unreadable(wrong);
        }
        if (database.File is null) return null;
        var file = Path.GetFullPath(database.File);
        try
        {
            if (Path.GetDirectoryName(file) is { } folder) Directory.CreateDirectory(folder);
            return new FileStream(file + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException taken) when (File.Exists(file + ".lock"))
        {
            throw new StartFailure((
                $"另一个正在运行的 Weir 已打开 {file}：请先停掉它，或用 WEIR_DATA_FOLDER 指定别的文件夹。",
                $"Another Weir that is running has opened {file}: stop that one first, or name another folder with WEIR_DATA_FOLDER."), taken);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(refused);
        }
    }

    /// <summary>The database that is set cannot be opened, whatever the reason.</summary>
    public static StartFailure Unreadable(Exception reason) => new((
        $"打不开数据库（{reason.Message.TrimEnd('.')}）：请检查设置项 Database，例如 sqlite:data/weir.db 或 postgres:Host=localhost;Database=weir;Username=weir;Password=…",
        $"The database cannot be opened ({reason.Message.TrimEnd('.')}): check the setting Database, such as sqlite:data/weir.db or postgres:Host=localhost;Database=weir;Username=weir;Password=…"), reason);
}
