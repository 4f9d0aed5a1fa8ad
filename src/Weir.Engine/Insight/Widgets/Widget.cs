using System.Text.Json;
using Weir.Engine.Apps;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;

namespace Weir.Engine.Insight.Widgets;

/// <summary>A kind of card on a dashboard. One file per kind; the catalogue finds it. Reckons; how it is drawn is another matter.</summary>
public abstract class WidgetKind
{
    /// <summary>Stable key in definitions.</summary>
    public abstract string Key { get; }

    public abstract Words Label { get; }

    /// <summary>Settings beside the kind, drawn by the designer.</summary>
    public abstract IReadOnlyList<FieldDefinition> Settings { get; }

    /// <exception cref="DefinitionError">Names what is wrong.</exception>
    internal abstract Widget Compile(App app, string place, WidgetDefinition definition);

    private protected static T Read<T>(string place, WidgetDefinition definition) where T : class
    {
        try
        {
            return JsonSerializer.SerializeToElement(definition.Settings).Deserialize<T>(DefinitionJson.Options)!;
        }
        catch (JsonException wrong)
        {
            throw new DefinitionError(place, "widget.bad_setting", ($"组件“{definition.Label.Zh}”的设置不对：{wrong.Message}", $"The settings of '{definition.Label.En}' are not valid: {wrong.Message}"));
        }
    }
}

/// <summary>One compiled card.</summary>
public abstract class Widget
{
    public required WidgetDefinition Definition { get; init; }

    /// <summary>Which of its dashboard it is, from 0.</summary>
    public int Place { get; internal set; }

    /// <summary>What it shows; null when the actor may not see what it is made of.</summary>
    internal abstract Task<WidgetData?> Load(InsightRun run, CancellationToken cancel);
}

/// <summary>What is said beside figures that are set for days or people of their own, as targets are.</summary>
/// <param name="Partial">A part of what was set for more days, by working days.</param>
/// <param name="Everybodys">Set for nobody in particular, and so not part of the figures of the people one looks at.</param>
public sealed record SpreadNote(bool Partial, decimal? Everybodys);

/// <summary>What a card shows, loaded.</summary>
public abstract record WidgetData
{
    public SpreadNote? Spread { get; init; }

    /// <summary>Where a click leads: records of a form that meet a condition.</summary>
    public sealed record Behind(Form Form, ConditionDefinition? Where);

    /// <summary>One figure, and perhaps a second that explains it.</summary>
    public sealed record Card(decimal? Value, string Format, (Words Label, decimal? Value, string Format)? Second, decimal? Goal, Behind? Leads) : WidgetData;

    /// <summary>Bars: a value for each group.</summary>
    public sealed record Bars(Field By, IReadOnlyList<Bar> Rows, string Format, string Tone) : WidgetData;

    /// <param name="Key">As read from the field, or the first day of a bucket.</param>
    public sealed record Bar(object? Key, decimal Value, Behind Leads);

    /// <summary>A funnel: for each step how many, how much, how much of it is likely.</summary>
    public sealed record Funnel(Field By, IReadOnlyList<Step> Steps) : WidgetData
    {
        public long Count => Steps.Sum(s => s.Count);

        public decimal Amount => Steps.Sum(s => s.Amount);

        public decimal Weighted => Steps.Sum(s => s.Weighted);
    }

    public sealed record Step(object? Key, long Count, decimal Amount, decimal Weighted, Behind Leads);

    /// <summary>Numbers below each other.</summary>
    /// <param name="Whole">What each is drawn as a share of; null for none.</param>
    public sealed record Figures(IReadOnlyList<Figure> Rows, decimal? Whole) : WidgetData;

    public sealed record Figure(Words Label, decimal? Value, string Format, string Tone, Behind? Leads);

    /// <summary>How far records came, for each pipeline that has some.</summary>
    public sealed record Stages(IReadOnlyList<Way> Ways) : WidgetData;

    public sealed record Way(Words Label, IReadOnlyList<Reach> Rows);

    /// <param name="Onward">Which share of those that came to the stage before came to this one, in percent.</param>
    /// <param name="Past">Which share of those that passed it and were closed lately was won; null when there are none.</param>
    /// <param name="Closed">How many that were.</param>
    public sealed record Reach(Words Label, string Colour, decimal Set, long Count, decimal? Onward, decimal? Past, long Closed, Behind Leads);

    /// <summary>Figures as they are and as they would be.</summary>
    public sealed record WhatIf(IReadOnlyList<Lever> Levers, IReadOnlyList<Would> Rows) : WidgetData;

    public sealed record Lever(string Key, Words Label, decimal Min, decimal Max, decimal Step, decimal Value);

    public sealed record Would(Words Label, decimal? Now, decimal? Then, string Format);

    /// <summary>Members by their score, the first ones and the own.</summary>
    public sealed record Ranking(IReadOnlyList<Standing> Rows, string Format) : WidgetData;

    /// <param name="Rank">Equal scores share one.</param>
    /// <param name="Mine">It is who looks.</param>
    public sealed record Standing(long Member, int Rank, decimal Score, IReadOnlyList<(Words Label, decimal Points)> Parts, IReadOnlyList<(Words Label, string Tone)> Badges, bool Mine);

    /// <summary>Records on their way to a number.</summary>
    public sealed record Progress(Form Form, IReadOnlyList<FieldPath> Columns, IReadOnlyList<Going> Rows, Behind Leads) : WidgetData;

    /// <param name="Columns">What names the record, as read from its fields.</param>
    /// <param name="Marks">Numbers on the way and beyond, the lowest first.</param>
    public sealed record Going(long Id, IReadOnlyList<object?> Columns, decimal? Value, decimal? Whole, IReadOnlyList<(Words Label, decimal Value)> Marks);

    /// <summary>The first rows of a list.</summary>
    public sealed record Table(Form Form, IReadOnlyList<FieldPath> Columns, IReadOnlyList<Records.ListRow> List, Behind Leads) : WidgetData;
}

/// <summary>All kinds of cards, found in this assembly at start; two with one key stop the program.</summary>
public static class WidgetCatalogue
{
    public static IReadOnlyList<WidgetKind> All { get; } =
    [
        .. typeof(WidgetKind).Assembly.GetTypes().Where(t => t is { IsAbstract: false } && t.IsSubclassOf(typeof(WidgetKind)))
            .Select(t => (WidgetKind)Activator.CreateInstance(t)!).ToDictionary(k => k.Key).OrderBy(k => k.Key, StringComparer.Ordinal).Select(k => k.Value),
    ];

    public static WidgetKind? Find(string key) => All.FirstOrDefault(k => k.Key == key);
}
