namespace Weir.Sql.Sessions;

/// <summary>The rule that a unit on SQLite awaits nothing but its session.</summary>
internal static class SqliteUnit
{
    public static T Finish<T>(ValueTask<T> unit) => unit.IsCompleted
        ? unit.GetAwaiter().GetResult()
        : throw new InvalidOperationException(
            "A unit of work awaited something other than its session (a file, a network call, another unit). Do that before or after the unit.");
}
