using Weir.Sql.Schema;

namespace Weir.Sql.Sessions;

/// <summary>Many values of one type that travel as a single parameter, so that a list has no limit and its length does not make new statements.</summary>
public sealed record SqlList(IReadOnlyList<SqlValue> Values, ColumnType Type, int Scale = 0)
{
    /// <summary>Lists up to this length are written as single parameters: the planners know more about those.</summary>
    public const int Short = 64;

    /// <summary>Written as the parameter itself, not as the rows behind <c>in</c>.</summary>
    internal bool Bare { get; init; }

    public static SqlList Of(IEnumerable<long> values) => new([.. values.Select(v => SqlValue.Id(v))], ColumnType.Id);

    public static SqlList Of(IEnumerable<string> values) => new([.. values.Select(v => SqlValue.Text(v))], ColumnType.Text);
}
