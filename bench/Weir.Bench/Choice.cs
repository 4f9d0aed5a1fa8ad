using System.Globalization;
using Weir.Sql.Sessions;

namespace Weir.Bench;

/// <summary>What to measure, on which database, over how many records.</summary>
/// <param name="Postgres">A connection string to an empty database, or null for SQLite in a temporary folder.</param>
internal sealed record Choice(string? Part, string? Postgres, int Records, int Seconds)
{
    public DatabaseKind Kind => Postgres is null ? DatabaseKind.Sqlite : DatabaseKind.Postgres;

    public static Choice Read(string[] arguments)
    {
        var named = arguments.Where(a => a.StartsWith("--", StringComparison.Ordinal)).Select(a => a[2..].Split('=', 2)).ToDictionary(a => a[0], a => a.Length > 1 ? a[1] : "");
        return new(arguments.FirstOrDefault(a => !a.StartsWith("--", StringComparison.Ordinal)), named.GetValueOrDefault("postgres"), Number("records", 1_000_000), Number("seconds", 5));

        int Number(string key, int otherwise) => named.TryGetValue(key, out var text) ? int.Parse(text.Replace("_", ""), CultureInfo.InvariantCulture) : otherwise;
    }

    public IEnumerable<string> Arguments()
    {
        if (Postgres is not null) yield return "--postgres=" + Postgres;
        yield return "--records=" + Records.ToString(CultureInfo.InvariantCulture);
        yield return "--seconds=" + Seconds.ToString(CultureInfo.InvariantCulture);
    }
}
