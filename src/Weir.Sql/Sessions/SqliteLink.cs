using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Weir.Sql.Sessions;

/// <summary>One open connection to a SQLite file with its prepared statements; used by one unit at a time.</summary>
internal sealed class SqliteLink : IDisposable
{
    private const string Settings = """
        pragma busy_timeout=5000; pragma foreign_keys=on; pragma temp_store=memory; pragma synchronous=full;
        pragma mmap_size=2147418112; pragma journal_size_limit=67108864; pragma recursive_triggers=off; pragma trusted_schema=off;
        """;

    private readonly StatementCache statements;

    private SqliteLink(SqliteConnection connection)
    {
        Connection = connection;
        statements = new(connection);
    }

    public SqliteConnection Connection { get; }

    /// <summary>True while rows are being read: no other statement may run then, as on PostgreSQL.</summary>
    public bool Reading { get; set; }

    /// <summary>False once the database itself has rolled the transaction back (disk full, I/O error).</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(Connection.Handle) == 0;

    public static SqliteLink Writer(string file)
    {
        var link = Open(file);
        link.Connection.Run("pragma cache_size=-131072");
        link.Expect("journal_mode=wal", "wal");
        link.Expect("synchronous", "2");
        return link;
    }

    public static SqliteLink Reader(string file)
    {
        var link = Open(file);
        link.Connection.Run("pragma cache_size=-65536; pragma query_only=on");
        return link;
    }

    public SqliteCommand Take(Statement statement)
    {
        if (Reading) throw new InvalidOperationException("Another query of this unit is still being read.");
        var command = statements.Take(statement.Text, statement.Parameters.Count);
        for (var i = 0; i < statement.Parameters.Count; i++) command.Parameters[i].Value = Dialects.SqliteDialect.Encode(statement.Parameters[i]);
        return command;
    }

    /// <summary>A statement for many rows, past the parameters of a command, which cost more than the insert itself.</summary>
    public SqliteInsert Insert(string text) => Reading ? throw new InvalidOperationException("Another query of this unit is still being read.") : new(Connection.Handle!, text);

    /// <summary>Runs a statement without parameters, prepared once.</summary>
    public void Run(string text) => statements.Take(text, 0).ExecuteNonQuery();

    /// <summary>Rolls back what is open, whatever state a failure has left.</summary>
    public void RollBack()
    {
        Reading = false;
        if (InTransaction) Run("rollback");
    }

    public void Dispose()
    {
        statements.Dispose();
        Connection.Dispose();
    }

    private static SqliteLink Open(string file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, DefaultTimeout = 5 }.ToString());
        try
        {
            connection.Open();
            connection.Run(Settings);
            return new(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void Expect(string pragma, string wanted)
    {
        using var command = Connection.CreateCommand();
        command.CommandText = "pragma " + pragma;
        var actual = Convert.ToString(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
        if (actual != wanted) throw new InvalidOperationException($"The database file does not accept {pragma} (it answers '{actual}').");
    }
}

internal static class SqliteRunning
{
    public static void Run(this SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }
}
