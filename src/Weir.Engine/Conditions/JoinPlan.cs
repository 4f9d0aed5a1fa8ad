using Weir.Engine.Forms;
using Weir.Sql.Query;
using Weir.Sql.Schema;

namespace Weir.Engine.Conditions;

/// <summary>Gives every way through links its table alias, once, so that filter, sort and columns of a query share their joins.</summary>
public sealed class JoinPlan
{
    public static readonly SqlName Root = "r";

    private readonly Func<Form, SqlName, Predicate?>? visible;
    private readonly Dictionary<string, (SqlName Alias, IReadOnlyList<Field> Via)> aliases;
    private readonly List<Join> joins;
    private readonly string kind = "";

    /// <param name="visible">Which rows of a joined form may be seen; the others count as absent.</param>
    public JoinPlan(Func<Form, SqlName, Predicate?>? visible = null) => (this.visible, aliases, joins) = (visible, [], []);

    private JoinPlan(JoinPlan other) => (aliases, joins, kind) = (other.aliases, other.joins, "!");

    /// <summary>Joins of the same query that hide no rows: for the conditions of roles, which ask for no rights of their own.</summary>
    public JoinPlan Unveiled => visible is null ? this : new(this);

    public IReadOnlyList<Join> Joins => joins;

    /// <summary>Joins of a query within this one, which see as much.</summary>
    public JoinPlan Apart() => new(visible);

    public Operand Operand(FieldPath path)
    {
        var column = path.Field.Column ?? throw new ArgumentException($"{path.Field} is not stored.");
        return new Operand(Alias(path.Via), column.Name, column.Type, column.Scale);
    }

    public Operand Operand(Field field) => new(Root, field.Column!.Name, field.Column.Type, field.Column.Scale);

    public static Operand Id(SqlName alias) => new(alias, "id", ColumnType.Id);

    /// <summary>In a table of line items: the record that a line belongs to.</summary>
    public static Operand Holder => new(Root, "record_id", ColumnType.Id);

    /// <summary>The links that lead to the table with this alias; empty for the form itself.</summary>
    public IReadOnlyList<Field> Way(SqlName alias) => alias == Root ? [] : aliases.Values.First(a => a.Alias == alias).Via;

    private SqlName Alias(IReadOnlyList<Field> via)
    {
        if (via.Count == 0) return Root;
        var key = kind + string.Join('.', via.Select(f => f.Key));
        if (aliases.TryGetValue(key, out var known)) return known.Alias;
        var from = Alias([.. via.Take(via.Count - 1)]);
        var link = via[^1];
        var target = link.Form.App[link.Type.LinkedForm(link)!];
        var alias = SqlName.Of("j" + (aliases.Count + 1));
        aliases[key] = (alias, via);
        // What lies in the recycle bin counts as absent, as it does in memory.
        var live = new Predicate.Empty(new Operand(alias, SystemFields.DeletedAt, ColumnType.Moment));
        joins.Add(new Join(alias, target.Table, new Operand(from, link.Column!.Name, ColumnType.Id), visible?.Invoke(target, alias) is { } seen ? Predicate.And(live, seen) : live));
        return alias;
    }
}
