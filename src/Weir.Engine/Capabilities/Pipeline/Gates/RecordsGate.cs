using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Engine.Rules;
using Weir.Sql.Query;

namespace Weir.Engine.Capabilities.Pipeline.Gates;

/// <summary>So many records of another form name this one and meet a condition: an activity, an approved document.</summary>
public sealed class RecordsGate : GateKind
{
    public override string Key => "records";

    public override Words Label => ("有若干条关联记录", "Some records that name it");

    public override IReadOnlyList<FieldDefinition> Settings { get; } =
    [
        Setting.Text("form", "表单", "Form", required: true), Setting.Text("by", "关联字段", "Link", required: true), Setting.Json("where", "只限满足条件的", "Only those that meet"),
        Setting.Number("least", "至少", "At least"), Setting.YesNo("ifThere", "表单存在时才要求", "Only if the form exists"),
    ];

    internal override Gate? Compile(Form form, GateDefinition definition)
    {
        var given = Read<Given>(form, definition);
        if (form.App.Find(given.Form) is not { } other) return given.IfThere ? null : throw Missing(form, given);
        if (other.Find(given.By) is not { Type.IsReference: true, Column: not null } by) throw Missing(form, given);
        return new Enough(by, Condition.Compile(other, given.Where), given.Least ?? 1) { Label = definition.Label, Help = definition.Help };
    }

    private static DefinitionError Missing(Form form, Given given) => Wrong(form, "gate.no_link", ($"“{given.Form}.{given.By}”不是指向本表单的关联字段。", $"'{given.Form}.{given.By}' is not a link to this form."));

    private sealed record Given(string Form, string By, ConditionDefinition? Where, int? Least, bool IfThere);

    private sealed class Enough(Field by, Condition where, int least) : Gate
    {
        public override GateFix Fix => new(null, by.Form.Key, by.Key);

        public override async ValueTask<bool> Holds(GateLook look)
        {
            if (look.Record.Id == 0) return false;
            var joins = new JoinPlan();
            object key = by.Type.LinkedForm(by) is not null ? look.Record.Id : new RecordRef(look.Record.Form.Key, look.Record.Id).ToString();
            var all = Predicate.And(
                new Predicate.Compare(joins.Operand(by), Comparison.Equal, key), new Predicate.Empty(joins.Operand(by.Form[SystemFields.DeletedAt])),
                where.Bind(new ConditionContext(look.Actor, look.Now, joins, name => RuleBook.Stored(look.Record, name))));
            var select = new Select(by.Form.Table, JoinPlan.Root, [JoinPlan.Id(JoinPlan.Root)], joins.Joins, all, RowScope.Everything, [], Limit: least);
            return (await look.Session.Query(QueryWriter.Select(look.Session.Dialect, select), r => r.Long(0))).Count >= least;
        }
    }
}
