using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Engine.FieldTypes.Reading;
using Weir.Engine.Forms;
using Weir.Engine.Formulas;
using Weir.Sql.Schema;

namespace Weir.Engine.FieldTypes;

/// <summary>The values of a target field: form and id, stored as <c>form:id</c>; its markup is the target type.</summary>
public abstract class TargetValue : FieldType
{
    public override bool IsReference => true;

    public override bool CanName(Field field, string form) => Allowed(field, form);

    public override IReadOnlyList<FieldDefinition> Settings { get; } = [Setting.Tags("forms", "可选的表单", "Forms to choose from", required: true)];

    public override object? Prepare(Field field) => field.Settings.List("forms") is { Count: > 0 } forms
        ? forms.ToArray()
        : throw Setting.Wrong(field, "forms", ("请至少给出一个表单。", "Give at least one form."));

    public override Storage? Stored(Field field) => new Storage(ColumnType.Text);

    public override ValueKind Kind(Field field) => ValueKind.Reference;

    public override FormulaType FormulaType(Field field) => Formulas.FormulaType.Text;

    public override object? Read(Field field, object? stored) => RecordRef.Parse(stored as string);

    public override object? Store(Field field, object? value) => value?.ToString();

    public override object? ForFormula(Field field, object? value) => value?.ToString();

    public override object? FromFormula(Field field, object value) => value is string text && RecordRef.Parse(text) is { } record && Allowed(field, record.Form) ? record : null;

    public override IEnumerable<RecordRef> References(Field field, object? value) => value is RecordRef record ? [record] : [];

    public override object? FromJson(Field field, JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Null) return null;
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("form", out var form) || form.ValueKind != JsonValueKind.String || !json.TryGetProperty("id", out var id))
            throw new ValueError("value.not_target", ("应为 {\"form\": \"…\", \"id\": 1}。", "Must be {\"form\": \"…\", \"id\": 1}."));
        return Within(field, new RecordRef(form.GetString()!, IdField.IdJson(id)));
    }

    public override JsonObject Schema(Field field) => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["required"] = new JsonArray("form", "id"),
        ["properties"] = new JsonObject
        {
            ["form"] = new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. Own<string[]>(field).Select(f => (JsonNode)f)]) },
            ["id"] = new JsonObject { ["type"] = "integer", ["format"] = "int64" },
        },
    };

    public override JsonNode? ToJson(Field field, object? value) => value is RecordRef record ? new JsonObject { ["form"] = record.Form, ["id"] = record.Id } : null;

    public override object? FromInput(Field field, IReadOnlyList<string> typed, Display display)
    {
        if (typed.LastOrDefault(t => !string.IsNullOrWhiteSpace(t)) is not { } text) return null;
        return RecordRef.Parse(text) is { Id: > 0 } record ? Within(field, record) : throw new ValueError("value.not_id", ("请从列表中选择。", "Choose from the list."));
    }

    /// <summary>“客户：华为”, "Account: Huawei" or account:123; the label of the form decides where the title is looked up.</summary>
    public override object? FromText(Field field, string text, Display display)
    {
        text = text.Trim();
        if (text.Length == 0) return null;
        if (RecordRef.Parse(text) is { Id: > 0 } record && Allowed(field, record.Form)) return record;
        foreach (var form in Forms(field))
            foreach (var label in new[] { form.Label.Zh, form.Label.En })
                if (text.StartsWith(label, StringComparison.OrdinalIgnoreCase) && text[label.Length..].TrimStart() is [':' or '：', ..] rest && Linked.Find(display, form.Key, rest[1..].Trim(), out var id))
                    return new RecordRef(form.Key, id);
        var found = Forms(field).Select(f => Linked.Find(display, f.Key, text, out var id) ? new RecordRef(f.Key, id) : (RecordRef?)null).Where(r => r is not null).ToList();
        return found.Count == 1 ? found[0] : throw Linked.Unknown(text);
    }

    public override string Text(Field field, object? value, Display display)
    {
        if (value is not RecordRef record) return "";
        if (display.Title(record.Form, record.Id) is not { Length: > 0 } title || field.Form.App.Find(record.Form) is not { } form) return record.ToString();
        return display.Say(form.Label) + (display.Chinese ? "：" : ": ") + title;
    }

    protected static RecordRef? Chosen(Field field, InputState state) => state.Typed is { Count: > 0 } typed
        ? RecordRef.Parse(typed[^1]) is { } record && Allowed(field, record.Form) ? record : null
        : state.Value as RecordRef?;

    private static IEnumerable<Form> Forms(Field field) => Own<string[]>(field).Select(field.Form.App.Find).OfType<Form>();

    private static bool Allowed(Field field, string form) => Own<string[]>(field).Contains(form);

    private static RecordRef Within(Field field, RecordRef record) => Allowed(field, record.Form) ? record
        : throw new ValueError("target.bad_form", ($"不能指向表单“{record.Form}”，可选：{string.Join("、", Own<string[]>(field))}。", $"Records of “{record.Form}” cannot be chosen; choose from {string.Join(", ", Own<string[]>(field))}."));
}
