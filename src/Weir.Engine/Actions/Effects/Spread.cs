using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Engine.Rules;
using Weir.Sql.Query;

namespace Weir.Engine.Actions.Effects;

/// <summary>Spreads the amount of a record over others that still have room, the first in order first: a payment over the open instalments. What does not fit
/// one of them becomes further records like this one; what fits none stays as it is. A record that names one already keeps what that one still takes.</summary>
public sealed class Spread : EffectKind
{
    private const int Most = 200;

    public override string Key => "spread";

    public override Words Label => ("分摊金额", "Spread an amount");

    public override IReadOnlyList<FieldDefinition> Settings { get; } =
    [
        Setting.Text("amount", "金额字段", "Amount", required: true), Setting.Text("into", "写入的关联字段", "Link that says where to", required: true), Setting.Text("of", "共同的关联字段", "Link that both have", required: true),
        Setting.Text("by", "对方的关联字段", "The other's link", required: true), Setting.Text("room", "对方的剩余字段", "The other's room", required: true), Setting.Text("order", "对方的排序字段", "The other's order", required: true),
    ];

    internal override Effect Compile(DefinedAction action, EffectDefinition definition)
    {
        var given = Read<Given>(action, definition);
        var form = action.Form;
        var into = Own(given.Into);
        var other = into.Type.LinkedForm(into) is { } key ? form.App[key] : throw action.Wrong("effect.no_link", ($"“{given.Into}”不是关联字段。", $"'{given.Into}' is not a link."));
        return new Spreading(Own(given.Amount), into, Own(given.Of), Of(given.By), Of(given.Room), Of(given.Order));

        Field Own(string name) => form.Find(name) is { Column: not null } field ? field : throw Unknown(form, name);

        Field Of(string name) => other.Find(name) is { Column: not null } field ? field : throw Unknown(other, name);

        DefinitionError Unknown(Form at, string name) => action.Wrong("effect.unknown_field", ($"没有字段“{at.Key}.{name}”。", $"There is no field '{at.Key}.{name}'."));
    }

    private sealed record Given(string Amount, string Into, string Of, string By, string Room, string Order);

    private sealed class Spreading(Field amount, Field into, Field of, Field by, Field room, Field order) : Effect
    {
        public override IEnumerable<IReadOnlyList<Field>> Ways => [];

        public override async ValueTask Apply(ActionRun run)
        {
            if (run.Record[amount] is not decimal rest || run.Record[of] is not long parent) return;
            var pattern = run.Record;
            var first = true;
            if (run.Record[into] is long named)
            {
                // It counts there already, so what is too much shows as room below nothing.
                var room = await Room(run, named);
                if (room >= 0) return;
                var over = Math.Min(rest, -room);
                if (rest > over)
                {
                    await run.Set((amount.Key, rest - over));
                    first = false;
                }
                rest = over;
            }
            foreach (var (id, space) in await Open(run, parent))
            {
                if (rest <= 0) return;
                var part = Math.Min(space, rest);
                if (first) await run.Set((into.Key, id), (amount.Key, part));
                else await run.Save(Like(pattern, id, part));
                first = false;
                rest -= part;
            }
            if (rest <= 0) return;
            if (!first) await run.Save(Like(pattern, null, rest));
            else if (run.Record[into] is not null) await run.Set((into.Key, null));
        }

        private async ValueTask<decimal> Room(ActionRun run, long id) =>
            await RecordRows.Read(run.Session, room.Form, id, lines: false, locked: true) is { } other ? other[room] as decimal? ?? 0m : 0m;

        private async ValueTask<List<(long Id, decimal Room)>> Open(ActionRun run, long parent)
        {
            var joins = new JoinPlan();
            var where = Predicate.And(
                new Predicate.Compare(joins.Operand(by), Comparison.Equal, parent), new Predicate.Compare(joins.Operand(room), Comparison.Greater, 0m),
                new Predicate.Empty(joins.Operand(by.Form[SystemFields.DeletedAt])));
            var select = new Select(by.Form.Table, JoinPlan.Root, [JoinPlan.Id(JoinPlan.Root)], joins.Joins, where, RowScope.Everything, [new Sort(joins.Operand(order)), new Sort(JoinPlan.Id(JoinPlan.Root), Nullable: false)], Limit: Most);
            var ids = await run.Session.Query(QueryWriter.Select(run.Session.Dialect, select), r => r.Long(0));
            // Locked, so that two amounts do not fill the same room.
            var found = await RecordRows.Read(run.Session, by.Form, ids, lines: false, locked: true);
            return [.. ids.Where(found.ContainsKey).Select(id => (id, found[id][room] as decimal? ?? 0m)).Where(r => r.Item2 > 0)];
        }

        private Draft Like(Record pattern, long? target, decimal part)
        {
            var draft = new Draft(pattern.Form) { ByAction = true };
            foreach (var field in pattern.Form.Stored.Where(f => !f.Type.Computed && f.Type.NumberingOf(f) is null && !f.Definition.Unique && !f.Type.HoldsFiles && (!f.System || f.Key == SystemFields.Owner)))
                draft.Set(field.Key, pattern[field]);
            return draft.Set(into.Key, target).Set(amount.Key, part);
        }
    }
}
