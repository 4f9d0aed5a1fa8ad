using Weir.Sql.Dialects;
using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Query;

/// <summary>Which of the joins a statement really needs; the others would only cost.</summary>
internal static class JoinUse
{
    public static IReadOnlyList<Join> Of(IReadOnlyList<Join> joins, IEnumerable<Operand> columns, Predicate where, RowScope scope)
    {
        if (joins.Count == 0) return joins;
        var used = columns.Select(c => c.Alias).ToHashSet();
        Add(used, where);
        foreach (var branch in scope.Branches ?? []) Add(used, branch);
        // A join may hang on a join before it.
        foreach (var join in joins.Reverse())
        {
            if (used.Contains(join.Alias)) used.Add(join.Via.Alias);
        }
        return [.. joins.Where(j => used.Contains(j.Alias))];
    }

    public static SqlText Write(Dialect dialect, IReadOnlyList<Join> joins)
    {
        var text = new SqlText();
        foreach (var join in joins)
        {
            text.Add($" left join {join.Table} {join.Alias} on {join.Alias}.\"id\" = {QueryWriter.Column(join.Via)}");
            if (join.On is { } condition) text.Add($" and {PredicateWriter.Write(dialect, condition)}");
        }
        return text;
    }

    private static void Add(HashSet<SqlName> used, ScopeBranch branch)
    {
        if (branch.Column is { } column) used.Add(column.Alias);
        if (branch.Shared is { } shared) used.Add(shared.RecordId.Alias);
        if (branch.And is { } and) Add(used, and);
    }

    private static void Add(HashSet<SqlName> used, Predicate predicate)
    {
        var open = new Stack<Predicate>([predicate]);
        while (open.TryPop(out var next))
        {
            switch (next)
            {
                case Predicate.All all: Push(open, all.Of); break;
                case Predicate.Any any: Push(open, any.Of); break;
                case Predicate.Compare p: used.Add(p.Left.Alias); break;
                case Predicate.OneOf p: used.Add(p.Left.Alias); break;
                case Predicate.Empty p: used.Add(p.Left.Alias); break;
                case Predicate.Match p: used.Add(p.Left.Alias); break;
                case Predicate.Holds p: used.Add(p.Left.Alias); break;
                case Predicate.SharedWith p: used.Add(p.RecordId.Alias); break;
                case Predicate.InSelect p: used.Add(p.Left.Alias); break;
            }
        }
    }

    private static void Push(Stack<Predicate> open, IReadOnlyList<Predicate> more)
    {
        foreach (var predicate in more) open.Push(predicate);
    }
}
