using System.Text.Json;
using Weir.Engine.Forms;

namespace Weir.Engine.Capabilities.Conversion;

/// <summary>The settings of conversion as data: into what a record is converted, and what becomes of it. Values are written as in effects.</summary>
public sealed record ConversionDefinition
{
    /// <summary>Which records can be converted.</summary>
    public ConditionDefinition? When { get; init; }

    /// <summary>In order; a later one may name an earlier one by the key of its form.</summary>
    public required IReadOnlyList<TargetDefinition> Targets { get; init; }

    /// <summary>What is set on the converted record beside the links.</summary>
    public IReadOnlyDictionary<string, JsonElement> Done { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>Fields that stay behind on purpose: nobody is warned of them.</summary>
    public IReadOnlyList<string> Stays { get; init; } = [];

    /// <summary>What else happens, with the targets at hand.</summary>
    public IReadOnlyList<EffectDefinition> Effects { get; init; } = [];
}

/// <summary>One record that a conversion makes or finds.</summary>
public sealed record TargetDefinition
{
    public required string Form { get; init; }

    /// <summary>Field of the converted record that keeps the link to it.</summary>
    public required string Keep { get; init; }

    /// <summary>The person may do without it.</summary>
    public bool Optional { get; init; }

    /// <summary>By what an existing one is found, the surest first: field ← value, all of them equal. Empty always makes a new one.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, JsonElement>> Match { get; init; } = [];

    /// <summary>Fields whose values an existing one must have too, as <see cref="Values"/> gives them.</summary>
    public IReadOnlyList<string> Belongs { get; init; } = [];

    /// <summary>What the person sees and may change before it is made: field ← what it begins with.</summary>
    public IReadOnlyDictionary<string, JsonElement> Ask { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>Written when it is made; reads the answers, the record and earlier targets.</summary>
    public IReadOnlyDictionary<string, JsonElement> Values { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>Further fields that are taken over as they are: field ← field of the converted record, of the same type.</summary>
    public IReadOnlyDictionary<string, string> Map { get; init; } = new Dictionary<string, string>();

    /// <summary>One line of line items each, on a condition.</summary>
    public IReadOnlyDictionary<string, LineDefinition> Lines { get; init; } = new Dictionary<string, LineDefinition>();
}

/// <summary>A line that a target begins with.</summary>
public sealed record LineDefinition
{
    public ConditionDefinition? When { get; init; }

    public required IReadOnlyDictionary<string, JsonElement> Values { get; init; }
}
