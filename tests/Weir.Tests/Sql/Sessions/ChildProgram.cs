using System.Globalization;
using Weir.Sql.Sessions;

namespace Weir.Tests.Sql.Sessions;

/// <summary>This assembly as a program: the writer that <see cref="Kills"/> starts and kills. Test runners do not come here.</summary>
internal static class ChildProgram
{
    internal static async Task<int> Main(string[] arguments)
    {
        if (arguments is not ["write", var setting, var round]) return 1;
        await Kills.Write(DatabaseSetting.Parse(setting), int.Parse(round, CultureInfo.InvariantCulture));
        return 0;
    }
}
