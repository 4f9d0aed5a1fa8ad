using System.Runtime.CompilerServices;
using Weir.Sql.Schema;

namespace Weir.Sql.Sessions;

/// <summary>SQL in pieces: literals written in source code, identifiers and parameters. A value can never become text.</summary>
/// <remarks>Written as an interpolated string: <c>SqlText q = $"select {column} from {table} where id = {SqlValue.Id(id)}"</c>;
/// a list of values becomes <c>(p1, p2, …)</c>, an empty one <c>(null)</c>.</remarks>
[InterpolatedStringHandler]
public sealed class SqlText
{
    private readonly List<object> pieces = [];

    public SqlText() { }

    public SqlText(int literalLength, int formattedCount) => pieces.Capacity = formattedCount * 2 + 1;

    /// <summary>string (literal), SqlName, TableName, SqlValue or SqlList, in order.</summary>
    public IReadOnlyList<object> Pieces => pieces;

    public void AppendLiteral(string literal) => pieces.Add(literal);

    public void AppendFormatted(SqlName name) => pieces.Add(name);

    public void AppendFormatted(TableName table) => pieces.Add(table);

    public void AppendFormatted(SqlValue value) => pieces.Add(value);

    public void AppendFormatted(long value) => pieces.Add(SqlValue.Integer(value));

    public void AppendFormatted(string? value) => pieces.Add(SqlValue.Text(value));

    public void AppendFormatted(bool value) => pieces.Add(SqlValue.Bool(value));

    public void AppendFormatted(DateTime value) => pieces.Add(SqlValue.Moment(value));

    public void AppendFormatted(DateTime? value) => pieces.Add(SqlValue.Moment(value));

    public void AppendFormatted(SqlText other) => pieces.AddRange(other.pieces);

    public void AppendFormatted(IEnumerable<long> values) => AppendFormatted(SqlList.Of(values));

    public void AppendFormatted(IEnumerable<string> values) => AppendFormatted(SqlList.Of(values));

    /// <summary>A list behind <c>in</c>: short ones become single parameters, long ones travel as one.</summary>
    public void AppendFormatted(SqlList list)
    {
        if (list.Values.Count <= SqlList.Short) List(list.Values);
        else pieces.Add(list);
    }

    public void AppendFormatted(IEnumerable<SqlValue> values) => List(values);

    /// <summary>Adds another piece behind this one.</summary>
    public SqlText Add(SqlText other)
    {
        pieces.AddRange(other.pieces);
        return this;
    }

    /// <summary>Text that this project has written itself.</summary>
    internal static SqlText Raw(string literal)
    {
        var text = new SqlText();
        text.AppendLiteral(literal);
        return text;
    }

    /// <summary>A whole statement about one table that was written before, with its parameters <c>$1</c>, <c>$2</c> … in order. Nothing can be added to it.</summary>
    internal static SqlText Ready(TableName table, string text, IReadOnlyList<SqlValue> values)
    {
        var ready = new SqlText();
        ready.pieces.Add(new Statement(text, [.. values.Cast<object>()], [table]));
        return ready;
    }

    /// <summary>A list as one parameter, however short.</summary>
    /// <param name="bare">The parameter alone (an array), not as the rows behind <c>in</c>.</param>
    internal static SqlText Packed(SqlList list, bool bare = false)
    {
        var text = new SqlText();
        text.pieces.Add(bare ? list with { Bare = true } : list);
        return text;
    }

    public static SqlText Join(string separator, IEnumerable<SqlText> parts)
    {
        var joined = new SqlText();
        foreach (var part in parts)
        {
            if (joined.pieces.Count > 0) joined.AppendLiteral(separator);
            joined.Add(part);
        }
        return joined;
    }

    private void List(IEnumerable<SqlValue> values)
    {
        pieces.Add("(");
        var first = true;
        foreach (var value in values)
        {
            if (!first) pieces.Add(", ");
            pieces.Add(value);
            first = false;
        }
        pieces.Add(first ? "null)" : ")");
    }
}
