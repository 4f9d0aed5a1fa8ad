using System.Globalization;
using Weir.Sql.Sessions;

namespace Weir.Tests.Sql.Sessions;

/// <summary>This assembly as a program: the writers that tests start and kill. Test runners do not come here.</summary>
internal static class ChildProgram
{
    internal static async Task<int> Main(string[] arguments)
    {
        if (arguments is not [var work, var setting, var round]) return 1;
        var (database, seed) = (DatabaseSetting.Parse(setting), int.Parse(round, CultureInfo.InvariantCulture));
        await (work == "write" ? Kills.Write(database, seed) : Records.KillTests.Work(database, seed));
        return 0;
    }
}
