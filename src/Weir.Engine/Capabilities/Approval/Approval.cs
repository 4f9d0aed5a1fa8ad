using System.Text.Json;
using Weir.Engine.Actions;
using Weir.Engine.Apps;
using Weir.Engine.Forms;
using Weir.Engine.Records;

namespace Weir.Engine.Capabilities.Approval;

/// <summary>Records go through approvers before they count: flows as data, decisions as actions. What a decision brings about, the form's own actions say.</summary>
public sealed class Approval : Capability
{
    internal const string Name = "approval";

    /// <summary>Where a record stands while it is in approval; rules and views may ask for it like for any field.</summary>
    public const string NodeField = "flow_node";

    public const string Draft = "draft", InApproval = "in_approval", Approved = "approved", Rejected = "rejected", Withdrawn = "withdrawn";

    public override string Key => Name;

    public override IReadOnlyList<FieldDefinition> Fields(JsonElement settings)
    {
        var (nodes, requests) = ApprovalSettings.Read(settings);
        List<FieldDefinition> kept = [];
        if (nodes.Count > 0) kept.Add(Kept(NodeField, ("审批节点", "Approval step"), nodes.Select(n => new Option(n.Key, n.Label))));
        if (requests.Count > 0) kept.Add(Kept(SystemFields.FlowRequest, ("审批中的申请", "Asked for"), requests.Select(r => new Option(r.Key, r.Label))));
        return kept;
    }

    internal override IEnumerable<Field> Told(Form form) => new[] { NodeField, SystemFields.FlowRequest, SystemFields.FlowStatus }.Select(form.Find).OfType<Field>();

    private static FieldDefinition Kept(string key, Words label, IEnumerable<Option> options) => new()
    {
        Key = key, Type = "select", Label = label, ReadOnly = true, Hidden = true, Settings = new() { ["options"] = JsonSerializer.SerializeToElement(options.ToArray(), DefinitionJson.Options) },
    };

    internal override object? Prepare(Form form, JsonElement settings) => ApprovalSettings.Compile(form, Read<ApprovalDefinition>(form.Key, settings));

    internal override IEnumerable<RecordAction> Actions(Form form)
    {
        var settings = ApprovalSettings.Of(form);
        if (settings.Flows.Count > 0 || settings.Requests.Count == 0) yield return new SubmitAction { Form = form };
        foreach (var request in settings.Requests) yield return RequestAction.Of(form, request);
        foreach (var verb in new RecordAction[] { ApproveAction.Of(form), RejectAction.Of(form), TransferAction.Of(form), AddSignerAction.Of(form), new UrgeAction { Form = form }, new WithdrawAction { Form = form }, ExpireAction.Of(form) })
            yield return verb;
    }

    internal override ValueTask BeforeSave(SaveUnit unit)
    {
        if (unit.Creating && unit.Record[SystemFields.FlowStatus] is null && unit.Form.Find(NodeField) is not null) unit.Record[SystemFields.FlowStatus] = Draft;
        return ValueTask.CompletedTask;
    }

    /// <summary>What is being decided on, or has been approved, is not edited under the hands of those who decide.</summary>
    internal override async ValueTask Validate(SaveUnit unit)
    {
        if (unit.Creating || unit.Actor.IsSystem || unit.Draft.ByAction || unit.Before![SystemFields.FlowStatus] is not (InApproval or Approved)) return;
        var touched = unit.Draft.Values.Keys.Concat(unit.Draft.Lines.Keys).Where(k => k is not (SystemFields.Owner or SystemFields.Collaborators) && unit.Form.Find(k) is { } f && unit.HasChanged(f)).ToList();
        if (touched.Count == 0) return;
        var running = unit.Before[SystemFields.FlowStatus] is InApproval;
        var open = running ? await OpenFields(unit) : ApprovalSettings.Of(unit.Form).Definition.OpenAfterwards;
        foreach (var key in touched.Except(open))
            unit.Refuse(key, "approval.locked", running ? ($"审批中，不能修改“{unit.Form[key].Label.Zh}”。", $"'{unit.Form[key].Label.En}' cannot be changed while it is in approval.")
                : ($"已审批通过，不能再修改“{unit.Form[key].Label.Zh}”。", $"'{unit.Form[key].Label.En}' cannot be changed any more: it has been approved."));
    }

    private static async ValueTask<IReadOnlyList<string>> OpenFields(SaveUnit unit)
    {
        var meanwhile = ApprovalSettings.Of(unit.Form).Definition.OpenMeanwhile;
        return await Case.Load(unit.Session, unit.Form, unit.Record.Id) is { } approval && approval.Open(unit.Actor.MemberId) is not null ? [.. meanwhile, .. approval.Node!.Definition.Edit, .. approval.Node.Definition.Require] : meanwhile;
    }
}
