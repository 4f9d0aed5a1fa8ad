using Weir.Engine.Apps;
using Weir.Engine.Forms;
using Weir.Engine.Formulas;

namespace Weir.Tests.Templates;

/// <summary>Follows a path such as <c>account.level</c> or <c>lines.amount</c> through the definitions of an app.</summary>
internal static class FieldPaths
{
    private static readonly Dictionary<string, FieldDefinition> System = new[]
    {
        ("id", "number"), ("created_by", "member"), ("created_at", "datetime"), ("updated_by", "member"), ("updated_at", "datetime"), ("owner", "member"),
        ("owner_dept", "department"), ("collaborators", "members"), ("flow_status", "select"), ("deleted_at", "datetime"), ("version", "number"),
    }.ToDictionary(field => field.Item1, field => new FieldDefinition { Key = field.Item1, Type = field.Item2, Label = ("系统", "System") });

    public static readonly string[] FlowStatus = ["draft", "in_approval", "approved", "rejected", "withdrawn", "void"];

    public static bool IsSystem(string key) => System.ContainsKey(key);

    public static FormDefinition? Form(this AppDefinition app, string? key) => app.Forms.FirstOrDefault(form => form.Key == key);

    public static string Word(this FieldDefinition field, string setting) => field.Settings[setting].GetString()!;

    public static IReadOnlyList<FieldDefinition> Columns(this FieldDefinition field) =>
        field.Type == "lines" ? [.. field.Settings["fields"].Items<FieldDefinition>()] : [];

    /// <summary>The field at the end of the path, or null; <c>parent.</c> leads from a column to the record around it.</summary>
    public static FieldDefinition? Find(this AppDefinition app, FormDefinition form, string path, FieldDefinition? lines = null)
    {
        var (first, rest) = path.IndexOf('.') is > 0 and var dot ? (path[..dot], path[(dot + 1)..]) : (path, null);
        if (lines is not null && first == "parent" && rest is not null)
            return app.Find(form, rest);
        var field = (lines is null ? form.Fields : lines.Columns()).FirstOrDefault(field => field.Key == first) ?? (lines is null ? System.GetValueOrDefault(first) : null);
        if (field is null || rest is null)
            return field;
        return field.Type switch
        {
            "lines" => app.Find(form, rest, field),
            "link" => app.Form(field.Word("form")) is { } linked ? app.Find(linked, rest) : null,
            "target" => field.Settings["forms"].Items<string>().Select(key => app.Find(app.Form(key)!, rest)).FirstOrDefault(found => found is not null),
            _ => null,
        };
    }

    /// <summary>The option keys of a field that has some.</summary>
    public static IReadOnlyList<string>? OptionKeys(this AppDefinition app, FieldDefinition field) =>
        field.Key == "flow_status" ? FlowStatus
        : field.Settings.TryGetValue("options", out var own) ? [.. own.Items<Option>().Select(option => option.Key)]
        : field.Settings.ContainsKey("optionSet") ? [.. app.OptionSets[field.Word("optionSet")].Select(option => option.Key)]
        : null;

    public static IEnumerable<T> Items<T>(this global::System.Text.Json.JsonElement json) =>
        global::System.Text.Json.JsonSerializer.Deserialize<List<T>>(json, DefinitionJson.Options)!;
}

/// <summary>What a formula of a form, or of a column of its line items, may name.</summary>
internal sealed class TemplateNames(AppDefinition app, FormDefinition form, FieldDefinition? lines) : FormulaNames
{
    public override FormulaType? Find(string path) => app.Find(form, path, lines) is not { } field ? null
        : IsColumn(path) ? FormulaType.List
        : Of(field);

    public override FormulaType ElementType(string path) => IsColumn(path) ? Of(app.Find(form, path)!) : FormulaType.Unknown;

    public static FormulaType Of(FieldDefinition field) => field.Type switch
    {
        "formula" or "rollup" => Result(field.Word("result")),
        "lines" or "tags" or "multi_select" or "members" or "departments" or "links" or "file" or "image" => FormulaType.List,
        "link" or "target" or "member" or "department" or "related" => FormulaType.Unknown,
        _ => Result(field.Type),
    };

    private bool IsColumn(string path) => lines is null && path.IndexOf('.') is > 0 and var dot && app.Find(form, path[..dot])?.Type == "lines";

    public static FormulaType Result(string type) => type switch
    {
        "number" or "money" or "percent" => FormulaType.Number,
        "yes_no" => FormulaType.Bool,
        "date" => FormulaType.Date,
        "datetime" => FormulaType.Moment,
        _ => FormulaType.Text,
    };
}
