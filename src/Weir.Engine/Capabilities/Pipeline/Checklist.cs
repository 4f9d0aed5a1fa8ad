using Weir.Engine.Actions;
using Weir.Engine.Capabilities.Pipeline.Gates;
using Weir.Engine.Forms;
using Weir.Engine.Problems;

namespace Weir.Engine.Capabilities.Pipeline;

/// <summary>The gates before a stage for one record, each with its answer; the same list is shown and refuses.</summary>
internal static class Checklist
{
    /// <summary>Stable code of a refusal by gates.</summary>
    public const string Code = "GATE";

    public static async ValueTask<IReadOnlyList<GateState>> Of(IEnumerable<Gate> gates, GateLook look)
    {
        var states = new List<GateState>();
        foreach (var gate in gates)
            if (await gate.Applies(look)) states.Add(await gate.State(look));
        return [.. states.DistinctBy(s => s.Label)];
    }

    /// <summary>Null when all gates hold.</summary>
    public static async ValueTask<Problem?> Refusal(ActionRun run, IEnumerable<Gate> gates, Stage to)
    {
        var states = await Of(gates, new(run.Session, run.Actor, run.Now, run.Record, run.Linked));
        var missing = states.Where(s => !s.Holds).ToList();
        if (missing.Count == 0) return null;
        Words message = ($"还不能进入“{to.Label.Zh}”，还缺：{string.Join("、", missing.Select(m => m.Label.Zh))}。", $"It cannot enter '{to.Label.En}' yet; still missing: {string.Join(", ", missing.Select(m => m.Label.En))}.");
        return Problem.Invalid(Code, message, [.. missing.Select(m => new FieldError("", Code, ($"还缺：{m.Label.Zh}", $"Still missing: {m.Label.En}")))]) with { Detail = states };
    }
}
