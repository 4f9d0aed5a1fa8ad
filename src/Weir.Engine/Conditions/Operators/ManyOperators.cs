using System.Globalization;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Sql.Query;

namespace Weir.Engine.Conditions.Operators;

/// <summary>Compares a set of values with a set of values.</summary>
public abstract class ManyOperator(string key, Words label, bool all, bool not) : Operator
{
    public override string Key => key;

    public override Words Label => label;

    public override ArgumentShape Shape => ArgumentShape.Many;

    public override bool AppliesTo(ValueKind kind) => kind == ValueKind.Many;

    public override Predicate Predicate(Operand left, Field field, Argument argument)
    {
        var tokens = argument.Many().SelectMany(Tokens).Distinct().Select(t => (Predicate)new Predicate.Holds(left, t, not)).ToList();
        if (tokens.Count == 0) return Sql.Query.Predicate.False;
        return all ? Sql.Query.Predicate.And(tokens) : Sql.Query.Predicate.Or(tokens);
    }

    /// <summary>A many-valued type stores <c>|a|b|</c>; words such as @me give a bare id.</summary>
    private static IEnumerable<string> Tokens(object value) =>
        value is string text ? text.Trim('|').Split('|') : [Convert.ToString(value, CultureInfo.InvariantCulture)!];

    protected override void CheckOne(Field field, System.Text.Json.JsonElement value)
    {
        if (value.ValueKind == System.Text.Json.JsonValueKind.String && value.GetString() is ['@' or '{', ..]) return;
        base.CheckOne(field, System.Text.Json.JsonSerializer.SerializeToElement(new[] { value }));
    }
}

/// <summary>At least one of the values is there.</summary>
public sealed class HasAny() : ManyOperator("has_any", ("包含任意一个", "has any of"), all: false, not: false);

/// <summary>All the values are there.</summary>
public sealed class HasAll() : ManyOperator("has_all", ("同时包含", "has all of"), all: true, not: false);

/// <summary>None of the values is there; empty fits.</summary>
public sealed class HasNone() : ManyOperator("has_none", ("不包含任何一个", "has none of"), all: true, not: true);
