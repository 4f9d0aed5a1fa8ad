using System.Globalization;
using System.Text.RegularExpressions;
using Weir.Engine.Access;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;

namespace Weir.Web.Pages.Records.Editing;

/// <summary>Makes a draft of a posted form: values through the control of each field, what cannot be read as errors at its place. Judges nothing else.</summary>
public sealed partial class FormReader(FormVisit visit, IFormCollection posted, long? id)
{
    private readonly FormMemo memo = FormMemo.Read(posted);
    private readonly Dictionary<string, IReadOnlyList<string>> typed = [];
    private readonly Dictionary<string, IReadOnlyList<string>> raw = [];
    private readonly Dictionary<string, object?> seen = [];
    private readonly Dictionary<string, IReadOnlyDictionary<string, string>> lineSeen = [];

    /// <summary>Line items that are read although nobody touched them.</summary>
    public string? Whole { get; init; }

    /// <param name="typing">Somebody is still typing: lines that are empty stay where they are.</param>
    public PostedForm Read(bool typing)
    {
        var sure = posted[FormMemo.SureName] == "1";
        var draft = new Draft(visit.Form)
        {
            Id = id, Asks = !sure, SeenVersion = long.TryParse(posted[FormMemo.VersionName].LastOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null,
            IdempotencyKey = typing || posted[FormMemo.OnceName].ToString() is not { Length: > 0 and < 80 } once ? null : once,
        };
        var theirs = posted.Where(p => p.Key.StartsWith(FormMemo.KeepName, StringComparison.Ordinal) && p.Value == "theirs").Select(p => p.Key[FormMemo.KeepName.Length..]).ToHashSet();
        foreach (var field in visit.Form.Live.Where(f => FormFieldChoice.Typed(visit, f, id is null) && !theirs.Contains(f.Key)))
        {
            if (field.Lines is not null) ReadLines(draft, field, typing);
            else if (posted.TryGetValue(field.Key, out var texts)) ReadOne(draft, field, [.. texts.Select(t => t ?? "")]);
        }
        return new PostedForm(draft, typed, seen, memo) { Raw = raw, Sure = sure, LineSeen = lineSeen };
    }

    private void ReadOne(Draft draft, Field field, IReadOnlyList<string> texts)
    {
        if (!Value(draft, field, field.Key, texts, out var value)) return;
        seen[field.Key] = value;
        if (memo.Was.GetValueOrDefault(field.Key) != FormMemo.Of(field, value)) draft.Set(field.Key, value);
    }

    private void ReadLines(Draft draft, Field field, bool typing)
    {
        if (!posted[FormMemo.LinesName].Contains(field.Key)) return;
        var columns = FormFieldChoice.Columns(visit, field).Where(c => FormFieldChoice.TypedColumn(visit, c)).ToList();
        var (lines, whole) = (new List<DraftLine>(), new List<(long? Id, IReadOnlyDictionary<string, object?> Values)>());
        var failed = false;
        foreach (var number in Numbers(field.Key))
        {
            var name = $"{field.Key}[{number}]";
            long? lineId = long.TryParse(posted[name + ".id"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var known) ? known : null;
            var (values, touched, kept) = (new Dictionary<string, object?>(), new Dictionary<string, object?>(), new Dictionary<string, string>());
            var drawn = FormMemo.Split(posted[name + "." + FormMemo.SeenName].ToString());
            var at = $"{field.Key}[{lines.Count}]";
            foreach (var column in columns)
            {
                if (!posted.TryGetValue($"{name}.{column.Key}", out var texts)) continue;
                var was = drawn.GetValueOrDefault(column.Key);
                if (Value(draft, column, $"{at}.{column.Key}", [.. texts.Select(t => t ?? "")], out var value)) seen[$"{at}.{column.Key}"] = values[column.Key] = value;
                else failed = true;
                // What stands as it was drawn is nobody's word: a fill or a formula may still give another value.
                if (was is not null && values.ContainsKey(column.Key) && was == FormMemo.Of(column, value)) continue;
                if (values.ContainsKey(column.Key)) touched[column.Key] = value;
                if (was is not null) kept[column.Key] = was;
            }
            // A line that was added and never filled in is no line.
            if (!typing && lineId is null && posted[name + "." + FormMemo.WasName].ToString() is { Length: > 0 } fresh && fresh == FormMemo.Of([(null, values)], field.Lines!, columns)) continue;
            lineSeen[at] = kept;
            whole.Add((lineId, values));
            lines.Add(new DraftLine(lineId, touched));
        }
        // A new record has no lines yet: those that it began with were never stored.
        if (failed || field.Key == Whole || id is null && lines.Count > 0 || memo.Was.GetValueOrDefault(field.Key) != FormMemo.Of(whole, field.Lines!, columns)) draft.Lines[field.Key] = lines;
    }

    private bool Value(Draft draft, Field field, string name, IReadOnlyList<string> texts, out object? value)
    {
        raw[name] = texts;
        try
        {
            value = field.Type.FromInput(field, texts, field.StandsIn is { } currency ? visit.Display.In(Field.Code(posted[currency.Key].ToString())) : visit.Display);
            return true;
        }
        catch (ValueError wrong)
        {
            draft.Errors.Add(new FieldError(name, wrong.Code, wrong.Words));
            typed[name] = texts;
            value = null;
            return false;
        }
    }

    private IEnumerable<int> Numbers(string key) => posted.Keys.Select(k => LineName().Match(k)).Where(m => m.Success && m.Groups[1].Value == key)
        .Select(m => int.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture)).Distinct().Order().Take(1001);

    [GeneratedRegex(@"^(\w+)\[(\d{1,5})\]\.", RegexOptions.CultureInvariant)]
    private static partial Regex LineName();
}
