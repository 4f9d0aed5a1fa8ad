using Microsoft.AspNetCore.Components;
using Weir.Engine.Capabilities.Pipeline.Gates;
using Weir.Engine.Conditions;
using Weir.Engine.Forms;
using Weir.Web.Pages.Records.Lists;
using Weir.Web.Pages.Records.Settings;

namespace Weir.Web.Pages.Records.Pipelines;

/// <summary>The forms at which the gates on one page look, with what is known of them, and what a gate asks for in words. Reads no record but for its title.</summary>
public sealed class GateForms(FormVisit visit)
{
    private readonly Dictionary<string, FormVisit> known = new() { [visit.Form.Key] = visit };

    /// <summary>The form on which the own condition of a gate is; null when it is not there.</summary>
    public FormVisit? Of(GateDefinition gate) => gate.Kind switch
    {
        "lines" => GateEdit.Word(gate, "lines") is { } key && visit.Form.Find(key)?.Lines is { } lines ? At(lines) : null,
        "records" => GateEdit.Word(gate, "form") is { } key && visit.App.Find(key) is { } form ? At(form) : null,
        _ => visit,
    };

    public static string Island(FormVisit of) => "of-" + of.Form.Key;

    /// <summary>Fetches what the conditions of gates name.</summary>
    public async Task Learn(IEnumerable<GateDefinition> gates)
    {
        foreach (var (on, conditions) in Conditions(gates)) await FieldIsland.Learn(on, conditions);
    }

    /// <summary>What the builders of these gates must know, each form once; the visited one always.</summary>
    public RenderFragment Islands(IEnumerable<GateDefinition> gates) => builder =>
    {
        foreach (var (on, conditions) in Conditions(gates)) builder.AddContent(0, FieldIsland.Of(on, Island(on), conditions));
    };

    private IEnumerable<(FormVisit On, IReadOnlyList<ConditionDefinition?> Conditions)> Conditions(IEnumerable<GateDefinition> gates)
    {
        var all = new Dictionary<FormVisit, List<ConditionDefinition?>> { [visit] = [] };
        foreach (var gate in gates.SelectMany(g => GateEdit.Parts(g).Prepend(g)))
        {
            all[visit].Add(gate.When);
            if (Of(gate) is not { } on) continue;
            if (!all.TryGetValue(on, out var conditions)) all[on] = conditions = [];
            conditions.AddRange([GateEdit.Condition(gate, "is"), GateEdit.Condition(gate, "where")]);
        }
        return all.Select(a => (a.Key, (IReadOnlyList<ConditionDefinition?>)a.Value));
    }

    /// <summary>What a gate asks for, without its name.</summary>
    public string Say(GateDefinition gate)
    {
        var least = GateEdit.Count(gate) ?? 1;
        var where = (Of(gate), GateEdit.Condition(gate, "is") ?? GateEdit.Condition(gate, "where")) is ({ } on, { } condition) ? FilterWords.Say(on, condition) : null;
        var words = gate.Kind switch
        {
            "lines" => visit.Form.Find(GateEdit.Word(gate, "lines") ?? "") is { } lines ? Several(visit.Say(lines.Label), least, where) : null,
            "records" => visit.App.Find(GateEdit.Word(gate, "form") ?? "") is { } form ? Several(visit.Say(form.Label), least, where) : null,
            "confirm" => visit.Say($"由{string.Join("、", Roles(gate))}确认", $"Confirmed by {string.Join(", ", Roles(gate))}"),
            "approval" => visit.Form.Action(GateEdit.Word(gate, "action") ?? "") is { } action ? visit.Say($"“{action.Label.Zh}”通过审批", $"'{action.Label.En}' approved") + (where is null ? "" : visit.Say("：", ": ") + where) : where,
            "any" => string.Join(visit.Say("；或 ", "; or "), GateEdit.Parts(gate).Where(p => !p.Off).Select(Say)),
            _ => where,
        };
        return (words ?? "") + (gate.When is { } when ? visit.Say($"（仅当 {FilterWords.Say(visit, when)}）", $" (only if {FilterWords.Say(visit, when)})") : "");
    }

    private string Several(string what, int least, string? where) =>
        visit.Say($"“{what}”至少 {least} 条", $"At least {least} in '{what}'") + (where is null ? "" : visit.Say("，其中 ", " where ") + where);

    private IEnumerable<string> Roles(GateDefinition gate) => GateEdit.Roles(gate).Select(r => visit.App.Definition.Roles.FirstOrDefault(d => d.Key == r) is { } role ? visit.Say(role.Label) : r);

    private FormVisit At(Form form)
    {
        if (!known.TryGetValue(form.Key, out var at)) known[form.Key] = at = new FormVisit(visit.Visit, visit.App, form);
        return at;
    }
}
