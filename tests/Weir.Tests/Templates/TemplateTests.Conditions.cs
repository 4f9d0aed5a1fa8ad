using System.Text.Json;
using Weir.Engine.Forms;
using Weir.Engine.Formulas;
using Xunit;

namespace Weir.Tests.Templates;

/// <summary>Where a definition points to other forms and what its conditions compare.</summary>
public partial class TemplateTests
{
    private static readonly string[] Periods =
    [
        "today", "yesterday", "tomorrow", "this_week", "last_week", "next_week", "this_month", "last_month", "next_month", "this_quarter", "last_quarter",
        "next_quarter", "this_year", "last_year", "last_30_days", "next_30_days",
    ];

    private static void Points(FormDefinition form, FieldDefinition field)
    {
        var place = $"{form.Key}.{field.Key}";
        if (field.Settings.ContainsKey("optionSet"))
            Assert.True(App.OptionSets.ContainsKey(field.Word("optionSet")), place);
        if (field.Type == "target")
            Assert.Empty(field.Settings["forms"].Items<string>().Except(App.Forms.Select(other => other.Key)));
        if (!field.Settings.ContainsKey("form"))
            return;
        var other = App.Form(field.Word("form"));
        Assert.True(other is not null, place);
        if (field.Settings.TryGetValue("filter", out var filter))
            Holds(other, filter.Deserialize<ConditionDefinition>(Engine.Apps.DefinitionJson.Options), form);
        if (!field.Settings.ContainsKey("by"))
            return;
        var by = App.Find(other, field.Word("by"));
        Assert.True(by is { Type: "link" } && by.Word("form") == form.Key || by is { Type: "target" } && by.Settings["forms"].Items<string>().Contains(form.Key), place);
        if (field.Type == "rollup")
            RollsUp(other, field, place);
    }

    private static void RollsUp(FormDefinition other, FieldDefinition field, string place)
    {
        Assert.Equal(field.Word("how") != "count", field.Settings.ContainsKey("field"));
        if (field.Settings.ContainsKey("field"))
            Assert.True(App.Find(other, (field.Settings.ContainsKey("lines") ? field.Word("lines") + "." : "") + field.Word("field")) is { } summed && TemplateNames.Of(summed) == TemplateNames.Of(field), place);
        if (field.Settings.TryGetValue("where", out var where))
            Holds(other, where.Deserialize<ConditionDefinition>(Engine.Apps.DefinitionJson.Options));
    }

    /// <summary>A condition names fields that exist and, for options, keys that exist; <paramref name="asking"/> is the form that <c>{field}</c> speaks of.</summary>
    private static void Holds(FormDefinition form, ConditionDefinition? condition, FormDefinition? asking = null)
    {
        foreach (var part in (condition?.All ?? []).Concat(condition?.Any ?? []))
            Holds(form, part, asking);
        if (condition?.Field is not { } path)
            return;
        var field = App.Find(form, path);
        Assert.True(field is not null, $"{form.Key}: {path}");
        Assert.Equal(condition.Op is "empty" or "not_empty", condition.Value is null);
        foreach (var value in Values(condition.Value))
        {
            if (value.StartsWith('{'))
                Assert.NotNull(App.Find(asking!, value.Trim('{', '}')));
            else if (condition.Op == "within")
                Assert.Contains(value, Periods);
            else if (App.OptionKeys(field) is { } options)
                Assert.Contains(value, options);
            else
                Assert.True(value.StartsWith('@'), $"{form.Key}: {path} {condition.Op} {value}");
        }
    }

    private static IEnumerable<string> Values(JsonElement? value) => value switch
    {
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().SelectMany(one => Values(one)),
        { ValueKind: JsonValueKind.String } text => [text.GetString()!],
        _ => [],
    };

    /// <summary>A value may be carried from one field to the other; line items are not.</summary>
    private static bool Filled(FieldDefinition? to, FieldDefinition? from) =>
        to is not null && from is not null && to.Type is not ("formula" or "rollup" or "related" or "auto_number" or "lines")
        && (to.Type == "link" ? from.Type == "link" && to.Word("form") == from.Word("form")
            : to.Type == "target" ? from.Type == to.Type
            : TemplateNames.Of(to) == TemplateNames.Of(from) && TemplateNames.Of(to) != FormulaType.Unknown);
}
