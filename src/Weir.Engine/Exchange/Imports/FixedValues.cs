using Weir.Engine.Access;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;

namespace Weir.Engine.Exchange.Imports;

/// <summary>What every new record of an import gets although no column says it: the source of a bought list, the owner. Changes no record that exists.</summary>
public static class FixedValues
{
    /// <summary>Said of the owner: nobody, so that the records lie in their pool.</summary>
    public const string Nobody = "-";

    /// <summary>Whether records of a form may come in without an owner.</summary>
    public static bool TakesNobody(Form form) => form.Find(HandingFields.Pool) is { Column: not null };

    /// <summary>Whether one value in words can stand for the field: not for links, whose titles are looked up row by row.</summary>
    public static bool Takes(ImportTarget target) => target is { Writes: true, Lines: null, Field: { } field } && !field.Type.IsReference && field.Type.LinkedForm(field) is null;

    /// <summary>Those that have a meaning, with a fault for each that cannot be read.</summary>
    internal static Dictionary<string, string> Of(Actor actor, IReadOnlyDictionary<string, ImportTarget> targets, ImportChoice choice, DateTime now, List<FieldError> faults)
    {
        var kept = new Dictionary<string, string>();
        var display = new Display(actor.Chinese, actor.Directory, now);
        foreach (var (path, text) in choice.Fixed)
        {
            if (path == SystemFields.Owner && text == Nobody && targets.GetValueOrDefault(path) is { Writes: true, Field.Form: var form } && TakesNobody(form))
            {
                kept[path] = text;
                continue;
            }
            if (string.IsNullOrWhiteSpace(text) || choice.Mapping.Values.Contains(path) || targets.GetValueOrDefault(path) is not { } target || !Takes(target)) continue;
            kept[path] = text;
            try
            {
                target.Field!.Type.FromText(target.Field, text, display);
            }
            catch (ValueError unread)
            {
                faults.Add(new(path, unread.Code, ($"“{target.Label.Zh}”：{unread.Words.Zh}", $"'{target.Label.En}': {unread.Words.En}")));
            }
        }
        return kept;
    }

    /// <summary>The values, as the person may write them now; what can no longer be read is left out, and the save says what is missing.</summary>
    internal static IReadOnlyList<(string Path, object? Value)> Read(ImportMap map, IReadOnlyDictionary<string, ImportTarget> targets, Display display)
    {
        var values = new List<(string, object?)>();
        foreach (var (path, text) in map.Plan.Fixed)
        {
            if (targets.GetValueOrDefault(path) is not { } target || !Takes(target)) continue;
            if (path == SystemFields.Owner && text == Nobody)
            {
                values.Add((path, null));
                continue;
            }
            try
            {
                if (target.Field!.Type.FromText(target.Field, text, display) is { } value) values.Add((path, value));
            }
            catch (ValueError)
            {
                // Its option or member has gone since the import was started.
            }
        }
        return values;
    }
}
