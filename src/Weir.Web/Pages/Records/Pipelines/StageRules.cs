using System.Text.Json;
using Weir.Engine.Capabilities.Pipeline;
using Weir.Engine.Forms;

namespace Weir.Web.Pages.Records.Pipelines;

/// <summary>The rules of a form that let each pipeline choose only its own stages, kept in step with the pipelines. Touches no other rule.</summary>
internal static class StageRules
{
    /// <summary>Each rule of this sort with the stages that its pipeline has now; a new pipeline gets one where the others have theirs.</summary>
    public static IReadOnlyList<RuleDefinition> With(IReadOnlyList<RuleDefinition> rules, string stage, string pipeline, PipelineSettings settings)
    {
        if (rules.All(r => Of(r, stage, pipeline) is null)) return rules;
        var all = rules.Select(r => settings.Pipelines.FirstOrDefault(p => p.Key == Of(r, stage, pipeline)) is { } plan ? r with { Options = Stages(plan) } : r).ToList();
        foreach (var plan in settings.Pipelines.Where(p => rules.All(r => Of(r, stage, pipeline) != p.Key)))
            all.Insert(all.FindLastIndex(r => Of(r, stage, pipeline) is not null) + 1, new()
            {
                Kind = RuleKind.Options, Fields = [stage], Options = Stages(plan), When = new() { Field = pipeline, Op = "is", Value = JsonSerializer.SerializeToElement(plan.Key) },
            });
        return all;
    }

    private static IReadOnlyList<string> Stages(PlanSettings plan) => [.. plan.Stages.Select(s => s.Key)];

    /// <summary>The pipeline whose stages a rule lets choose; null for any other rule.</summary>
    private static string? Of(RuleDefinition rule, string stage, string pipeline) =>
        rule is { Kind: RuleKind.Options, Fields: [var field], When: { Field: var by, Op: "is", Value: { ValueKind: JsonValueKind.String } value } } && field == stage && by == pipeline ? value.GetString() : null;
}
