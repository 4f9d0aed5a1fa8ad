using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Forms;

namespace Weir.Engine.Nightly;

/// <summary>Something done once for each day, in steps that may be broken off and repeated without harm. Found by a scan of this assembly; does not know when it runs.</summary>
public abstract class NightlyTask
{
    /// <summary>Stable key in the state of the night.</summary>
    public abstract string Key { get; }

    public abstract Words Label { get; }

    /// <summary>The time of day, in the organisation's zone, from which the task of a day may begin.</summary>
    public virtual TimeOnly At => new(2, 0);

    /// <summary>One task for the whole organisation instead of one for each app.</summary>
    public virtual bool OfOrganisation => false;

    /// <summary>Does one step; short, since nobody else may take the task while it runs.</summary>
    /// <param name="cursor">What the step before has returned; null begins.</param>
    /// <returns>Where to go on; null when all is done for this day.</returns>
    internal abstract Task<string?> Step(NightlyContext context, string? cursor, CancellationToken stop);
}

/// <summary>What a nightly task works with.</summary>
/// <param name="App">The app it is to look after; null for a task of the organisation.</param>
/// <param name="Actor">In whose name it works.</param>
/// <param name="Now">UTC, the same for the whole step.</param>
public sealed record NightlyContext(Platform Platform, App? App, Actor Actor, DateTime Now)
{
    internal App TheApp => App ?? throw new InvalidOperationException("This task looks after no app.");
}
