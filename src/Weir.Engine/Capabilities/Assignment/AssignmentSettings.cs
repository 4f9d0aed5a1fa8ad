using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.Forms;

namespace Weir.Engine.Capabilities.Assignment;

/// <summary>How a form deals out records that nobody has: its rules in order, and what they need to know of members. Names no member of its own.</summary>
public sealed record AssignmentSettings
{
    public IReadOnlyList<AssignmentRule> Rules { get; init; } = [];

    /// <summary>Which of a member's records count as open work.</summary>
    public ConditionDefinition? Open { get; init; }

    /// <summary>Which of a member's records count as done well, for the mode that looks at the last ninety days.</summary>
    public ConditionDefinition? Done { get; init; }

    /// <summary>What a record becomes that a rule gave to somebody as it came in.</summary>
    public IReadOnlyDictionary<string, JsonElement> Values { get; init; } = new Dictionary<string, JsonElement>();

    public WorkingHours Hours { get; init; } = new();

    /// <summary>Members who are not there.</summary>
    public IReadOnlyList<Absence> Away { get; init; } = [];
}

/// <summary>What makes a rule look at a record.</summary>
public enum AssignmentTrigger
{
    /// <summary>It has come into being without an owner.</summary>
    Create,

    /// <summary>An import has made it without an owner.</summary>
    Import,

    /// <summary>It has no owner from now on: it is new, was returned or taken back, or somebody emptied the field.</summary>
    EnterPool,

    /// <summary>Somebody asks for it.</summary>
    Manual,

    /// <summary>The night comes by.</summary>
    Schedule,
}

/// <summary>How one of several is chosen.</summary>
public enum AssignmentMode
{
    /// <summary>The first who is there.</summary>
    Fixed,

    /// <summary>One after the other.</summary>
    RoundRobin,

    /// <summary>By weights, spread evenly: 2:1 gives A B A A B A.</summary>
    Weighted,

    /// <summary>Who has least open work; of these who has waited longest.</summary>
    Load,

    /// <summary>By a table of regions, the most exact first.</summary>
    Region,

    /// <summary>By a table of the values of a field.</summary>
    Source,

    /// <summary>By weights that follow from what became of each member's records.</summary>
    Performance,

    /// <summary>Nobody: it stays in its pool, and no later rule looks at it.</summary>
    Pool,
}

/// <summary>One rule; the first that fits a record decides.</summary>
public sealed record AssignmentRule
{
    public required string Key { get; init; }

    public required Words Label { get; init; }

    public bool Disabled { get; init; }

    /// <summary>All triggers when empty.</summary>
    public IReadOnlyList<AssignmentTrigger> On { get; init; } = [];

    public ConditionDefinition? When { get; init; }

    public required AssignmentMode Mode { get; init; }

    public MemberSet Who { get; init; } = new();

    /// <summary>Who is named by none has the weight 1.</summary>
    public IReadOnlyList<AssignmentWeight> Weights { get; init; } = [];

    /// <summary>The field that the table of a region or source rule looks at.</summary>
    public string? Field { get; init; }

    public IReadOnlyList<AssignmentEntry> Table { get; init; } = [];

    /// <summary>How one of the members of an entry is chosen.</summary>
    public AssignmentMode Inner { get; init; } = AssignmentMode.RoundRobin;

    public bool WorkingHours { get; init; }

    /// <summary>Absent members get records all the same.</summary>
    public bool EvenAway { get; init; }

    /// <summary>Who has so many open records gets no more; 0 is no limit.</summary>
    public int Most { get; init; }

    /// <summary>Who gets it when nobody else can; in turn.</summary>
    public MemberSet Fallback { get; init; } = new();
}

public sealed record AssignmentWeight(MemberSet Who, decimal Weight);

/// <summary>A row of a table: for these values, these members.</summary>
public sealed record AssignmentEntry(IReadOnlyList<string> Values)
{
    public MemberSet Who { get; init; } = new();
}

/// <summary>When people work, in the organisation's zone; days count from Monday as 1.</summary>
public sealed record WorkingHours
{
    private const int DaysLookedAhead = 366;

    public TimeOnly From { get; init; } = new(9, 0);

    public TimeOnly To { get; init; } = new(18, 0);

    public IReadOnlyList<int> Days { get; init; } = [1, 2, 3, 4, 5];

    public bool Holds(DateTime local, WorkCalendar calendar) => On(DateOnly.FromDateTime(local), calendar) && TimeOnly.FromDateTime(local) is var time && time >= From && time < To;

    /// <summary>When people work next: at once while they do, else when the next of their days begins. Null when none comes within a year.</summary>
    public DateTime? Next(DateTime utc, WorkCalendar calendar, TimeZoneInfo zone)
    {
        if (From >= To) return null;
        var local = TimeZoneInfo.ConvertTimeFromUtc(utc, zone);
        if (Holds(local, calendar)) return utc;
        for (var day = DateOnly.FromDateTime(local); day <= DateOnly.FromDateTime(local).AddDays(DaysLookedAhead); day = day.AddDays(1))
        {
            var opening = day.ToDateTime(From);
            if (opening <= local || !On(day, calendar)) continue;
            while (zone.IsInvalidTime(opening)) opening = opening.AddMinutes(15);
            return TimeZoneInfo.ConvertTimeToUtc(opening, zone);
        }
        return null;
    }

    /// <summary>A day that the calendar of the organisation names is one or is none, whatever its weekday.</summary>
    private bool On(DateOnly day, WorkCalendar calendar) => calendar.Find(day)?.Works ?? Days.Contains(day.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)day.DayOfWeek);
}

/// <summary>A member is not there from one day to another, both included.</summary>
public sealed record Absence(long Member, DateOnly From, DateOnly To);
