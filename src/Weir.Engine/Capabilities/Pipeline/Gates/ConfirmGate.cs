using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;

namespace Weir.Engine.Capabilities.Pipeline.Gates;

/// <summary>Somebody with one of these roles makes the move, and so confirms it.</summary>
public sealed class ConfirmGate : GateKind
{
    public override string Key => "confirm";

    public override Words Label => ("由某些角色确认", "Confirmed by a role");

    public override IReadOnlyList<FieldDefinition> Settings { get; } = [Setting.Tags("roles", "角色", "Roles", required: true)];

    internal override Gate Compile(Form form, GateDefinition definition)
    {
        var roles = Read<Given>(form, definition).Roles;
        foreach (var role in roles)
            if (form.App.Definition.Roles.All(r => r.Key != role)) throw Wrong(form, "gate.no_role", ($"没有角色“{role}”。", $"There is no role '{role}'."));
        return new Confirmed(roles) { Label = definition.Label, Help = definition.Help };
    }

    private sealed record Given(IReadOnlyList<string> Roles);

    private sealed class Confirmed(IReadOnlyList<string> roles) : Gate
    {
        public override ValueTask<bool> Holds(GateLook look) => ValueTask.FromResult(
            Access.FormAccess.Of(look.Actor, look.Record.Form).Everything || look.Actor.Roles(look.Record.Form.App.Key).Any(roles.Contains));
    }
}
