using System.Text.Json;
using Weir.Engine.Capabilities;
using Weir.Engine.Forms;
using Weir.Engine.Records;

namespace Weir.Engine.Apps;

/// <summary>What the records of a form lack once a newer version of their app is published, found by comparing the two. Fills nothing: <see cref="Backfill"/> does.</summary>
/// <param name="Formulas">Values of formulas are to be computed again.</param>
/// <param name="Rollups">Sums that are new or ask something else than before.</param>
/// <param name="Numbers">Running numbers which the records were never given.</param>
/// <param name="Keys">Fields whose second column is empty, or was made from another type.</param>
/// <param name="Words">What is searched is another choice of fields than before.</param>
internal sealed record FormGap(Form Form, bool Formulas, IReadOnlyList<CompiledRollup> Rollups, IReadOnlyList<Field> Numbers, IReadOnlyList<Field> Keys, bool Words)
{
    /// <summary>Something is left to do once the version is published, in batches beside those who work.</summary>
    public bool IsOpen => Formulas || Rollups.Count > 0 || Numbers.Count > 0 || Words;

    /// <summary>The gaps of all forms; those that are summed up come before those that sum.</summary>
    public static IReadOnlyList<FormGap> Between(App before, App after) =>
    [
        .. after.Forms.Where(f => before.Find(f.Key) is not null).Select(f => Of(before[f.Key], f))
            .Where(g => g.IsOpen || g.Keys.Count > 0).OrderBy(g => g.Rollups.Count > 0),
    ];

    private static FormGap Of(Form was, Form now) => new(
        now,
        Recomputes(was, now) || Derives(was, now) || now.LineFields.Any(l => was.Find(l.Key)?.Lines is { } lines && Recomputes(lines, l.Lines!)),
        [.. now.Rollups.Where(r => IsNew(was, r.Target))],
        [.. now.Live.Where(f => f.Type.NumberingOf(f) is not null && was.Find(f.Key)?.Column is null)],
        [.. now.Fields.Where(f => f.KeyColumn is not null && (was.Find(f.Key) is not { } old || old.KeyColumn is null || old.Type != f.Type))],
        was.Title.Key != now.Title.Key || !Searched(was, now, was).SetEquals(Searched(was, now, now)));

    private static bool Recomputes(Form was, Form now) => now.Fields.Any(f => f.Formula is not null ? IsNew(was, f) : was.Find(f.Key) is { } old && old.Type != f.Type);

    /// <summary>A capability that keeps fields up to date by its settings has got others.</summary>
    private static bool Derives(Form was, Form now) => CapabilityCatalogue.Of(now).Where(c => c.Derives)
        .Any(c => !was.Definition.Capabilities.TryGetValue(c.Key, out var old) || now.Definition.Capabilities.TryGetValue(c.Key, out var present) && !JsonElement.DeepEquals(old, present));

    private static bool IsNew(Form was, Field now) => was.Find(now.Key) is not { } old || Meaning(old) != Meaning(now);

    /// <summary>A new field that people fill is empty everywhere, so it adds no words.</summary>
    private static HashSet<string> Searched(Form was, Form now, Form of) =>
        [.. of.Live.Where(f => f.Column is not null && f.Type.SearchAs(f) is not null && (was.Find(f.Key) is not null || now[f.Key].Type.Computed)).Select(f => $"{f.Key}:{f.Type.SearchAs(f)}")];

    /// <summary>The definition without what changes only how a field looks or who may fill it.</summary>
    private static string Meaning(Field field) => JsonSerializer.Serialize(
        field.Definition with { Label = ("", ""), Help = null, Placeholder = null, Means = null, Default = null, Required = false, Unique = false, ReadOnly = false, Hidden = false, Retired = false },
        DefinitionJson.Options);
}
