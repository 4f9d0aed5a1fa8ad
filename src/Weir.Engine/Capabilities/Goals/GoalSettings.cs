namespace Weir.Engine.Capabilities.Goals;

/// <summary>The settings of a form whose records set goals. Data only.</summary>
internal sealed record GoalSettings
{
    /// <summary>Fields with the first and the last day that count.</summary>
    public required string From { get; init; }

    public required string To { get; init; }

    /// <summary>The choice of what is counted.</summary>
    public required string Metric { get; init; }

    /// <summary>Option of the metric → figure of the app.</summary>
    public required IReadOnlyDictionary<string, string> Figures { get; init; }

    /// <summary>The choice of whose records count.</summary>
    public required string Scope { get; init; }

    /// <summary>Option of the scope → field with the member, or with the department; null counts everybody's.</summary>
    public required IReadOnlyDictionary<string, string?> Subjects { get; init; }

    /// <summary>The field that takes what was reached.</summary>
    public required string Actual { get; init; }

    /// <summary>The field that takes what is to be expected.</summary>
    public string? Forecast { get; init; }

    /// <summary>Fields with numbers that are to be reached one after the other, each with the option which says that it is.</summary>
    public IReadOnlyList<GoalTier> Tiers { get; init; } = [];

    /// <summary>The choice that takes the highest tier reached.</summary>
    public string? Reached { get; init; }

    /// <summary>Its option while not even the first tier is reached.</summary>
    public string? Below { get; init; }

    /// <summary>The field that takes what is missing to the next tier; empty once all are reached.</summary>
    public string? Missing { get; init; }

    /// <summary>Option of the metric → figure of what is to be expected.</summary>
    public IReadOnlyDictionary<string, string> Forecasts { get; init; } = new Dictionary<string, string>();
}

/// <summary>One tier of a goal. A tier whose field is empty is left out.</summary>
internal sealed record GoalTier(string Field, string Option);
