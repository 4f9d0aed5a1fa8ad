using System.Text.Json;
using Weir.Engine.Apps;
using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;

namespace Weir.Engine.Actions.Effects;

/// <summary>A kind of thing that an action brings about. One file per kind; the catalogue finds it. What it makes of a definition is an <see cref="Effect"/>.</summary>
public abstract class EffectKind
{
    /// <summary>Stable key in definitions.</summary>
    public abstract string Key { get; }

    public abstract Words Label { get; }

    /// <summary>Settings beside the kind, drawn by the designer.</summary>
    public abstract IReadOnlyList<FieldDefinition> Settings { get; }

    /// <exception cref="DefinitionError">Names what is wrong.</exception>
    internal abstract Effect Compile(DefinedAction action, EffectDefinition definition);

    /// <summary>The settings as the kind's own record.</summary>
    private protected static T Read<T>(DefinedAction action, EffectDefinition definition) where T : class
    {
        try
        {
            return JsonSerializer.SerializeToElement(definition.Settings).Deserialize<T>(DefinitionJson.Options)!;
        }
        catch (JsonException wrong)
        {
            throw action.Wrong("effect.bad_setting", ($"动作“{action.Label.Zh}”的设置不对：{wrong.Message}", $"The settings of the action '{action.Label.En}' are not valid: {wrong.Message}"));
        }
    }
}

/// <summary>One compiled effect of one action.</summary>
internal abstract class Effect
{
    public Condition When { get; set; } = Condition.Always;

    /// <summary>Links that must be fetched before it runs, from the question.</summary>
    public abstract IEnumerable<IReadOnlyList<Field>> Ways { get; }

    public abstract ValueTask Apply(ActionRun run);
}

/// <summary>All kinds of effects, found in this assembly at start; two with one key stop the program.</summary>
public static class EffectCatalogue
{
    public static IReadOnlyList<EffectKind> All { get; } =
    [
        .. typeof(EffectKind).Assembly.GetTypes().Where(t => t is { IsAbstract: false } && t.IsSubclassOf(typeof(EffectKind)))
            .Select(t => (EffectKind)Activator.CreateInstance(t)!).ToDictionary(k => k.Key).OrderBy(k => k.Key, StringComparer.Ordinal).Select(k => k.Value),
    ];

    public static EffectKind? Find(string key) => All.FirstOrDefault(k => k.Key == key);
}
