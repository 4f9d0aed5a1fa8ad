using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Sql.Query;

namespace Weir.Engine.Conditions.Operators;

/// <summary>In the department or region or anywhere below it.</summary>
public sealed class Under : Operator
{
    public override string Key => "under";

    public override Words Label => ("属于（含下级）", "is in or below");

    public override ArgumentShape Shape => ArgumentShape.Many;

    public override bool AppliesTo(ValueKind kind) => kind is ValueKind.Department or ValueKind.Region;

    public override Predicate Predicate(Operand left, Field field, Argument argument)
    {
        var values = argument.Many();
        if (values.Count == 0) return Sql.Query.Predicate.False;
        if (field.Type.Kind(field) == ValueKind.Department)
            return argument.Context.Actor.Directory.Subtree(values.OfType<long>()) is { Count: > 0 } below ? new Predicate.OneOf(left, [.. below.Cast<object>()]) : Sql.Query.Predicate.False;
        return Sql.Query.Predicate.Or([.. values.OfType<string>().Select(code => (Predicate)new Predicate.Match(left, TextMatch.StartsWith, Prefix(code)))]);
    }

    /// <summary>A division's code ends in pairs of zeros where it names no lower level: 32 00 00 a province, 32 05 00 a city.</summary>
    private static string Prefix(string code) => code is [_, _, _, _, _, _] && code.All(char.IsAsciiDigit) ? code.EndsWith("0000", StringComparison.Ordinal) ? code[..2] : code.EndsWith("00", StringComparison.Ordinal) ? code[..4] : code : code;
}
