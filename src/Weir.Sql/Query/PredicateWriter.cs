using Weir.Sql.Dialects;
using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Query;

/// <summary>Conditions as SQL. There is no "not" around a condition, so a null answer of a leaf counts as false; leaves with "not" say what null means.</summary>
internal static partial class PredicateWriter
{
    private const int DeepestNesting = 200;

    /// <summary>Lists are split into halves: the database counts the depth of "a and b and c …" too.</summary>
    private const int LongestRow = 32;

    /// <exception cref="ArgumentException">Conditions are nested more than 200 deep.</exception>
    public static SqlText Write(Dialect dialect, Predicate predicate) => Write(dialect, predicate, 0);

    private static SqlText Write(Dialect dialect, Predicate predicate, int depth)
    {
        if (depth > DeepestNesting) throw new ArgumentException($"Conditions are nested more than {DeepestNesting} deep.", nameof(predicate));
        return predicate switch
        {
            Predicate.All or Predicate.Any => Group(dialect, predicate, depth),
            Predicate.Constant constant => Constant(constant.Value),
            Predicate.Compare compare => Compare(dialect, compare),
            Predicate.OneOf oneOf => OneOf(dialect, oneOf),
            Predicate.Empty empty => Empty(empty),
            Predicate.Match match => Match(dialect, match),
            Predicate.Holds holds => Holds(dialect, holds),
            Predicate.SharedWith shared => Shared(dialect, QueryWriter.Column(shared.RecordId), shared),
            Predicate.InSelect inSelect => InSelect(dialect, inSelect),
            _ => throw new ArgumentException($"There is no SQL for a {predicate.GetType().Name}.", nameof(predicate)),
        };
    }

    internal static SqlText Constant(bool value) => SqlText.Raw(value ? "1 = 1" : "1 = 0");

    private static SqlText Group(Dialect dialect, Predicate group, int depth)
    {
        var isAll = group is Predicate.All;
        var parts = new List<SqlText>();
        // Groups of the same kind melt into one, whatever their depth.
        var open = new Stack<Predicate>([group]);
        while (open.TryPop(out var next))
        {
            var inner = next switch { Predicate.All all when isAll => all.Of, Predicate.Any any when !isAll => any.Of, _ => null };
            if (inner is not null) for (var i = inner.Count - 1; i >= 0; i--) open.Push(inner[i]);
            else if (next is Predicate.Constant { Value: var value })
            {
                if (value != isAll) return Constant(value);
            }
            else parts.Add(Write(dialect, next, depth + 1));
        }
        return parts.Count == 0 ? Constant(isAll) : Balanced(parts, 0, parts.Count, isAll ? " and " : " or ");
    }

    private static SqlText Balanced(List<SqlText> parts, int from, int to, string link)
    {
        if (to - from == 1) return parts[from];
        if (to - from <= LongestRow) return $"({SqlText.Join(link, parts.GetRange(from, to - from))})";
        var middle = (from + to) / 2;
        return $"({Balanced(parts, from, middle, link)}{SqlText.Raw(link)}{Balanced(parts, middle, to, link)})";
    }

    private static SqlText InSelect(Dialect dialect, Predicate.InSelect predicate)
    {
        if (predicate.Rows.Columns.Count != 1) throw new ArgumentException("A sub-query for 'in' has exactly one column.", nameof(predicate));
        var rows = predicate.Rows;
        if (predicate.Not) rows = rows with { Where = Predicate.And(rows.Where, new Predicate.Empty(rows.Columns[0] with { Type = ColumnType.Id }, Not: true)) };
        var inner = rows.Limit is null && rows.After is null
            ? QueryWriter.Plain(dialect, rows, rows.Columns, ordered: false)
            : QueryWriter.Select(dialect, rows);
        var left = QueryWriter.Column(predicate.Left);
        return predicate.Not ? (SqlText)$"({left} is null or {left} not in ({inner}))" : $"{left} in ({inner})";
    }

    internal static SqlText Shared(Dialect dialect, SqlText recordId, Predicate.SharedWith shared) =>
        shared.Principals.Count == 0 ? Constant(false) : dialect.AmongRows(recordId, $"select {SharedRows(shared)}");

    /// <summary>Everything behind "select": the ids of the shared records.</summary>
    internal static SqlText SharedRows(Predicate.SharedWith shared)
    {
        SqlText text = $"sh.record_id from {shared.Shares} sh where sh.form_no = {shared.FormNo} and sh.principal_id in {shared.Principals} and sh.level >= {shared.MinLevel}";
        if (shared.Except is { } source) text = text.Add($" and sh.source <> {source}");
        return shared.At is { } at ? text.Add($" and (sh.until is null or sh.until > {SqlValue.Now(at)})") : text;
    }
}
