using Weir.Engine.Capabilities.Pipeline.Gates;
using Weir.Engine.Forms;

namespace Weir.Engine.Capabilities.Pipeline;

/// <summary>The rate of an open record: that of its stage, lifted by what speaks for it, with the reasons. Stores nothing.</summary>
internal static class WinRate
{
    /// <param name="rate">Of the stage, as it was when the record entered it.</param>
    public static async ValueTask<(decimal Rate, IReadOnlyList<Words> Because)> Of(StagePlan plan, decimal rate, GateLook look)
    {
        var because = new List<Words>();
        var lifted = rate;
        foreach (var floor in plan.Floors.Where(f => f.Rate > rate))
        {
            if (!await floor.If.Applies(look) || !await floor.If.Holds(look)) continue;
            lifted = Math.Max(lifted, floor.Rate);
            because.Add(($"{floor.If.Label.Zh}：不低于 {floor.Rate:0.##}%", $"{floor.If.Label.En}: at least {floor.Rate:0.##}%"));
        }
        foreach (var bonus in plan.Bonuses)
        {
            if (!await bonus.If.Applies(look) || !await bonus.If.Holds(look)) continue;
            lifted += bonus.Rate;
            because.Add(($"{bonus.If.Label.Zh}：+{bonus.Rate:0.##}%", $"{bonus.If.Label.En}: +{bonus.Rate:0.##}%"));
        }
        if (because.Count == 0 || lifted <= plan.Cap) return (lifted, because);
        because.Add(($"签单前最高 {plan.Cap:0.##}%", $"At most {plan.Cap:0.##}% before it is signed"));
        return (Math.Max(rate, plan.Cap), because);
    }
}
