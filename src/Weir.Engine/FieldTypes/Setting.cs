using System.Text.Json;
using Weir.Engine.Apps;
using Weir.Engine.Forms;

namespace Weir.Engine.FieldTypes;

/// <summary>Declares the settings of a field type as fields, and reads the composite ones; holds none itself.</summary>
internal static class Setting
{
    public static FieldDefinition Text(string key, string zh, string en, bool required = false) => Of(key, "text", zh, en, required);

    public static FieldDefinition Number(string key, string zh, string en) => Of(key, "number", zh, en);

    public static FieldDefinition YesNo(string key, string zh, string en) => Of(key, "yes_no", zh, en);

    /// <summary>A list of words.</summary>
    public static FieldDefinition Tags(string key, string zh, string en, bool required = false) => Of(key, "tags", zh, en, required);

    /// <summary>A condition, or anything else that a designer of its own writes as JSON.</summary>
    public static FieldDefinition Json(string key, string zh, string en) => Of(key, "long_text", zh, en);

    public static FieldDefinition Choice(string key, string zh, string en, params IReadOnlyList<Option> options) =>
        Of(key, "select", zh, en) with { Settings = new() { ["options"] = JsonSerializer.SerializeToElement(options, DefinitionJson.Options) } };

    /// <summary>A list of small records, or one of them.</summary>
    public static FieldDefinition Lines(string key, string zh, string en, params IReadOnlyList<FieldDefinition> fields) =>
        Of(key, "lines", zh, en) with { Settings = new() { ["fields"] = JsonSerializer.SerializeToElement(fields, DefinitionJson.Options) } };

    public static IReadOnlyList<FieldDefinition> Options { get; } =
    [
        Lines("options", "选项", "Options", Text("key", "代码", "Key", true), Text("zh", "中文", "Chinese", true), Text("en", "英文", "English", true),
            Choice("colour", "颜色", "Colour", Palette), YesNo("retired", "停用", "Retired")),
        Text("optionSet", "公用选项集", "Option set"),
    ];

    /// <summary>In which currency money stands, where the record says so, and what it is worth at home.</summary>
    public static IReadOnlyList<FieldDefinition> Foreign { get; } = [Text("currencyFrom", "币种取自字段", "Field that names the currency"), Text("home", "折合本位币的字段", "Field with its worth at home")];

    private static Option[] Palette =>
    [
        new("grey", ("灰", "Grey"), "grey"), new("accent", ("蓝", "Blue"), "accent"), new("ok", ("绿", "Green"), "ok"), new("warn", ("橙", "Orange"), "warn"),
        new("bad", ("红", "Red"), "bad"), new("teal", ("青", "Teal"), "teal"), new("violet", ("紫", "Violet"), "violet"),
    ];

    public static bool HasOptions(Field field) => field.Definition.Settings.ContainsKey("options") || field.Definition.Settings.ContainsKey("optionSet");

    public static DefinitionError Wrong(Field field, string key, Words message) => new($"{field}.{key}", "field.bad_setting", message);

    /// <summary>A text setting that must be there.</summary>
    public static string Needed(Field field, string key) => field.Settings.Text(key) is { Length: > 0 } text
        ? text
        : throw Wrong(field, key, ($"缺少设置“{key}”。", $"The setting '{key}' is missing."));

    /// <summary>A composite setting; null when absent.</summary>
    public static T? Read<T>(Field field, string key) where T : class
    {
        try
        {
            return field.Settings.Read<T>(key);
        }
        catch (JsonException)
        {
            throw Wrong(field, key, ($"设置“{key}”的内容不对。", $"The content of the setting '{key}' is not valid."));
        }
    }

    public static int Decimals(Field field, int most, int otherwise)
    {
        var decimals = field.Settings.Int("decimals", otherwise);
        return decimals >= 0 && decimals <= most || decimals == otherwise
            ? decimals
            : throw Wrong(field, "decimals", ($"小数位应在 0 到 {most} 之间。", $"Decimals must be 0 to {most}."));
    }

    public static bool Fits(FieldDefinition setting, JsonElement given) => setting.Type switch
    {
        "number" => given.ValueKind == JsonValueKind.Number,
        "yes_no" => given.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "tags" => given.ValueKind == JsonValueKind.Array && given.EnumerateArray().All(e => e.ValueKind == JsonValueKind.String),
        "lines" => given.ValueKind is JsonValueKind.Array or JsonValueKind.Object,
        "long_text" => given.ValueKind is JsonValueKind.String or JsonValueKind.Object,
        "select" => given.ValueKind == JsonValueKind.String && Keys(setting).Contains(given.GetString()),
        _ => given.ValueKind == JsonValueKind.String,
    };

    private static IEnumerable<string?> Keys(FieldDefinition setting) => setting.Settings["options"].EnumerateArray().Select(o => o.GetProperty("key").GetString());

    private static FieldDefinition Of(string key, string type, string zh, string en, bool required = false) =>
        new() { Key = key, Type = type, Label = (zh, en), Required = required };
}
