using Microsoft.Data.Sqlite;
using SQLitePCL;
using Weir.Sql.Dialects;

namespace Weir.Sql.Sessions;

/// <summary>One prepared insert that is run for row after row on a connection. Opens no transaction.</summary>
internal sealed class SqliteInsert : IDisposable
{
    private readonly sqlite3 database;
    private readonly sqlite3_stmt statement;

    public SqliteInsert(sqlite3 database, string text)
    {
        this.database = database;
        Check(raw.sqlite3_prepare_v2(database, text, out statement));
    }

    /// <param name="place">Counted from 1.</param>
    /// <param name="value">Kept for the next row unless it is bound again.</param>
    public void Bind(int place, SqlValue value) => Check(SqliteDialect.Encode(value) switch
    {
        long whole => raw.sqlite3_bind_int64(statement, place, whole),
        string text => raw.sqlite3_bind_text(statement, place, text),
        _ => raw.sqlite3_bind_null(statement, place),
    });

    /// <exception cref="SqliteException">The row is refused.</exception>
    public void Run()
    {
        var result = raw.sqlite3_step(statement);
        if (result != raw.SQLITE_DONE) Check(result);
        Check(raw.sqlite3_reset(statement));
    }

    public void Dispose() => statement.Dispose();

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK) SqliteException.ThrowExceptionForRC(result, database);
    }
}
