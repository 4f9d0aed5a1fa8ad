using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Engine.FieldTypes.Reading;
using Weir.Engine.Forms;
using Weir.Engine.Formulas;
using Weir.Sql.Schema;

namespace Weir.Engine.FieldTypes;

/// <summary>What the types share whose value is several of the same: an array, never empty, each once; stored as <c>|a|b|</c>.</summary>
public abstract class ManyField<T> : FieldType where T : notnull
{
    public override int Width => 180;

    public override Storage? Stored(Field field) => new Storage(ColumnType.Text);

    public override ValueKind Kind(Field field) => ValueKind.Many;

    public override FormulaType FormulaType(Field field) => Formulas.FormulaType.List;

    public override object? Read(Field field, object? stored) => stored is string text ? Whole(field, [.. text.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(Parse)]) : null;

    public override object? Store(Field field, object? value) => value is T[] { Length: > 0 } many ? $"|{string.Join('|', many)}|" : null;

    public override bool Same(object? a, object? b) => a is T[] first && b is T[] second ? first.AsSpan().SequenceEqual(second) : a is null && b is null;

    /// <summary>Formulas know lists of texts.</summary>
    public override object? ForFormula(Field field, object? value) => value is T[] many ? many.Select(one => (object?)one.ToString()).ToArray() : Array.Empty<object?>();

    /// <summary>One alone is read as a list of one.</summary>
    public override object? FromJson(Field field, JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Array => Whole(field, [.. json.EnumerateArray().Select(one => OneFromJson(field, one))]),
        _ => Whole(field, [OneFromJson(field, json)]),
    };

    public override JsonNode? ToJson(Field field, object? value) => value is T[] many ? new JsonArray([.. many.Select(one => JsonValue.Create(one))]) : null;

    public override object? FromInput(Field field, IReadOnlyList<string> typed, Display display) =>
        Whole(field, [.. typed.Where(t => !string.IsNullOrWhiteSpace(t)).Select(t => OneFromInput(field, t.Trim(), display))]);

    public override object? FromText(Field field, string text, Display display) =>
        Whole(field, [.. NameList.Read<T>(text, (string name, out T one) => TryName(field, name, display, out one), name => Unknown(field, name, display))]);

    public override string Text(Field field, object? value, Display display) => value is T[] many ? NameList.Join(many.Select(one => Name(field, one, display)), display.Chinese) : "";

    /// <summary>What stands in the words of a value for one of them; <see cref="TryName"/> finds it again.</summary>
    protected abstract string Name(Field field, T one, Display display);

    protected abstract bool TryName(Field field, string name, Display display, out T one);

    protected abstract ValueError Unknown(Field field, string name, Display display);

    protected abstract T OneFromJson(Field field, JsonElement json);

    protected abstract T OneFromInput(Field field, string typed, Display display);

    protected abstract T Parse(string stored);

    /// <summary>As given, unless the type knows a better order.</summary>
    protected virtual T[] Ordered(Field field, T[] many) => many;

    private T[]? Whole(Field field, T[] many) => many.Length == 0 ? null : Ordered(field, many.Distinct().ToArray());
}
