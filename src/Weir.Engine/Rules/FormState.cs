using Weir.Engine.Forms;

namespace Weir.Engine.Rules;

/// <summary>What the rules make of the fields of one record at this moment: shown, required, locked, with which options.</summary>
public sealed class FormState
{
    private readonly Dictionary<string, (bool Shown, bool Required, bool Locked, IReadOnlyList<string>? Options, Words? Why)> states = [];

    public bool Shown(Field field) => !states.TryGetValue(KeyOf(field), out var s) || s.Shown;

    public bool Required(Field field) => field.Definition.Required || states.TryGetValue(KeyOf(field), out var s) && s.Required;

    public bool Locked(Field field) => states.TryGetValue(KeyOf(field), out var s) && s.Locked;

    /// <summary>Why it is locked, where a rule says so.</summary>
    public Words? Why(Field field) => states.TryGetValue(KeyOf(field), out var s) && s.Locked ? s.Why : null;

    /// <summary>The options that remain, or null for all.</summary>
    public IReadOnlyList<string>? Options(Field field) => states.TryGetValue(KeyOf(field), out var s) ? s.Options : null;

    /// <summary>Fields that a rule hides and whose value it clears.</summary>
    public List<Field> Cleared { get; } = [];

    internal void Show(Field field, bool shown)
    {
        var s = Of(field);
        states[KeyOf(field)] = s with { Shown = s.Shown && shown };
    }

    internal void Require(Field field) => states[KeyOf(field)] = Of(field) with { Required = true };

    internal void Lock(Field field, Words? why)
    {
        var s = Of(field);
        states[KeyOf(field)] = s with { Locked = true, Why = s.Why ?? why };
    }

    /// <summary>Two rules leave what both allow.</summary>
    internal void Limit(Field field, IReadOnlyList<string> options)
    {
        var s = Of(field);
        states[KeyOf(field)] = s with { Options = s.Options is null ? options : [.. s.Options.Intersect(options)] };
    }

    private (bool Shown, bool Required, bool Locked, IReadOnlyList<string>? Options, Words? Why) Of(Field field) => states.TryGetValue(KeyOf(field), out var s) ? s : (true, false, false, null, null);

    private static string KeyOf(Field field) => field.Form.IsLine ? $"{field.Form.Key}.{field.Key}" : field.Key;
}
