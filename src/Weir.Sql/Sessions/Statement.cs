using System.Text;
using Weir.Sql.Dialects;
using Weir.Sql.Schema;

namespace Weir.Sql.Sessions;

/// <summary>SQL text as one database reads it, with its parameters in order, each a <see cref="SqlValue"/> or a <see cref="SqlList"/>, and the tables that it names.</summary>
internal readonly record struct Statement(string Text, IReadOnlyList<object> Parameters, IReadOnlyList<TableName> Tables)
{
    public static Statement Of(SqlText sql, Dialect dialect)
    {
        if (sql.Pieces is [Statement ready]) return ready;
        var text = new StringBuilder();
        var parameters = new List<object>();
        var tables = new List<TableName>(2);
        foreach (var piece in sql.Pieces)
        {
            switch (piece)
            {
                case string literal: text.Append(literal); break;
                case SqlName name: text.Append(dialect.Quote(name)); break;
                case TableName table:
                    text.Append(dialect.Quote(table));
                    tables.Add(table);
                    break;
                case SqlList { Bare: false }:
                    parameters.Add(piece);
                    text.Append(dialect.InList("$" + parameters.Count));
                    break;
                default:
                    parameters.Add(piece);
                    text.Append('$').Append(parameters.Count);
                    break;
            }
        }
        return new(text.ToString(), parameters, tables);
    }
}
