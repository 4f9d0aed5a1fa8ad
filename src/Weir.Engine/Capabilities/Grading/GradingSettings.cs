using Weir.Engine.Forms;

namespace Weir.Engine.Capabilities.Grading;

/// <summary>The settings of a form whose records are scored. Data only.</summary>
public sealed record GradingSettings
{
    /// <summary>The number field that holds the points, and the choice that holds the grade.</summary>
    public string Score { get; init; } = "score";

    public string Grade { get; init; } = "grade";

    public decimal Least { get; init; }

    public decimal Most { get; init; } = 100;

    public required IReadOnlyList<CriterionDefinition> Criteria { get; init; }

    /// <summary>From how many points which grade is given.</summary>
    public IReadOnlyList<BandDefinition> Bands { get; init; } = [];

    /// <summary>A record that fulfils it is worth going on with; since when is remembered in <see cref="Grading.Ready"/>, once.</summary>
    public ConditionDefinition? Ready { get; init; }
}

/// <summary>One thing that points are given for: the first of its levels that fits counts.</summary>
public sealed record CriterionDefinition
{
    public required string Key { get; init; }

    public required Words Label { get; init; }

    public required IReadOnlyList<LevelDefinition> Levels { get; init; }
}

/// <summary>So many points when a record fulfils a condition.</summary>
public sealed record LevelDefinition
{
    /// <summary>Null fits always; so the last level says what is given otherwise.</summary>
    public ConditionDefinition? When { get; init; }

    public required decimal Points { get; init; }

    /// <summary>A number field by whose value the points are multiplied, such as how often somebody answered.</summary>
    public string? Each { get; init; }

    /// <summary>No more than this comes of multiplying, and with fewer points than none no less than its negative.</summary>
    public decimal? Most { get; init; }
}

/// <summary>The grade from so many points on.</summary>
public sealed record BandDefinition(string Grade, decimal From);
