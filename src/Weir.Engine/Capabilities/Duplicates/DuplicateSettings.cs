using Weir.Engine.Actions.Effects;
using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Records;

namespace Weir.Engine.Capabilities.Duplicates;

/// <summary>The settings of duplicates of one form, compiled.</summary>
/// <param name="Touches">The line items that hold the touches.</param>
/// <param name="Values">What a touch takes from the record that came.</param>
/// <param name="Sounds">Names of companies, each with the field that keeps how it sounds.</param>
/// <param name="Stays">Which records are not taken into others.</param>
internal sealed record DuplicateSettings(IReadOnlyList<DuplicateKey> Keys, Field? Touches, IReadOnlyList<EffectValue> Values, IReadOnlyList<(Field Name, Field Sound)> Sounds, Condition? Stays)
{
    public const string Key = "duplicates";

    public static DuplicateSettings? Of(Form form) => form.Settings<DuplicateSettings>(Key);

    /// <exception cref="DefinitionError">Names what is wrong.</exception>
    public static DuplicateSettings Compile(Form form, DuplicatesDefinition definition)
    {
        var lines = definition.Touch is null ? null : form.Find(definition.Touch.Lines) is { Lines: not null } field ? field
            : throw new DefinitionError($"{form.Key}.{definition.Touch.Lines}", "duplicates.no_lines", ($"没有明细“{definition.Touch.Lines}”。", $"There are no line items '{definition.Touch.Lines}'."));
        var keys = definition.Keys.Select((k, i) => Named(form, k, i)).ToList();
        return new(keys, lines, lines is null ? [] : EffectValue.Compile(form, lines.Lines!, definition.Touch!.Values),
            [.. keys.Where(k => k.Like).Select(k => k.First).Distinct().Select(f => (f, form[f.Key + KeyPlace.Sound]))], definition.Stays is null ? null : Condition.Compile(form, definition.Stays));
    }

    /// <exception cref="DefinitionError">Says by its number which key is wrong.</exception>
    public static DuplicateKey Named(Form form, KeyDefinition key, int number)
    {
        try
        {
            return new(form, key, number);
        }
        catch (DefinitionError wrong)
        {
            throw new DefinitionError($"{wrong.Path}[{number}]", wrong.Code, ($"“{form.Label.Zh}”的第 {number + 1} 条查重规则：{wrong.Words.Zh}", $"Rule {number + 1} for duplicates of '{form.Label.En}': {wrong.Words.En}"));
        }
    }

    /// <summary>By which road a save comes; null when the system itself writes.</summary>
    public static Channel? ChannelOf(SaveUnit unit) => unit.Actor.Road.Split(':') switch
    {
        ["form", ..] or ["job", "form", ..] => Channel.Form,
        _ when unit.Actor.IsSystem => null,
        ["import", ..] => Channel.Import,
        ["api", ..] => Channel.Api,
        ["action", ..] => Channel.Convert,
        _ => Channel.Manual,
    };
}
