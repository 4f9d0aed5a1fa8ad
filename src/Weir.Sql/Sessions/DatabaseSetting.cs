namespace Weir.Sql.Sessions;

public enum DatabaseKind { Sqlite, Postgres }

/// <summary>Which database to open, as an administrator writes it: a file, or the address of a server.</summary>
/// <param name="Address">The path of the file, or the connection string of the server.</param>
public sealed record DatabaseSetting(DatabaseKind Kind, string Address)
{
    /// <summary>The file of an embedded database, which one process at a time may have; null for a server.</summary>
    public string? File => Kind == DatabaseKind.Sqlite ? Address : null;

    /// <summary>Reads <c>sqlite:path</c>, a bare path, or <c>postgres:Host=…;Database=…</c>.</summary>
    /// <exception cref="ArgumentException">Nothing is named, or a kind of database that is not known.</exception>
    public static DatabaseSetting Parse(string text)
    {
        var setting = text.Trim();
        var kind = DatabaseKind.Sqlite;
        if (setting.StartsWith("sqlite:", StringComparison.OrdinalIgnoreCase)) setting = setting["sqlite:".Length..];
        else if (setting.StartsWith("postgres:", StringComparison.OrdinalIgnoreCase))
        {
            kind = DatabaseKind.Postgres;
            setting = setting["postgres:".Length..];
        }
        // A single letter before the colon is a drive; anything longer was meant as a kind of database and must not become the name of a file.
        else if (setting.IndexOf(':', StringComparison.Ordinal) is > 1 and var colon && setting[..colon].All(char.IsAsciiLetter))
            throw new ArgumentException($"'{setting[..colon]}' is not a kind of database; it is sqlite or postgres");
        setting = setting.Trim();
        return setting.Length > 0 ? new(kind, setting) : throw new ArgumentException("it names neither a file nor a server");
    }
}
