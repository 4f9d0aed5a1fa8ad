using System.Text.Json;
using Weir.Engine.Apps;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Xunit;

namespace Weir.Tests.FieldTypes;

/// <summary>What every type of the catalogue promises.</summary>
public partial class ContractTests
{
    public static TheoryData<string> Types => [.. SampleFields.Types];

    [Theory]
    [MemberData(nameof(Types))]
    public void A_value_survives_JSON(string type) => Each(type, (field, value) =>
        Same(field, value, field.Type.FromJson(field, JsonSerializer.SerializeToElement(field.Type.ToJson(field, value)))));

    [Theory]
    [MemberData(nameof(Types))]
    public void A_value_survives_its_words_in_both_languages(string type) => Each(type, (field, value) =>
    {
        foreach (var display in new[] { SampleFields.Display(true), SampleFields.Display(false) })
            Same(field, value, field.Type.FromText(field, field.Type.Text(field, value, display), display));
    });

    [Theory]
    [MemberData(nameof(Types))]
    public void A_value_survives_storage(string type) => Each(type, (field, value) => Same(field, value, field.Type.Read(field, field.Type.Store(field, value))));

    [Theory]
    [MemberData(nameof(Types))]
    public void A_stored_value_is_of_the_kind_of_its_column(string type) => Each(type, (field, value) =>
        Assert.IsType(
            field.Type.Stored(field)!.Value.Type switch
            {
                Weir.Sql.Schema.ColumnType.Decimal => typeof(decimal),
                Weir.Sql.Schema.ColumnType.Text => typeof(string),
                Weir.Sql.Schema.ColumnType.Bool => typeof(bool),
                Weir.Sql.Schema.ColumnType.Date => typeof(DateOnly),
                Weir.Sql.Schema.ColumnType.Moment => typeof(DateTime),
                _ => typeof(long),
            },
            field.Type.Store(field, value)));

    [Theory]
    [MemberData(nameof(Types))]
    public void Nothing_stays_nothing(string type)
    {
        var field = SampleFields.Of(type);
        var display = SampleFields.Display(true);
        Assert.Null(field.Type.FromJson(field, JsonSerializer.SerializeToElement<object?>(null)));
        Assert.Null(field.Type.FromText(field, "  ", display));
        Assert.Null(field.Type.FromInput(field, [], display));
        Assert.Null(field.Type.Store(field, null));
        Assert.Null(field.Type.ToJson(field, null));
        Assert.Equal("", field.Type.Text(field, null, display));
        Assert.True(field.Type.Same(null, null));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void What_cannot_be_read_is_refused_with_a_reason(string type)
    {
        var field = SampleFields.Of(type);
        var display = SampleFields.Display(true);
        foreach (var json in new[] { """{"x":1}""", "true", "[[1]]", "[null]", "-1", "1e300", "\"\\u0000\"", "\"x:y:z\"", """{"form":1,"id":"2"}""", "[{}]", "\"2026-13-45\"" })
            OnlyValueErrors(() => field.Type.FromJson(field, JsonDocument.Parse(json).RootElement), json);
        foreach (var text in new[] { "?", "-", "1e99", "：", "、、", "#", "#0", "9999-99-99", "24:61", "<>", "张伟", "%", "\0", new string('9', 400), "\uD800" })
        {
            OnlyValueErrors(() => field.Type.FromText(field, text, display), text);
            OnlyValueErrors(() => field.Type.FromInput(field, [text], display), text);
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void A_type_is_named_in_both_languages_and_has_an_icon(string type)
    {
        var entry = FieldTypeCatalogue.Find(type)!;
        foreach (var words in entry.Settings.Select(s => s.Label).Append(entry.Label))
        {
            Assert.False(string.IsNullOrWhiteSpace(words.Zh) || string.IsNullOrWhiteSpace(words.En));
            Assert.NotEqual(words.Zh, words.En);
        }
        Assert.Matches("^[a-z0-9-]+$", entry.Icon);
        Assert.InRange(entry.Width, 60, 300);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void The_settings_of_a_type_are_fields_that_a_form_can_hold(string type)
    {
        foreach (var setting in FieldTypeCatalogue.Find(type)!.Settings)
        {
            var column = setting with { Key = JsonNamingPolicy.SnakeCaseLower.ConvertName(setting.Key) };
            Assert.Equal(setting.Type, SampleFields.Build(JsonSerializer.Serialize(column, DefinitionJson.Options))[column.Key].Type.Key);
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void A_setting_that_the_type_does_not_know_is_reported(string type)
    {
        var refused = Assert.Throws<DefinitionErrors>(() => SampleFields.Of(type, more: """ "colour_of_the_moon": 1 """));
        Assert.Contains(refused.Errors, e => e is { Path: "thing.it.colour_of_the_moon", Code: "field.unknown_setting" });
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void A_setting_of_the_wrong_kind_is_refused(string type)
    {
        foreach (var setting in FieldTypeCatalogue.Find(type)!.Settings)
        {
            var wrong = setting.Type is "text" or "select" ? "[1]" : setting.Type == "number" ? "\"3\"" : "7";
            var errors = Assert.Throws<DefinitionErrors>(() => SampleFields.Of(type, $" \"{setting.Key}\": {wrong} "));
            Assert.Contains(errors.Errors, e => e.Path.EndsWith("." + setting.Key, StringComparison.Ordinal));
        }
    }

    private static void Each(string type, Action<Field, object> test)
    {
        var field = SampleFields.Of(type);
        foreach (var value in SampleValues.Of(type)) test(field, value);
    }

    private static void Same(Field field, object expected, object? actual) =>
        Assert.True(actual is not null && field.Type.Same(expected, actual), $"{field.Type.Key}: {Show(expected)} became {Show(actual)}");

    private static string Show(object? value) => value is Array many ? string.Join("|", many.Cast<object>()) : value?.ToString() ?? "null";

    private static void OnlyValueErrors(Func<object?> read, string what)
    {
        try
        {
            read();
        }
        catch (ValueError refused)
        {
            Assert.False(string.IsNullOrWhiteSpace(refused.Words.Zh) || string.IsNullOrWhiteSpace(refused.Words.En), what);
            Assert.Contains('.', refused.Code);
        }
    }
}
