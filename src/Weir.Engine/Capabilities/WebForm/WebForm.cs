using System.Text.Json;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;

namespace Weir.Engine.Capabilities.WebForm;

/// <summary>Visitors without a sign-in may send in records of the form. Says what they may enter; the records go the road of all others.</summary>
public sealed class WebForm : Capability
{
    public const string KeyOf = "web_form";

    public override string Key => KeyOf;

    internal override object Prepare(Form form, JsonElement settings) => WebFormSheet.Compile(form, Read<WebFormSettings>(form.Key, settings));

    public static WebFormSheet? Sheet(Form form) => form.Settings<WebFormSheet>(KeyOf);
}

/// <summary>The compiled settings: the fields a visitor sees, and what is set without them.</summary>
public sealed record WebFormSheet(Form Form, WebFormSettings Settings, IReadOnlyList<Field> Fields, IReadOnlyList<Field> Presets, IReadOnlyList<(Field Field, object? Value)> Values)
{
    /// <summary>Types that show nothing of what is stored: no names of people, no titles of records.</summary>
    private static readonly HashSet<string> Plain = ["text", "long_text", "company", "phone", "email", "url", "number", "money", "percent", "date", "select", "radio", "multi_select", "yes_no", "region"];

    internal static WebFormSheet Compile(Form form, WebFormSettings settings)
    {
        var fields = settings.Fields.Select(key => Find(key, f => Plain.Contains(f.Definition.Type),
            ($"网页表单不能包含字段“{key}”：只能用文字、数字、日期、选项等访客可以填写的字段。", $"'{key}' cannot stand in a web form: only fields of text, numbers, dates and options can."))).ToList();
        if (fields.Count == 0) throw Wrong("web_form.empty", ("网页表单没有字段。", "The web form has no fields."));
        var presets = settings.Presets.Select(key => Find(key, f => f.Type.Kind(f) == ValueKind.Choice || f.Type.Kind(f) == ValueKind.Reference && f.Type.LinkedForm(f) is not null,
            ($"“{key}”不能预设：只能预设单选或关联字段。", $"'{key}' cannot be preset: only a choice or a link can."))).ToList();
        var values = settings.Values.Select(v => (Field: Find(v.Key, _ => true, ("", "")), v.Value)).Select(v => (v.Field, Read(v.Field, v.Value))).ToList();
        var given = fields.Concat(presets).Concat(values.Select(v => v.Field)).ToHashSet();
        if (form.Fields.FirstOrDefault(f => f.Definition.Required && f.Editable && f.Definition.Default is null && !given.Contains(f)) is { } missing)
            throw Wrong("web_form.incomplete", ($"网页表单缺少必填字段“{missing.Label.Zh}”：加入字段，或给它一个固定值。", $"The web form lacks the required field '{missing.Label.En}': add it, or give it a value."));
        return new(form, settings, fields, presets, values);

        Field Find(string key, Func<Field, bool> fits, Words why) => form.Find(key) is { Column: not null, Editable: true } field && fits(field) ? field
            : throw Wrong("web_form.bad_field", why.Zh.Length > 0 ? why : ($"没有可填写的字段“{key}”。", $"There is no field '{key}' that can be set."));

        object? Read(Field field, JsonElement value)
        {
            try
            {
                return field.Type.FromJson(field, value);
            }
            catch (ValueError wrong)
            {
                throw Wrong("web_form.bad_value", wrong.Words);
            }
        }

        DefinitionError Wrong(string code, Words words) => new($"{form.Key}.capabilities.{WebForm.KeyOf}", code, words);
    }
}
