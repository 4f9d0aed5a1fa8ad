using Weir.Engine.Access;
using Weir.Engine.Forms;

namespace Weir.Engine.Conditions;

/// <summary>What a condition's words such as <c>@me</c> and <c>@today</c> mean: who asks, when, and beside which record.</summary>
/// <param name="Now">UTC.</param>
/// <param name="Host">Where a value <c>{field}</c> is looked up: gives the stored value of a field of the record in hand; null when there is none.</param>
public sealed record ConditionContext(Actor Actor, DateTime Now, JoinPlan Joins, Func<string, object?>? Host = null)
{
    public DateOnly Today => DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(Now, Actor.Zone));

    /// <summary>The UTC moment at which a day begins in the organisation's zone; a skipped midnight begins when the clock goes on.</summary>
    public DateTime StartOf(DateOnly day)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        while (Actor.Zone.IsInvalidTime(local)) local = local.AddMinutes(15);
        return TimeZoneInfo.ConvertTimeToUtc(local, Actor.Zone);
    }
}
