using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Components;
using Weir.Engine.Forms;
using Weir.Engine.Formulas;

namespace Weir.Engine.FieldTypes;

/// <summary>What the types share that keep nothing in the form's own table and stand for a list of records drawn elsewhere.</summary>
public abstract class ListField : FieldType
{
    public override Storage? Stored(Field field) => null;

    public override ValueKind Kind(Field field) => ValueKind.None;

    public override FormulaType FormulaType(Field field) => Formulas.FormulaType.List;

    public override bool Same(object? a, object? b) => ReferenceEquals(a, b);

    public override object? FromJson(Field field, JsonElement json) => json.ValueKind == JsonValueKind.Null ? null : throw NotOneValue();

    public override JsonNode? ToJson(Field field, object? value) => null;

    public override object? FromText(Field field, string text, Display display) => string.IsNullOrWhiteSpace(text) ? null : throw NotOneValue();

    public override object? SheetValue(Field field, object? value, Display display) => null;

    public override RenderFragment Cell(Field field, object? value, Display display) => Text(field, value, display) is { Length: > 0 } text ? Pieces.Cut(text) : Pieces.None;

    /// <summary>Drawn by the form page, which has the records.</summary>
    public override RenderFragment Input(Field field, InputState state, Display display) => Pieces.Output(state, Cell(field, state.Value, display));

    protected abstract ValueError NotOneValue();
}
