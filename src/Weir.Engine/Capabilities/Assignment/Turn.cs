using System.Text.Json;
using Weir.Engine.Apps;

namespace Weir.Engine.Capabilities.Assignment;

/// <summary>Where a rule stands: who was last, how the weights have swung, who has waited how long. Kept as JSON; knows no rule.</summary>
internal sealed class Turn
{
    public long Last { get; set; }

    /// <summary>Counts what was dealt out.</summary>
    public long Count { get; set; }

    /// <summary>The swing of the smooth round: each turn adds the weight, who is chosen pays the sum.</summary>
    public Dictionary<long, decimal> Swing { get; set; } = [];

    /// <summary>At which count each member was chosen last.</summary>
    public Dictionary<long, long> Had { get; set; } = [];

    public static Turn Read(string? body) => body is null ? new() : JsonSerializer.Deserialize<Turn>(body, DefinitionJson.Options) ?? new();

    public string Write() => JsonSerializer.Serialize(this, DefinitionJson.Options);

    public long Take(long member)
    {
        Last = member;
        Had[member] = ++Count;
        return member;
    }

    /// <summary>The one after the last, among all; who cannot is passed over.</summary>
    public long Next(IReadOnlyList<long> all, IReadOnlyCollection<long> able)
    {
        var at = all.ToList().IndexOf(Last);
        for (var step = 1; step <= all.Count; step++)
            if (all[(at + step) % all.Count] is var member && able.Contains(member)) return Take(member);
        return Take(able.First());
    }

    /// <summary>Smooth weighted round: add the weights, take the largest, subtract the sum.</summary>
    public long Weighted(IReadOnlyList<long> able, Func<long, decimal> weight)
    {
        var sum = 0m;
        foreach (var member in able)
        {
            var own = Math.Max(0, weight(member));
            Swing[member] = Swing.GetValueOrDefault(member) + own;
            sum += own;
        }
        var chosen = able.MaxBy(m => Swing[m]);
        Swing[chosen] -= sum;
        return Take(chosen);
    }

    /// <summary>The least loaded; of these who has waited longest.</summary>
    public long Least(IReadOnlyList<long> able, Func<long, int> load) => Take(able.OrderBy(load).ThenBy(m => Had.GetValueOrDefault(m)).First());
}
