using Weir.Engine.Forms;
using Weir.Engine.Problems;

namespace Weir.Engine.Records;

/// <summary>What somebody wants to create or change: values by field key, lines as they should be, and what could not even be read.</summary>
public sealed class Draft(Form form)
{
    public Form Form { get; } = form;

    /// <summary>The record to change, or null to create one.</summary>
    public long? Id { get; init; }

    /// <summary>The version the person saw; null writes whatever the present version is.</summary>
    public long? SeenVersion { get; init; }

    /// <summary>The same key twice creates one record.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Values by field key; absent means untouched.</summary>
    public Dictionary<string, object?> Values { get; } = [];

    /// <summary>Lines by field key: the whole list in its new order; a line with an id keeps its untouched columns.</summary>
    public Dictionary<string, IReadOnlyList<DraftLine>> Lines { get; } = [];

    /// <summary>Values that could not be read; the save refuses with these and all others together.</summary>
    public List<FieldError> Errors { get; } = [];

    /// <summary>On a stale record: the fields whose newer value the person saw and decided to replace.</summary>
    public IReadOnlySet<string> Override { get; init; } = System.Collections.Frozen.FrozenSet<string>.Empty;

    /// <summary>Somebody is there to be asked: what is probably a duplicate stops the save until they have seen it and save all the same.</summary>
    public bool Asks { get; init; }

    /// <summary>An action writes it: whether the actor may has been asked for the action, and its author decided on the fields.</summary>
    internal bool ByAction { get; init; }

    /// <summary>Why the owner changes, where more is known than that it does.</summary>
    internal Handing? Handing { get; init; }

    /// <summary>On what terms new collaborators take part who do so elsewhere already; others edit, without an end.</summary>
    internal IReadOnlyList<Sql.Tables.ShareRow> Terms { get; init; } = [];

    /// <summary>It comes from elsewhere, with what has happened to it there: an administrator may begin it where its capability would lead it otherwise.</summary>
    internal bool History { get; init; }

    /// <summary>The record as it was worked out before its transaction; null when that was not done or could not be.</summary>
    internal SaveUnit? Early { get; set; }

    public Draft Set(string key, object? value)
    {
        Values[key] = value;
        return this;
    }
}

/// <summary>One line as it should be.</summary>
public sealed record DraftLine(long? Id, IReadOnlyDictionary<string, object?> Values);

/// <summary>What a save did.</summary>
/// <param name="Record">As stored now.</param>
/// <param name="Changed">Keys of the fields whose value is new, computed ones too.</param>
public sealed record Saved(Record Record, IReadOnlySet<string> Changed, bool Created)
{
    /// <summary>As it was stored before; null when the record is new.</summary>
    public Record? Before { get; init; }
}
