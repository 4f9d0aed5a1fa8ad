using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Sql.Sessions;

namespace Weir.Engine.Capabilities;

/// <summary>A behaviour that forms can have. It meets a save at four points only, and never another capability: what two share is a field.</summary>
public abstract class Capability
{
    /// <summary>Stable key in definitions.</summary>
    public abstract string Key { get; }

    /// <summary>Whether a form has it: its definition has settings for it, unless the capability decides otherwise.</summary>
    public virtual bool IsOn(Form form) => !form.IsQuestion && form.Definition.Capabilities.ContainsKey(Key);

    /// <summary>Fields which the capability keeps; a form that declares one of them by the same key keeps its own words and options.</summary>
    public virtual IReadOnlyList<FieldDefinition> Fields(JsonElement settings) => [];

    /// <summary>Reads the settings once all forms of the app stand; found again by <see cref="Form.Settings{T}"/>.</summary>
    /// <exception cref="FieldTypes.DefinitionError">Names what is wrong.</exception>
    internal virtual object? Prepare(Form form, JsonElement settings) => null;

    /// <summary>The settings as the capability's own record.</summary>
    /// <exception cref="FieldTypes.DefinitionError">They do not fit.</exception>
    private protected T Read<T>(string form, JsonElement settings) where T : class
    {
        try
        {
            return settings.Deserialize<T>(Apps.DefinitionJson.Options)!;
        }
        catch (JsonException wrong)
        {
            throw new FieldTypes.DefinitionError($"{form}.capabilities.{Key}", "capability.bad_settings", ($"能力“{Key}”的设置不对：{wrong.Message}", $"The settings of '{Key}' are not valid: {wrong.Message}"));
        }
    }

    /// <summary>Its settings with everything that a definition may leave out, so that two that mean the same are written the same.</summary>
    internal virtual JsonElement InFull(JsonElement settings) => settings;

    private protected JsonElement InFull<T>(JsonElement settings) where T : class => JsonSerializer.SerializeToElement(Read<T>(Key, settings), Apps.DefinitionJson.Options);

    /// <summary>Its settings when an earlier version of the app comes back: those of then, with what records have come to stand in since.</summary>
    internal virtual JsonElement Keep(JsonElement earlier, JsonElement present) => earlier;

    /// <summary>What can be done with a record of the form because of it; keys start with its own and a dot.</summary>
    internal virtual IEnumerable<Actions.RecordAction> Actions(Form form) => [];

    /// <summary>The words for a reason which it writes into the log of owners.</summary>
    internal virtual Words? Reason(Form form, string key) => null;

    /// <summary>Rows which it opens to an actor beside those of roles; asked once for each actor and form, so it looks at nothing that changes.</summary>
    internal virtual IEnumerable<Access.Grant> Grants(Form form, Access.Actor actor) => [];

    /// <summary>Keys of fields it keeps and looks records up by, so that each has an index.</summary>
    internal virtual IEnumerable<string> Sought(JsonElement settings) => [];

    /// <summary>Fields with the member or department that a record of the form is for, where that is not its owner.</summary>
    internal virtual IEnumerable<Field> Whom(Form form) => [];

    /// <summary>Who looks after a record that nobody owns.</summary>
    internal virtual IEnumerable<long> Keepers(Record record, Directory directory) => [];

    /// <summary>Whom it keeps, just now, from getting one of these records by a rule.</summary>
    internal virtual ValueTask<IReadOnlyCollection<(long Record, long Member)>> Barred(Session session, Form form, IReadOnlyCollection<long> records, DateTime now) =>
        ValueTask.FromResult<IReadOnlyCollection<(long Record, long Member)>>([]);

    /// <summary>How many more records like this one a member may get; null when nothing limits it. What this transaction has given them already is not taken off.</summary>
    internal virtual ValueTask<int?> Room(Session session, Record record, long member, LinkedRecords linked, Actor actor, DateTime now) => ValueTask.FromResult<int?>(null);

    /// <summary>It keeps fields that follow from the others as a formula does; new settings make them be computed anew.</summary>
    internal virtual bool Derives => false;

    /// <summary>What it derives changes with the clock, so the night computes it again.</summary>
    internal virtual bool FollowsTime(Form form) => false;

    /// <summary>Keys of fields of the form that follow from its others, though a form declares them as its own.</summary>
    internal virtual IEnumerable<string> Derived(JsonElement settings) => [];

    /// <summary>Sets those fields: in a save, and whenever a roll-up or formula of the record changes. Looks at nothing but the record.</summary>
    internal virtual void Derive(Record record, LinkedRecords linked, Access.Actor actor, DateTime now) { }

    /// <summary>Keys of the forms from whose records it reckons fields of this form.</summary>
    internal virtual IEnumerable<string> Reckons(Form form) => [];

    /// <summary>The records of the form which these changes of others make it reckon again.</summary>
    internal virtual ValueTask<IReadOnlyCollection<long>> Due(Session session, Access.Actor actor, DateTime now, Form form, IReadOnlyList<Ripple> changes) => ValueTask.FromResult<IReadOnlyCollection<long>>([]);

    /// <summary>Fills what it reckons from other records. These are locked, so two changes cannot both miss each other.</summary>
    internal virtual ValueTask Reckon(Session session, Access.Actor actor, DateTime now, Form form, IReadOnlyCollection<Record> records) => ValueTask.CompletedTask;

    /// <summary>Fields that only its verbs change, but which an administrator's import of what was elsewhere before may begin with.</summary>
    internal virtual IEnumerable<Field> History(Form form) => [];

    /// <summary>Fields that people choose when a record is made; afterwards only its verbs change them.</summary>
    internal virtual IEnumerable<Field> ChosenOnce(Form form) => [];

    /// <summary>Fields whose changes it writes down itself, so that the stream of a record need not tell them twice.</summary>
    internal virtual IEnumerable<Field> Told(Form form) => [];

    /// <summary>Adds errors; changes nothing.</summary>
    internal virtual ValueTask Validate(SaveUnit unit) => ValueTask.CompletedTask;

    /// <summary>Somebody is filling in a form: puts lines there which they may begin with. A save never asks.</summary>
    internal virtual ValueTask Propose(SaveUnit unit) => ValueTask.CompletedTask;

    /// <summary>Sets fields before formulas and checks run.</summary>
    internal virtual ValueTask BeforeSave(SaveUnit unit) => ValueTask.CompletedTask;

    /// <summary>What is to be written in the place of a new record, when it should not become one.</summary>
    internal virtual ValueTask<Diversion?> Divert(SaveUnit unit) => ValueTask.FromResult<Diversion?>(null);

    /// <summary>Why these must not be merged, the first of them staying; null lets it pass.</summary>
    internal virtual Problems.Problem? RefusesMerge(Record survivor, IReadOnlyList<Record> losers, LinkedRecords linked, Access.Actor actor, DateTime now) => null;

    /// <summary>Writes beside the row, in the same transaction.</summary>
    internal virtual ValueTask AfterSave(SaveUnit unit) => ValueTask.CompletedTask;

    /// <summary>The same for records of one form that are saved together: each by itself, unless their rows can be written at once.</summary>
    internal virtual async ValueTask AfterSave(IReadOnlyList<SaveUnit> units)
    {
        foreach (var unit in units) await AfterSave(unit);
    }

    /// <summary>Runs once the save is durable; must not fail.</summary>
    internal virtual void AfterCommit(SaveUnit unit) { }
}

/// <summary>Another draft that is written in the place of one, and who is told of it.</summary>
internal sealed record Diversion(Draft Draft, long? Tell);

/// <summary>All capabilities, found in this assembly at start; two with one key stop the program.</summary>
public static class CapabilityCatalogue
{
    public static IReadOnlyList<Capability> All { get; } =
    [
        .. typeof(Capability).Assembly.GetTypes().Where(t => t is { IsAbstract: false } && t.IsSubclassOf(typeof(Capability)))
            .Select(t => (Capability)Activator.CreateInstance(t)!).ToDictionary(c => c.Key).OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => c.Value),
    ];

    public static Capability? Find(string key) => All.FirstOrDefault(c => c.Key == key);

    /// <summary>Those that a form has; a form never changes, so each is asked once.</summary>
    public static IReadOnlyList<Capability> Of(Form form) => Known.GetValue(form, static f => [.. All.Where(c => c.IsOn(f))]);

    /// <summary>Whether an administrator's import may begin a record with a value of the field that nobody types.</summary>
    internal static bool IsHistory(Field field) => Of(field.Form).Any(c => c.History(field.Form).Contains(field));

    private static readonly System.Runtime.CompilerServices.ConditionalWeakTable<Form, IReadOnlyList<Capability>> Known = [];
}
