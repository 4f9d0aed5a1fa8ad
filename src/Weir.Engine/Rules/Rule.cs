using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Formulas;

namespace Weir.Engine.Rules;

/// <summary>A compiled rule of a form. Says what holds for a record; <see cref="RuleBook"/> applies all of them.</summary>
public sealed class Rule
{
    public required RuleDefinition Definition { get; init; }

    public RuleKind Kind => Definition.Kind;

    public required Condition When { get; init; }

    /// <summary>Fields, or columns of line items, that the rule is about.</summary>
    public required IReadOnlyList<FieldPath> Fields { get; init; }

    public Formula? Formula { get; init; }

    /// <summary>Fill: the link whose record is read; in line items a column.</summary>
    public FieldPath? Link { get; init; }

    /// <summary>Fill: the form that is searched.</summary>
    public Form? Source { get; init; }

    public Condition? Where { get; init; }

    /// <summary>The fields whose values stand in its words.</summary>
    public IReadOnlyDictionary<string, FieldPath> Told { get; init; } = new Dictionary<string, FieldPath>();

    /// <summary>Fill: own field (or column) ← field of the other record.</summary>
    public IReadOnlyList<(Field To, Field From)> Map { get; init; } = [];

    /// <summary>It holds for each record that a condition lets in, because the condition itself demands what the rule asks; false when that cannot be told.</summary>
    public bool HoldsThroughout(ConditionDefinition? where) => Definition.When is { } when && Demands(when) is var asked && asked.All(a => a.Any is null && Demands(where).Any(d =>
        d.Field == a.Field && d.Op == a.Op && d.Value?.GetRawText() == a.Value?.GetRawText()));

    /// <summary>The parts of which each must hold.</summary>
    private static IEnumerable<ConditionDefinition> Demands(ConditionDefinition? d) => d is null ? [] : d.All is { } all ? all.SelectMany(Demands) : [d];

    internal static Rule Compile(Form form, RuleDefinition d)
    {
        if (d.Switch is not null && d.Label is null) throw Wrong(form, "rule.no_label", ($"开关“{d.Switch}”没有名称。", $"The switch '{d.Switch}' has no words."));
        var link = d.Link is null ? null : Path(form, d.Link);
        var source = link is not null ? Target(link.Field) : d.Form is not null ? form.App.Find(d.Form) : null;
        if (d.Kind == RuleKind.Fill && source is null) throw Wrong(form, "rule.no_source", ("数据联动没有可读取的表单。", "The fill rule has no form to read from."));
        if (d.Kind == RuleKind.Check && d.Message is null) throw Wrong(form, "rule.no_message", ("校验规则缺少提示语。", "The check has no message."));
        try
        {
            return new Rule
            {
                Definition = d,
                When = Condition.Compile(form, d.When),
                Fields = [.. d.Fields.Select(f => Path(form, f))],
                Formula = d.Formula is null ? null : Formula.Compile(d.Formula, new FieldNames(form)),
                Link = link,
                Source = source,
                Told = RuleMessage.Fields(form, d.Message),
                Where = source is null ? null : Condition.Compile(source, d.Where),
                Map = d.Map is null ? [] : [.. d.Map.Select(m => (Path(form, m.Key).Field, source!.Find(m.Value) ?? throw Wrong(form, "rule.unknown_field", ($"没有字段“{source.Key}.{m.Value}”。", $"There is no field '{source.Key}.{m.Value}'."))))],
            };
        }
        catch (KeyNotFoundException unknown)
        {
            throw Wrong(form, "rule.unknown_field", ($"提示语里没有字段“{unknown.Message}”。", $"The message names no known field: '{unknown.Message}'."));
        }
        catch (FormulaError wrong)
        {
            throw Wrong(form, wrong.Code, (wrong.Message(true), wrong.Message(false)));
        }
    }

    private static Form? Target(Field link) => link.Type.LinkedForm(link) is { } key ? link.Form.App.Find(key) : null;

    private static FieldPath Path(Form form, string key) =>
        FieldPath.Find(form, key) is { } path && (path.Via.Count == 0 || path.InLines) ? path : throw Wrong(form, "rule.unknown_field", ($"规则里没有字段“{key}”。", $"The rule names no known field: '{key}'."));

    private static DefinitionError Wrong(Form form, string code, Words words) => new(form.Key, code, words);
}
