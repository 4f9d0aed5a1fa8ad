using System.Text.Json;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;

namespace Weir.Engine.Actions.Effects;

/// <summary>Runs an action of the record or of a record that it names: one defined there, or a verb of a capability such as <c>pipeline.win</c>.</summary>
/// <remarks>A record that is not there, or on which the action does not apply now, is passed over unless the effect insists.</remarks>
public sealed class RunAction : EffectKind
{
    public override string Key => "act";

    public override Words Label => ("执行动作", "Run an action");

    public override IReadOnlyList<FieldDefinition> Settings { get; } =
    [
        Setting.Text("action", "动作", "Action", required: true), Setting.Text("on", "沿关联到", "Along the links"), Setting.Json("values", "回答", "Answers"), Setting.YesNo("must", "必须成功", "Must succeed"),
    ];

    internal override Effect Compile(DefinedAction action, EffectDefinition definition)
    {
        var given = Read<Given>(action, definition);
        var way = given.On is { } on ? action.Way(on) : [];
        var form = way.Count == 0 ? action.Form : action.Form.App[way[^1].Type.LinkedForm(way[^1])!];
        return new Calling(action, form, given, way);
    }

    private sealed record Given(string Action, string? On, IReadOnlyDictionary<string, JsonElement>? Values, bool Must);

    private sealed class Calling(DefinedAction action, Form form, Given given, IReadOnlyList<Field> way) : Effect
    {
        private (RecordAction Action, IReadOnlyList<EffectValue> Values)? called;

        public override IEnumerable<IReadOnlyList<Field>> Ways => Called.Values.SelectMany(v => v.Ways).Append(way);

        /// <summary>Looked up late: forms may call each other.</summary>
        private (RecordAction Action, IReadOnlyList<EffectValue> Values) Called => called ??= Find();

        public override async ValueTask Apply(ActionRun run)
        {
            var target = way.Count == 0 ? run.Record : run.Linked.Follow(run.Asked!, way);
            if (target is null) return;
            var answers = Called.Values.ToDictionary(v => v.Target.Key, v => v.Of(run.Asked!, null, run.Linked, run.Actor, run.Now));
            if (given.Must || await run.Store.Applies(run, Called.Action, target.Id)) await run.Run(Called.Action, target.Id, answers);
        }

        private (RecordAction, IReadOnlyList<EffectValue>) Find()
        {
            var found = form.Action(given.Action) ?? throw action.Wrong("effect.no_action", ($"“{form.Label.Zh}”没有动作“{given.Action}”。", $"'{form.Label.En}' has no action '{given.Action}'."));
            return (found, given.Values is null ? [] : found.Ask is null ? throw action.Wrong("effect.no_question", ($"动作“{given.Action}”什么也不问。", $"The action '{given.Action}' asks for nothing.")) : EffectValue.Compile(action.Question, found.Ask, given.Values));
        }

        /// <summary>Once all forms have their actions.</summary>
        internal void Check() => _ = Called;
    }

    /// <summary>Finds what is called by a wrong name, once all actions of an app stand.</summary>
    internal static void Check(Effect effect)
    {
        if (effect is Calling calling) calling.Check();
    }
}
