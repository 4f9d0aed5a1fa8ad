using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Rules;

namespace Weir.Engine.Capabilities.Pipeline.Gates;

/// <summary>The record itself, or what it names, meets a condition.</summary>
public sealed class ConditionGate : GateKind
{
    public override string Key => "condition";

    public override Words Label => ("记录满足条件", "The record meets a condition");

    public override IReadOnlyList<FieldDefinition> Settings { get; } = [Setting.Json("is", "条件", "Condition")];

    internal override Gate Compile(Form form, GateDefinition definition) =>
        new Meets(Condition.Compile(form, Read<Given>(form, definition).Is)) { Label = definition.Label, Help = definition.Help };

    private sealed record Given(ConditionDefinition Is);

    private sealed class Meets(Condition condition) : Gate
    {
        public override GateFix? Fix => condition.Paths.FirstOrDefault() is { } path ? new((path.Via.Count > 0 ? path.Via[0] : path.Field).Key) : null;

        public override async ValueTask<bool> Holds(GateLook look)
        {
            await look.Linked.Load([look.Record], condition.Paths.Select(p => p.Via));
            return RuleBook.Holds(condition, look.Record, look.Linked, look.Actor, look.Now);
        }
    }
}
