using System.Text.Json;
using Weir.Engine.Apps;
using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;

namespace Weir.Engine.Capabilities.Approval;

/// <summary>The settings of approvals, compiled for one form.</summary>
internal sealed class ApprovalSettings
{
    public required ApprovalDefinition Definition { get; init; }

    public required IReadOnlyList<Flow> Flows { get; init; }

    public required Condition SubmitWhen { get; init; }

    public required IReadOnlyList<Request> Requests { get; init; }

    /// <summary>Of records, and of what is asked for.</summary>
    public IEnumerable<Flow> AllFlows => Flows.Concat(Requests.Select(r => r.Flow));

    public static ApprovalSettings Of(Form form) => form.Settings<ApprovalSettings>(Approval.Name)!;

    /// <exception cref="DefinitionError">Names what is wrong.</exception>
    public static ApprovalSettings Compile(Form form, ApprovalDefinition definition)
    {
        if (definition.Flows.GroupBy(f => f.Key).FirstOrDefault(g => g.Count() > 1) is { } twin) throw Wrong(form, "approval.twin_flow", ($"流程代码“{twin.Key}”重复。", $"Two flows have the key '{twin.Key}'."));
        foreach (var key in definition.OpenAfterwards.Concat(definition.OpenMeanwhile).Concat(new[] { definition.Why }.OfType<string>()))
            if (form.Find(key) is null) throw Wrong(form, "approval.unknown_field", ($"没有字段“{key}”。", $"There is no field '{key}'."));
        foreach (var key in new[] { definition.OnSubmit, definition.OnApproved, definition.OnRejected, definition.OnWithdrawn }.OfType<string>())
            if (form.Definition.Actions.All(a => a.Key != key)) throw Wrong(form, "approval.no_action", ($"没有动作“{key}”。", $"There is no action '{key}'."));
        if (definition.Requests.GroupBy(r => r.Key).FirstOrDefault(g => g.Count() > 1) is { } same) throw Wrong(form, "approval.twin_request", ($"申请代码“{same.Key}”重复。", $"Two requests have the key '{same.Key}'."));
        return new()
        {
            Definition = definition, Flows = [.. definition.Flows.Select(f => Flow.Compile(form, f))], SubmitWhen = Condition.Compile(form, definition.SubmitWhen),
            Requests = [.. definition.Requests.Select(r => Request.Compile(form, r))],
        };
    }

    /// <summary>Every node of every flow, once for each key, in the order of the flows; and what can be asked for.</summary>
    public static (IReadOnlyList<NodeDefinition> Nodes, IReadOnlyList<RequestDefinition> Requests) Read(JsonElement settings)
    {
        try
        {
            var definition = settings.Deserialize<ApprovalDefinition>(DefinitionJson.Options) ?? new();
            return ([.. definition.Flows.SelectMany(f => f.Nodes).DistinctBy(n => n.Key)], [.. definition.Requests.DistinctBy(r => r.Key)]);
        }
        catch (JsonException)
        {
            // What is wrong is said where the settings are compiled.
            return ([], []);
        }
    }

    internal static DefinitionError Wrong(Form form, string code, Words words) => new($"{form.Key}.capabilities.{Approval.Name}", code, words);
}
