using System.Text.Json;
using Weir.Engine.Apps;
using Weir.Engine.Forms;

namespace Weir.Tests.Apps;

/// <summary>Writes small apps as members would make them: a form is its fields, given as JSON.</summary>
internal static class Sketch
{
    public static AppDefinition App(string key, params FormDefinition[] forms) => new()
    {
        Key = key, Label = (key, key), Groups = [new("all", ("全部", "All"))], Roles = [], Forms = [.. forms.Select((f, i) => f with { No = i + 1 })],
    };

    /// <summary>The first field is the title.</summary>
    public static FormDefinition Form(string key, params string[] fields)
    {
        var made = fields.Select(Field).ToList();
        return new() { Key = key, Label = (key, key), Group = "all", Title = made[0].Key, Fields = made };
    }

    /// <summary>Key and type, then whatever JSON the type reads: <c>total formula "formula": "a + b"</c>.</summary>
    public static FieldDefinition Field(string text)
    {
        var words = text.Split(' ', 3);
        var rest = words.Length == 3 ? ", " + words[2] : "";
        return JsonSerializer.Deserialize<FieldDefinition>(
            $$"""{ "key": "{{words[0]}}", "type": "{{words[1]}}", "label": { "zh": "{{words[0]}}", "en": "{{words[0]}}" }{{rest}} }""", DefinitionJson.Options)!;
    }

    public static AppDefinition Change(this AppDefinition app, string form, Func<FormDefinition, FormDefinition> change) =>
        app with { Forms = [.. app.Forms.Select(f => f.Key == form ? change(f) : f)] };

    public static AppDefinition Add(this AppDefinition app, string form, params string[] fields) =>
        app.Change(form, f => f with { Fields = [.. f.Fields, .. fields.Select(Field)] });

    public static AppDefinition Put(this AppDefinition app, string form, string field) =>
        app.Change(form, f => f with { Fields = [.. f.Fields.Select(old => old.Key == field.Split(' ')[0] ? Field(field) : old)] });
}
