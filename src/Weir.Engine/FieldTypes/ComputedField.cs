using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Components;
using Weir.Engine.Forms;
using Weir.Engine.Formulas;
using Weir.Engine.Problems;
using Weir.Engine.Search;
using Weir.Sql.Schema;

namespace Weir.Engine.FieldTypes;

/// <summary>Which type a computed value behaves like, and what that type made of the settings.</summary>
public sealed record ComputedResult(FieldType Type, object? Prepared);

/// <summary>A value made by the engine that is stored, shown and filtered like a value of its result's type; nobody types it.</summary>
public abstract class ComputedField : FieldType
{
    protected static readonly FieldDefinition ResultSetting = Setting.Choice(
        "result", "结果类型", "Kind of result", new("number", ("数字", "Number")), new("money", ("金额", "Money")), new("percent", ("百分比", "Percent")),
        new("text", ("文本", "Text")), new("date", ("日期", "Date")), new("datetime", ("日期时间", "Date and time")), new("yes_no", ("是否", "Yes or no")));

    public override bool Computed => true;

    /// <summary>Key of the type that the value behaves like.</summary>
    protected abstract string Result(Field field);

    public override object? Prepare(Field field)
    {
        var type = FieldTypeCatalogue.Find(Result(field))!;
        return new ComputedResult(type, type.Prepare(field));
    }

    protected static FieldType As(Field field) => ((ComputedResult)field.Prepared!).Type;

    public override Storage? Stored(Field field) => As(field).Stored(field);

    public override ValueKind Kind(Field field) => As(field).Kind(field);

    public override FormulaType FormulaType(Field field) => As(field).FormulaType(field);

    public override object? Read(Field field, object? stored) => As(field).Read(field, stored);

    public override object? Store(Field field, object? value) => As(field).Store(field, value);

    public override object? ForFormula(Field field, object? value) => As(field).ForFormula(field, value);

    public override object? FromFormula(Field field, object value) => As(field).FromFormula(field, value);

    public override object? FromJson(Field field, JsonElement json) => As(field).FromJson(field, json);

    public override JsonObject Schema(Field field) => As(field).Schema(field);

    public override JsonNode? ToJson(Field field, object? value) => As(field).ToJson(field, value);

    public override object? FromText(Field field, string text, Display display) => As(field).FromText(field, text, display);

    public override string Text(Field field, object? value, Display display) => As(field).Text(field, value, display);

    public override object? SheetValue(Field field, object? value, Display display) => As(field).SheetValue(field, value, display);

    public override IEnumerable<FieldError> Check(Field field, object value) => [];

    public override IReadOnlyList<Option> Options(Field field) => As(field).Options(field);

    public override SearchKind? SearchAs(Field field) => As(field).SearchAs(field);

    public override RenderFragment Cell(Field field, object? value, Display display) => As(field).Cell(field, value, display);

    public override RenderFragment Panel(Field field, object? value, Display display) => As(field).Panel(field, value, display);

    /// <summary>Shown where a control would stand; what is posted from here is never read.</summary>
    public override RenderFragment Input(Field field, InputState state, Display display) => Pieces.Output(state, Cell(field, state.Value, display));
}
