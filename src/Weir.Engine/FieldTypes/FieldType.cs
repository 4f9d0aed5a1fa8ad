using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Weir.Engine.Forms;
using Weir.Engine.Formulas;
using Weir.Engine.Problems;
using Weir.Engine.Search;
using Weir.Sql.Schema;

namespace Weir.Engine.FieldTypes;

/// <summary>How a value is kept in its column.</summary>
public readonly record struct Storage(ColumnType Type, int Scale = 0);

/// <summary>What the operators of a condition may be applied to.</summary>
public enum ValueKind { None, Text, Number, Date, Moment, YesNo, Choice, Reference, Many, Region, Department }

/// <summary>The behaviour of one kind of field: values, checks, words and markup. One file per type; the catalogue finds it. Knows no database and no HTTP.</summary>
/// <remarks>
/// A value in memory is null (empty), string, decimal, bool, DateOnly, DateTime (UTC), long (an id), string[] or long[] (many), or the type's own immutable value.
/// It is stored as the CLR value of its <see cref="Storage"/>; many-valued types store <c>|a|b|</c>.
/// </remarks>
public abstract partial class FieldType
{
    /// <summary>Stable key in definitions.</summary>
    public abstract string Key { get; }

    public abstract Words Label { get; }

    /// <summary>Name of a Tabler outline icon.</summary>
    public abstract string Icon { get; }

    /// <summary>The settings, drawn by the designer with the same field types.</summary>
    public virtual IReadOnlyList<FieldDefinition> Settings => [];

    /// <summary>The value is made by the engine; nobody types it.</summary>
    public virtual bool Computed => false;

    /// <summary>Holds another record's id: gets an index, and titles are fetched for it.</summary>
    public virtual bool IsReference => false;

    /// <summary>Reads the settings once per published form; refuses wrong ones with <see cref="DefinitionError"/>.</summary>
    public virtual object? Prepare(Field field) => null;

    /// <summary>Null when nothing is stored in the form's own table.</summary>
    public abstract Storage? Stored(Field field);

    public abstract ValueKind Kind(Field field);

    public abstract FormulaType FormulaType(Field field);

    /// <summary>Whether this field has a second, normalised column, and its value for uniqueness and duplicate search.</summary>
    public virtual bool KeyOf(Field field, object? value, out string? key)
    {
        key = null;
        return false;
    }

    public virtual object? Read(Field field, object? stored) => stored;

    public virtual object? Store(Field field, object? value) => value;

    public virtual bool Same(object? a, object? b) => Equals(a, b);

    /// <summary>What a formula sees; null is empty.</summary>
    public virtual object? ForFormula(Field field, object? value) => value;

    /// <summary>From the API, a definition or the history. Throws <see cref="ValueError"/>.</summary>
    public abstract object? FromJson(Field field, JsonElement json);

    public abstract JsonNode? ToJson(Field field, object? value);

    /// <summary>From the control which <see cref="Input"/> draws: keys and ids. Throws <see cref="ValueError"/>.</summary>
    public virtual object? FromInput(Field field, IReadOnlyList<string> typed, Display display) =>
        typed.Count == 0 || string.IsNullOrWhiteSpace(typed[0]) ? null : FromText(field, typed[0], display);

    /// <summary>From words as a person or a spreadsheet writes them: labels and names; the inverse of <see cref="Text"/>. Throws <see cref="ValueError"/>.</summary>
    public abstract object? FromText(Field field, string text, Display display);

    /// <summary>As words: for export, search, history and plain places.</summary>
    public abstract string Text(Field field, object? value, Display display);

    /// <summary>As a cell of an exported sheet: typed where spreadsheets have the type.</summary>
    public virtual object? SheetValue(Field field, object? value, Display display) => Text(field, value, display);

    /// <summary>Length, range, pattern …: everything about one value that is not about other fields or records.</summary>
    public virtual IEnumerable<FieldError> Check(Field field, object value) => [];

    /// <summary>Into which kind of search words the value is cut, or null when it is not searched.</summary>
    public virtual SearchKind? SearchAs(Field field) => null;

    /// <summary>What may still be seen of a masked value.</summary>
    public virtual string Mask(Field field, object value, Display display) => "••••";

    /// <summary>Default width of a column in pixels.</summary>
    public virtual int Width => 140;

    /// <summary>Numbers stand right and can be summed.</summary>
    public virtual bool IsNumeric => false;

    /// <summary>As a cell of a list and as the value in a panel.</summary>
    public virtual RenderFragment Cell(Field field, object? value, Display display) => Text(field, value, display) is { Length: > 0 } text ? Pieces.Cut(text) : Pieces.None;

    /// <summary>As a control of a form, named <see cref="InputState.Name"/>.</summary>
    public abstract RenderFragment Input(Field field, InputState state, Display display);

    /// <summary>Lets a type be written as a .razor file; never called.</summary>
    protected virtual void BuildRenderTree(RenderTreeBuilder builder) { }
}

/// <summary>What a control needs to know besides its field.</summary>
/// <param name="Name">Name of the control in the posted form.</param>
/// <param name="Id">Id of the control, for the label and the error.</param>
/// <param name="Typed">What was typed and refused: shown as it was instead of the value.</param>
/// <param name="Options">The options a rule leaves, or null for all.</param>
/// <param name="Base">URL prefix of the app: <c>/app/l2c</c>; pickers live at <c>{Base}/pick/…</c>.</param>
/// <param name="New">Where a record that is missing from the list is made, in a dialog; null when the person may not.</param>
public sealed record InputState(
    string Name, string Id, object? Value, IReadOnlyList<string>? Typed = null, bool ReadOnly = false, bool Required = false, string? ErrorId = null,
    IReadOnlyList<string>? Options = null, string Base = "", string RecordContext = "", string? New = null);

/// <summary>A value that cannot be read: code and words with the remedy; the caller adds the field.</summary>
public sealed class ValueError(string code, Words message) : Exception(code)
{
    public string Code { get; } = code;

    public Words Words { get; } = message;
}

/// <summary>A definition that cannot work: names the place and the remedy.</summary>
public sealed class DefinitionError(string path, string code, Words message) : Exception($"{path}: {message.En}")
{
    public string Path { get; } = path;

    public string Code { get; } = code;

    public Words Words { get; } = message;
}
