namespace Weir.Tests;

/// <summary>Waits for what others do meanwhile: couriers, listeners, work in the background. A minute is far more than they need, so that only what never comes fails, on however busy a machine.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(1);

    /// <summary>True as soon as it holds.</summary>
    /// <param name="between">Done before each further look, to let a clock that is set by hand go on.</param>
    public static async Task<bool> Holds(Func<Task<bool>> condition, Action? between = null)
    {
        for (var waited = System.Diagnostics.Stopwatch.StartNew(); waited.Elapsed < Most; await Task.Delay(50))
        {
            if (await condition()) return true;
            between?.Invoke();
        }
        return false;
    }

    public static Task<bool> Holds(Func<bool> condition) => Holds(() => Task.FromResult(condition()));
}
