using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;

namespace Weir.Engine.Records;

/// <summary>The value a field starts with: a constant, a word such as @me, or a formula.</summary>
internal static class Defaults
{
    /// <summary>Constants and words; formulas come later, when the other fields have their values.</summary>
    public static object? Constant(Field field, Actor actor, DateTime now)
    {
        if (field.Definition.Default is not { ValueKind: not JsonValueKind.Null } json || field.DefaultFormula is not null) return null;
        if (json.ValueKind == JsonValueKind.String && json.GetString() is ['@', ..] && field.Column is not null)
        {
            var argument = new Argument(json, field, new ConditionContext(actor, now, new JoinPlan()));
            if (argument.One() is not { } stored) return null;
            return field.Type.Kind(field) == ValueKind.Many ? field.Type.Read(field, $"|{stored}|") : field.Type.Read(field, stored);
        }
        try
        {
            return field.Type.FromJson(field, json);
        }
        catch (ValueError)
        {
            return null;
        }
    }

    public static void Apply(SaveUnit unit)
    {
        foreach (var field in unit.Form.Fields)
            if (unit.Record[field] is null && !unit.Draft.Values.ContainsKey(field.Key) && field.Lines is null)
                unit.Record[field] = Constant(field, unit.Actor, unit.Now);
    }

    /// <summary>A cleared field stays clear: only what nobody touched is filled.</summary>
    public static void ApplyFormulas(SaveUnit unit)
    {
        foreach (var field in unit.Form.Fields.Where(f => f.DefaultFormula is not null))
            if (unit.Record[field] is null && unit.Creating && !unit.Draft.Values.ContainsKey(field.Key))
                unit.Record[field] = RecordFormulas.Default(field, unit.Record, null, unit.Linked, unit.Actor, unit.Now);
        foreach (var lines in unit.Form.LineFields)
            foreach (var line in unit.Record.Lines(lines).Where(l => l.Id == 0))
                foreach (var field in lines.Lines!.Fields.Where(f => f.DefaultFormula is not null && line[f] is null))
                    line[field] = RecordFormulas.Default(field, line, unit.Record, unit.Linked, unit.Actor, unit.Now);
    }
}
