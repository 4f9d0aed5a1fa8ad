using System.Collections.Concurrent;
using System.Collections.Frozen;
using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Records;
using Weir.Engine.Rules;
using Weir.Sql.Schema;

namespace Weir.Engine.Forms;

/// <summary>A compiled kind of record: fields in order with their types, formulas and columns. Immutable once its app is built.</summary>
public sealed partial class Form
{
    private readonly ConcurrentDictionary<string, FieldPath?> paths = new();
    private FrozenDictionary<string, Field> byKey = FrozenDictionary<string, Field>.Empty;
    private IReadOnlyList<Field>? live;

    internal Form(App app, FormDefinition definition, Form? parent = null)
    {
        App = app;
        Definition = definition;
        Parent = parent;
        Table = new TableName(app.Schema, SqlName.Of("f_" + definition.Key));
    }

    public App App { get; }

    public FormDefinition Definition { get; }

    /// <summary>The form whose line items these are, or null.</summary>
    public Form? Parent { get; }

    /// <summary>What an action asks for: it has no table, and no records of it are ever stored.</summary>
    public bool IsQuestion { get; internal init; }

    /// <summary>The action that asks this; null for what has records.</summary>
    internal Actions.RecordAction? AskedBy { get; set; }

    public string Key => Definition.Key;

    public int No => Definition.No;

    public Words Label => Definition.Label;

    /// <summary>The words for making a record: New lead; New · Inquiries while nobody said what a single one is called.</summary>
    public Words NewLabel => Definition.One is { } one ? ($"新建{one.Zh}", $"New {one.En}") : ($"新建{Label.Zh}", $"New · {Label.En}");

    public TableName Table { get; }

    /// <summary>System fields first, then those of the definition; <see cref="Field.Index"/> is the position here.</summary>
    public IReadOnlyList<Field> Fields { get; internal set; } = [];

    /// <summary>The fields a person sees in designers and pickers: not retired.</summary>
    public IEnumerable<Field> Live => live ?? Fields.Where(f => !f.Definition.Retired);

    public Field Title => this[Definition.Title];

    /// <summary>In which order computed fields are computed, and what a change touches.</summary>
    public Formulas.FormulaGraph? Graph { get; internal set; }

    /// <summary>What each role may do here.</summary>
    public IReadOnlyList<Permission> Permissions { get; internal set; } = [];

    public IReadOnlyList<Rule> Rules { get; internal set; } = [];

    public IReadOnlyList<Insight.Panels.Panel> Panels { get; internal set; } = [];

    /// <summary>What can be done with a record besides editing it: the actions of the definition in their order, then the verbs of capabilities.</summary>
    public IReadOnlyList<Actions.RecordAction> Actions { get; internal set; } = [];

    /// <summary>Those that a record brings about by itself when their condition becomes true.</summary>
    internal IReadOnlyList<Actions.RecordAction> AutoActions { get; set; } = [];

    /// <summary>Fields that people choose when a record is made and do not edit afterwards.</summary>
    internal IReadOnlyList<Field> ChosenOnce { get; set; } = [];

    /// <summary>What capabilities made of their settings, by their keys.</summary>
    internal IReadOnlyDictionary<string, object> CapabilitySettings { get; set; } = new Dictionary<string, object>();

    /// <summary>Links of other forms by which a record says that one of this form continues it: its history, files and related records are shown there too.</summary>
    internal IReadOnlyList<Field> Origins { get; set; } = [];

    /// <summary>Fields of this form that sum up other records.</summary>
    public IReadOnlyList<CompiledRollup> Rollups { get; internal set; } = [];

    /// <summary>Fields of other forms that sum up records of this form.</summary>
    public IReadOnlyList<CompiledRollup> RolledUpBy { get; internal set; } = [];

    /// <summary>Columns of line items that sum up lines of other records.</summary>
    public IReadOnlyList<LineRollup> LineRollups { get; internal set; } = [];

    /// <summary>Columns of other forms' line items that sum up lines of records of this form.</summary>
    public IReadOnlyList<LineRollup> LinesRolledUpBy { get; internal set; } = [];

    /// <summary>Formulas of other forms that read fields of this form through a link.</summary>
    public IReadOnlyList<LinkedRead> ReadBy { get; internal set; } = [];

    /// <summary>Capabilities of forms that reckon from the records of this one.</summary>
    internal IReadOnlyList<(Capabilities.Capability Capability, Form Of)> ReckonedBy { get; set; } = [];

    /// <summary>The links that formulas and rules follow; found once.</summary>
    internal IReadOnlyList<IReadOnlyList<Field>>? Ways { get; set; }

    /// <exception cref="KeyNotFoundException">No such field; ask <see cref="Find"/> when the key comes from outside.</exception>
    public Field this[string key] => byKey[key];

    public Field? Find(string key) => byKey.GetValueOrDefault(key);

    /// <summary>The prepared settings of a capability that this form has; null when it has not.</summary>
    public T? Settings<T>(string capability) where T : class => CapabilitySettings.GetValueOrDefault(capability) as T;

    public Actions.RecordAction? Action(string key) => Actions.FirstOrDefault(a => a.Key == key);

    /// <summary>A path through this form, remembered; null when it leads nowhere.</summary>
    public FieldPath? Path(string text) => paths.GetOrAdd(text, static (t, form) => FieldPath.Find(form, t), this);

    /// <summary>Whether the default formula of a field reads something that changed.</summary>
    internal bool Follows(Field field, Func<Field, bool> changed) =>
        field.DefaultFormula!.References.Select(Path).OfType<FieldPath>().Any(p => changed(p.Via.Count > 0 ? p.Via[0] : p.Field));

    internal void Seal()
    {
        byKey = Fields.ToFrozenDictionary(f => f.Key);
        live = [.. Fields.Where(f => !f.Definition.Retired)];
    }

    public override string ToString() => Key;
}
