using Weir.Engine.Forms;

namespace Weir.Engine.FieldTypes;

/// <summary>What the engine asks a type instead of looking at its key: every answer is "nothing" unless a type says otherwise.</summary>
public abstract partial class FieldType
{
    /// <summary>The one form whose records the value points to, so that paths such as <c>account.level</c> lead through it.</summary>
    public virtual string? LinkedForm(Field field) => null;

    /// <summary>Whether the value can point to records of a form.</summary>
    public virtual bool CanName(Field field, string form) => LinkedForm(field) == form;

    /// <summary>Which records may be linked: a condition on the other form, in which <c>{field}</c> is a field of this record.</summary>
    public virtual ConditionDefinition? LinkFilter(Field field) => null;

    /// <summary>The columns of a line, for line items.</summary>
    public virtual IReadOnlyList<FieldDefinition>? LineFields(Field field) => null;

    /// <summary>The text of the formula that makes the value.</summary>
    public virtual string? FormulaText(Field field) => null;

    /// <summary>A result of a formula as a value of this field: rounded, cut, or empty when it does not fit.</summary>
    public virtual object? FromFormula(Field field, object value) => Stored(field)?.Type switch
    {
        Sql.Schema.ColumnType.Decimal => value is decimal d && decimal.Abs(d) < 100_000_000_000_000m ? decimal.Round(d, Stored(field)!.Value.Scale, MidpointRounding.AwayFromZero) : null,
        Sql.Schema.ColumnType.Text => value as string,
        Sql.Schema.ColumnType.Bool => value as bool?,
        Sql.Schema.ColumnType.Date => value is DateTime moment ? DateOnly.FromDateTime(moment) : value as DateOnly?,
        Sql.Schema.ColumnType.Moment => value as DateTime?,
        Sql.Schema.ColumnType.Id or Sql.Schema.ColumnType.Integer => value switch { long id => id, decimal d => (long)d, _ => null },
        _ => null,
    };

    /// <summary>How the value is summed up from other records.</summary>
    public virtual Rollup? RollupOf(Field field) => null;

    /// <summary>How the value is numbered at creation.</summary>
    public virtual Numbering? NumberingOf(Field field) => null;

    /// <summary>The read-only list which stands in for the field.</summary>
    public virtual RelatedList? RelatedOf(Field field) => null;

    /// <summary>The records which the value names; their titles are fetched before it is shown.</summary>
    public virtual IEnumerable<RecordRef> References(Field field, object? value) => [];

    /// <summary>The value is the name of a company, which can be compared by how it sounds.</summary>
    public virtual bool NamesCompany => false;

    /// <summary>What every value of this type says, unless a field says more.</summary>
    public virtual Meaning? Means => null;

    /// <summary>The value names uploaded files, which no sheet can hold.</summary>
    public virtual bool HoldsFiles => false;

    /// <summary>Whether a file of this content type may be attached.</summary>
    public virtual bool TakesFile(string contentType) => HoldsFiles;

    /// <summary>The attachments which the value names.</summary>
    public virtual IEnumerable<long> FileIds(Field field, object? value) => [];

    /// <summary>Where its values are looked up, below <c>{Base}/pick/</c>: members, departments, regions, records/{form}; null when they are typed.</summary>
    public virtual string? LookUp(Field field) => null;

    /// <summary>The choices, for types that have some.</summary>
    public virtual IReadOnlyList<Option> Options(Field field) => [];
}

/// <summary>A record by form and id.</summary>
public readonly record struct RecordRef(string Form, long Id)
{
    public override string ToString() => $"{Form}:{Id}";

    public static RecordRef? Parse(string? text)
    {
        if (text is null || text.IndexOf(':') is not (> 0 and var at)) return null;
        return long.TryParse(text.AsSpan(at + 1), out var id) ? new(text[..at], id) : null;
    }
}

/// <summary>A value computed over the records of another form whose field <paramref name="By"/> names this record.</summary>
/// <param name="How">sum, count, min, max, avg or last.</param>
/// <param name="Lines">In line items: the line items of the other form that are summed.</param>
/// <param name="Match">In line items: their column with the id of the line here.</param>
/// <param name="Order">For last: the field of the other form that says which record is the latest.</param>
public sealed record Rollup(string Form, string By, string How, string? Field, ConditionDefinition? Where, string? Lines = null, string? Match = null, string? Order = null);

/// <summary>Parts of a running number and when it starts again: never, day, month or year.</summary>
public sealed record Numbering(IReadOnlyList<NumberPart> Parts, string Reset);

/// <summary>One part: fixed text, a date format, or the count with this many digits.</summary>
public sealed record NumberPart(string? Text = null, string? Date = null, int Digits = 0);

/// <summary>The records of a form whose field <paramref name="By"/> names this record.</summary>
public sealed record RelatedList(string Form, string By);
