using Weir.Engine.Forms;

namespace Weir.Engine.Capabilities.Pricing;

/// <summary>How the line items of a form get their prices, as data. <see cref="PricePlan"/> is what is made of it.</summary>
internal sealed record PricingSettings
{
    /// <summary>The line items, and in them the columns that the capability reads and keeps.</summary>
    public required string Lines { get; init; }

    /// <summary>A column that links what is priced.</summary>
    public required string Product { get; init; }

    public required string Quantity { get; init; }

    /// <summary>The price that is filled in; what somebody types there stays.</summary>
    public required string Price { get; init; }

    /// <summary>Keeps what a book gave, so that a price typed by hand is known by its difference.</summary>
    public required string Given { get; init; }

    /// <summary>Keeps the lowest price that the book allows.</summary>
    public string? Floor { get; init; }

    /// <summary>What is held against the lowest price, after the discount; the price itself when null.</summary>
    public string? Net { get; init; }

    /// <summary>A discount on the record as a whole, which its lines bear before they are held against their lowest prices.</summary>
    public ShareSettings? Share { get; init; }

    /// <summary>A yes-or-no field of the record: one of its lines is below its lowest price.</summary>
    public string Marker { get; init; } = "below_floor";

    /// <summary>A link of the record to the book that it goes by; chosen while empty.</summary>
    public string? Book { get; init; }

    /// <summary>A field of what is priced, for what no book holds.</summary>
    public string? Otherwise { get; init; }

    public CurrencySettings? Currency { get; init; }

    public required BookSettings Books { get; init; }

    /// <summary>A link of the record to whom it is for, by which former prices are found.</summary>
    public string? For { get; init; }

    /// <summary>Where former prices stand.</summary>
    public IReadOnlyList<HistorySettings> History { get; init; } = [];

    /// <summary>What a book may be limited to, the strongest first: by option of its scope, when a record is within it.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, ConditionDefinition>> Fit { get; init; } = [];
}

/// <summary>How a discount on the whole falls to the lines: by their amounts, to the cent, the last one taking what rounding leaves.</summary>
internal sealed record ShareSettings
{
    /// <summary>The field of the record with the discount.</summary>
    public required string Of { get; init; }

    /// <summary>The column by which it is shared out.</summary>
    public required string By { get; init; }

    /// <summary>The column that keeps the share of each line.</summary>
    public required string Into { get; init; }
}

/// <summary>A form whose lines tell former prices.</summary>
internal sealed record HistorySettings
{
    public required string Form { get; init; }

    public required string Lines { get; init; }

    public required string Product { get; init; }

    public required string Price { get; init; }

    public string? Quantity { get; init; }

    /// <summary>The link to whom it was for.</summary>
    public required string By { get; init; }

    /// <summary>When it was.</summary>
    public required string On { get; init; }

    public ConditionDefinition? When { get; init; }
}

/// <summary>Fields of the record that say in which currency it stands, and what one unit of it is worth.</summary>
internal sealed record CurrencySettings
{
    public required string Field { get; init; }

    public required string Rate { get; init; }

    /// <summary>The option of the house's own currency, whose rate is 1.</summary>
    public string Own { get; init; } = "CNY";
}

/// <summary>The form whose records are books of prices, and their fields.</summary>
internal sealed record BookSettings
{
    public required string Form { get; init; }

    public required string Lines { get; init; }

    public required string Product { get; init; }

    public required string Price { get; init; }

    public string? Floor { get; init; }

    /// <summary>The price counts from this quantity on.</summary>
    public string? From { get; init; }

    public string? ValidFrom { get; init; }

    public string? ValidTo { get; init; }

    public string? Active { get; init; }

    /// <summary>Goes first among books that fit equally well.</summary>
    public string? Default { get; init; }

    public string? Currency { get; init; }

    /// <summary>Several options: what the book is limited to.</summary>
    public string? Scope { get; init; }
}
