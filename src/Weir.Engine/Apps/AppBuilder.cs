using System.Collections.Frozen;
using Weir.Engine.Capabilities;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Formulas;
using Weir.Sql.Schema;

namespace Weir.Engine.Apps;

/// <summary>Compiles a definition into an app, or says everything that is wrong with it. Touches no database.</summary>
public static class AppBuilder
{
    /// <exception cref="DefinitionErrors">The definition cannot work.</exception>
    public static App Build(AppDefinition definition, long id = 0, int version = 0)
    {
        var errors = new List<DefinitionError>();
        var app = new App { Id = id, Version = version, Definition = definition };
        var forms = new List<Form>();
        foreach (var form in definition.Forms) Try(errors, () => forms.Add(Compile(app, form)));
        foreach (var twin in forms.GroupBy(f => f.Key).Where(g => g.Count() > 1)) errors.Add(Wrong(twin.Key, "form.twin", ("表单代码重复。", "Two forms have this key.")));
        if (errors.Count > 0) throw new DefinitionErrors(errors);
        app.Forms = forms;
        app.ByKey = forms.ToFrozenDictionary(f => f.Key);
        foreach (var form in forms)
        {
            foreach (var lines in form.LineFields) Formulas(lines.Lines!, errors);
            Formulas(form, errors);
            DefinitionCheck.Form(form, errors);
        }
        if (errors.Count == 0) app.Prepare(errors);
        return errors.Count == 0 ? app : throw new DefinitionErrors(errors);
    }

    /// <summary>A form without a table: what an action asks for. Its names may lead into the forms of the app, which must stand already.</summary>
    /// <exception cref="DefinitionError">The first thing that is wrong.</exception>
    internal static Form Question(App app, FormDefinition definition)
    {
        var errors = new List<DefinitionError>();
        var form = Compile(app, definition, question: true);
        foreach (var lines in form.LineFields) Formulas(lines.Lines!, errors);
        Formulas(form, errors);
        return errors.Count == 0 ? form : throw errors[0];
    }

    private static Form Compile(App app, FormDefinition definition, Form? parent = null, bool question = false)
    {
        if (!SqlName.IsValid(definition.Key) || definition.Key.Length > 40 && !question && parent is not { IsQuestion: true }) throw Wrong(definition.Key, "form.bad_key", ("表单代码只能用小写字母、数字和下划线，字母开头。", "A form key is lower-case letters, digits and _, starting with a letter."));
        var form = new Form(app, definition, parent) { IsQuestion = question };
        var system = parent is null && !question ? SystemFields.All : [];
        form.Fields = [.. system.Concat(definition.Fields).Concat(Kept(definition)).Select((f, i) => Field(form, f, i, i < system.Count))];
        foreach (var twin in form.Fields.GroupBy(f => f.Key).Where(g => g.Count() > 1)) throw Wrong($"{form.Key}.{twin.Key}", "field.twin", ("字段代码重复。", "Two fields have this key."));
        foreach (var field in form.Fields)
            if (field.Type.LineFields(field) is { } columns)
                field.Lines = Compile(app, LineForm(definition, field, columns), form);
        form.Seal();
        return form;
    }

    /// <summary>What capabilities keep beside the fields of the definition.</summary>
    private static IEnumerable<FieldDefinition> Kept(FormDefinition definition)
    {
        var known = definition.Fields.Select(f => f.Key).ToHashSet();
        foreach (var (key, settings) in definition.Capabilities)
        {
            var capability = CapabilityCatalogue.Find(key) ?? throw Wrong($"{definition.Key}.{key}", "capability.unknown", ($"没有能力“{key}”。", $"There is no capability '{key}'."));
            foreach (var field in capability.Fields(settings))
                if (known.Add(field.Key)) yield return field;
        }
    }

    private static FormDefinition LineForm(FormDefinition form, Field field, IReadOnlyList<FieldDefinition> columns) => new()
    {
        Key = $"{form.Key}__{field.Key}", No = form.No, Label = field.Label, Group = form.Group, Title = columns[0].Key, Fields = columns,
    };

    private static Field Field(Form form, FieldDefinition definition, int index, bool system)
    {
        var path = $"{form.Key}.{definition.Key}";
        if (!SqlName.IsValid(definition.Key) || definition.Key.Contains("__", StringComparison.Ordinal) || definition.Key.Length > 40)
            throw Wrong(path, "field.bad_key", ("字段代码只能用小写字母、数字和单个下划线，字母开头。", "A field key is lower-case letters, digits and single _, starting with a letter."));
        if (!system && (form.IsLine ? definition.Key is "id" or "version" : SystemFields.IsSystem(definition.Key)) || definition.Key is "parent" or "record_id" or "pos")
            throw Wrong(path, "field.reserved", ("这个代码由系统保留。", "This key is reserved."));
        var type = FieldTypeCatalogue.Find(definition.Type) ?? throw Wrong(path, "field.unknown_type", ($"没有字段类型“{definition.Type}”。", $"There is no field type '{definition.Type}'."));
        return new Field(form, definition, type, index, system);
    }

    private static void Formulas(Form form, List<DefinitionError> errors)
    {
        var names = new FieldNames(form);
        var own = new Dictionary<string, Formula>();
        foreach (var field in form.Fields)
        {
            Stand(field, errors);
            Try(errors, field, () =>
            {
                if (field.Type.FormulaText(field) is { } text) own[field.Key] = field.Formula = Formula.Compile(text, names);
                if (field.Definition.Default is { ValueKind: System.Text.Json.JsonValueKind.String } d && d.GetString() is ['=', ..] formula) field.DefaultFormula = Formula.Compile(formula[1..], names);
            });
        }
        Try(errors, form.Fields[0], () => form.Graph = new FormulaGraph(own));
    }

    /// <summary>Finds the fields that say in which currency an amount stands. What an action asks for need not ask for those as well.</summary>
    private static void Stand(Field field, List<DefinitionError> errors)
    {
        field.StandsIn = Named("currencyFrom", f => f.Type.Kind(f) is ValueKind.Choice or ValueKind.Text, field.Form.Parent);
        field.AtHome = Named("home", f => f.Type.Kind(f) == ValueKind.Number && f.Column is not null, null);

        Field? Named(string setting, Func<Field, bool> fits, Form? holder)
        {
            if (field.Settings.Text(setting) is not { Length: > 0 } key) return null;
            if ((field.Form.Find(key) ?? holder?.Find(key)) is { } found && fits(found)) return found;
            if (!(field.Form.IsQuestion || field.Form.Parent is { IsQuestion: true })) errors.Add(Setting.Wrong(field, setting, ($"没有可用的字段“{key}”。", $"There is no field '{key}' that could say it.")));
            return null;
        }
    }

    private static void Try(List<DefinitionError> errors, Field field, Action work)
    {
        try
        {
            work();
        }
        catch (FormulaError wrong)
        {
            errors.Add(Wrong(field.ToString(), wrong.Code, (wrong.Message(true), wrong.Message(false))));
        }
    }

    private static void Try(List<DefinitionError> errors, Action work)
    {
        try
        {
            work();
        }
        catch (DefinitionError wrong)
        {
            errors.Add(wrong);
        }
    }

    internal static DefinitionError Wrong(string path, string code, Words message) => new(path, code, message);
}

/// <summary>Everything that is wrong with a definition.</summary>
public sealed class DefinitionErrors(IReadOnlyList<DefinitionError> errors) : Exception(string.Join("; ", errors.Select(e => e.Message)))
{
    public IReadOnlyList<DefinitionError> Errors { get; } = errors;
}
