using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;

namespace Weir.Engine.Capabilities.Pipeline.Gates;

/// <summary>One of several gates is enough; those that are switched off do not count.</summary>
public sealed class AnyGate : GateKind
{
    public override string Key => "any";

    public override Words Label => ("满足其中一项", "One of several");

    public override IReadOnlyList<FieldDefinition> Settings { get; } = [Setting.Json("of", "条件", "Gates")];

    internal override Gate? Compile(Form form, GateDefinition definition)
    {
        List<Gate> of = [.. Read<Given>(form, definition).Of.Select(d => GateCatalogue.Compile(form, d)).OfType<Gate>()];
        return of.Count == 0 ? null : new One(of) { Label = definition.Label, Help = definition.Help };
    }

    private sealed record Given(IReadOnlyList<GateDefinition> Of);

    private sealed class One(IReadOnlyList<Gate> of) : Gate
    {
        public override GateFix? Fix => of[0].Fix;

        public override void Complete(Form form)
        {
            foreach (var gate in of) gate.Complete(form);
        }

        public override async ValueTask<bool> Holds(GateLook look)
        {
            foreach (var gate in of)
                if (await gate.Applies(look) && await gate.Holds(look)) return true;
            return false;
        }
    }
}
