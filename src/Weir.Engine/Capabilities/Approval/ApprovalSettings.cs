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

    public static ApprovalSettings Of(Form form) => form.Settings<ApprovalSettings>(Approval.Name)!;

    /// <exception cref="DefinitionError">Names what is wrong.</exception>
    public static ApprovalSettings Compile(Form form, ApprovalDefinition definition)
    {
        if (definition.Flows.GroupBy(f => f.Key).FirstOrDefault(g => g.Count() > 1) is { } twin) throw Wrong(form, "approval.twin_flow", ($"流程代码“{twin.Key}”重复。", $"Two flows have the key '{twin.Key}'."));
        foreach (var key in definition.OpenAfterwards)
            if (form.Find(key) is null) throw Wrong(form, "approval.unknown_field", ($"没有字段“{key}”。", $"There is no field '{key}'."));
        foreach (var key in new[] { definition.OnSubmit, definition.OnApproved, definition.OnRejected, definition.OnWithdrawn }.OfType<string>())
            if (form.Definition.Actions.All(a => a.Key != key)) throw Wrong(form, "approval.no_action", ($"没有动作“{key}”。", $"There is no action '{key}'."));
        return new() { Definition = definition, Flows = [.. definition.Flows.Select(f => Flow.Compile(form, f))], SubmitWhen = Condition.Compile(form, definition.SubmitWhen) };
    }

    /// <summary>Every node of every flow, once for each key, in the order of the flows.</summary>
    public static IReadOnlyList<NodeDefinition> Nodes(JsonElement settings)
    {
        try
        {
            return [.. (settings.Deserialize<ApprovalDefinition>(DefinitionJson.Options)?.Flows ?? []).SelectMany(f => f.Nodes).DistinctBy(n => n.Key)];
        }
        catch (JsonException)
        {
            // What is wrong is said where the settings are compiled.
            return [];
        }
    }

    private static DefinitionError Wrong(Form form, string code, Words words) => new($"{form.Key}.capabilities.{Approval.Name}", code, words);
}
