using Weir.Engine.Access;
using Weir.Engine.Actions.Effects;
using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Engine.Rules;

namespace Weir.Engine.Actions;

/// <summary>An action as the definition of a form declares it: asks, sets fields of its record, and then brings about its other effects.</summary>
internal sealed class DefinedAction : RecordAction
{
    private readonly ActionDefinition definition;
    private IReadOnlyList<(Field Asked, Field Target)> answers = [];
    private IReadOnlyList<(Field Lines, LineCopy Copy)> prepared = [];

    public DefinedAction(ActionDefinition definition) => this.definition = definition;

    public override string Key => definition.Key;

    public override Words Label => definition.Label;

    public override Words? Help => definition.Help;

    public override string Icon => definition.Icon;

    public override ActionTone Tone => definition.Tone;

    public override Operation Can => definition.Can;

    public override Condition When => when;

    public override Words Done => definition.Done ?? definition.Label;

    public override bool Offered => !definition.Internal && !definition.Auto;

    public bool Auto => definition.Auto;

    /// <summary>Always there, so that effects have names to read: <c>record</c>, and what is asked.</summary>
    public Form Question { get; private set; } = null!;

    public IReadOnlyList<Effect> Effects { get; private set; } = [];

    private Condition when = Condition.Always;

    public override bool For(FormAccess access) =>
        base.For(access) && (definition.Roles.Count == 0 || access.Everything || access.Actor.Roles(Form.App.Key).Any(definition.Roles.Contains));

    /// <summary>Once all forms of the app stand.</summary>
    /// <exception cref="DefinitionError">The first thing that is wrong.</exception>
    public void Compile()
    {
        when = Condition.Compile(Form, definition.When);
        if (Auto && (when.IsAlways || definition.Ask.Count > 0)) throw Wrong("action.auto", ("自动动作必须有条件，并且不能提问。", "An automatic action needs a condition and cannot ask for anything."));
        foreach (var role in definition.Roles)
            if (Form.App.Definition.Roles.All(r => r.Key != role)) throw Wrong("action.no_role", ($"没有角色“{role}”。", $"There is no role '{role}'."));
        Question = ActionQuestion.Build(Form, Key, Label, [.. definition.Ask.Select(Asked)], definition.Rules, definition.Sections);
        if (definition.Ask.Count > 0) Ask = Question;
        answers = [.. definition.Ask.Where(a => a.Field is not null).Select(a => (Question[a.Field!], Form[a.Field!]))];
        prepared = [.. definition.Ask.Where(a => a.From is not null).Select(a => (Question[a.New!.Key], LineCopy.Compile(this, Question[a.New.Key], a.From!, a.Values ?? new Dictionary<string, System.Text.Json.JsonElement>(), a.If)))];
        Effects = [.. definition.Effects.Select(One)];
    }

    internal override async ValueTask Begin(ActionRun run, Draft asked)
    {
        foreach (var (ask, field) in answers)
            if (run.Record[field] is { } present && FormAccess.Of(run.Actor, Form).Reads(field)) asked.Set(ask.Key, present);
        foreach (var (lines, copy) in prepared)
            asked.Lines[lines.Key] = [.. (await copy.Begin(run)).Select(l => new DraftLine(l.Id, new Dictionary<string, object?>()))];
    }

    internal override async ValueTask Lay(ActionRun run, Record question)
    {
        foreach (var (lines, copy) in prepared) question[lines] = (await copy.Begin(run)).ToList();
    }

    internal override async ValueTask Run(ActionRun run)
    {
        var own = new Draft(Form) { Id = run.Record.Id, ByAction = true };
        foreach (var (ask, field) in answers) own.Set(field.Key, run.Asked![ask]);
        var rest = new List<Effect>();
        foreach (var effect in Effects)
        {
            if (effect is not SetFields.OnOne { IsOwn: true } set)
            {
                rest.Add(effect);
                continue;
            }
            if (!await Holds(run, effect)) continue;
            foreach (var (key, value) in set.Of(run)) own.Set(key, value);
        }
        if (own.Values.Count > 0) await run.Save(own);
        foreach (var effect in rest)
            if (await Holds(run, effect)) await effect.Apply(run);
    }

    private static async ValueTask<bool> Holds(ActionRun run, Effect effect)
    {
        await run.Linked.Load([run.Asked!], effect.Ways.Concat(effect.When.Paths.Select(p => p.Via)));
        return RuleBook.Holds(effect.When, run.Asked!, run.Linked, run.Actor, run.Now);
    }

    private FieldDefinition Asked(AskDefinition ask)
    {
        if (ask.New is { } own) return ask.Required ? own with { Required = true } : own;
        if (ask.Field is null || Form.Find(ask.Field) is not { } field) throw Wrong("ask.unknown_field", ($"没有字段“{ask.Field}”。", $"There is no field '{ask.Field}'."));
        if (field.Type.Computed || field.Lines is not null || field.Column is null) throw Wrong("ask.not_writable", ($"“{field.Label.Zh}”不能由动作填写。", $"'{field.Label.En}' cannot be filled in by an action."));
        return field.Definition with { Required = ask.Required, ReadOnly = false, Hidden = false, Unique = false, Default = ask.Default };
    }

    private Effect One(EffectDefinition d)
    {
        var kind = EffectCatalogue.Find(d.Kind) ?? throw Wrong("effect.unknown", ($"没有效果“{d.Kind}”。", $"There is no effect '{d.Kind}'."));
        var effect = kind.Compile(this, d);
        effect.When = Condition.Compile(Question, d.When);
        return effect;
    }

    /// <summary>The links from the question to another record: <c>opportunity.account</c> starts at the record, unless something that was asked is called so.</summary>
    public IReadOnlyList<Field> Way(string on)
    {
        var steps = on.Split('.', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var own = steps.Length > 0 && Form.Find(steps[0]) is null && Question.Find(steps[0]) is { } asked && asked.Type.LinkedForm(asked) is not null;
        var way = own ? new List<Field>() : [Question[ActionQuestion.Record]];
        var at = own ? Question : Form;
        foreach (var step in steps)
        {
            if (at.Find(step) is not { } link || link.Type.LinkedForm(link) is not { } next) throw Wrong("effect.no_link", ($"“{at.Label.Zh}”没有关联字段“{step}”。", $"'{at.Label.En}' has no link '{step}'."));
            way.Add(link);
            at = Form.App[next];
        }
        return way.Count > (own ? 0 : 1) ? way : throw Wrong("effect.no_link", ("没有写明沿哪个关联。", "It names no link."));
    }

    /// <summary>The link by which other records name this one: <c>payment_plan.contract</c>.</summary>
    public Field Children(string each) =>
        each.Split('.') is [var key, var by] && Form.App.Find(key)?.Find(by) is { Type.IsReference: true } field ? field
            : throw Wrong("effect.no_link", ($"“{each}”不是指向本表单的关联字段。", $"'{each}' is not a link to this form."));

    /// <summary>Line items of the question, or with <c>record.</c> before them of the record.</summary>
    public LineSource Lines(string path)
    {
        var ofRecord = path.StartsWith(ActionQuestion.Record + ".", StringComparison.Ordinal);
        var field = ofRecord ? Form.Find(path[(ActionQuestion.Record.Length + 1)..]) : Question.Find(path);
        return field is { Lines: not null } ? new(field, ofRecord) : throw Wrong("effect.no_lines", ($"没有明细“{path}”。", $"There are no line items '{path}'."));
    }

    public DefinitionError Wrong(string code, Words words) => new($"{Form.Key}.{Key}", code, words);
}
