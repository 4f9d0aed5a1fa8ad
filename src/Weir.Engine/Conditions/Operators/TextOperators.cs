using System.Text.Json;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Sql.Query;

namespace Weir.Engine.Conditions.Operators;

/// <summary>Looks into text; the case of ASCII letters does not matter.</summary>
public abstract class TextOperator(string key, Words label, TextMatch how, bool not = false) : Operator
{
    public override string Key => key;

    public override Words Label => label;

    public override ArgumentShape Shape => ArgumentShape.One;

    public override bool AppliesTo(ValueKind kind) => kind == ValueKind.Text;

    public override Predicate Predicate(Operand left, Field field, Argument argument) =>
        argument.Text() is { Length: > 0 } text ? new Predicate.Match(left, how, text, not) : Sql.Query.Predicate.False;

    protected override void CheckOne(Field field, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
            throw new DefinitionError(field.ToString(), "condition.bad_value", ("比较值应为文本。", "The value must be text."));
    }
}

/// <summary>The text is somewhere inside.</summary>
public sealed class Contains() : TextOperator("contains", ("包含", "contains"), TextMatch.Contains);

/// <summary>The text is nowhere inside; empty fits.</summary>
public sealed class NotContains() : TextOperator("not_contains", ("不包含", "does not contain"), TextMatch.Contains, not: true);

/// <summary>The text stands at the beginning.</summary>
public sealed class StartsWith() : TextOperator("starts_with", ("开头是", "starts with"), TextMatch.StartsWith);

/// <summary>The text stands at the end.</summary>
public sealed class EndsWith() : TextOperator("ends_with", ("结尾是", "ends with"), TextMatch.EndsWith);
