using Weir.Engine.Capabilities.Pipeline.Gates;
using Weir.Engine.Conditions;
using Weir.Engine.Forms;

namespace Weir.Engine.Capabilities.Pipeline;

/// <summary>A compiled stage of one pipeline. Where a record stands is a field of the record.</summary>
internal sealed record Stage(string Key, Words Label, string Colour, StageKind Kind, int Order, decimal Rate, string? Forecast, int? Stay, IReadOnlyList<Gate> Gates)
{
    /// <summary>Only those stand here who did so before.</summary>
    public bool Retired { get; init; }
}

/// <summary>What lifts the rate of a record while it holds: to at least this, or by this much.</summary>
internal sealed record RateLift(decimal Rate, Gate If);

/// <summary>A compiled pipeline: its stages in order, and when new records take it.</summary>
internal sealed record StagePlan(string Key, Words Label, Condition When, decimal Cap, IReadOnlyList<RateLift> Floors, IReadOnlyList<RateLift> Bonuses, IReadOnlyList<Stage> Stages)
{
    /// <summary>Only those go through it who did so before.</summary>
    public bool Retired { get; init; }

    public bool Lifts => Floors.Count + Bonuses.Count > 0;

    public Stage First { get; } = Stages.First(s => s is { Kind: StageKind.Open, Retired: false });

    public Stage? Won { get; } = Stages.FirstOrDefault(s => s is { Kind: StageKind.Won, Retired: false });

    public Stage? Lost { get; } = Stages.FirstOrDefault(s => s is { Kind: StageKind.Lost, Retired: false });

    /// <summary>The way to the end, without the stage of what is lost and those which no record comes to any more.</summary>
    public IEnumerable<Stage> Way => Stages.Where(s => s.Kind != StageKind.Lost && !s.Retired);

    /// <summary>The way as it was for a record that stands here: with this stage, whatever it is.</summary>
    public IEnumerable<Stage> WayBy(Stage at) => Stages.Where(s => s == at || s.Kind != StageKind.Lost && !s.Retired);

    /// <summary>How many stages lead to the end, that one included; a retired one keeps its place in the count, so that what was counted before stays true.</summary>
    public int Steps { get; } = Stages.Count(s => s.Kind != StageKind.Lost);

    /// <summary>The first stage of the way is 1; what is lost stands nowhere on it.</summary>
    public int Step(Stage stage) => stage.Kind == StageKind.Lost ? 0 : Stages.Count(s => s.Kind != StageKind.Lost && s.Order <= stage.Order);

    public Stage? Find(string? key) => Stages.FirstOrDefault(s => s.Key == key);

    /// <summary>What must hold to come from one stage to a later one: the gates of all in between. Those of the first stage are asked when it is left, as nobody is kept from beginning.</summary>
    public IEnumerable<Gate> Between(Stage from, Stage to) => to.Kind == StageKind.Open
        ? Stages.Where(s => s is { Kind: StageKind.Open, Retired: false } && s.Order <= to.Order && (s.Order > from.Order || s == First && from == First)).SelectMany(s => s.Gates)
        : to.Gates;
}
