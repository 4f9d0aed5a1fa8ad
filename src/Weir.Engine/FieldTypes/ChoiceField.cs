using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Components;
using Weir.Engine.FieldTypes.Reading;
using Weir.Engine.Forms;
using Weir.Engine.Formulas;
using Weir.Sql.Schema;

namespace Weir.Engine.FieldTypes;

/// <summary>What the types share whose value is the key of one option; how it is chosen is theirs.</summary>
public abstract class ChoiceField : FieldType
{
    public override IReadOnlyList<FieldDefinition> Settings => Setting.Options;

    public override object? Prepare(Field field) => Choices.Of(field);

    public override Storage? Stored(Field field) => new Storage(ColumnType.Text);

    public override ValueKind Kind(Field field) => ValueKind.Choice;

    public override FormulaType FormulaType(Field field) => Formulas.FormulaType.Text;

    public override IReadOnlyList<Option> Options(Field field) => Of(field).All;

    public override object? FromJson(Field field, JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => Known(field, json.GetString()!),
        _ => throw new ValueError("value.not_text", ("应为选项代码。", "Must be the key of an option.")),
    };

    public override JsonNode? ToJson(Field field, object? value) => (string?)value;

    public override object? FromInput(Field field, IReadOnlyList<string> typed, Display display) =>
        typed.LastOrDefault(t => !string.IsNullOrWhiteSpace(t)) is { } key ? Known(field, key) : null;

    public override object? FromText(Field field, string text, Display display)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        return Of(field).Find(text.Trim(), display.Chinese, out var key) ? key : throw Of(field).Unknown(text.Trim());
    }

    /// <summary>A formula may yield a key or a label.</summary>
    public override object? FromFormula(Field field, object value) => value is string { Length: > 0 } text ? Of(field).ByKey(text)?.Key ?? (Of(field).Find(text, true, out var key) ? key : null) : null;

    public override string Text(Field field, object? value, Display display) => value is string key ? Of(field).Label(key, display.Chinese) : "";

    public override RenderFragment Cell(Field field, object? value, Display display)
    {
        if (value is not string key) return Pieces.None;
        var label = Of(field).Label(key, display.Chinese);
        return Of(field).ByKey(key) is { Colour: { Length: > 0 } colour } ? Pieces.Pill(label, colour, dot: true) : Pieces.Cut(label);
    }

    private protected static Choices Of(Field field) => Own<Choices>(field);

    private protected static string? Chosen(InputState state) => state.Typed is { Count: > 0 } typed ? typed[^1] : state.Value as string;

    private static string? Known(Field field, string key) => key.Length == 0 ? null : Of(field).ByKey(key)?.Key ?? throw Of(field).Unknown(key);
}
