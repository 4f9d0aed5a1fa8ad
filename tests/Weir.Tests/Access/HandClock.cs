namespace Weir.Tests.Access;

/// <summary>A clock that stands still until it is moved by hand.</summary>
public sealed class HandClock : TimeProvider
{
    private DateTimeOffset now = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => now;

    public void Advance(TimeSpan by) => now += by;
}
