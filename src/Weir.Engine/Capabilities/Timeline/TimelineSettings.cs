namespace Weir.Engine.Capabilities.Timeline;

/// <summary>Which fields of a form say when something was done, about which record, and what, as data. Nothing here is checked.</summary>
internal sealed record TimelineSettings
{
    /// <summary>When it was done: a moment.</summary>
    public required string At { get; init; }

    /// <summary>Links to the records in whose streams it stands.</summary>
    public required IReadOnlyList<string> By { get; init; }

    /// <summary>What was said or done.</summary>
    public required string Text { get; init; }

    /// <summary>A choice: how it was done.</summary>
    public string? Kind { get; init; }

    /// <summary>By option of <see cref="Kind"/> the name of an icon.</summary>
    public IReadOnlyDictionary<string, string> Icons { get; init; } = new Dictionary<string, string>();

    /// <summary>A choice: what came of it.</summary>
    public string? Result { get; init; }

    /// <summary>With whom.</summary>
    public string? With { get; init; }

    /// <summary>When it goes on, and with what.</summary>
    public string? Next { get; init; }

    public string? Plan { get; init; }

    public string? Files { get; init; }

    /// <summary>Where it was done.</summary>
    public string? Place { get; init; }

    /// <summary>Options of <see cref="Kind"/> with which one is somewhere, so that the place is asked for; all when empty.</summary>
    public IReadOnlyList<string> Placed { get; init; } = [];

    /// <summary>The action by which it is written on another record's page; it asks by the keys of these fields.</summary>
    public string? Action { get; init; }
}
