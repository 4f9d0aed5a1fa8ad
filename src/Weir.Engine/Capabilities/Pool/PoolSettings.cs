using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.Forms;

namespace Weir.Engine.Capabilities.Pool;

/// <summary>The pools of a form as its definition writes them. Rules name fields of the form; nothing here knows what a record is to its users.</summary>
public sealed record PoolSettings
{
    public required IReadOnlyList<PoolDefinition> Pools { get; init; }

    /// <summary>Fields that members of a pool see masked until the record is theirs.</summary>
    public IReadOnlyList<string> Masked { get; init; } = [];

    /// <summary>Records with an owner that members of a pool find all the same, masked: that they are taken is worth knowing.</summary>
    public ConditionDefinition? Glimpse { get; init; }

    /// <summary>Which of the records that a member owns count towards the cap.</summary>
    public ConditionDefinition? Counts { get; init; }

    /// <summary>Never taken back while this holds.</summary>
    public ConditionDefinition? Keep { get; init; }

    /// <summary>A date or moment until which a record is never taken back.</summary>
    public string? ProtectedUntil { get; init; }

    /// <summary>What a record becomes when it comes into a pool, when it leaves one, and when its owner gives it back.</summary>
    public IReadOnlyDictionary<string, JsonElement> Enter { get; init; } = new Dictionary<string, JsonElement>();

    public IReadOnlyDictionary<string, JsonElement> Leave { get; init; } = new Dictionary<string, JsonElement>();

    public IReadOnlyDictionary<string, JsonElement> Returned { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>The reasons which a person may give for a return; all when empty.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>The reason that asks for words.</summary>
    public string Other { get; init; } = "other";
}

/// <summary>Who serves themselves in a pool.</summary>
public enum PoolMode { Open, AssignOnly }

/// <summary>One pool: who sees it, who looks after it, and how long a record may stay with its owner.</summary>
public sealed record PoolDefinition
{
    public required string Key { get; init; }

    public required Words Label { get; init; }

    public MemberSet Members { get; init; } = new();

    /// <summary>They see the pool unmasked, assign from it, take back, and are told what comes back.</summary>
    public MemberSet Admins { get; init; } = new();

    public PoolMode Mode { get; init; }

    public bool Disabled { get; init; }

    /// <summary>Which records it takes; the first pool that takes a record has it.</summary>
    public ConditionDefinition? When { get; init; }

    /// <summary>For each member and calendar day; 0 is no limit.</summary>
    public int DailyClaims { get; init; }

    public HoldingDefinition? Holding { get; init; }

    /// <summary>So long a former owner cannot claim a record which they gave back or lost.</summary>
    public int CooldownDays { get; init; }

    /// <summary>So many days before a record is taken back its owner is told, once for each.</summary>
    public IReadOnlyList<int> WarnDays { get; init; } = [];

    public IReadOnlyList<RecycleDefinition> Recycle { get; init; } = [];

    /// <summary>So many records of one owner may be locked; 0 is none.</summary>
    public int Locks { get; init; }

    public ExtensionDefinition? Extension { get; init; }
}

/// <summary>How many records one member may have; the first exception that names them counts.</summary>
public sealed record HoldingDefinition(int Most, IReadOnlyList<HoldingException>? Except = null);

/// <summary>Another cap for some members; 0 is no cap.</summary>
public sealed record HoldingException(MemberSet Who, int Most);

/// <summary>A record goes back when so many full days have passed since the latest of some moments.</summary>
public sealed record RecycleDefinition
{
    /// <summary>Key of an option of the form's reasons.</summary>
    public required string Reason { get; init; }

    /// <summary>Null when only the levels say how many.</summary>
    public int? Days { get; init; }

    /// <summary>Only working days count, by the calendar of the organisation.</summary>
    public bool WorkingDays { get; init; }

    /// <summary>Fields; the latest of them counts. Without any, when the owner got the record.</summary>
    public IReadOnlyList<string> Since { get; init; } = [];

    /// <summary>The rule is silent while this holds.</summary>
    public ConditionDefinition? Unless { get; init; }

    /// <summary>Other numbers of days; the first that fits counts.</summary>
    public IReadOnlyList<LevelDefinition> Levels { get; init; } = [];
}

public sealed record LevelDefinition(ConditionDefinition When, int Days);

/// <summary>How often an owner may get more time, how much, and how much in all.</summary>
public sealed record ExtensionDefinition(int Times, int Days, int Total);
