using Weir.Engine.Forms;

namespace Weir.Engine.Capabilities.Pipeline;

/// <summary>How the records of a form go through stages, as data. <see cref="PipelineBook"/> is what is made of it.</summary>
public sealed record PipelineSettings
{
    public required StageFields Fields { get; init; }

    public StateWords States { get; init; } = new();

    /// <summary>A record without activity for so many days is stuck.</summary>
    public int QuietDays { get; init; } = 14;

    /// <summary>In the order in which their conditions are asked; a new record without one takes the first that fits, or the first of all.</summary>
    public required IReadOnlyList<PlanSettings> Pipelines { get; init; }

    public LossSettings Lose { get; init; } = new();

    /// <summary>An action of another record that wins, such as a contract that comes into force, is proof enough: no gate holds it back.</summary>
    public bool ProvenByActions { get; init; }

    /// <summary>Roles that may open again what was won or lost; everybody who may edit it when empty.</summary>
    public IReadOnlyList<string> Reopen { get; init; } = [];
}

/// <summary>Keys of the fields that the pipelines keep; what is not named is not kept.</summary>
public sealed record StageFields
{
    public required string Stage { get; init; }

    public required string Status { get; init; }

    public string? Pipeline { get; init; }

    public string? Rate { get; init; }

    public string? Amount { get; init; }

    public string? EnteredAt { get; init; }

    public string? ClosedAt { get; init; }

    public string? Forecast { get; init; }

    public string? Reason { get; init; }

    public string? LostTo { get; init; }

    public string? Note { get; init; }

    /// <summary>Takes over who owned the record when it was won.</summary>
    public string? Credit { get; init; }

    public string? LastActivity { get; init; }
}

/// <summary>Options of the status field.</summary>
public sealed record StateWords
{
    public string Open { get; init; } = "open";

    public string Won { get; init; } = "won";

    public string Lost { get; init; } = "lost";

    public string Held { get; init; } = "on_hold";
}

/// <summary>One pipeline: an option of the field, when new records take it, and its stages in order.</summary>
public sealed record PlanSettings
{
    public required string Key { get; init; }

    public ConditionDefinition? When { get; init; }

    /// <summary>No record comes into it any more; those that go through it stay in it.</summary>
    public bool Retired { get; init; }

    /// <summary>No lift brings the rate above this before the record is won.</summary>
    public decimal Cap { get; init; } = 95;

    public IReadOnlyList<LiftSettings> Floors { get; init; } = [];

    public IReadOnlyList<LiftSettings> Bonuses { get; init; } = [];

    public required IReadOnlyList<StageSettings> Stages { get; init; }
}

/// <summary>The rate is at least this, or more by this, while what is asked holds.</summary>
public sealed record LiftSettings
{
    public required decimal Rate { get; init; }

    public required Gates.GateDefinition If { get; init; }
}

/// <summary>Where a record goes on, or ends.</summary>
public enum StageKind { Open, Won, Lost }

/// <summary>One stage of a pipeline; its words and colour are those of the option of the stage field.</summary>
public sealed record StageSettings
{
    public required string Key { get; init; }

    public StageKind Kind { get; init; }

    /// <summary>No record comes to it any more; those that stand there stay until they are moved on.</summary>
    public bool Retired { get; init; }

    public decimal Rate { get; init; }

    /// <summary>An option of the forecast field.</summary>
    public string? Forecast { get; init; }

    /// <summary>Longer than so many days here, and the record is stuck.</summary>
    public int? Stay { get; init; }

    /// <summary>What must be so to enter it.</summary>
    public IReadOnlyList<Gates.GateDefinition> Gates { get; init; } = [];
}

/// <summary>What losing asks for.</summary>
public sealed record LossSettings
{
    /// <summary>Reasons which want to know to whom.</summary>
    public IReadOnlyList<string> RivalReasons { get; init; } = [];
}
