using Weir.Engine.Records;

namespace Weir.Engine.Capabilities;

/// <summary>A behaviour that forms can have. It meets a save at four points only, and never another capability: what two share is a field.</summary>
public abstract class Capability
{
    /// <summary>Stable key in definitions.</summary>
    public abstract string Key { get; }

    /// <summary>Whether a form has it.</summary>
    public abstract bool IsOn(Forms.Form form);

    /// <summary>Adds errors; changes nothing.</summary>
    internal virtual ValueTask Validate(SaveUnit unit) => ValueTask.CompletedTask;

    /// <summary>Sets fields before formulas and checks run.</summary>
    internal virtual ValueTask BeforeSave(SaveUnit unit) => ValueTask.CompletedTask;

    /// <summary>Writes beside the row, in the same transaction.</summary>
    internal virtual ValueTask AfterSave(SaveUnit unit) => ValueTask.CompletedTask;

    /// <summary>Runs once the save is durable; must not fail.</summary>
    internal virtual void AfterCommit(SaveUnit unit) { }
}

/// <summary>All capabilities, found in this assembly at start; two with one key stop the program.</summary>
public static class CapabilityCatalogue
{
    public static IReadOnlyList<Capability> All { get; } =
    [
        .. typeof(Capability).Assembly.GetTypes().Where(t => t is { IsAbstract: false } && t.IsSubclassOf(typeof(Capability)))
            .Select(t => (Capability)Activator.CreateInstance(t)!).ToDictionary(c => c.Key).OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => c.Value),
    ];

    /// <summary>Those that a form has; a form never changes, so each is asked once.</summary>
    public static IReadOnlyList<Capability> Of(Forms.Form form) => Known.GetValue(form, static f => [.. All.Where(c => c.IsOn(f))]);

    private static readonly System.Runtime.CompilerServices.ConditionalWeakTable<Forms.Form, IReadOnlyList<Capability>> Known = [];
}
