using System.Text.Json;
using Weir.Engine.Conditions.Operators;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Sql.Query;

namespace Weir.Engine.Conditions;

/// <summary>A compiled condition on the records of a form. It becomes one predicate, which a database and the memory decide alike.</summary>
public abstract partial record Condition
{
    public const int DeepestNesting = 8;
    public const int MostLeaves = 200;

    public sealed record All(IReadOnlyList<Condition> Of) : Condition;
    public sealed record Any(IReadOnlyList<Condition> Of) : Condition;
    public sealed record Leaf(FieldPath Path, Operator Operator, JsonElement? Value) : Condition
    {
        // Read once: an import asks the same of each of its rows. Not before the first question, when all forms and their options stand.
        private readonly Lazy<IReadOnlyList<object>?> constant = new(() => Argument.Constant(Value, Path.Field));

        internal Predicate BindOwn(ConditionContext context) =>
            Operator.Predicate(context.Joins.Operand(Path), Path.Field, new Argument(Value, Path.Field, context, constant.Value));

        /// <summary>The records of which one line meets it.</summary>
        internal Predicate BindLines(ConditionContext context)
        {
            var (lines, joins) = (Path.Via[0].Lines!, context.Joins.Apart());
            var own = this with { Path = new FieldPath([.. Path.Via.Skip(1)], Path.Field) };
            var rows = new Select(lines.Table, JoinPlan.Root, [JoinPlan.Holder], joins.Joins, own.Bind(context with { Joins = joins }), RowScope.Everything, []);
            return new Predicate.InSelect(JoinPlan.Id(JoinPlan.Root), rows);
        }
    }


    public static readonly Condition Always = new All([]);

    public bool IsAlways => this is All { Of.Count: 0 };

    /// <summary>The fields that are read, each path once per leaf.</summary>
    public IEnumerable<FieldPath> Paths => this switch
    {
        All all => all.Of.SelectMany(c => c.Paths),
        Any any => any.Of.SelectMany(c => c.Paths),
        Leaf leaf => [leaf.Path],
        Handed handed => [handed.Owner],
        _ => [],
    };

    /// <summary>What fits today may not fit tomorrow, although no record changes.</summary>
    public bool DependsOnTime => this switch
    {
        All all => all.Of.Any(c => c.DependsOnTime),
        Any any => any.Of.Any(c => c.DependsOnTime),
        Leaf leaf => leaf.Operator.Shape == ArgumentShape.Period || leaf.Value is { } value && value.GetRawText() is var text
            && (text.Contains("@today", StringComparison.Ordinal) || text.Contains("@now", StringComparison.Ordinal)),
        _ => false,
    };

    /// <summary>The condition as it is asked of a database only: it may look into line items, and holds for records of which one line does.</summary>
    /// <exception cref="DefinitionError">As for <see cref="Compile"/>.</exception>
    public static Condition OfQuery(Form form, ConditionDefinition? definition) => Compile(form, definition, FieldPath.OfQuery, query: true);

    /// <exception cref="DefinitionError">Names what is wrong: an unknown field or operator, a value that does not fit.</exception>
    public static Condition Compile(Form form, ConditionDefinition? definition) => Compile(form, definition, static (f, path) => FieldPath.Find(f, path) is { InLines: false } plain ? plain : null);

    private static Condition Compile(Form form, ConditionDefinition? definition, Func<Form, string, FieldPath?> find, bool query = false)
    {
        var leaves = 0;
        return definition is null ? Always : Make(definition, 0);

        Condition Make(ConditionDefinition d, int depth)
        {
            if (depth > DeepestNesting || ++leaves > MostLeaves) throw Wrong("condition.too_large", ("条件太复杂：最多 8 层、200 项。", "The condition is too large: at most 8 levels and 200 items."));
            if (d.All is not null) return new All([.. d.All.Select(c => Make(c, depth + 1))]);
            if (d.Any is not null) return new Any([.. d.Any.Select(c => Make(c, depth + 1))]);
            if (query && Handed.Read(form, d) is { } handed) return handed;
            if (d.Field is null || find(form, d.Field) is not { FromParent: false } path) throw Wrong("condition.unknown_field", ($"条件中没有字段“{d.Field}”。", $"The condition names no known field: '{d.Field}'."));
            if (d.Op is null || OperatorCatalogue.Find(d.Op) is not { } op) throw Wrong("condition.unknown_operator", ($"没有运算“{d.Op}”。", $"There is no operator '{d.Op}'."));
            if (path.Field.Column is null || !op.AppliesTo(path.Field.Type.Kind(path.Field))) throw Wrong("condition.wrong_operator", ($"“{path.Field.Label.Zh}”不能用“{op.Label.Zh}”。", $"'{path.Field.Label.En}' cannot be used with '{op.Label.En}'."));
            op.CheckValue(path.Field, d.Value);
            return new Leaf(path, op, d.Value);
        }

        DefinitionError Wrong(string code, Words words) => new(form.Key, code, words);
    }

    /// <summary>The predicate at this moment for this actor. What the context lacks (no department, an unset value) makes its leaf false.</summary>
    public Predicate Bind(ConditionContext context) => this switch
    {
        All { Of.Count: 0 } => Predicate.True,
        Any { Of.Count: 0 } => Predicate.False,
        All all => Predicate.And([.. all.Of.Select(c => c.Bind(context))]),
        Any any => Predicate.Or([.. any.Of.Select(c => c.Bind(context))]),
        Handed handed => handed.Bound(context),
        Leaf { Path.InLines: true } leaf => leaf.BindLines(context),
        Leaf leaf => leaf.BindOwn(context),
        _ => Predicate.False,
    };
}
