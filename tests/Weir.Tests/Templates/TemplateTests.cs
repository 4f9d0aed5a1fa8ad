using System.Text.Json;
using System.Text.RegularExpressions;
using Weir.Engine.Apps;
using Weir.Engine.Forms;
using Weir.Engine.Formulas;
using Weir.Engine.Problems;
using Xunit;

namespace Weir.Tests.Templates;

public partial class TemplateTests
{
    private static readonly AppDefinition App = Template.Load("l2c");

    /// <summary>Chinese labels that are code words in Chinese offices too.</summary>
    private static readonly string[] CodeWords = ["KA", "SMB", "A", "B", "C", "D"];

    public static TheoryData<string> Forms => [.. ExpectedFields.OfForm.Keys];

    [Fact]
    public void The_template_is_listed_and_an_unknown_one_is_not_found()
    {
        Assert.Contains("l2c", Template.All);
        Assert.Equal("template.not_found", Assert.Throws<ProblemException>(() => Template.Load("nothing")).Problem.Code);
    }

    [Fact]
    public void It_has_nineteen_forms_in_the_menu_and_two_that_the_program_fills_each_with_its_own_number()
    {
        Assert.Equal(ExpectedFields.OfForm.Keys.Order(), App.Forms.Select(form => form.Key).Order());
        Assert.Equal(Enumerable.Range(1, 21), App.Forms.Select(form => form.No));
        Assert.Equal(["commission", "forecast_snapshot"], App.Forms.Where(form => form.OffMenu).Select(form => form.Key));
        Assert.Equal(["account", "activity", "contact", "lead", "opportunity", "task"], App.Forms.Where(form => form.Protected).Select(form => form.Key).Order());
    }

    [Fact]
    public void It_has_the_eight_roles_and_one_of_them_administers() =>
        Assert.Equal(
            ["executive", "administrator*", "sales_rep", "sales_manager", "marketing", "commercial", "finance", "delivery"],
            App.Roles.Select(role => role.Administrator ? role.Key + "*" : role.Key));

    [Theory]
    [MemberData(nameof(Forms))]
    public void No_field_of_the_domain_is_missing(string key)
    {
        var form = App.Form(key)!;
        var missing = ExpectedFields.OfForm[key].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Where(path => App.Find(form, path) is null);

        Assert.Empty(missing);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Keys_are_unique_and_no_form_repeats_a_system_field(string key)
    {
        var form = App.Form(key)!;
        Assert.Empty(form.Fields.Where(field => FieldPaths.IsSystem(field.Key)).Select(field => field.Key));
        Unique(form.Fields.Select(field => field.Key));
        Unique(form.Views.Select(view => view.Key));
        foreach (var field in form.Fields)
            Unique(field.Columns().Select(column => column.Key));
        foreach (var field in Everything(form))
            Unique(App.OptionKeys(field) ?? []);
        Assert.Contains("all", form.Views.Select(view => view.Key));
        Assert.Contains(form.Group, App.Groups.Select(group => group.Key));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Everything_a_form_names_exists(string key)
    {
        var form = App.Form(key)!;
        Assert.DoesNotContain(".", form.Title);
        Exists(form, [form.Title, .. form.Facts, .. form.Sections.SelectMany(section => section.Fields)]);
        Unique(form.Sections.SelectMany(section => section.Fields));
        foreach (var field in form.Fields)
        {
            Points(form, field);
            foreach (var column in field.Columns())
                Points(form, column);
        }
        foreach (var view in form.Views)
        {
            Exists(form, [.. view.Columns.Select(column => column.Field), .. view.Sort.Select(sort => sort.Field), .. view.Footers.Keys]);
            Assert.Empty(view.Footers.Keys.Except(view.Columns.Select(column => column.Field)));
            Exists(form, new[] { view.Group, view.LayoutField }.OfType<string>());
            Assert.Equal(view.Layout == "table", view.LayoutField is null);
            Assert.Empty(view.Roles.Except(App.Roles.Select(role => role.Key)));
            Assert.Equal(view.Audience == Audience.Roles, view.Roles.Count > 0);
            Holds(form, view.Where);
            foreach (var colour in view.Colours)
                Holds(form, colour.When);
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Every_rule_can_be_followed(string key)
    {
        var form = App.Form(key)!;
        foreach (var rule in form.Rules)
        {
            Exists(form, rule.Fields);
            Holds(form, rule.When);
            if (rule.Kind == RuleKind.Options)
                Assert.Empty(rule.Options!.Except(App.OptionKeys(App.Find(form, Assert.Single(rule.Fields))!)!));
            if (rule.Kind == RuleKind.Check)
            {
                var check = Formula.Compile(rule.Formula!, new TemplateNames(App, form, null));
                Assert.Equal(FormulaType.Bool, check.ResultType);
                Spelt(form, null, check, null);
            }
            if (rule.Kind == RuleKind.Fill)
            {
                Assert.Equal("link", App.Find(form, rule.Link!)?.Type);
                foreach (var (to, from) in rule.Map!)
                    Assert.True(Filled(App.Find(form, to), App.Find(form, $"{rule.Link}.{from}")), $"{key}: {to} ← {rule.Link}.{from}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Every_formula_compiles_to_the_type_of_its_field(string key)
    {
        var form = App.Form(key)!;
        var formulas = new Dictionary<string, Formula>();
        foreach (var (path, field, lines) in form.Fields.SelectMany(field => field.Columns().Select(column => ($"{field.Key}.{column.Key}", column, (FieldDefinition?)field)).Prepend((field.Key, field, null))))
        {
            var computed = field.Type == "formula";
            if ((computed ? field.Word("formula") : DefaultFormula(field)) is not { } text)
                continue;
            var formula = Formula.Compile(text, new TemplateNames(App, form, lines));
            var expected = TemplateNames.Of(field);
            Assert.True(formula.ResultType == expected || formula.ResultType == FormulaType.Unknown || expected == FormulaType.Unknown
                || expected == FormulaType.Date && formula.ResultType == FormulaType.Moment, $"{key}.{path}: {formula.ResultType} is not {expected}");
            if (computed && lines is null)
                formulas[path] = formula;
            Spelt(form, lines, formula, App.OptionKeys(field));
        }
        Assert.Equal(formulas.Count, new FormulaGraph(formulas).Order.Count);
    }

    [Fact]
    public void Every_label_is_written_in_both_languages()
    {
        var wrong = Texts(JsonSerializer.SerializeToElement(App, DefinitionJson.Options))
            .Where(words => !Chinese().IsMatch(words.Zh) && !CodeWords.Contains(words.Zh) || Chinese().IsMatch(words.En) || words.En.Trim().Length == 0)
            .Select(words => words.ToString());

        Assert.Empty(wrong);
    }

    [Fact]
    public void Roles_grant_only_what_exists()
    {
        foreach (var role in App.Roles.Where(role => !role.Administrator))
        {
            Assert.Empty(role.Forms.Keys.Except(App.Forms.Select(form => form.Key)));
            foreach (var (key, permission) in role.Forms)
            {
                Exists(App.Form(key)!, permission.Fields.Keys);
                foreach (var grant in permission.Grants)
                    Holds(App.Form(key)!, grant.When);
            }
        }
    }

    private static string? DefaultFormula(FieldDefinition field) =>
        field.Default is { ValueKind: JsonValueKind.String } text && text.GetString() is ['=', ..] formula ? formula : null;

    private static IEnumerable<FieldDefinition> Everything(FormDefinition form) => form.Fields.SelectMany(field => field.Columns().Prepend(field));

    /// <summary>Words in a formula are option keys: of the field it fills, or of a field it reads; or a unit of time.</summary>
    private static void Spelt(FormDefinition form, FieldDefinition? lines, Formula formula, IReadOnlyList<string>? own)
    {
        var known = formula.References.SelectMany(path => App.OptionKeys(App.Find(form, path, lines)!) ?? []).Concat(own ?? []).Concat(formula.Text.Contains("DATEDIF(", StringComparison.Ordinal) ? ["y", "M", "d", "h", "m", "s"] : []);
        Assert.Empty(Constants().Matches(formula.Text).Select(match => match.Groups[1].Value).Except(known));
    }

    private static void Unique(IEnumerable<string> keys) => Assert.Empty(keys.GroupBy(key => key).Where(group => group.Count() > 1).Select(group => group.Key));

    private static void Exists(FormDefinition form, IEnumerable<string> paths) =>
        Assert.Empty(paths.Where(path => App.Find(form, path) is null).Select(path => $"{form.Key}: {path}"));

    private static IEnumerable<Words> Texts(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object when json.TryGetProperty("zh", out var zh) => [new(zh.GetString()!, json.GetProperty("en").GetString()!)],
        JsonValueKind.Object => json.EnumerateObject().SelectMany(property => Texts(property.Value)),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(Texts),
        _ => [],
    };

    [GeneratedRegex("\\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex Chinese();

    [GeneratedRegex("\"([a-z][a-z0-9_]*)\"")]
    private static partial Regex Constants();
}
