using System.Text.Json;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Sql.Query;

namespace Weir.Engine.Conditions.Operators;

/// <summary>What stands on the right of an operator, for the builder.</summary>
public enum ArgumentShape { None, One, Many, Pair, Period }

/// <summary>One way to compare a field with a value; makes the predicate, so that memory and databases agree. Found by the catalogue.</summary>
public abstract class Operator
{
    public abstract string Key { get; }

    public abstract Words Label { get; }

    public abstract ArgumentShape Shape { get; }

    public abstract bool AppliesTo(ValueKind kind);

    /// <param name="argument">Values as stored, in the context of the asker.</param>
    public abstract Predicate Predicate(Operand left, Field field, Argument argument);

    /// <exception cref="DefinitionError">The value can never fit.</exception>
    public virtual void CheckValue(Field field, JsonElement? value)
    {
        var missing = value is null or { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined };
        if (Shape == ArgumentShape.Pair && value is not { ValueKind: JsonValueKind.Array }) missing = true;
        if (Shape != ArgumentShape.None && missing)
            throw new DefinitionError(field.ToString(), "condition.no_value", ($"“{field.Label.Zh} {Label.Zh}”缺少比较值。", $"'{field.Label.En} {Label.En}' needs a value."));
        if (Shape is ArgumentShape.One or ArgumentShape.Many or ArgumentShape.Pair) foreach (var one in Each(value!.Value)) CheckOne(field, one);
    }

    protected virtual void CheckOne(Field field, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String && value.GetString() is ['@' or '{', ..]) return;
        if (value.ValueKind == JsonValueKind.Null) return;
        if (field.Type.Kind(field) == ValueKind.Moment && value.ValueKind == JsonValueKind.String && value.GetString()!.Length == 10) return;
        try
        {
            field.Type.FromJson(field, value);
        }
        catch (ValueError wrong)
        {
            throw new DefinitionError(field.ToString(), "condition.bad_value", ($"“{field.Label.Zh}”：{wrong.Words.Zh}", $"'{field.Label.En}': {wrong.Words.En}"));
        }
    }

    private static IEnumerable<JsonElement> Each(JsonElement value) => value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [value];
}
