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
        return Value(field, json, actor, now);
    }

    /// <summary>A constant in the JSON form of the type, or a word such as @me; null when it does not fit.</summary>
    public static object? Value(Field field, JsonElement json, Actor actor, DateTime now)
    {
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

    /// <summary>Default formulas of new lines, before the lines are computed.</summary>
    public static void ApplyToLines(SaveUnit unit)
    {
        foreach (var lines in unit.Form.LineFields)
            foreach (var line in unit.Record.Lines(lines).Where(l => l.Id == 0))
                foreach (var field in lines.Lines!.Fields.Where(f => f.DefaultFormula is not null && line[f] is null))
                    line[field] = RecordFormulas.Default(field, line, unit.Record, unit.Linked, unit.Actor, unit.Now);
    }

    /// <summary>A new record starts with what its default formulas yield, unless somebody typed or cleared the field. Later such a value follows what it
    /// was made from as long as nobody has replaced it: an amount made of lines follows the lines.</summary>
    /// <returns>Whether a value changed, so that formulas are worth another look.</returns>
    public static bool ApplyFormulas(SaveUnit unit)
    {
        var changed = false;
        foreach (var field in unit.Form.Fields.Where(f => f.DefaultFormula is not null && !unit.Draft.Values.ContainsKey(f.Key) && !unit.Settled.Contains(f)))
        {
            if (unit.Before is { } before ? !unit.Form.Follows(field, unit.HasChanged) || !field.Type.Same(before[field], Value(field, before)) : unit.Record[field] is not null && !unit.Started.Contains(field)) continue;
            var value = Value(field, unit.Record);
            if (unit.Before is not null && value is null || field.Type.Same(unit.Record[field], value)) continue;
            unit.Record[field] = value;
            unit.Started.Add(field);
            changed = true;
        }
        return changed;

        object? Value(Field field, Record record) => RecordFormulas.Default(field, record, null, unit.Linked, unit.Actor, unit.Now);
    }
}
