using System.Text.Json;
using System.Text.Json.Serialization;

namespace Weir.Engine.Forms;

/// <summary>A field as it is written in a template or by a designer; settings of its type stand beside the common ones.</summary>
public sealed record FieldDefinition
{
    /// <summary>Machine name, fixed at creation; also the name of the column.</summary>
    public required string Key { get; init; }

    /// <summary>Key of an entry of the field type catalogue.</summary>
    public required string Type { get; init; }

    public required Words Label { get; init; }

    public Words? Help { get; init; }

    public Words? Placeholder { get; init; }

    public bool Required { get; init; }

    public bool Unique { get; init; }

    /// <summary>Nobody edits it by hand; formulas, rules and actions still write it.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Not shown on forms and in lists unless somebody chooses it.</summary>
    public bool Hidden { get; init; }

    /// <summary>Retired: kept in the data, gone from every screen, restorable.</summary>
    public bool Retired { get; init; }

    /// <summary>What the value says, where its type alone does not tell: a text pasted into the form is taken apart by it.</summary>
    public Meaning? Means { get; init; }

    /// <summary>A constant in the JSON form of the type, or <c>@me</c>, <c>@my_department</c>, <c>@today</c>, <c>@now</c>, or <c>=formula</c>.</summary>
    public JsonElement? Default { get; init; }

    /// <summary>Settings of the type, by the keys which the type declares.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement> Settings { get; init; } = [];
}
