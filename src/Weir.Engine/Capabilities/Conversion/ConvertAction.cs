using System.Globalization;
using Weir.Engine.Access;
using Weir.Engine.Actions;
using Weir.Engine.Actions.Effects;
using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Engine.Rules;
using Weir.Sql.Tables;

namespace Weir.Engine.Capabilities.Conversion;

/// <summary>Converts a record into others in one transaction, once: whoever asks again gets what the first one brought about.</summary>
internal sealed class ConvertAction : RecordAction
{
    private readonly DefinedAction asks;
    private readonly ConversionDefinition definition;
    private readonly IReadOnlyList<ConversionTarget> targets;
    private readonly IReadOnlyList<EffectValue> done;
    private readonly HashSet<Field> placed;

    /// <exception cref="DefinitionError">Names what is wrong.</exception>
    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    public ConvertAction(Form form, ConversionDefinition definition)
    {
        Form = form;
        this.definition = definition;
        asks = new DefinedAction(ConversionQuestion.Build(form, definition, Key, Label)) { Form = form };
        asks.Compile();
        Ask = asks.Question;
        targets = [.. definition.Targets.Select(t => new ConversionTarget(form, asks.Question, t))];
        done = EffectValue.Compile(asks.Question, form, definition.Done);
        When = Condition.Compile(form, definition.When);
        foreach (var key in definition.Stays)
            if (form.Find(key) is null) throw new DefinitionError($"{form.Key}.{key}", "conversion.unknown_field", ($"没有字段“{key}”。", $"There is no field '{key}'."));
        placed = [.. targets.SelectMany(t => t.Read), .. definition.Stays.Select(k => form[k]), .. targets.Select(t => t.Keep)];
    }

    internal IReadOnlyList<ConversionTarget> Targets => targets;

    public override string Key => Conversion.Name + ".convert";

    public override Words Label => ("转化", "Convert");

    public override Words Done => ("已转化", "Converted");

    public override string Icon => "transform";

    public override ActionTone Tone => ActionTone.Primary;

    public override Condition When { get; }

    /// <summary>Stands beside the question, so that one sees what one converts.</summary>
    public override bool ShowsRecord => true;

    public override bool For(FormAccess access) =>
        base.For(access) && targets.All(t => t.Definition.Optional || FormAccess.Of(access.Actor, t.Form).Can(Operation.Create));

    internal override ValueTask<bool> IsDone(ActionRun run)
    {
        if (!Conversion.IsConverted(run.Record, targets[0].Keep)) return ValueTask.FromResult(false);
        Open(run);
        return ValueTask.FromResult(true);
    }

    internal override ValueTask Begin(ActionRun run, Draft asked) => Prepare(run, (field, value) => asked.Set(field.Key, value));

    internal override async ValueTask Lay(ActionRun run, Record question)
    {
        await Prepare(run, static (_, _) => { });
        if (LeftBehind(run) is { Length: > 0 } left) question[ConversionQuestion.Left] = left;
    }

    /// <summary>What an answer leaves out is as the dialog begins.</summary>
    private async ValueTask Prepare(ActionRun run, Action<Field, object?> set)
    {
        foreach (var target in targets)
        {
            await run.Linked.Load([run.Asked!], target.Ways);
            foreach (var value in target.Begins) Put(value.Target, target.Of(run, value));
            var found = await Existing(run, target);
            Put(target.Choice, found is null ? ConversionQuestion.New : ConversionQuestion.Existing);
            if (found is not null) Put(target.Link, found);
        }

        void Put(Field field, object? value)
        {
            run.Asked![field] = value;
            set(field, value);
        }
    }

    internal override async ValueTask Run(ActionRun run)
    {
        var kept = new List<(string, object?)>();
        foreach (var target in targets)
            if (await target.Reach(run) is { } id) kept.Add((target.Keep.Key, id));
        await run.Linked.Load([run.Asked!], done.SelectMany(v => v.Ways));
        await run.Set([.. kept, .. done.Select(v => (v.Target.Key, v.Of(run.Asked!, null, run.Linked, run.Actor, run.Now)))]);
        foreach (var effect in asks.Effects)
        {
            await run.Linked.Load([run.Asked!], effect.Ways.Concat(effect.When.Paths.Select(p => p.Via)));
            if (RuleBook.Holds(effect.When, run.Asked!, run.Linked, run.Actor, run.Now)) await effect.Apply(run);
        }
        Open(run);
    }

    private void Open(ActionRun run)
    {
        var last = targets.Last(t => run.Record[t.Keep] is long);
        run.Open = new(last.Form.Key, (long)run.Record[last.Keep]!);
    }

    /// <summary>The record that the target is probably already, among those that the actor may see.</summary>
    private static async ValueTask<long?> Existing(ActionRun run, ConversionTarget target)
    {
        var access = FormAccess.Of(run.Actor, target.Form);
        foreach (var match in target.Match)
        {
            var probe = new Record(target.Form);
            foreach (var value in match) probe[value.Target] = target.Of(run, value);
            if (match.Any(v => probe[v.Target] is null || TwinCheck.Value(probe, v.Target) is null)) continue;
            var first = match[0].Target;
            var ids = (await FormRows.Holders(run.Session, target.Form.Table, first.KeyColumn ?? first.Column!, [TwinCheck.Value(probe, first)!], SystemFields.DeletedAt)).Select(h => h.Id).Order().Take(50).ToList();
            if (ids.Count == 0) continue;
            var seen = await RowCheck.Allowed(run.Session, access, Operation.View, ids, run.Now);
            var records = await RecordRows.Read(run.Session, target.Form, [.. ids.Where(seen.Contains)], lines: false);
            foreach (var record in records.Values.OrderBy(r => r.Id))
                if (match.All(v => Equals(TwinCheck.Value(record, v.Target), TwinCheck.Value(probe, v.Target)))) return record.Id;
        }
        return null;
    }

    /// <summary>The labels of filled fields that reach no target.</summary>
    private string LeftBehind(ActionRun run)
    {
        var access = FormAccess.Of(run.Actor, Form);
        var left = Form.Live.Where(f => ConversionMap.Warned(f) && !placed.Contains(f) && access.Reads(f) && (f.Lines is null ? f.Column is not null && run.Record[f] is not (null or false) : run.Record.Lines(f).Count > 0));
        return string.Join(run.Actor.Chinese ? "、" : ", ", left.Select(f => run.Actor.Chinese ? f.Label.Zh : f.Label.En));
    }
}
