using Weir.Engine.Access;
using Weir.Engine.Actions;
using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Engine.Rules;

namespace Weir.Engine.Capabilities.Pipeline.Gates;

/// <summary>Others have granted what an action of the form asks them for, and the record is still as they granted it. Knows only the action and the fields, not who decides.</summary>
public sealed class ApprovalGate : GateKind
{
    public override string Key => "approval";

    public override Words Label => ("审批通过", "Approved by others");

    public override IReadOnlyList<FieldDefinition> Settings { get; } = [Setting.Text("action", "提交审批的动作", "Action that asks for it", required: true), Setting.Json("is", "通过后满足的条件", "Condition met once approved")];

    internal override Gate Compile(Form form, GateDefinition definition)
    {
        var given = Read<Given>(form, definition);
        return new Granted(given.Action, Condition.Compile(form, given.Is)) { Label = definition.Label, Help = definition.Help };
    }

    private sealed record Given(string Action, ConditionDefinition Is);

    private sealed class Granted(string key, Condition condition) : Gate
    {
        public override void Complete(Form form)
        {
            if (form.Action(key) is null) throw Wrong(form, "gate.no_action", ($"推进条件“{Label.Zh}”的动作“{key}”不存在。", $"The gate '{Label.En}' names an action that does not exist: '{key}'."));
        }

        public override async ValueTask<bool> Holds(GateLook look)
        {
            await look.Linked.Load([look.Record], condition.Paths.Select(p => p.Via));
            return RuleBook.Holds(condition, look.Record, look.Linked, look.Actor, look.Now);
        }

        public override async ValueTask<GateState> State(GateLook look)
        {
            var (holds, action) = (await Holds(look), look.Record.Form.Action(key)!);
            var standing = await action.Standing(look.Session, look.Record);
            var asks = !holds && standing is not { State: StandingState.Waiting } && await Open(look, action);
            return new(Label, holds, Help, asks ? new(null, Action: key) : null) { Asked = true, Standing = standing };
        }

        private static async ValueTask<bool> Open(GateLook look, RecordAction action)
        {
            if (look.Record.Id == 0 || FormAccess.Of(look.Actor, action.Form) is var access && !action.For(access)) return false;
            await look.Linked.Load([look.Record], action.When.Paths.Select(p => p.Via));
            return RuleBook.Holds(action.When, look.Record, look.Linked, look.Actor, look.Now) && await RowCheck.May(look.Session, access, action.Can, look.Record.Id, look.Now);
        }
    }
}
