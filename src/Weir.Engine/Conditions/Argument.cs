using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;

namespace Weir.Engine.Conditions;

/// <summary>The right side of a leaf: JSON, words such as <c>@me</c>, or a field of the record in hand, turned into stored values.</summary>
/// <param name="known">What <see cref="Constant"/> gave, for a value that is asked for of many records.</param>
public readonly partial struct Argument(JsonElement? value, Field field, ConditionContext context, IReadOnlyList<object>? known = null)
{
    public ConditionContext Context => context;

    /// <summary>The one stored value, or null when it is unset here and now.</summary>
    public object? One() => value is not { } v ? null : known is not null && v.ValueKind != JsonValueKind.Array ? known.FirstOrDefault() : Stored(v).FirstOrDefault();

    /// <summary>All stored values; unset ones are left out.</summary>
    public IReadOnlyList<object> Many() => known ?? (value is not { } v ? []
        : v.ValueKind == JsonValueKind.Array ? [.. v.EnumerateArray().SelectMany(Stored)] : [.. Stored(v)]);

    /// <summary>The stored values of a right side that is the same for everybody, always and everywhere; null when it has words or fields in it.</summary>
    internal static IReadOnlyList<object>? Constant(JsonElement? value, Field field) =>
        value is { } v && !(v.ValueKind == JsonValueKind.Array ? v.EnumerateArray().Any(Speaks) : Speaks(v)) ? new Argument(v, field, null!).Many() : null;

    private static bool Speaks(JsonElement element) => element.ValueKind == JsonValueKind.String && element.GetString() is ['@' or '{', ..];

    /// <summary>The first and second of a pair; either may be null.</summary>
    public (JsonElement? First, JsonElement? Second) Pair() => value is { ValueKind: JsonValueKind.Array } v && v.GetArrayLength() == 2 ? (v[0], v[1]) : (null, null);

    public Argument With(JsonElement? other) => new(other, field, context);

    public string? Text() => value is { ValueKind: JsonValueKind.String } v ? Host(v.GetString()!, out var found) ? found as string : v.GetString() : null;

    /// <summary>The day a date argument names, or null when it is a moment or unset.</summary>
    public DateOnly? Day() => value is { ValueKind: JsonValueKind.String } v ? DayOf(v.GetString()!) : null;

    private DateOnly? DayOf(string text)
    {
        if (Host(text, out var host)) return host as DateOnly?;
        if (Today().Match(text) is { Success: true } m) return context.Today.AddDays(m.Groups[1].Success ? int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture) : 0);
        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
    }

    private IEnumerable<object> Stored(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.String)
        {
            var text = element.GetString()!;
            if (Host(text, out var host)) return host is null ? [] : [host];
            switch (text)
            {
                case "@me": return context.Actor.MemberId == 0 ? [] : [context.Actor.MemberId];
                case "@my_department": return context.Actor.MainDepartment is { } d ? [d] : [];
                case "@my_subtree": return context.Actor.Subtree.Cast<object>();
                case "@now": return [context.Now];
            }
            if (text.StartsWith("@today", StringComparison.Ordinal) && DayOf(text) is { } day)
                return [field.Type.Kind(field) == ValueKind.Moment ? context.StartOf(day) : day];
        }
        try
        {
            var whole = field.Type.Kind(field) == ValueKind.Many && element.ValueKind != JsonValueKind.Array ? JsonSerializer.SerializeToElement(new[] { element }) : element;
            return field.Type.Store(field, field.Type.FromJson(field, whole)) is { } stored ? [stored] : [];
        }
        catch (ValueError)
        {
            return [];
        }
    }

    private bool Host(string text, out object? found)
    {
        found = null;
        if (text is not ['{', .., '}']) return false;
        found = context.Host?.Invoke(text[1..^1]);
        return true;
    }

    [GeneratedRegex(@"^@today([+-]\d{1,5})?$", RegexOptions.CultureInvariant)]
    internal static partial Regex Today();
}
