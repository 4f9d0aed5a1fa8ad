using System.Text.Json;
using Weir.Engine.Apps;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Insight.Widgets;
using Weir.Engine.Records;

namespace Weir.Engine.Insight.Panels;

/// <summary>A kind of panel on the page of a record. One file per kind; the catalogue finds it. Reckons; how it is drawn is another matter.</summary>
public abstract class PanelKind
{
    /// <summary>Stable key in definitions.</summary>
    public abstract string Key { get; }

    public abstract Words Label { get; }

    /// <summary>Settings beside the kind, drawn by the designer.</summary>
    public abstract IReadOnlyList<FieldDefinition> Settings { get; }

    /// <exception cref="DefinitionError">Names what is wrong.</exception>
    internal abstract Panel Compile(Form form, string place, PanelDefinition definition);

    private protected static T Read<T>(string place, PanelDefinition definition) where T : class
    {
        try
        {
            return JsonSerializer.SerializeToElement(definition.Settings).Deserialize<T>(DefinitionJson.Options)!;
        }
        catch (JsonException wrong)
        {
            throw new DefinitionError(place, "panel.bad_setting", ($"“{definition.Label.Zh}”的设置不对：{wrong.Message}", $"The settings of '{definition.Label.En}' are not valid: {wrong.Message}"));
        }
    }
}

/// <summary>One compiled panel of a form.</summary>
public abstract class Panel
{
    public required PanelDefinition Definition { get; init; }

    /// <summary>Line items which it shows, so that they need not stand on the page a second time; null for most.</summary>
    public virtual Field? Lines => null;

    /// <summary>What it shows; null when the actor may see nothing of what it is made of.</summary>
    internal abstract Task<PanelData?> Load(PanelLook look, CancellationToken cancel);
}

/// <summary>Who looks at the panels of which record, as they may see it.</summary>
internal sealed record PanelLook(RecordQuery Query, Access.Actor Actor, SeenRecord Seen)
{
    public Record Record => Seen.Record;

    public bool Reads(Form form, params IEnumerable<FieldPath?> paths) =>
        Access.FormAccess.Of(Actor, form) is var access && access.Can(Access.Operation.View) && paths.OfType<FieldPath>().All(p => RecordQuery.Reads(access, p));
}

/// <summary>What a panel shows, loaded.</summary>
public abstract record PanelData
{
    /// <summary>Figures that follow on each other, each perhaps as a share of an earlier one.</summary>
    public sealed record Steps(IReadOnlyList<Step> All) : PanelData;

    /// <param name="Whole">What it is a share of; null when it is none.</param>
    /// <param name="Next">The first record that is still to come: its day and how much.</param>
    public sealed record Step(Words Label, decimal Value, decimal? Whole, string Tone, WidgetData.Behind? Leads, (Words Label, DateOnly Day, decimal Amount)? Next) : PanelData
    {
        /// <summary>The one record of which it speaks, in the place of a list.</summary>
        public RecordRef? One { get; init; }
    }

    /// <summary>Line items beside each other, with what is known of the records that they name.</summary>
    /// <param name="Own">What stands for us in each row, where it can be compared.</param>
    public sealed record Comparison(Form Of, IReadOnlyList<long> Ids, IReadOnlyList<Row> Rows) : PanelData;

    /// <param name="Values">One for each line, as read from the field.</param>
    public sealed record Row(Field Field, IReadOnlyList<object?> Values, object? Own);

    /// <summary>What a member has to do with the records that belong to one.</summary>
    public sealed record Duties(IReadOnlyList<Duty> All) : PanelData;

    /// <param name="Leads">The records; null when it is this one, or those on which the member is asked to decide.</param>
    public sealed record Duty(Words Label, int Count, string Tone, WidgetData.Behind? Leads)
    {
        /// <summary>The one record on which they are asked to decide.</summary>
        public RecordRef? One { get; init; }
    }

    /// <summary>The versions of a record, the first one first, and the column by which their lines are the same.</summary>
    public sealed record Versions(IReadOnlyList<Field> Columns, Field Match, IReadOnlyList<Version> All) : PanelData;

    /// <param name="Changes">What differs in its lines from those of the version before.</param>
    public sealed record Version(Record Record, IReadOnlyList<Change> Changes);

    /// <summary>A line that was added, removed, or has other values in some columns; each with the version that holds it.</summary>
    /// <param name="Of">What the line names.</param>
    public sealed record Change(object? Of, (Record Line, Record Holder)? Before, (Record Line, Record Holder)? After, IReadOnlyList<Field> Columns);
}

/// <summary>All kinds of panels, found in this assembly at start; two with one key stop the program.</summary>
public static class PanelCatalogue
{
    public static IReadOnlyList<PanelKind> All { get; } =
    [
        .. typeof(PanelKind).Assembly.GetTypes().Where(t => t is { IsAbstract: false } && t.IsSubclassOf(typeof(PanelKind)))
            .Select(t => (PanelKind)Activator.CreateInstance(t)!).ToDictionary(k => k.Key).OrderBy(k => k.Key, StringComparer.Ordinal).Select(k => k.Value),
    ];

    public static PanelKind? Find(string key) => All.FirstOrDefault(k => k.Key == key);

    /// <exception cref="DefinitionError">Names what is wrong.</exception>
    internal static IReadOnlyList<Panel> Compile(Form form) => [.. form.Definition.Panels.Select((p, i) =>
        (Find(p.Kind) ?? throw new DefinitionError($"{form.Key}.panels[{i}]", "panel.unknown", ($"没有“{p.Kind}”这种板块。", $"There is no panel '{p.Kind}'."))).Compile(form, $"{form.Key}.panels[{i}]", p))];
}
