using System.Text.Json;
using Weir.Engine.Apps;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;

namespace Weir.Engine.Capabilities.Conversion;

/// <summary>What a conversion asks for: for each target new, existing or none, and what a new one begins with. Written as an action, so that its answers are checked as of any.</summary>
internal static class ConversionQuestion
{
    public const string New = "new", Existing = "existing", None = "none";

    /// <summary>Names what has no place in any target.</summary>
    public const string Left = "left_behind";

    public static string Choice(Form target) => target.Key + "_choice";

    public static string Asked(Form target, string field) => $"{target.Key}_{field}";

    public static ActionDefinition Build(Form form, ConversionDefinition definition, string key, Words label)
    {
        var (ask, rules, sections) = (new List<AskDefinition>(), new List<RuleDefinition>(), new List<SectionDefinition>());
        foreach (var given in definition.Targets)
        {
            var target = Target(form, given);
            var fields = new List<FieldDefinition> { ChoiceOf(target, given), LinkTo(target, hidden: given.Match.Count == 0) };
            fields.AddRange(given.Ask.Select(a => AskedField(target, a.Key, a.Value)));
            ask.AddRange(fields.Select(f => new AskDefinition { New = f }));
            sections.Add(new(target.Label, [.. fields.Select(f => f.Key)]));
            if (given.Match.Count > 0) rules.AddRange([When(RuleKind.Show, target, Existing, target.Key), When(RuleKind.Require, target, Existing, target.Key)]);
            rules.Add(When(RuleKind.Show, target, New, [.. given.Ask.Keys.Select(k => Asked(target, k))]));
            rules.AddRange(target.Definition.Rules.Where(r => r is { Kind: RuleKind.Fill, Link: { } link } && link.Split('.') is [var lines, _] && given.Ask.ContainsKey(lines)).Select(r => r with
            {
                Link = Asked(target, r.Link!), Map = r.Map!.ToDictionary(m => Asked(target, m.Key), m => m.Value),
            }));
        }
        ask.Add(new() { New = new() { Key = Left, Type = "text", Label = ("不会带过去的内容", "Not carried over"), ReadOnly = true, Help = ("目标表单没有对应的字段，这些内容留在原记录上。", "The new records have no field for these; they stay on this record.") } });
        rules.Add(new() { Kind = RuleKind.Show, Fields = [Left], When = new() { Field = Left, Op = "not_empty" } });
        sections.Add(new(("提示", "Note"), [Left]));
        return new() { Key = key, Label = label, Ask = ask, Rules = [.. rules.Where(r => r.Kind is not RuleKind.Show || r.Fields.Count > 0)], Sections = sections, Effects = definition.Effects };
    }

    /// <exception cref="DefinitionError">There is no such form.</exception>
    public static Form Target(Form form, TargetDefinition given) =>
        form.App.Find(given.Form) ?? throw new DefinitionError($"{form.Key}.capabilities.{Conversion.Name}", "conversion.no_form", ($"没有表单“{given.Form}”。", $"There is no form '{given.Form}'."));

    private static FieldDefinition ChoiceOf(Form target, TargetDefinition given)
    {
        List<Option> options = [new(New, ("新建", "Create new"))];
        if (given.Match.Count > 0) options.Add(new(Existing, ("用已有的", "Use an existing one")));
        if (given.Optional) options.Add(new(None, ("不创建", "Create none")));
        return new()
        {
            Key = Choice(target), Type = "radio", Label = ("怎样处理", "What to do"), Required = true, Hidden = options.Count == 1, Default = JsonSerializer.SerializeToElement(New),
            Settings = new() { ["options"] = JsonSerializer.SerializeToElement(options, DefinitionJson.Options) },
        };
    }

    private static FieldDefinition LinkTo(Form target, bool hidden) => new()
    {
        Key = target.Key, Type = "link", Hidden = hidden, Label = ($"已有的{target.Label.Zh}", $"Existing · {target.Label.En}"), Settings = new() { ["form"] = JsonSerializer.SerializeToElement(target.Key) },
    };

    /// <summary>A formula is the default of the field, and follows what it reads; a field taken over, or words, are put there once.</summary>
    private static FieldDefinition AskedField(Form target, string key, JsonElement begins)
    {
        if (target.Find(key) is not { } field || field.Type.Computed || field.System)
            throw new DefinitionError($"{target.Key}.{key}", "conversion.unknown_field", ($"“{target.Label.Zh}”没有可填写的字段“{key}”。", $"'{target.Label.En}' has no field '{key}' that can be filled in."));
        var present = field.Definition.Default is { ValueKind: JsonValueKind.String } d && d.GetString() is ['=', ..] ? null : field.Definition.Default;
        if (begins.ValueKind == JsonValueKind.String && begins.GetString() is ['=', .. var text] && text.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c is not ('_' or '.'))) present = begins;
        return field.Definition with { Key = Asked(target, key), ReadOnly = false, Hidden = false, Unique = false, Default = present };
    }

    private static RuleDefinition When(RuleKind kind, Form target, string choice, params IReadOnlyList<string> fields) =>
        new() { Kind = kind, Fields = fields, When = new() { Field = Choice(target), Op = "is", Value = JsonSerializer.SerializeToElement(choice) } };
}
