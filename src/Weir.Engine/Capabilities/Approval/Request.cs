using Weir.Engine.Apps;
using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;

namespace Weir.Engine.Capabilities.Approval;

/// <summary>A compiled request: what can be asked for, by whom, and the flow that decides on it. The asking is <see cref="RequestAction"/>.</summary>
internal sealed record Request(RequestDefinition Definition, Flow Flow, Condition When)
{
    public string Key => Definition.Key;

    /// <exception cref="DefinitionError">Names what is wrong.</exception>
    public static Request Compile(Form form, RequestDefinition definition)
    {
        foreach (var role in definition.Roles)
            if (form.App.Definition.Roles.All(r => r.Key != role)) throw ApprovalSettings.Wrong(form, "approval.no_role", ($"没有角色“{role}”。", $"There is no role '{role}'."));
        if (definition.Nodes.Count == 0) throw ApprovalSettings.Wrong(form, "approval.no_approver", ($"申请“{definition.Label.Zh}”没有审批节点。", $"The request '{definition.Label.En}' has no step at which anybody decides."));
        return new(definition, Flow.Compile(form, new FlowDefinition { Key = "request_" + definition.Key, Label = definition.Label, Nodes = definition.Nodes, Cc = definition.Cc }), Condition.Compile(form, definition.When));
    }
}
