using Weir.Engine.Forms;

namespace Weir.Engine.Records;

/// <summary>One row of a form in memory, by field; also one line of line items. Checks nothing: the record store does.</summary>
public sealed class Record
{
    private readonly object?[] values;

    public Record(Form form, long id = 0, long version = 0)
    {
        Form = form;
        Id = id;
        Version = version;
        values = new object?[form.Fields.Count];
    }

    private Record(Record other)
    {
        Form = other.Form;
        Id = other.Id;
        Version = other.Version;
        values = (object?[])other.values.Clone();
        foreach (var lines in Form.LineFields)
            if (values[lines.Index] is IReadOnlyList<Record> rows)
                values[lines.Index] = rows.Select(r => r.Copy()).ToList();
    }

    public Form Form { get; }

    /// <summary>0 until it is stored.</summary>
    public long Id { get; internal set; }

    /// <summary>Counts the saves that people made; 0 until it is stored.</summary>
    public long Version { get; internal set; }

    public object? this[Field field]
    {
        get => values[field.Index];
        set => values[field.Index] = value;
    }

    /// <exception cref="KeyNotFoundException">No such field.</exception>
    public object? this[string key]
    {
        get => values[Form[key].Index];
        set => values[Form[key].Index] = value;
    }

    public bool Deleted => this[SystemFields.DeletedAt] is not null;

    /// <summary>The lines of a line-items field, in order; empty when there are none.</summary>
    public IReadOnlyList<Record> Lines(Field field) => this[field] as IReadOnlyList<Record> ?? [];

    public Record Copy() => new(this);

    public override string ToString() => $"{Form.Key}:{Id}";
}
