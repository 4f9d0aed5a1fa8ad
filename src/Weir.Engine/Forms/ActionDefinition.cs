using System.Text.Json;
using System.Text.Json.Serialization;
using Weir.Engine.Access;

namespace Weir.Engine.Forms;

/// <summary>How much weight the button of an action has.</summary>
public enum ActionTone { Plain, Primary, Danger }

/// <summary>Something people do with a record beyond editing it, as data: who may, when, what is asked for, and what happens in one transaction.</summary>
public sealed record ActionDefinition
{
    public required string Key { get; init; }

    public required Words Label { get; init; }

    public Words? Help { get; init; }

    public string Icon { get; init; } = "bolt";

    public ActionTone Tone { get; init; }

    /// <summary>What one must be allowed to do with the record itself.</summary>
    public Operation Can { get; init; } = Operation.Edit;

    /// <summary>Only members with one of these roles; everybody who <see cref="Can"/> when empty.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>On records that meet this; on the others the action is not offered and is refused.</summary>
    public ConditionDefinition? When { get; init; }

    public IReadOnlyList<AskDefinition> Ask { get; init; } = [];

    /// <summary>Rules of what is asked, as those of a form; fields of the record are reached as <c>record.amount</c>.</summary>
    public IReadOnlyList<RuleDefinition> Rules { get; init; } = [];

    /// <summary>How what is asked is grouped; fields in no section come last.</summary>
    public IReadOnlyList<SectionDefinition> Sections { get; init; } = [];

    /// <summary>What happens, in order; fields of the record itself are set first, all at once.</summary>
    public IReadOnlyList<EffectDefinition> Effects { get; init; } = [];

    /// <summary>What is said when it is done; otherwise the label.</summary>
    public Words? Done { get; init; }

    /// <summary>Nobody does it: it happens by itself, in the name of the system, when <see cref="When"/> becomes true.</summary>
    public bool Auto { get; init; }

    /// <summary>Not offered on the page: another action or a capability runs it.</summary>
    public bool Internal { get; init; }
}

/// <summary>One thing an action asks for: a field of the record, whose answer is written there, or a field of the question alone.</summary>
public sealed record AskDefinition
{
    /// <summary>A field of the form; it may be one that nobody edits otherwise.</summary>
    public string? Field { get; init; }

    public bool Required { get; init; }

    /// <summary>For <see cref="Field"/>: what stands there at first when the record has nothing, such as <c>@today</c>.</summary>
    public JsonElement? Default { get; init; }

    /// <summary>A field that exists in the question only; effects read it.</summary>
    public FieldDefinition? New { get; init; }

    /// <summary>For line items in <see cref="New"/>: the lines to begin with, one for each line at this path of the record.</summary>
    public string? From { get; init; }

    /// <summary>With <see cref="From"/>: a formula over the line there; only lines for which it is true.</summary>
    public string? If { get; init; }

    /// <summary>With <see cref="From"/>: column ← value, read in the line there.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Values { get; init; }
}

/// <summary>Something that an action brings about: an entry of the effect catalogue with its settings beside it.</summary>
public sealed record EffectDefinition
{
    public required string Kind { get; init; }

    /// <summary>Only when this holds for what was asked and for <c>record</c>.</summary>
    public ConditionDefinition? When { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement> Settings { get; init; } = [];
}
