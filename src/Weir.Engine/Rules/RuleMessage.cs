using System.Text.RegularExpressions;
using Weir.Engine.Access;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Records;

namespace Weir.Engine.Rules;

/// <summary>What a rule says to people: its words, in which a field in braces stands for its value, as far as the reader may know it. Decides nothing.</summary>
internal static partial class RuleMessage
{
    private const string Unknown = "…";

    /// <summary>The fields named in words, by how they are written there.</summary>
    /// <exception cref="KeyNotFoundException">Names one that is not there.</exception>
    public static IReadOnlyDictionary<string, FieldPath> Fields(Form form, Words? message) => message is null ? new Dictionary<string, FieldPath>()
        : Braces().Matches(message.Zh + message.En).Select(m => m.Groups[1].Value).Distinct()
            .ToDictionary(n => n, n => FieldPath.Find(form, n) is { InLines: false } path ? path : throw new KeyNotFoundException(n));

    /// <param name="linked">What the words read through links must have been loaded.</param>
    public static Words Of(Rule rule, Record record, LinkedRecords linked, FormAccess reader, DateTime now)
    {
        var words = rule.Definition.Message!;
        if (rule.Told.Count == 0) return words;
        return (In(words.Zh, true), In(words.En, false));

        string In(string text, bool chinese)
        {
            var display = new Display(chinese, reader.Actor.Directory, now);
            return Braces().Replace(text, m => Value(rule.Told[m.Groups[1].Value], display));
        }

        string Value(FieldPath path, Display display) => !reader.Everything && !RecordQuery.Reads(reader, path) ? Unknown
            : linked.Follow(record, path.Via) is { } at ? path.Field.Type.Text(path.Field, at[path.Field], display.For(path.Field, at)) : Unknown;
    }

    [GeneratedRegex(@"\{([a-z0-9_.]+)\}")]
    private static partial Regex Braces();
}
