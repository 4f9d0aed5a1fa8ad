using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Weir.Engine.FieldTypes.Reading;
using Weir.Engine.Forms;
using Weir.Engine.Formulas;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Engine.Search;
using Weir.Sql.Schema;

namespace Weir.Engine.FieldTypes;

/// <summary>What all types share whose value is one piece of text: trimming, length, pattern.</summary>
public abstract class PlainTextField : FieldType
{
    protected sealed record TextLimits(int Min, int Max, Regex? Pattern);

    protected abstract int LongestAllowed { get; }

    protected virtual bool KeepsLines => false;

    public override IReadOnlyList<FieldDefinition> Settings { get; } =
    [
        Setting.Number("minLength", "最少字数", "Shortest"),
        Setting.Number("maxLength", "最多字数", "Longest"),
        Setting.Text("pattern", "格式（正则）", "Pattern (regular expression)"),
    ];

    public override object? Prepare(Field field)
    {
        var (min, max) = (field.Settings.Int("minLength"), field.Settings.Int("maxLength", LongestAllowed));
        if (max < 1 || max > LongestAllowed || min > max)
            throw Setting.Wrong(field, "maxLength", ($"字数上限应在 1 到 {LongestAllowed:N0} 之间，且不小于下限。", $"The longest must be 1 to {LongestAllowed:N0}, and not below the shortest."));
        return new TextLimits(min, max, PatternOf(field));
    }

    public override Storage? Stored(Field field) => new Storage(ColumnType.Text);

    public override ValueKind Kind(Field field) => ValueKind.Text;

    public override FormulaType FormulaType(Field field) => Formulas.FormulaType.Text;

    public override bool KeyOf(Field field, object? value, out string? key)
    {
        key = HasKey(field) && value is string text && KeyText(text) is { Length: > 0 } normal ? normal : null;
        return HasKey(field);
    }

    /// <summary>Only what must be unique needs a second column, unless duplicates are searched by it.</summary>
    protected virtual bool HasKey(Field field) => field.Definition.Unique;

    /// <summary>What two spellings of the same value share.</summary>
    protected virtual string? KeyText(string text) => NormalText.Key(text);

    public override object? FromJson(Field field, JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => Clean(json.GetString()!),
        _ => throw new ValueError("value.not_text", ("应为文本。", "Must be text.")),
    };

    public override JsonNode? ToJson(Field field, object? value) => (string?)value;

    public override object? FromText(Field field, string text, Display display) => Clean(text);

    public override string Text(Field field, object? value, Display display) => (string?)value ?? "";

    public override object? FromFormula(Field field, object value) => value switch
    {
        null => null,
        bool yes => yes ? "TRUE" : "FALSE",
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime moment => moment.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
        decimal number => NumberText.Trim(number).ToString(CultureInfo.InvariantCulture),
        _ => Clean(value.ToString() ?? "") is { } text ? text[..Math.Min(text.Length, MaxLength(field))] : null,
    };

    /// <summary>What nobody types and nobody sees is not looked for by words either.</summary>
    public override SearchKind? SearchAs(Field field) => field.Definition is { Hidden: true, ReadOnly: true } ? null : SearchKind.Text;

    public override IEnumerable<FieldError> Check(Field field, object value)
    {
        var (min, max, pattern) = Own<TextLimits>(field);
        var text = (string)value;
        if (text.Length > max) yield return new(field.Key, "field.too_long", ($"最多 {max} 个字，现在是 {text.Length} 个。", $"At most {max} characters; this has {text.Length}."));
        if (text.Length < min) yield return new(field.Key, "field.too_short", ($"至少 {min} 个字。", $"At least {min} characters."));
        if (pattern is not null && !Matches(pattern, text)) yield return new(field.Key, "field.pattern", ("格式不符合要求。", "Does not have the required format."));
    }

    protected int MaxLength(Field field) => Own<TextLimits>(field).Max;

    protected virtual string? Clean(string text)
    {
        text = Typed.Whole(text).Trim();
        text = text.ReplaceLineEndings(KeepsLines ? "\n" : " ");
        return text.Length == 0 ? null : text;
    }

    private static bool Matches(Regex pattern, string text)
    {
        try
        {
            return pattern.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static Regex? PatternOf(Field field)
    {
        if (field.Settings.Text("pattern") is not { Length: > 0 } text) return null;
        try
        {
            return new Regex($"^(?:{text})$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(2));
        }
        catch (Exception refused) when (refused is ArgumentException or NotSupportedException)
        {
            throw new DefinitionError(field.ToString(), "field.bad_pattern", ("格式（正则）写法不支持。", "This pattern is not supported."));
        }
    }
}
