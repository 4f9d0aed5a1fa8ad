using Weir.Engine.Access;
using Weir.Engine.Conditions;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Engine.Rules;

namespace Weir.Engine.Capabilities.Pool;

/// <summary>When a record goes back, by which rule.</summary>
internal readonly record struct Due(DateTime At, string Reason);

internal sealed partial class PoolBook
{
    private Condition? keep;
    private Field? protectedUntil;

    /// <summary>Null when no rule takes it back: it has no owner, is locked or kept.</summary>
    public Due? DueOf(Record record, LinkedRecords linked, Actor actor, DateTime now)
    {
        if (record[SystemFields.Owner] is null || record[Pool.Locked] is true || keep is not null && Holds(keep)) return null;
        if (Taking(record, linked, actor, now) is not { } pool) return null;
        Due? first = null;
        foreach (var rule in pool.Rules)
        {
            if (Holds(rule.Unless) || Days(rule) is not { } days) continue;
            var since = Since(rule, record, actor);
            var at = rule.WorkingDays ? actor.Directory.Calendar.Add(since, days, actor.Zone) : since.AddDays(days);
            if (first is null || at < first.Value.At) first = new(at, rule.Reason);
        }
        if (first is not { } due) return null;
        var extended = due.At.AddDays((int)(record[Pool.ExtendedDays] as decimal? ?? 0));
        return due with { At = protectedUntil is not null && End(record[protectedUntil], actor.Zone) is { } end && end > extended ? end : extended };

        bool Holds(Condition condition) => condition is Condition.Any { Of.Count: 0 } ? false : RuleBook.Holds(condition, record, linked, actor, now);

        int? Days(RecycleRule rule)
        {
            foreach (var (when, days) in rule.Levels)
                if (Holds(when)) return days;
            return rule.Days;
        }
    }

    private static DateTime Since(RecycleRule rule, Record record, Actor actor)
    {
        var latest = record[HandingFields.ClaimedAt] as DateTime? ?? record[SystemFields.CreatedAt] as DateTime? ?? DateTime.MinValue;
        foreach (var field in rule.Since)
            if (Start(record[field], actor.Zone) is { } at && at > latest) latest = at;
        return latest;
    }

    private static DateTime? Start(object? value, TimeZoneInfo zone) => value switch
    {
        DateTime moment => moment,
        DateOnly day => Midnight(day, zone),
        _ => null,
    };

    private static DateTime? End(object? value, TimeZoneInfo zone) => value switch
    {
        DateTime moment => moment,
        DateOnly day => Midnight(day.AddDays(1), zone),
        _ => null,
    };

    /// <summary>The moment at which a day begins; a skipped midnight begins when the clock goes on.</summary>
    public static DateTime Midnight(DateOnly day, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(local)) local = local.AddMinutes(15);
        return TimeZoneInfo.ConvertTimeToUtc(local, zone);
    }
}
