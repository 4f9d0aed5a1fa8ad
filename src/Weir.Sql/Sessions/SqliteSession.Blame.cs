using Microsoft.Data.Sqlite;
using Weir.Sql.Dialects;

namespace Weir.Sql.Sessions;

internal sealed partial class SqliteSession
{
    /// <summary>Finds the index behind a refused row, because the database names only the columns: "UNIQUE constraint failed: app_x.f_lead.c_mail".</summary>
    private void Blame(SqliteException error)
    {
        if (error.SqliteExtendedErrorCode is not (2067 or 1555) || error.Data.Contains(SqliteDialect.Blamed)) return;
        var columns = SqliteDialect.BlamedColumns(error.Message);
        if (TableOf(error.Message) is not { } table) return;
        if (error.SqliteExtendedErrorCode == 1555)
        {
            error.Data[SqliteDialect.Blamed] = table[(table.IndexOf('.') + 1)..] + "_pkey";
            return;
        }
        using var command = link.Connection.CreateCommand();
        command.CommandText = "select l.name, group_concat(i.name, ', ') from pragma_index_list($1) l join pragma_index_info(l.name) i"
            + " where l.\"unique\" = 1 and l.origin = 'c' group by l.name";
        command.Parameters.AddWithValue("$1", table);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            if (!reader.GetString(1).Split(", ").Order().SequenceEqual(columns.Order())) continue;
            var name = reader.GetString(0);
            error.Data[SqliteDialect.Blamed] = name[(name.IndexOf('.') + 1)..];
        }
    }

    private static string? TableOf(string message)
    {
        const string mark = "constraint failed: ";
        var start = message.IndexOf(mark, StringComparison.Ordinal) + mark.Length;
        var parts = message[start..].Split(", ")[0].TrimEnd('\'', '.').Split('.');
        return parts.Length >= 3 ? parts[0] + "." + parts[1] : null;
    }
}
