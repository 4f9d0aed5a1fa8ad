using System.Text.Json;
using Weir.Engine.Actions;
using Weir.Engine.Actions.Effects;
using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Engine.Rules;

namespace Weir.Engine.Capabilities.Conversion;

/// <summary>One target of a conversion, compiled: makes its record from the answers, or takes the one that was chosen.</summary>
internal sealed class ConversionTarget
{
    private readonly Form source;
    private readonly Form question;
    private readonly IReadOnlyList<(Field Lines, Condition When, IReadOnlyList<EffectValue> Values)> lines;

    public ConversionTarget(Form source, Form question, TargetDefinition definition)
    {
        (this.source, this.question, Definition) = (source, question, definition);
        Form = source.App[definition.Form];
        Keep = source.Find(definition.Keep) is { Column: not null } keep && keep.Type.LinkedForm(keep) == Form.Key ? keep
            : throw new DefinitionError($"{source.Key}.{definition.Keep}", "conversion.bad_keep", ($"“{definition.Keep}”不是指向“{Form.Label.Zh}”的关联字段。", $"'{definition.Keep}' is not a link to '{Form.Label.En}'."));
        Begins = EffectValue.Compile(question, question, definition.Ask.Where(a => a.Value.ValueKind != JsonValueKind.Null && question[ConversionQuestion.Asked(Form, a.Key)].DefaultFormula is null).ToDictionary(a => ConversionQuestion.Asked(Form, a.Key), a => a.Value));
        Values = EffectValue.Compile(question, Form, definition.Values);
        Match = [.. definition.Match.Select(m => EffectValue.Compile(question, Form, m))];
        lines = [.. definition.Lines.Select(l => (Form.Find(l.Key) is { Lines: not null } field ? field : throw new DefinitionError($"{Form.Key}.{l.Key}", "conversion.unknown_field", ($"没有明细“{l.Key}”。", $"There are no line items '{l.Key}'.")),
            Condition.Compile(question, l.Value.When), EffectValue.Compile(question, Form[l.Key].Lines!, l.Value.Values)))];
        foreach (var (to, from) in definition.Map)
            if (ConversionMap.Fault(source, Form, definition, from, to) is { } fault) throw new DefinitionError($"{Form.Key}.{to}", fault.Code, fault.Words);
        Carried = ConversionMap.Carried(source, Form, definition);
        Mapped = [.. definition.Map.Select(m => (source[m.Value], Form[m.Key]))];
    }

    public TargetDefinition Definition { get; }

    public Form Form { get; }

    /// <summary>The field of the converted record that keeps the link.</summary>
    public Field Keep { get; }

    public Field Choice => question[ConversionQuestion.Choice(Form)];

    /// <summary>Where the answer names the record: chosen, or once it is made.</summary>
    public Field Link => question[Form.Key];

    /// <summary>What the answers begin with.</summary>
    public IReadOnlyList<EffectValue> Begins { get; }

    public IReadOnlyList<IReadOnlyList<EffectValue>> Match { get; }

    /// <summary>Fields with the same key and type that nothing else is said of: own fields of a company go along without being named.</summary>
    public IReadOnlyList<(Field From, Field To)> Carried { get; }

    /// <summary>Fields that the map of the target names.</summary>
    public IReadOnlyList<(Field From, Field To)> Mapped { get; }

    private IReadOnlyList<EffectValue> Values { get; }

    /// <summary>The fields of the source that reach this target.</summary>
    public IEnumerable<Field> Read => Used.Concat(Carried.Concat(Mapped).Select(c => c.From));

    /// <summary>Those of them that questions, values and lines use.</summary>
    public IEnumerable<Field> Used => Definition.Ask.Keys.SelectMany(Formula)
        .Concat(Begins.Concat(Values).Concat(lines.SelectMany(l => l.Values)).SelectMany(v => v.Paths).Concat(lines.SelectMany(l => l.When.Paths)).SelectMany(OfSource));

    /// <summary>The fields that questions and values fill, each with the fields of the source that it comes from.</summary>
    public IEnumerable<(Field To, IReadOnlyList<Field> From, bool Asked)> Fixed => Definition.Ask.Keys
        .Select(k => (Form[k], (IReadOnlyList<Field>)[.. Formula(k).Concat(Begins.Where(b => b.Target.Key == ConversionQuestion.Asked(Form, k)).SelectMany(b => b.Paths).SelectMany(OfSource)).Distinct()], true))
        .Concat(Values.Select(v => (v.Target, (IReadOnlyList<Field>)[.. v.Paths.SelectMany(OfSource).Distinct()], false)));

    private IEnumerable<Field> Formula(string asked) => (question[ConversionQuestion.Asked(Form, asked)].DefaultFormula?.References.ToArray() ?? []).Select(question.Path).OfType<FieldPath>().SelectMany(OfSource);

    private IEnumerable<Field> OfSource(FieldPath path) => path.Via.Append(path.Field).Where(f => f.Form == source);

    public IEnumerable<IReadOnlyList<Field>> Ways => Begins.Concat(Values).Concat(Match.SelectMany(m => m)).Concat(lines.SelectMany(l => l.Values)).SelectMany(v => v.Ways).Concat(lines.SelectMany(l => l.When.Paths).Select(p => p.Via));

    /// <summary>The record of this target; null when the person does without it.</summary>
    public async ValueTask<long?> Reach(ActionRun run)
    {
        var asked = run.Asked!;
        await run.Linked.Load([asked], Ways);
        switch (asked[Choice] as string)
        {
            case ConversionQuestion.None when Definition.Optional:
                asked[Link] = null;
                return null;
            case ConversionQuestion.Existing when Match.Count > 0:
                await Check(run);
                return (long)asked[Link]!;
            default:
                var made = (await run.Save(Draft(run))).Record.Id;
                asked[Link] = made;
                return made;
        }
    }

    private Draft Draft(ActionRun run)
    {
        var asked = run.Asked!;
        var draft = new Draft(Form) { ByAction = true };
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(run.Now, run.Actor.Zone));
        foreach (var (from, to) in Carried.Concat(Mapped))
            if (run.Record[from] is { } value && Fits(to, value, today)) draft.Set(to.Key, value);
        foreach (var key in Definition.Ask.Keys)
        {
            var answer = question[ConversionQuestion.Asked(Form, key)];
            if (answer.Lines is null) draft.Set(key, asked[answer]);
            else draft.Lines[key] = [.. asked.Lines(answer).Select(l => new DraftLine(null, answer.Lines.Fields.Where(c => !c.Type.Computed && c.Column is not null).ToDictionary(c => c.Key, c => l[c])))];
        }
        foreach (var value in Values) draft.Set(value.Target.Key, Of(run, value));
        foreach (var (field, when, values) in lines)
            if (RuleBook.Holds(when, asked, run.Linked, run.Actor, run.Now))
                draft.Lines[field.Key] = [.. draft.Lines.GetValueOrDefault(field.Key) ?? [], new DraftLine(null, values.ToDictionary(v => v.Target.Key, v => Of(run, v)))];
        return draft;
    }

    /// <summary>An existing contact must be one of the account that was chosen.</summary>
    private async ValueTask Check(ActionRun run)
    {
        var id = (long)run.Asked![Link]!;
        var found = await RecordRows.Read(run.Session, Form, id, lines: false);
        foreach (var value in Values.Where(v => Definition.Belongs.Contains(v.Target.Key)))
            if (found is null || !value.Target.Type.Same(found[value.Target], Of(run, value)))
                throw Problem.Invalid("record.invalid", ("请改正标出的内容。", "Please correct what is marked."),
                    new FieldError(Link.Key, "conversion.other_record", ($"所选{Form.Label.Zh}的“{value.Target.Label.Zh}”与本次转化不一致，请换一条或新建。", $"The '{value.Target.Label.En}' of the chosen record is another one; choose a different record or create a new one."))).Exception();
    }

    public object? Of(ActionRun run, EffectValue value) => value.Of(run.Asked!, null, run.Linked, run.Actor, run.Now);

    /// <summary>A choice that the target does not offer stays behind.</summary>
    private static bool Fits(Field to, object value, DateOnly today)
    {
        try
        {
            to.Type.FromJson(to, JsonSerializer.SerializeToElement(to.Type.ToJson(to, value)));
            return !to.Type.Check(to, value, today).Any();
        }
        catch (ValueError)
        {
            return false;
        }
    }
}
