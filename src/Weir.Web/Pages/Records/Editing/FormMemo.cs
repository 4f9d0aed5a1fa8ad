using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Weir.Engine.Apps;
using Weir.Engine.Forms;
using Weir.Engine.Records;

namespace Weir.Web.Pages.Records.Editing;

/// <summary>What a form on screen remembers between requests, in hidden fields: what its controls held when they were drawn, and how they looked.</summary>
/// <param name="Prefix">Of all ids, so that two forms can stand on one page.</param>
/// <param name="Was">By control a hash of its value when drawn: what is posted unchanged was not touched, and formulas and other people may still change it.</param>
/// <param name="Faces">By control a hash of how it was drawn: shown, required, locked, options.</param>
public sealed record FormMemo(string Prefix, IReadOnlyDictionary<string, string> Was, IReadOnlyDictionary<string, string> Faces)
{
    public const string PrefixName = "__prefix", WasName = "__was", FacesName = "__faces", VersionName = "__version", OnceName = "__once", IdName = "__id", KeepName = "__keep.", ThenName = "__then", LinesName = "__lines", ShortName = "__short", SureName = "__sure", SnippetName = "__snippet", TakeName = "__take", QuickName = "__quick";
    public const string UnseenName = "__unseen.", SeenName = "__seen", PasteName = "__paste_";

    public static FormMemo New(string prefix) => new(prefix, new Dictionary<string, string>(), new Dictionary<string, string>());

    public static FormMemo Read(IFormCollection posted) => new(
        posted[PrefixName].ToString() is { Length: > 0 and < 20 } prefix && prefix.All(char.IsAsciiLetterOrDigit) ? prefix : "f", Split(posted[WasName].ToString()), Split(posted[FacesName].ToString()));

    public static string Write(IEnumerable<KeyValuePair<string, string>> pairs) => string.Join(',', pairs.Select(p => p.Key + ":" + p.Value));

    /// <summary>A hash of a value, the same in every process.</summary>
    public static string Of(Field field, object? value) => Of((field.Type.ToJson(field, Plain(value)) ?? JsonValue.Create((string?)null))?.ToJsonString(DefinitionJson.Options) ?? "");

    /// <summary>A hash of all lines as they stand in the controls: ids, and the values of these columns.</summary>
    public static string Of(IEnumerable<(long? Id, IReadOnlyDictionary<string, object?> Values)> lines, Form form, IReadOnlyList<Field> columns)
    {
        var text = new StringBuilder();
        foreach (var (id, values) in lines)
        {
            text.Append(CultureInfo.InvariantCulture, $"[{id}");
            foreach (var column in columns) text.Append('|').Append(column.Type.ToJson(column, Plain(values.GetValueOrDefault(column.Key)))?.ToJsonString(DefinitionJson.Options));
            text.Append(']');
        }
        return Of(text.ToString());
    }

    public static string Of(Record line, IReadOnlyList<Field> columns) => Of([(null, columns.ToDictionary(c => c.Key, c => line[c]))], line.Form, columns);

    /// <summary>100.00 as it is typed and 100 as it is computed are one value.</summary>
    private static object? Plain(object? value) => value is decimal number ? number / 1.0000000000000000000000000000m : value;

    /// <summary>FNV-1a, 64 bits.</summary>
    public static string Of(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in text) hash = (hash ^ c) * 1099511628211UL;
        return hash.ToString("x", CultureInfo.InvariantCulture);
    }

    public static Dictionary<string, string> Split(string text)
    {
        var pairs = new Dictionary<string, string>();
        foreach (var pair in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
            if (pair.LastIndexOf(':') is > 0 and var at) pairs[pair[..at]] = pair[(at + 1)..];
        return pairs;
    }
}
