using Weir.Engine.FieldTypes;
using Weir.Engine.Formulas;
using Weir.Sql.Schema;

namespace Weir.Engine.Forms;

/// <summary>A compiled field of a compiled form: its definition, its type, its place in a record and its column.</summary>
public sealed class Field
{
    internal Field(Form form, FieldDefinition definition, FieldType type, int index, bool system)
    {
        Form = form;
        Definition = definition;
        Type = type;
        Index = index;
        System = system;
        Settings = new FieldSettings(definition, form.App.OptionSets);
        type.CheckSettings(this);
        Prepared = type.Prepare(this);
        Column = type.Stored(this) is { } stored ? new Column(SqlName.Of(definition.Key), stored.Type, stored.Scale, NotNull: SystemFields.IsAlwaysSet(form, definition.Key)) : null;
        KeyColumn = Column is not null && type.KeyOf(this, null, out _) ? new Column(SqlName.Of(definition.Key + "__key"), ColumnType.Text) : null;
    }

    public Form Form { get; }

    public FieldDefinition Definition { get; }

    public FieldType Type { get; }

    /// <summary>Position in <see cref="Records.Record"/>.</summary>
    public int Index { get; }

    public string Key => Definition.Key;

    public Words Label => Definition.Label;

    /// <summary>Kept by the engine on every form: id of the creator, owner, times …</summary>
    public bool System { get; }

    public FieldSettings Settings { get; }

    /// <summary>What the type made of the settings, once.</summary>
    public object? Prepared { get; }

    /// <summary>Null for what is not stored in the form's own table: line items, related lists.</summary>
    public Column? Column { get; }

    /// <summary>A second column with the normalised key, for company names and unique texts.</summary>
    public Column? KeyColumn { get; }

    /// <summary>Line items: the form of a line.</summary>
    public Form? Lines { get; internal set; }

    /// <summary>The value is made by a formula.</summary>
    public Formula? Formula { get; internal set; }

    /// <summary>The default is made by a formula.</summary>
    public Formula? DefaultFormula { get; internal set; }

    /// <summary>Money: the field of its record, or of the record that holds its line, that names its currency; null for the house's.</summary>
    public Field? StandsIn { get; internal set; }

    /// <summary>Money in a currency of its record: the field that keeps the same in the house's, which is what several records add up to.</summary>
    public Field? AtHome { get; internal set; }

    /// <summary>Amounts of several records can be put together: all stand in one currency, or each says what it is worth at home.</summary>
    public bool AddsUp => StandsIn is null || AtHome is not null;

    /// <summary>The currency in which the amount of a record stands; null when it names none.</summary>
    internal string? CodeIn(Records.Record? record) => StandsIn is { } currency && record?.Form == currency.Form ? Code(record[currency]) : null;

    /// <summary>A currency is an option whose key is its ISO 4217 code.</summary>
    public static string? Code(object? value) => value is string { Length: 3 } key ? key.ToUpperInvariant() : null;

    /// <summary>People may type it: not computed, not kept by the system.</summary>
    public bool Editable => !Definition.ReadOnly && !System && !Type.Computed && !Definition.Retired;

    public override string ToString() => $"{Form.Key}.{Key}";
}
