using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;

namespace Weir.Engine.Capabilities.Duplicates;

/// <summary>How far a key could be tried.</summary>
public enum KeyTrial
{
    /// <summary>It was looked up.</summary>
    Compared,

    /// <summary>A field of it was left empty, so it is the same as nothing.</summary>
    Empty,

    /// <summary>What it compares is kept only once it is published.</summary>
    Later,
}

/// <summary>What a key that is not published would have hit.</summary>
/// <param name="Hits">The oldest first, of the own form before others.</param>
public sealed record KeyTried(KeyTrial How, IReadOnlyList<DuplicateHit> Hits);

/// <summary>A record that a key hits, as an administrator reads it.</summary>
public sealed record DuplicateHit(Form Form, long Id, string Title, long? OwnerId);

/// <summary>Says what is wrong with the keys of duplicates, and what they would hit, before they are published. Changes nothing.</summary>
public sealed class DuplicateTrials(Database database, TimeProvider clock)
{
    private const int MostHits = 20;

    /// <summary>Fields by which a key can begin: each is looked up by an index.</summary>
    public static IEnumerable<Field> Leading(Form form) => Comparable(form).Where(f => KeyPlace.Lookup(f) is not null);

    /// <summary>Fields that can narrow a key down.</summary>
    public static IEnumerable<Field> Comparable(Form form) => form.Live.Where(f => f is { Column: not null, System: false, Type.Computed: false, Type.HoldsFiles: false } && !f.Key.EndsWith(KeyPlace.Sound, StringComparison.Ordinal));

    /// <summary>Fields of another form that can be the same as a field of a key.</summary>
    public static IEnumerable<Field> Counterparts(Form other, Field field, bool first) =>
        (first ? Leading(other) : Comparable(other)).Where(f => f.Type == field.Type && f.Type.LinkedForm(f) == field.Type.LinkedForm(field));

    /// <summary>Only names of companies are compared by how they sound.</summary>
    public static bool Sounds(Field field) => field is { Column: not null, KeyColumn: not null, Type.NamesCompany: true };

    /// <summary>What each key would hit if the record were typed now; null for a key that is wrong, of which <see cref="Faults"/> tells.</summary>
    /// <exception cref="ProblemException">NotFound to who does not see everything.</exception>
    public Task<IReadOnlyList<KeyTried?>> Try(Actor actor, Form form, DuplicatesDefinition tried, Record typed, CancellationToken cancel = default) => database.Read<IReadOnlyList<KeyTried?>>(async session =>
    {
        if (!FormAccess.Of(actor, form).Everything) throw Problem.NotFound("duplicates.none").Exception();
        var display = new Display(actor.Chinese, actor.Directory, clock.GetUtcNow().UtcDateTime);
        var all = new List<KeyTried?>();
        foreach (var (definition, number) in tried.Keys.Select((k, i) => (k, i)))
        {
            if (Fault(form, definition, number) is { } fault)
            {
                all.Add(fault.Code == NotYet ? new(KeyTrial.Later, []) : null);
                continue;
            }
            var key = new DuplicateKey(form, definition, number);
            var hits = (await DuplicateSearch.Find(session, typed, key)).Take(MostHits)
                .Select(r => new DuplicateHit(r.Form, r.Id, r.Form.Title.Type.Text(r.Form.Title, r[r.Form.Title], display), r[SystemFields.Owner] as long?));
            all.Add(new(key.Of(typed) is null ? KeyTrial.Empty : KeyTrial.Compared, [.. hits]));
        }
        return all;
    }, cancel);

    /// <summary>What is wrong with keys, with the place of each.</summary>
    public static IEnumerable<(int Key, string Code, Words Words)> Faults(Form form, DuplicatesDefinition tried) =>
        tried.Keys.Select((k, i) => (Key: i, Fault: Fault(form, k, i))).Where(f => f.Fault is not null && f.Fault.Code != NotYet).Select(f => (f.Key, f.Fault!.Code, f.Fault.Words));

    private const string NotYet = "duplicates.not_yet";

    private static DefinitionError? Fault(Form form, KeyDefinition key, int number)
    {
        var kept = key.Fields.Count > 0 && form.Find(key.Fields[0] + KeyPlace.Sound)?.Column is not null;
        try
        {
            // The own form gets the field that keeps the sound with the publication; all else can be said now.
            if (key.Like && !kept && key.Fields.Count > 0 && form.Find(key.Fields[0]) is { } first && Sounds(first))
            {
                DuplicateSettings.Named(form, key with { Like = false }, number);
                foreach (var also in key.Also) _ = new KeyPlace(form.App[also.Key], also.Value, like: true);
                return new($"{form.Key}.{first.Key}", NotYet, ("发布后才能试。", "It can be tried once it is published."));
            }
            DuplicateSettings.Named(form, key, number);
            return null;
        }
        catch (DefinitionError wrong)
        {
            return wrong;
        }
    }

    /// <summary>The settings as pages edit them; null when the form does not have them.</summary>
    public static DuplicatesDefinition? Definition(Form form) =>
        form.Definition.Capabilities.TryGetValue(DuplicateSettings.Key, out var written) ? written.Deserialize<DuplicatesDefinition>(Apps.DefinitionJson.Options) : null;
}
