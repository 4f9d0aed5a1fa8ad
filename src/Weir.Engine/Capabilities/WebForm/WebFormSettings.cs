using System.Text.Json;
using Weir.Engine.Forms;

namespace Weir.Engine.Capabilities.WebForm;

/// <summary>What visitors without a sign-in may enter into a form. Data only; under which addresses, people decide later.</summary>
public sealed record WebFormSettings
{
    /// <summary>Keys of the fields that a visitor fills in, in their order.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>Stands under the name of the address.</summary>
    public Words? Intro { get; init; }

    /// <summary>What a visitor reads once it is sent.</summary>
    public Words? Thanks { get; init; }

    /// <summary>Values which every record gets that comes this way: field ← value.</summary>
    public IReadOnlyDictionary<string, JsonElement> Values { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>Fields, choices or links, for which each address may have a value of its own, such as the campaign.</summary>
    public IReadOnlyList<string> Presets { get; init; } = [];

    /// <summary>Roles that open and close addresses, beside administrators.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];
}
