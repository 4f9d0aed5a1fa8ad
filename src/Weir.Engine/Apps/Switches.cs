using Weir.Engine.Forms;

namespace Weir.Engine.Apps;

/// <summary>A rule of a form that an administrator may turn on and off.</summary>
public sealed record RuleSwitch(Form Form, string Key, Words Label, Words? Help, bool On)
{
    /// <summary>Unique in the app.</summary>
    public string Name => $"{Form.Key}.{Key}";
}

/// <summary>The switches of an app: which there are, and the definition with others on. Publishes nothing.</summary>
public static class Switches
{
    /// <summary>One for each key of a form; rules of one key are turned together.</summary>
    public static IReadOnlyList<RuleSwitch> Of(App app) =>
    [
        .. app.Forms.SelectMany(f => f.Definition.Rules.Where(r => r.Switch is not null).GroupBy(r => r.Switch!).Select(g => new RuleSwitch(f, g.Key, g.First().Label!, g.First().Help, !g.First().Off))),
    ];

    /// <param name="on">The names of those that are to be on; all others are off.</param>
    public static AppDefinition With(App app, IReadOnlySet<string> on) => app.Definition with
    {
        Forms = [.. app.Definition.Forms.Select(f => f.Rules.All(r => r.Switch is null) ? f : f with { Rules = [.. f.Rules.Select(r => r.Switch is null ? r : r with { Off = !on.Contains($"{f.Key}.{r.Switch}") })] })],
    };
}
