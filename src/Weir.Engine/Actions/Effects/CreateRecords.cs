using System.Text.Json;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Records;

namespace Weir.Engine.Actions.Effects;

/// <summary>Creates a record of another form by a map of values, with its lines; or one for each line of what was asked.</summary>
public sealed class CreateRecords : EffectKind
{
    public override string Key => "create";

    public override Words Label => ("新建记录", "Create a record");

    public override IReadOnlyList<FieldDefinition> Settings { get; } =
    [
        Setting.Text("form", "表单", "Form", required: true), Setting.Json("values", "字段与值", "Fields and values"), Setting.Text("each", "为每一行", "One for each line"),
        Setting.Json("lines", "明细", "Lines"), Setting.Text("keep", "写回字段", "Field to keep it in"), Setting.YesNo("open", "完成后打开", "Open it afterwards"), Setting.Text("if", "只限满足公式的行", "Only lines for which"),
    ];

    internal override Effect Compile(DefinedAction action, EffectDefinition definition)
    {
        var given = Read<Given>(action, definition);
        if (action.Form.App.Find(given.Form) is not { } form) throw action.Wrong("effect.no_form", ($"没有表单“{given.Form}”。", $"There is no form '{given.Form}'."));
        var each = given.Each is null ? null : action.Lines(given.Each);
        var keep = given.Keep is null ? null : action.Form.Find(given.Keep) ?? throw action.Wrong("effect.unknown_field", ($"没有字段“{given.Keep}”。", $"There is no field '{given.Keep}'."));
        return new Making
        {
            Form = form, Each = each, Keep = keep, Open = given.Open,
            Values = EffectValue.Compile(each?.Field.Lines ?? action.Question, form, given.Values ?? new Dictionary<string, JsonElement>()),
            Lines = [.. (given.Lines ?? new Dictionary<string, GivenLines>()).Select(l => LineCopy.Compile(action, form.Find(l.Key)?.Lines is not null ? form[l.Key]
                : throw action.Wrong("effect.unknown_field", ($"没有明细“{l.Key}”。", $"There are no line items '{l.Key}'.")), l.Value.From, l.Value.Values, l.Value.If))],
            Choice = each is null ? null : LineChoice.Compile(each.Field.Lines!, given.If),
        };
    }

    private sealed record Given(string Form, IReadOnlyDictionary<string, JsonElement>? Values, string? Each, IReadOnlyDictionary<string, GivenLines>? Lines, string? Keep, bool Open, string? If);

    private sealed record GivenLines(string From, IReadOnlyDictionary<string, JsonElement> Values, string? If);

    private sealed class Making : Effect
    {
        public required Form Form { get; init; }

        /// <summary>Line items of which each line makes a record; null makes one.</summary>
        public required LineSource? Each { get; init; }

        public required IReadOnlyList<EffectValue> Values { get; init; }

        public required IReadOnlyList<LineCopy> Lines { get; init; }

        /// <summary>Which lines make a record.</summary>
        public required LineChoice? Choice { get; init; }

        public required Field? Keep { get; init; }

        public required bool Open { get; init; }

        public override IEnumerable<IReadOnlyList<Field>> Ways => Each is null ? Values.SelectMany(v => v.Ways) : Values.SelectMany(v => v.ParentWays);

        public override async ValueTask Apply(ActionRun run)
        {
            if (Each is null)
            {
                var saved = await run.Save(await Draft(run, run.Asked!, null));
                if (Open) run.Open = new(Form.Key, saved.Record.Id);
                if (Keep is not null) await run.Set((Keep.Key, Keep.Type.FromFormula(Keep, Keep.Type.LinkedForm(Keep) is null ? new RecordRef(Form.Key, saved.Record.Id).ToString() : saved.Record.Id.ToString(System.Globalization.CultureInfo.InvariantCulture))));
                return;
            }
            var (holder, lines) = Each.Of(run);
            await run.Linked.Load([.. lines], Values.SelectMany(v => v.Ways));
            foreach (var (i, line) in lines.Where(l => Choice!.Takes(run, l, holder)).ToList().Index()) await run.Save(await Draft(run, line, holder, i + 1));
        }

        private async ValueTask<Draft> Draft(ActionRun run, Record at, Record? parent, int number = 0)
        {
            var draft = new Draft(Form) { ByAction = true };
            foreach (var value in Values) draft.Set(value.Target.Key, value.Of(at, parent, run.Linked, run.Actor, run.Now, number));
            foreach (var lines in Lines) draft.Lines[lines.Target.Key] = await lines.Of(run);
            return draft;
        }
    }
}
