using Microsoft.Data.Sqlite;

namespace Weir.Sql.Sessions;

/// <summary>The prepared statements of one SQLite connection by their text; the longest unused goes first. Not for several threads.</summary>
internal sealed class StatementCache(SqliteConnection connection, int capacity = 400) : IDisposable
{
    private readonly Dictionary<string, LinkedListNode<SqliteCommand>> byText = [];
    private readonly LinkedList<SqliteCommand> byUse = [];

    public SqliteCommand Take(string text, int parameters)
    {
        if (byText.TryGetValue(text, out var known))
        {
            byUse.Remove(known);
            byUse.AddFirst(known);
            return known.Value;
        }
        if (byText.Count >= capacity && byUse.Last is { } oldest)
        {
            byUse.RemoveLast();
            byText.Remove(oldest.Value.CommandText);
            oldest.Value.Dispose();
        }
        var command = connection.CreateCommand();
        command.CommandText = text;
        for (var i = 1; i <= parameters; i++) command.Parameters.Add(new SqliteParameter { ParameterName = "$" + i });
        byText[text] = byUse.AddFirst(command);
        return command;
    }

    public void Dispose()
    {
        foreach (var command in byUse) command.Dispose();
        byText.Clear();
        byUse.Clear();
    }
}
