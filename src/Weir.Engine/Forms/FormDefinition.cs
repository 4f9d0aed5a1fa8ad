using System.Text.Json;

namespace Weir.Engine.Forms;

/// <summary>A kind of record as data: what a designer edits and a template ships. <see cref="Form"/> is its compiled counterpart.</summary>
public sealed record FormDefinition
{
    public required string Key { get; init; }

    /// <summary>Small number given at creation, unique in the app (1–1,023): the range of the form in the search index and in history.</summary>
    public int No { get; init; }

    public required Words Label { get; init; }

    /// <summary>What a single record is called within a sentence (lead, payment plan); null where only the label is known.</summary>
    public Words? One { get; init; }

    /// <summary>Key of a menu group of the app.</summary>
    public required string Group { get; init; }

    /// <summary>Not in the menu: it is reached from the records and figures that speak of it.</summary>
    public bool OffMenu { get; init; }

    public string Icon { get; init; } = "file";

    /// <summary>Key of the field that names a record wherever it is linked.</summary>
    public required string Title { get; init; }

    /// <summary>Cannot be deleted: other forms and capabilities build on it.</summary>
    public bool Protected { get; init; }

    public required IReadOnlyList<FieldDefinition> Fields { get; init; }

    /// <summary>How the fields are grouped on the form page; fields in no section come last.</summary>
    public IReadOnlyList<SectionDefinition> Sections { get; init; } = [];

    /// <summary>Up to six fields shown in the header of a record.</summary>
    public IReadOnlyList<string> Facts { get; init; } = [];

    /// <summary>The few fields with which a record is begun in a hurry. Empty: the title, what is required and telephone numbers, in a form without line items; one with
    /// them is begun whole.</summary>
    public IReadOnlyList<string> Quick { get; init; } = [];

    /// <summary>Fields that lists and figures ask for together, those that conditions compare first: each becomes an index which can answer without the rest of the record.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Indexes { get; init; } = [];

    public IReadOnlyList<RuleDefinition> Rules { get; init; } = [];

    public IReadOnlyList<ViewDefinition> Views { get; init; } = [];

    /// <summary>What people do with a record besides editing it.</summary>
    public IReadOnlyList<ActionDefinition> Actions { get; init; } = [];

    /// <summary>How its records are put on paper; everything that stands on the page when empty.</summary>
    public IReadOnlyList<PrintDefinition> Prints { get; init; } = [];

    /// <summary>What is reckoned about a record and stands on its page.</summary>
    public IReadOnlyList<Insight.Panels.PanelDefinition> Panels { get; init; } = [];

    /// <summary>Settings by the key of a capability, which is thereby switched on.</summary>
    public IReadOnlyDictionary<string, JsonElement> Capabilities { get; init; } = new Dictionary<string, JsonElement>();
}

/// <summary>A titled group of fields on the form and record page.</summary>
public sealed record SectionDefinition(Words Label, IReadOnlyList<string> Fields);

/// <summary>What a rule does with its fields while its condition holds.</summary>
public enum RuleKind
{
    /// <summary>Fields are visible only while the condition holds.</summary>
    Show,
    /// <summary>Fields are required while the condition holds.</summary>
    Require,
    /// <summary>Fields cannot be edited while the condition holds.</summary>
    ReadOnly,
    /// <summary>The one field offers only the listed options while the condition holds.</summary>
    Options,
    /// <summary>Values are fetched from another record when what selects it changes (数据联动).</summary>
    Fill,
    /// <summary>A formula must be true, or the save is refused with the message.</summary>
    Check,
}

/// <summary>What happens to the value of a field that a Show rule hides.</summary>
public enum HiddenValue { Keep, Clear }

/// <summary>A rule of a form; the same evaluator serves typing, saving, importing and the API.</summary>
public sealed record RuleDefinition
{
    public required RuleKind Kind { get; init; }

    public ConditionDefinition? When { get; init; }

    public IReadOnlyList<string> Fields { get; init; } = [];

    public HiddenValue HiddenValue { get; init; }

    /// <summary>Options: the option keys that remain.</summary>
    public IReadOnlyList<string>? Options { get; init; }

    /// <summary>Fill: the link field of this form whose record is read; or <see cref="Form"/> with <see cref="Where"/>.</summary>
    public string? Link { get; init; }

    /// <summary>Fill: the form that is searched; the newest record that meets <see cref="Where"/> is read.</summary>
    public string? Form { get; init; }

    /// <summary>Fill: a condition on the searched form; a value <c>{field}</c> means the value of that field of this form.</summary>
    public ConditionDefinition? Where { get; init; }

    /// <summary>Fill: field of this form ← field of the other record.</summary>
    public IReadOnlyDictionary<string, string>? Map { get; init; }

    /// <summary>Fill: also replace what somebody typed; otherwise only empty fields, or fields filled by the same rule, are written.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Check: a formula that must be true. ReadOnly: what the fields are while nobody edits them.</summary>
    public string? Formula { get; init; }

    /// <summary>Check: what is said when it is refused. ReadOnly: why nobody edits it. A field in braces stands for its value.</summary>
    public Words? Message { get; init; }

    /// <summary>Check: holds also when other records change this one, such as the payments of a contract; then those are refused.</summary>
    public bool Always { get; init; }

    /// <summary>Check: asked when all that one transaction brings about has happened, for parts that only together make a whole; also when other records change this one.</summary>
    public bool AtEnd { get; init; }

    /// <summary>An administrator switches it on and off by this key; null for a rule that always stands.</summary>
    public string? Switch { get; init; }

    /// <summary>What the switch says.</summary>
    public Words? Label { get; init; }

    public Words? Help { get; init; }

    /// <summary>Switched off: checked like any other, and followed by nobody.</summary>
    public bool Off { get; init; }
}

/// <summary>A condition as data: exactly one of <c>all</c>, <c>any</c> or a leaf with field and operator.</summary>
public sealed record ConditionDefinition
{
    public IReadOnlyList<ConditionDefinition>? All { get; init; }

    public IReadOnlyList<ConditionDefinition>? Any { get; init; }

    /// <summary>A field key, or a path through links: <c>account.level</c>.</summary>
    public string? Field { get; init; }

    /// <summary>Key of an entry of the operator catalogue.</summary>
    public string? Op { get; init; }

    /// <summary>In the JSON form of the field's type; may be <c>@me</c>, <c>@my_department</c>, <c>@my_subtree</c>, <c>@today</c>, <c>@today+7</c> …</summary>
    public JsonElement? Value { get; init; }

    /// <summary>Keys of fields of the record in hand whose values it asks for: <c>{account}</c>.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IEnumerable<string> Hosts => (All ?? []).Concat(Any ?? []).SelectMany(d => d.Hosts)
        .Concat(Value is { ValueKind: JsonValueKind.String } value && value.GetString() is ['{', .. var key, '}'] ? [key] : []);
}

/// <summary>Who a view is offered to.</summary>
public enum Audience { Personal, Shared, Roles }

/// <summary>A saved way to look at the records of a form.</summary>
public sealed record ViewDefinition
{
    public required string Key { get; init; }

    public required Words Label { get; init; }

    public ConditionDefinition? Where { get; init; }

    public IReadOnlyList<ViewSort> Sort { get; init; } = [];

    /// <summary>Field keys or paths through links, in order; empty means the form's first fields.</summary>
    public IReadOnlyList<ViewColumn> Columns { get; init; } = [];

    public string? Group { get; init; }

    /// <summary>table, kanban, calendar …: how it is drawn; a layout that is not there is drawn as a table.</summary>
    public string Layout { get; init; } = "table";

    /// <summary>For kanban the field of the columns, for a calendar the date field.</summary>
    public string? LayoutField { get; init; }

    public IReadOnlyList<ColourRule> Colours { get; init; } = [];

    public Audience Audience { get; init; } = Audience.Shared;

    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Shown at the foot of a column: field key → sum, average, min, max, count.</summary>
    public IReadOnlyDictionary<string, string> Footers { get; init; } = new Dictionary<string, string>();
}

public sealed record ViewSort(string Field, bool Descending = false);

/// <param name="Width">Pixels, or 0 for the default of the field's type.</param>
public sealed record ViewColumn(string Field, int Width = 0);

/// <summary>Rows that meet the condition are marked in the colour.</summary>
public sealed record ColourRule(string Colour, ConditionDefinition When);
