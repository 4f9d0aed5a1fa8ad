using System.Text.Json;
using Weir.Engine.Apps;
using Weir.Engine.Forms;

namespace Weir.Engine.Capabilities.Conversion;

/// <summary>A target of a conversion as its map is edited.</summary>
/// <param name="Fixed">What questions and values of the conversion fill, with the fields it comes from.</param>
/// <param name="Carried">What goes along by itself: the same key and type in both forms.</param>
public sealed record MappedTarget(Form Form, TargetDefinition Definition, IReadOnlyList<(Field To, IReadOnlyList<Field> From, bool Asked)> Fixed, IReadOnlyList<(Field From, Field To)> Carried);

/// <summary>Which field of a converted record goes into which of each target, and which into none. Converts nothing.</summary>
public static class ConversionMap
{
    /// <summary>The settings as pages edit them; null when records of the form are not converted.</summary>
    public static ConversionDefinition? Definition(Form form) =>
        form.Definition.Capabilities.TryGetValue(Conversion.Name, out var written) ? written.Deserialize<ConversionDefinition>(DefinitionJson.Options) : null;

    /// <summary>The targets as they would be with other maps than those in force.</summary>
    public static IReadOnlyList<MappedTarget> Targets(Form form, ConversionDefinition draft) =>
        [.. InForce(form).Zip(draft.Targets).Select(t => new MappedTarget(t.First.Form, t.Second, [.. t.First.Fixed], Carried(form, t.First.Form, t.Second)))];

    /// <summary>Fields of which people are warned when they are filled: they reach no target, and nobody said that they should stay.</summary>
    public static IReadOnlyList<Field> Unplaced(Form form, ConversionDefinition draft)
    {
        var placed = InForce(form).SelectMany(t => t.Used.Append(t.Keep)).Concat(Targets(form, draft).SelectMany(t => t.Carried.Select(c => c.From))).Select(f => f.Key)
            .Concat(draft.Targets.SelectMany(t => t.Map.Values)).Concat(draft.Stays).ToHashSet();
        return [.. form.Live.Where(f => !placed.Contains(f.Key) && Warned(f))];
    }

    /// <summary>Somebody fills it in, so they want to know what becomes of it.</summary>
    internal static bool Warned(Field field) => !field.System && !field.Type.Computed && !field.Definition.ReadOnly && (field.Lines is not null || field.Column is not null);

    /// <summary>Fields that a map can take from.</summary>
    public static IEnumerable<Field> Sources(Form form) => form.Live.Where(f => f is { System: false, Column: not null, Definition.Hidden: false, Type: { Computed: false, HoldsFiles: false } });

    /// <summary>Fields that a map can fill, which nothing else does.</summary>
    public static IEnumerable<Field> Fillable(Form target, TargetDefinition definition) =>
        target.Live.Where(f => f is { System: false, Column: not null, Definition: { ReadOnly: false, Unique: false, Hidden: false }, Type: { Computed: false, HoldsFiles: false } } && !definition.Ask.ContainsKey(f.Key) && !definition.Values.ContainsKey(f.Key));

    /// <summary>One can be taken over into the other as it is.</summary>
    public static bool Fits(Field from, Field to) => from.Type == to.Type && from.Type.LinkedForm(from) == to.Type.LinkedForm(to);

    /// <summary>What is wrong with a line of a map, in words that name both fields; null when nothing is.</summary>
    public static (string Code, Words Words)? Fault(Form source, Form target, TargetDefinition definition, string from, string to)
    {
        if (source.Find(from) is not { } own || !Sources(source).Contains(own)) return ("conversion.no_source", ($"“{source.Label.Zh}”没有可带过去的字段“{from}”。", $"'{source.Label.En}' has no field '{from}' that can be taken over."));
        if (target.Find(to) is not { } field) return ("conversion.unknown_field", ($"“{target.Label.Zh}”没有可填写的字段“{to}”。", $"'{target.Label.En}' has no field '{to}' that can be filled in."));
        if (!Fillable(target, definition).Contains(field)) return ("conversion.filled", ($"“{target.Label.Zh}”的“{field.Label.Zh}”由转化本身、公式或系统填写，不能再对应字段。", $"'{field.Label.En}' of '{target.Label.En}' is filled by the conversion itself, a formula or the system; it takes no other field."));
        if (Fits(own, field)) return null;
        return own.Type == field.Type
            ? ("conversion.wrong_type", ($"“{own.Label.Zh}”和“{field.Label.Zh}”关联的不是同一个表单。", $"'{own.Label.En}' and '{field.Label.En}' are links to different forms."))
            : ("conversion.wrong_type", ($"“{own.Label.Zh}”是{own.Type.Label.Zh}，“{field.Label.Zh}”是{field.Type.Label.Zh}；只有类型相同的字段才能对应。", $"'{own.Label.En}' is of the type {own.Type.Label.En}, '{field.Label.En}' of the type {field.Type.Label.En}; only fields of one type can be taken over."));
    }

    /// <summary>Fields with the same key and type that nothing else is said of: own fields of a company go along without being named.</summary>
    internal static IReadOnlyList<(Field From, Field To)> Carried(Form source, Form target, TargetDefinition definition) =>
        [.. source.Live.Where(f => !definition.Map.ContainsKey(f.Key) && Carries(f, target, definition)).Select(f => (f, target[f.Key]))];

    private static bool Carries(Field field, Form target, TargetDefinition definition) =>
        !field.System && field.Column is not null && !field.Type.Computed && !field.Definition.ReadOnly
        && target.Find(field.Key) is { System: false, Definition: { ReadOnly: false, Retired: false, Unique: false } } to && Fits(field, to)
        && !to.Type.HoldsFiles && !definition.Ask.ContainsKey(field.Key) && !definition.Values.ContainsKey(field.Key);

    private static IReadOnlyList<ConversionTarget> InForce(Form form) => form.Actions.OfType<ConvertAction>().Single().Targets;
}
