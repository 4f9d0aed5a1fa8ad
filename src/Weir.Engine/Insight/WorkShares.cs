using Weir.Engine.Access;
using Weir.Engine.Conditions;

namespace Weir.Engine.Insight;

/// <summary>What numbers that are set for spans of days come to for a period: one for just these days counts as it is; else each working day has its share of the shortest span that holds it. Knows no records.</summary>
internal sealed class WorkShares(WorkCalendar calendar, Period period)
{
    /// <returns>The sum, and whether it has a part of something in it.</returns>
    public (decimal Value, bool Partial) Of(IReadOnlyList<(DateOnly From, DateOnly To, decimal Value)> given)
    {
        var same = given.Where(g => g.From == period.From && g.To == period.To).ToList();
        if (same.Count > 0) return (same.Sum(g => g.Value), false);
        var taken = new HashSet<DateOnly>();
        var (sum, partial) = (0m, false);
        foreach (var span in given.GroupBy(g => (g.From, g.To)).OrderBy(g => g.Key.To.DayNumber - g.Key.From.DayNumber).ThenBy(g => g.Key.From))
        {
            var (from, to) = span.Key;
            var counted = Days(from, to).Where(calendar.IsWorking).ToList();
            // A span in which nobody works is shared out by its days.
            if (counted.Count == 0) counted = [.. Days(from, to)];
            var mine = counted.Count(d => d >= period.From && d <= period.To && !taken.Contains(d));
            taken.UnionWith(Days(from < period.From ? period.From : from, to > period.To ? period.To : to));
            sum += span.Sum(g => g.Value) * mine / Math.Max(1, counted.Count);
            partial |= mine > 0 && mine < counted.Count;
        }
        return (decimal.Round(sum, 2, MidpointRounding.AwayFromZero), partial);
    }

    private static IEnumerable<DateOnly> Days(DateOnly from, DateOnly to) => Enumerable.Range(0, Math.Max(0, to.DayNumber - from.DayNumber + 1)).Select(from.AddDays);
}
