using System.Text.Json;
using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Engine.Rules;
using Weir.Sql.Query;

namespace Weir.Engine.Actions.Effects;

/// <summary>Sets fields of the record, of a record that it names, or of those that name it.</summary>
public sealed class SetFields : EffectKind
{
    public override string Key => "set";

    public override Words Label => ("设置字段", "Set fields");

    public override IReadOnlyList<FieldDefinition> Settings { get; } =
    [
        Setting.Json("values", "字段与值", "Fields and values"), Setting.Text("on", "沿关联到", "Along the links"), Setting.Text("each", "每条（表单.关联字段）", "Each (form.link)"),
        Setting.Json("where", "只限满足条件的", "Only those that meet"),
    ];

    internal override Effect Compile(DefinedAction action, EffectDefinition definition)
    {
        var given = Read<Given>(action, definition);
        if (given.Each is { } each)
        {
            var by = action.Children(each);
            return new OnChildren { Values = EffectValue.Compile(action.Question, by.Form, given.Values), By = by, Where = Condition.Compile(by.Form, given.Where) };
        }
        var way = given.On is { } on ? action.Way(on) : [];
        var target = way.Count == 0 ? action.Form : action.Form.App[way[^1].Type.LinkedForm(way[^1])!];
        return new OnOne { Values = EffectValue.Compile(action.Question, target, given.Values), Way = way };
    }

    private sealed record Given(IReadOnlyDictionary<string, JsonElement> Values, string? On, string? Each, ConditionDefinition? Where);

    internal sealed class OnOne : Effect
    {
        public required IReadOnlyList<EffectValue> Values { get; init; }

        /// <summary>From the question through <c>record</c>; empty for the record itself.</summary>
        public required IReadOnlyList<Field> Way { get; init; }

        public bool IsOwn => Way.Count == 0;

        public override IEnumerable<IReadOnlyList<Field>> Ways => Values.SelectMany(v => v.Ways).Append(Way);

        public IEnumerable<(string Key, object? Value)> Of(ActionRun run) => Values.Select(v => (v.Target.Key, v.Of(run.Asked!, null, run.Linked, run.Actor, run.Now)));

        public override async ValueTask Apply(ActionRun run)
        {
            if (IsOwn) await run.Set([.. Of(run)]);
            else if (run.Linked.Follow(run.Asked!, Way) is { } other)
            {
                var draft = new Draft(other.Form) { Id = other.Id, ByAction = true };
                foreach (var (key, value) in Of(run)) draft.Set(key, value);
                await run.Save(draft);
            }
        }
    }

    private sealed class OnChildren : Effect
    {
        public required IReadOnlyList<EffectValue> Values { get; init; }

        public required Field By { get; init; }

        public required Condition Where { get; init; }

        public override IEnumerable<IReadOnlyList<Field>> Ways => Values.SelectMany(v => v.Ways);

        public override async ValueTask Apply(ActionRun run)
        {
            foreach (var id in await Children.Of(run, By, Where))
            {
                var draft = new Draft(By.Form) { Id = id, ByAction = true };
                foreach (var value in Values) draft.Set(value.Target.Key, value.Of(run.Asked!, null, run.Linked, run.Actor, run.Now));
                await run.Save(draft);
            }
        }
    }
}

/// <summary>The records that name the record of a run, in the order of their ids, so that two runs lock them alike.</summary>
internal static class Children
{
    private const int Most = 2000;

    public static async ValueTask<List<long>> Of(ActionRun run, Field by, Condition where)
    {
        var joins = new JoinPlan();
        object key = by.Type.LinkedForm(by) is not null ? run.Record.Id : new RecordRef(run.Record.Form.Key, run.Record.Id).ToString();
        var all = Predicate.And(
            new Predicate.Compare(joins.Operand(by), Comparison.Equal, key), new Predicate.Empty(joins.Operand(by.Form[SystemFields.DeletedAt])),
            where.Bind(new ConditionContext(run.Actor, run.Now, joins, name => RuleBook.Stored(run.Record, name))));
        var select = new Select(by.Form.Table, JoinPlan.Root, [JoinPlan.Id(JoinPlan.Root)], joins.Joins, all, RowScope.Everything, [], Limit: Most);
        return [.. (await run.Session.Query(QueryWriter.Select(run.Session.Dialect, select), r => r.Long(0))).Order()];
    }
}
