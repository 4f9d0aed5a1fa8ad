using System.Collections.Concurrent;

namespace Weir.Sql.Sessions;

/// <summary>Named storage calls at which a test may act (throw, wait, kill): <c>execute</c>, <c>query</c>, <c>load</c>, <c>commit</c>, <c>committed</c>. Does nothing unless armed.</summary>
public sealed class FaultPoints
{
    private readonly ConcurrentDictionary<string, Action> armed = new();

    public void Arm(string point, Action act) => armed[point] = act;

    public void Disarm() => armed.Clear();

    internal void Reach(string point)
    {
        if (!armed.IsEmpty && armed.TryGetValue(point, out var act)) act();
    }
}
