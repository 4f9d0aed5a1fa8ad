using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.Actions;
using Weir.Engine.Apps;
using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Engine.Rules;
using Weir.Sql.Sessions;

namespace Weir.Engine.Capabilities.Pipeline.Gates;

/// <summary>A kind of thing that a stage can ask for. One file per kind; the catalogue finds it. What it makes of a definition is a <see cref="Gate"/>.</summary>
public abstract class GateKind
{
    /// <summary>Stable key in definitions.</summary>
    public abstract string Key { get; }

    public abstract Words Label { get; }

    /// <summary>Settings beside the kind, drawn by the designer.</summary>
    public abstract IReadOnlyList<FieldDefinition> Settings { get; }

    /// <returns>Null when what it asks about does not exist and it may be absent.</returns>
    /// <exception cref="DefinitionError">Names what is wrong.</exception>
    internal abstract Gate? Compile(Form form, GateDefinition definition);

    /// <summary>The settings as the kind's own record.</summary>
    private protected static T Read<T>(Form form, GateDefinition definition) where T : class
    {
        try
        {
            return JsonSerializer.SerializeToElement(definition.Settings).Deserialize<T>(DefinitionJson.Options)!;
        }
        catch (JsonException wrong)
        {
            throw Wrong(form, "gate.bad_setting", ($"推进条件“{definition.Label.Zh}”的设置不对：{wrong.Message}", $"The settings of the gate '{definition.Label.En}' are not valid: {wrong.Message}"));
        }
    }

    private protected static DefinitionError Wrong(Form form, string code, Words words) => new($"{form.Key}.capabilities.pipeline", code, words);
}

/// <summary>One compiled gate of one stage. Looks at a record as it is; knows no stage.</summary>
internal abstract class Gate
{
    public required Words Label { get; init; }

    public Words? Help { get; init; }

    public Condition When { get; set; } = Condition.Always;

    /// <summary>Where one makes it hold: a field of the record, or a form whose records name it.</summary>
    public virtual GateFix? Fix => null;

    public async ValueTask<bool> Applies(GateLook look)
    {
        await look.Linked.Load([look.Record], When.Paths.Select(p => p.Via));
        return RuleBook.Holds(When, look.Record, look.Linked, look.Actor, look.Now);
    }

    /// <summary>Once all actions of the form stand.</summary>
    /// <exception cref="DefinitionError">Names what is wrong.</exception>
    public virtual void Complete(Form form) { }

    public abstract ValueTask<bool> Holds(GateLook look);

    /// <summary>For the checklist.</summary>
    public virtual async ValueTask<GateState> State(GateLook look) => new(Label, await Holds(look), Help, Fix);
}

/// <summary>A record at which gates look, and in whose name.</summary>
internal sealed record GateLook(Session Session, Actor Actor, DateTime Now, Record Record, LinkedRecords Linked);

/// <summary>Where a gate is fulfilled: a field of the record, a new record of another form which names it by a field, or an action of the record.</summary>
public sealed record GateFix(string? Field, string? Form = null, string? By = null, string? Action = null);

/// <summary>A gate for one record: what has to be there, and whether it is.</summary>
public sealed record GateState(Words Label, bool Holds, Words? Help, GateFix? Fix)
{
    /// <summary>Others have to grant it.</summary>
    public bool Asked { get; init; }

    /// <summary>What they made of it; null while nobody has asked them.</summary>
    public ActionStanding? Standing { get; init; }
}

/// <summary>All kinds of gates, found in this assembly at start; two with one key stop the program.</summary>
public static class GateCatalogue
{
    public static IReadOnlyList<GateKind> All { get; } =
    [
        .. typeof(GateKind).Assembly.GetTypes().Where(t => t is { IsAbstract: false } && t.IsSubclassOf(typeof(GateKind)))
            .Select(t => (GateKind)Activator.CreateInstance(t)!).ToDictionary(k => k.Key).OrderBy(k => k.Key, StringComparer.Ordinal).Select(k => k.Value),
    ];

    public static GateKind? Find(string key) => All.FirstOrDefault(k => k.Key == key);

    /// <summary>Null for a gate that is switched off, or asks about what does not exist.</summary>
    internal static Gate? Compile(Form form, GateDefinition d)
    {
        var kind = Find(d.Kind) ?? throw new DefinitionError($"{form.Key}.capabilities.pipeline", "gate.unknown", ($"没有推进条件“{d.Kind}”。", $"There is no gate '{d.Kind}'."));
        if (d.Off || kind.Compile(form, d) is not { } gate) return null;
        gate.When = Condition.Compile(form, d.When);
        return gate;
    }
}
