using Weir.Engine.Forms;

namespace Weir.Engine.Capabilities.Reminders;

/// <summary>The settings of a form whose records remind people. Data only.</summary>
public sealed record ReminderSettings
{
    /// <summary>Nobody is reminded between these hours; what falls due then is told when they end.</summary>
    public HoursDefinition Quiet { get; init; } = new("22:00", "08:00");

    /// <summary>The hours of a working day of the organisation: what steps in working hours count.</summary>
    public HoursDefinition Work { get; init; } = new("09:00", "18:00");

    public IReadOnlyList<ReminderDefinition> Rules { get; init; } = [];
}

/// <summary>From one time of day to another, written 09:00, in the zone of the organisation; the second may lie on the next day.</summary>
public sealed record HoursDefinition(string From, string To);

/// <summary>Of which records, when and who is told, and in which words; each member once for each record and day.</summary>
public sealed record ReminderDefinition
{
    /// <summary>Stable: what has been told is remembered by it.</summary>
    public required string Key { get; init; }

    /// <summary>What the rule is called, and what is said of many records at once.</summary>
    public required Words Label { get; init; }

    /// <summary>What is said of one record; <c>{field}</c> stands for a field of it.</summary>
    public Words? Text { get; init; }

    public bool Off { get; init; }

    /// <summary>Looked at when the time has come, not before.</summary>
    public ConditionDefinition? When { get; init; }

    /// <summary>The date or moment from which the steps count; "no change since" is <c>updated_at</c> with a step after it.</summary>
    public string? Field { get; init; }

    public IReadOnlyList<ReminderStep> Steps { get; init; } = [];

    /// <summary>Days of the calendar instead of steps from a field.</summary>
    public ReminderDays? On { get; init; }

    /// <summary>The time of day of steps that count days.</summary>
    public string At { get; init; } = "09:00";

    public IReadOnlyList<ReceiverDefinition> To { get; init; } = [];

    /// <summary>Also by mail, to whom wants it.</summary>
    public bool Mail { get; init; } = true;

    /// <summary>Quiet hours do not count.</summary>
    public bool Anytime { get; init; }
}

/// <summary>So long before (negative) or after the field: exactly one of the five.</summary>
public sealed record ReminderStep
{
    /// <summary>Days of the calendar; told at the rule's time of day.</summary>
    public int? Days { get; init; }

    /// <summary>Working days, by the calendar of the organisation; told at the rule's time of day.</summary>
    public int? WorkDays { get; init; }

    public int? Hours { get; init; }

    public int? Minutes { get; init; }

    /// <summary>Hours within the working days, after the field.</summary>
    public int? WorkHours { get; init; }

    /// <summary>Told again each time so many days have passed, for a year.</summary>
    public int? Every { get; init; }

    /// <summary>Told from this step on, beside those of the rule.</summary>
    public IReadOnlyList<ReceiverDefinition> Also { get; init; } = [];
}

/// <summary>Days of the calendar on which records are told of whatever their dates are.</summary>
public sealed record ReminderDays
{
    public IReadOnlyList<DayOfWeek> Weekdays { get; init; } = [];

    public IReadOnlyList<int> MonthDays { get; init; } = [];

    public bool LastWorkday { get; init; }
}

/// <summary>Who is told: exactly one of the kinds.</summary>
public sealed record ReceiverDefinition
{
    /// <summary>A field that holds a member, several, or a department, whose head is told; also through links: <c>owner</c>, <c>contract.order_owner</c>.</summary>
    public string? Field { get; init; }

    /// <summary>Key of a role of the app.</summary>
    public string? Role { get; init; }

    /// <summary>Only those of the role in the department of the record, or in the nearest one above it that has some.</summary>
    public bool WithinDepartment { get; init; }

    /// <summary>The head of the department of the record; 2 is the head of the one above it.</summary>
    public int? DepartmentHead { get; init; }

    /// <summary>The n-th superior of the owner.</summary>
    public int? Superior { get; init; }

    /// <summary>Who looks after a record that nobody owns, such as the administrators of its pool.</summary>
    public bool Keepers { get; init; }

    /// <summary>Ids of members, as an administrator adds them.</summary>
    public IReadOnlyList<long> Members { get; init; } = [];
}
