using System.Text.Json;
using System.Text.Json.Serialization;
using Weir.Engine.Forms;

namespace Weir.Engine.Insight;

/// <summary>A page of figures as data, for some roles.</summary>
public sealed record DashboardDefinition
{
    public required string Key { get; init; }

    public required Words Label { get; init; }

    public string Icon { get; init; } = "layout-dashboard";

    /// <summary>Who it is offered to; everybody when empty.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Begins with the records of whoever looks, not with all that they may see.</summary>
    public bool Mine { get; init; }

    /// <summary>The period it begins with; a word of <see cref="Conditions.Period"/>.</summary>
    public string Period { get; init; } = "this_month";

    public required IReadOnlyList<WidgetDefinition> Widgets { get; init; }
}

/// <summary>One card of a dashboard: an entry of the widget catalogue with its settings beside it.</summary>
public sealed record WidgetDefinition
{
    public required string Kind { get; init; }

    public required Words Label { get; init; }

    /// <summary>Nobody is shown it.</summary>
    public bool Off { get; init; }

    /// <summary>Said small beside the label: what is counted, in which unit.</summary>
    public Words? Note { get; init; }

    /// <summary>Columns of twelve.</summary>
    public int Width { get; init; } = 4;

    [JsonExtensionData]
    public Dictionary<string, JsonElement> Settings { get; init; } = [];
}

/// <summary>One number over the records of a form: how many, or a sum, average, median or extreme of a field.</summary>
public sealed record FigureDefinition
{
    /// <summary>What it is called where people choose it; figures inside a widget need none.</summary>
    public Words? Label { get; init; }

    public required string Form { get; init; }

    /// <summary>count, sum, avg, median, min, max.</summary>
    public string How { get; init; } = "count";

    public string? Field { get; init; }

    /// <summary>A value <c>@period</c> is the period that was chosen, for the operator <c>within</c>; <c>@period_name</c> its name: 2026-11, 2026Q4, 2026; <c>@period_start</c> its first day.</summary>
    public ConditionDefinition? Where { get; init; }

    /// <summary>Only records whose date here is within the period.</summary>
    public string? Date { get; init; }

    /// <summary>The field that says whose a record is, for the choice of people; the owner unless told.</summary>
    public string People { get; init; } = SystemFields.Owner;

    /// <summary>Each record is set for days of its own; the figure is what they come to for the days of the period.</summary>
    public SpreadDefinition? Spread { get; init; }
}

/// <summary>Fields with the first and the last day that a record is set for, and those that say for whom. What is set for just the days one looks at counts as it is; of the others each working day has its share.</summary>
public sealed record SpreadDefinition(string From, string To, IReadOnlyList<string> By);

/// <summary>A list with its sums by group, as data: what was asked for so often that it stands ready.</summary>
public sealed record ReportDefinition
{
    public required string Key { get; init; }

    public required Words Label { get; init; }

    public required Words Help { get; init; }

    public required string Form { get; init; }

    public ConditionDefinition? Where { get; init; }

    public string? Date { get; init; }

    public string Period { get; init; } = "this_quarter";

    /// <summary>A path, the first key of the groups.</summary>
    public required string By { get; init; }

    /// <summary>month, quarter, year … for a date.</summary>
    public string? Bucket { get; init; }

    public string? Then { get; init; }

    public IReadOnlyList<ReportMeasure> Measures { get; init; } = [];

    /// <summary>Columns of the list behind it.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>Line items to be listed under each record instead of sums: who plays which part in which opportunity. Then <see cref="By"/> is the title, and there are no measures.</summary>
    public string? Lines { get; init; }

    /// <summary>Columns of these line items.</summary>
    public IReadOnlyList<string> LineColumns { get; init; } = [];
}

/// <summary>A column of figures: count, or sum, avg, median, min, max of a field; of some of the records; or a formula over the columns that have a key.</summary>
/// <param name="Format">money, percent, count, number, days; follows from the way of summing up unless told.</param>
/// <param name="Marked">The best and the worst group by this column are marked; more is better.</param>
/// <param name="Form">The records of another form; with this or <paramref name="By"/> the column stands by itself: the condition and the date of the report are not asked of it.</param>
/// <param name="By">Puts the records into the groups of the report by a path of their own, such as the day a deal closed beside the day it was expected to.</param>
/// <param name="Then">The same for the second key.</param>
/// <param name="Date">Only records whose date here is within the period; for a column that stands by itself.</param>
/// <param name="Hidden">Reckoned for formulas, and not shown.</param>
public sealed record ReportMeasure(
    Words Label, string How = "count", string? Field = null, string? Key = null, ConditionDefinition? Where = null, string? Formula = null, string? Format = null, bool Marked = false,
    string? Form = null, string? By = null, string? Then = null, string? Date = null, string People = SystemFields.Owner, bool Hidden = false)
{
    internal bool Apart => Form is not null || By is not null;

    /// <summary>What it says by itself, or what the report says.</summary>
    internal ReportSource Of(ReportDefinition report) => Apart
        ? new(Form ?? report.Form, Where, Date, People, By ?? report.By, Then ?? report.Then)
        : new(report.Form, report.Where is null || Where is null ? Where ?? report.Where : new() { All = [report.Where, Where] }, report.Date, SystemFields.Owner, report.By, report.Then);
}

/// <summary>Which records a column of a report counts, and by what they are put into its groups.</summary>
internal sealed record ReportSource(string Form, ConditionDefinition? Where, string? Date, string People, string By, string? Then);
