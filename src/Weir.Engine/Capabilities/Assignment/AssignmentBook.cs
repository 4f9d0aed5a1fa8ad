using Weir.Engine.Access;
using Weir.Engine.Actions.Effects;
using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;

namespace Weir.Engine.Capabilities.Assignment;

/// <summary>A rule with its condition bound to the form.</summary>
internal sealed record CompiledRule(AssignmentRule Definition, Condition When, Field? Field)
{
    public string Key => Definition.Key;

    public bool On(AssignmentTrigger trigger) => !Definition.Disabled && (Definition.On.Count == 0 || Definition.On.Contains(trigger));
}

/// <summary>What a rule did, or would do. Nobody is chosen when the record is to stay where it is, or when nobody can have it.</summary>
/// <param name="Candidates">Who could have had it, in their order.</param>
public sealed record Dealt(string Rule, Words Label, AssignmentMode Mode, IReadOnlyList<long> Candidates, long? Chosen)
{
    /// <summary>It is for the candidates, but not at this hour.</summary>
    public bool Waits => Chosen is null && Candidates.Count > 0;
}

/// <summary>The rules of one form, compiled.</summary>
internal sealed class AssignmentBook
{
    public required Form Form { get; init; }

    public required AssignmentSettings Settings { get; init; }

    public required IReadOnlyList<CompiledRule> Rules { get; init; }

    public required Condition Open { get; init; }

    public required Condition Done { get; init; }

    public required IReadOnlyList<EffectValue> Values { get; init; }

    /// <summary>A condition looks at something computed, which a new record does not have before it is asked.</summary>
    public required bool ReadsComputed { get; init; }

    /// <summary>Whether any rule may give a record to somebody on this occasion.</summary>
    public bool DealsOn(AssignmentTrigger trigger) => Rules.Any(r => r.On(trigger) && r.Definition.Mode != AssignmentMode.Pool);

    /// <exception cref="DefinitionError">Names what is wrong.</exception>
    public static AssignmentBook Compile(Form form, AssignmentSettings settings)
    {
        if (settings.Rules.GroupBy(r => r.Key).FirstOrDefault(g => g.Count() > 1) is { } twin) throw Wrong(form, "assignment.twin", ($"分配规则“{twin.Key}”重复。", $"Two rules have the key '{twin.Key}'."));
        var rules = settings.Rules.Select(r => new CompiledRule(r, Condition.Compile(form, r.When), TableField(form, r))).ToList();
        return new()
        {
            Form = form, Settings = settings, Rules = rules, Open = Condition.Compile(form, settings.Open), Done = Condition.Compile(form, settings.Done), Values = EffectValue.Compile(form, form, settings.Values),
            ReadsComputed = rules.Any(r => r.When.Paths.Any(p => p.Via.Count > 0 || p.Field.Type.Computed || IsDerived(form, p.Field)) || r.Field?.Type.Computed == true),
        };
    }

    private static bool IsDerived(Form form, Field field) => CapabilityCatalogue.Of(form).Any(c => form.Definition.Capabilities.TryGetValue(c.Key, out var settings) && c.Derived(settings).Contains(field.Key));

    private static Field? TableField(Form form, AssignmentRule rule)
    {
        if (rule.Mode is not (AssignmentMode.Region or AssignmentMode.Source)) return null;
        if (rule.Inner is AssignmentMode.Region or AssignmentMode.Source) throw Wrong(form, "assignment.nested", ("表里的人只能按其他方式选择。", "The members of a table are chosen in one of the other ways."));
        return rule.Field is { } key && form.Find(key) is { Column: not null } field && field.Type.Kind(field) is ValueKind.Region or ValueKind.Choice or ValueKind.Text or ValueKind.Reference ? form[rule.Field]
            : throw Wrong(form, "assignment.no_field", ($"规则“{rule.Label.Zh}”没有指明可用的字段。", $"The rule '{rule.Label.En}' names no field that it can look at."));
    }

    private static DefinitionError Wrong(Form form, string code, Words words) => new($"{form.Key}.assignment", code, words);
}
