using Weir.Engine.Access;
using Weir.Engine.Conditions;
using Weir.Engine.Forms;

namespace Weir.Engine.Records;

/// <summary>Which part of a form's records is asked for: columns, conditions, order, place.</summary>
public sealed record ListQuery(Form Form)
{
    public IReadOnlyList<FieldPath> Columns { get; init; } = [];

    public Condition Where { get; init; } = Condition.Always;

    /// <summary>Newest first when empty. The id is always added, so that every row has one place.</summary>
    public IReadOnlyList<(FieldPath Path, bool Descending)> Sort { get; init; } = [];

    /// <summary>Only rows that have a value in the first field of the order, so that an index gives it together with the condition; rights are asked of its rows one by one.</summary>
    public bool Filled { get; init; }

    /// <summary>The cursor of the page before; null begins.</summary>
    public string? After { get; init; }

    /// <summary>1 to 500.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>Words that must be found in the searchable fields.</summary>
    public string? Search { get; init; }

    /// <summary>The recycle bin instead of the live records.</summary>
    public bool Bin { get; init; }

    /// <summary>Only these records; for pickers and selections.</summary>
    public IReadOnlyList<long>? Ids { get; init; }

    /// <summary>What the records are wanted for: only those come on which the actor may do it, of those they may see.</summary>
    public Operation For { get; init; } = Operation.View;

    /// <summary>Conditions that choose no rows: each row says which of them it meets.</summary>
    public IReadOnlyList<Condition> Marks { get; init; } = [];

    /// <summary>Each row says whether the actor may do this with it.</summary>
    public Operation? May { get; init; }

    /// <summary>The same rows as the last time are good enough while nobody has written to their tables.</summary>
    public bool Recall { get; init; }

    /// <summary>The record beside which the list stands: gives <c>{field}</c> in conditions its value.</summary>
    public Record? Host { get; init; }
}

/// <summary>One row of a list: the values of its columns, in their order; a masked value is a <see cref="Masked"/>.</summary>
public sealed record ListRow(long Id, long Version, IReadOnlyList<object?> Values)
{
    /// <summary>Which of <see cref="ListQuery.Marks"/> the row meets, in their order.</summary>
    public IReadOnlyList<bool> Marks { get; init; } = [];

    /// <summary>The actor may do with it what <see cref="ListQuery.May"/> asks; false when nothing was asked.</summary>
    public bool May { get; init; }
}

/// <summary>A page of a list.</summary>
/// <param name="Next">Cursor of the next page; null when this is the last.</param>
public sealed record ListPage(IReadOnlyList<ListRow> Rows, string? Next);

/// <summary>What an actor may see of a value that is masked for them.</summary>
public sealed record Masked(string Text);
