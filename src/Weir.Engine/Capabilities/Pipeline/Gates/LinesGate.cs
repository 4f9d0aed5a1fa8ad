using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Rules;

namespace Weir.Engine.Capabilities.Pipeline.Gates;

/// <summary>So many line items meet a condition: persons with a role, documents of a kind.</summary>
public sealed class LinesGate : GateKind
{
    public override string Key => "lines";

    public override Words Label => ("明细中有若干行", "Some line items");

    public override IReadOnlyList<FieldDefinition> Settings { get; } = [Setting.Text("lines", "明细", "Line items", required: true), Setting.Json("where", "只限满足条件的", "Only those that meet"), Setting.Number("least", "至少", "At least")];

    internal override Gate Compile(Form form, GateDefinition definition)
    {
        var given = Read<Given>(form, definition);
        if (form.Find(given.Lines) is not { Lines: { } lines } field) throw Wrong(form, "gate.no_lines", ($"没有明细“{given.Lines}”。", $"There are no line items '{given.Lines}'."));
        return new Enough(field, Condition.Compile(lines, given.Where), given.Least ?? 1) { Label = definition.Label, Help = definition.Help };
    }

    private sealed record Given(string Lines, ConditionDefinition? Where, int? Least);

    private sealed class Enough(Field lines, Condition where, int least) : Gate
    {
        public override GateFix Fix => new(lines.Key);

        public override async ValueTask<bool> Holds(GateLook look)
        {
            var all = look.Record.Lines(lines);
            await look.Linked.Load([.. all], where.Paths.Select(p => p.Via));
            return all.Count(l => RuleBook.Holds(where, l, look.Linked, look.Actor, look.Now)) >= least;
        }
    }
}
