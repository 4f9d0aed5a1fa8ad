using Weir.Engine.Forms;
using Weir.Engine.Rules;

namespace Weir.Engine.Records;

/// <summary>Gives fields the value that a rule says they have while nobody edits them: an amount that is the sum of its lines. What somebody typed all the same is refused, not dropped.</summary>
internal static class GivenValues
{
    /// <returns>Whether a value changed, so that formulas are worth another look.</returns>
    public static bool Apply(SaveUnit unit)
    {
        var changed = false;
        foreach (var rule in unit.Form.Rules.Where(r => r is { Kind: RuleKind.ReadOnly, Formula: not null }))
        {
            if (!RuleBook.Holds(rule.When, unit.Record, unit.Linked, unit.Actor, unit.Now)) continue;
            foreach (var field in rule.Fields.Select(p => p.Field))
            {
                var value = RecordFormulas.Value(rule.Formula!, field, unit.Record, unit.Linked, unit.Actor, unit.Now);
                unit.Given.Add(field);
                // While somebody types, what they typed gives way before their eyes.
                if (unit.Viewer is null && !unit.Draft.ByAction && !unit.Actor.IsSystem && unit.Draft.Values.TryGetValue(field.Key, out var typed) && typed is not null && !field.Type.Same(typed, value))
                    unit.Refuse(field.Key, "field.locked", rule.Definition.Message is null ? ($"现在不能修改“{field.Label.Zh}”。", $"'{field.Label.En}' cannot be changed now.") : RuleMessage.Of(rule, unit.Record, unit.Linked, unit.Access, unit.Now));
                if (field.Type.Same(unit.Record[field], value)) continue;
                unit.Record[field] = value;
                changed = true;
            }
        }
        return changed;
    }
}
