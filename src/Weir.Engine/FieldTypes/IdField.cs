using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Engine.Forms;
using Weir.Engine.Formulas;
using Weir.Sql.Schema;

namespace Weir.Engine.FieldTypes;

/// <summary>What the types share whose value is the id of something else: a member, a department, a record.</summary>
public abstract class IdField : FieldType
{
    public override Storage? Stored(Field field) => new Storage(ColumnType.Id);

    public override ValueKind Kind(Field field) => ValueKind.Reference;

    public override FormulaType FormulaType(Field field) => Formulas.FormulaType.Text;

    /// <summary>Nobody reckons with ids; formulas compare them and ask whether there is one.</summary>
    public override object? ForFormula(Field field, object? value) => value is long id ? id.ToString(CultureInfo.InvariantCulture) : null;

    public override object? FromFormula(Field field, object value) => value switch
    {
        string text when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) => id,
        decimal number when number == Math.Truncate(number) && number is > 0 and < long.MaxValue => (long)number,
        _ => null,
    };

    public override object? FromJson(Field field, JsonElement json) => json.ValueKind == JsonValueKind.Null ? null : IdJson(json);

    public override JsonNode? ToJson(Field field, object? value) => value is long id ? JsonValue.Create(id) : null;

    public override object? FromInput(Field field, IReadOnlyList<string> typed, Display display) =>
        typed.LastOrDefault(t => !string.IsNullOrWhiteSpace(t)) is { } text ? IdInput(text) is var id && Exists(field, id, display) ? id : throw Unknown(field, text) : null;

    public override object? FromText(Field field, string text, Display display)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        return TryName(field, text.Trim(), display, out var id) ? id : throw Unknown(field, text.Trim());
    }

    public override string Text(Field field, object? value, Display display) => value is long id ? Name(field, id, display) : "";

    protected abstract string Name(Field field, long id, Display display);

    protected abstract bool TryName(Field field, string name, Display display, out long id);

    protected abstract ValueError Unknown(Field field, string name);

    /// <summary>Whether a posted id stands for anything, as far as it can be told without asking the database.</summary>
    protected abstract bool Exists(Field field, long id, Display display);

    internal static long IdJson(JsonElement json) => json.ValueKind == JsonValueKind.Number && json.TryGetInt64(out var id) && id > 0
        ? id
        : throw new ValueError("value.not_id", ("应为编号（数字，不加引号）。", "Must be an id: a number without quotes."));

    internal static long IdInput(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0
        ? id
        : throw new ValueError("value.not_id", ("请从列表中选择。", "Choose from the list."));

    /// <summary>What is chosen: as typed and refused, or the value.</summary>
    private protected static long? Chosen(InputState state) =>
        state.Typed is { Count: > 0 } typed ? long.TryParse(typed[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null : state.Value as long?;

    internal static IEnumerable<(string Value, string Label, bool Chosen)> Options(IEnumerable<long> ids, Func<long, string> label) =>
        ids.Select(id => (id.ToString(CultureInfo.InvariantCulture), label(id), true));
}
