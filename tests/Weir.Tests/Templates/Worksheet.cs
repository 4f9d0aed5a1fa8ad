using Weir.Engine.Apps;
using Weir.Engine.Forms;
using Weir.Engine.Formulas;

namespace Weir.Tests.Templates;

/// <summary>Computes the formulas of one record of a template from values that a test gives; stores nothing.</summary>
internal sealed class Worksheet
{
    private static readonly AppDefinition App = Template.Load("l2c");
    private readonly FormDefinition form;
    private readonly Dictionary<string, object?> values;
    private readonly DateOnly today;

    public Worksheet(string form, DateOnly today, params (string Key, object? Value)[] given)
    {
        this.form = App.Form(form)!;
        this.today = today;
        values = given.ToDictionary(pair => pair.Key, pair => pair.Value);
        foreach (var lines in this.form.Fields.Where(field => field.Type == "lines" && values.ContainsKey(field.Key)))
            foreach (var row in Rows(lines.Key))
                Fill(lines.Columns(), lines, row);
        Fill(this.form.Fields, null, values);
    }

    public object? this[string key] => values.GetValueOrDefault(key);

    /// <summary>The value of the formula that a field starts with.</summary>
    public object? Default(string key) => Compile(App.Find(form, key)!.Default!.Value.GetString()!, null).Evaluate(new Scope(this, values));

    private IEnumerable<Dictionary<string, object?>> Rows(string key) => (Dictionary<string, object?>[])values[key]!;

    private void Fill(IEnumerable<FieldDefinition> fields, FieldDefinition? lines, Dictionary<string, object?> row)
    {
        var formulas = fields.Where(field => field.Type == "formula").ToDictionary(field => field.Key, field => Compile(field.Word("formula"), lines));
        var graph = new FormulaGraph(formulas);
        foreach (var key in graph.Order)
            row[key] = graph[key].Evaluate(new Scope(this, row));
    }

    private Formula Compile(string text, FieldDefinition? lines) => Formula.Compile(text, new TemplateNames(App, form, lines));

    private sealed class Scope(Worksheet sheet, Dictionary<string, object?> row) : FormulaScope
    {
        public override DateTime Now => sheet.today.ToDateTime(new(4, 0), DateTimeKind.Utc);

        public override object? Value(string path) =>
            row == sheet.values && path.IndexOf('.') is > 0 and var dot && sheet.values.GetValueOrDefault(path[..dot]) is Dictionary<string, object?>[] rows
                ? rows.Select(line => line.GetValueOrDefault(path[(dot + 1)..])).ToArray()
                : row.GetValueOrDefault(path);
    }
}
