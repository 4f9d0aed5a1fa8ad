using Weir.Engine.Access;
using Weir.Engine.Forms;

namespace Weir.Engine.Apps;

/// <summary>One CRM as data: groups, forms, option sets and roles. A template is one; so is each published version of an app.</summary>
public sealed record AppDefinition
{
    public required string Key { get; init; }

    public required Words Label { get; init; }

    public required IReadOnlyList<GroupDefinition> Groups { get; init; }

    /// <summary>Named option lists that several fields share.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Option>> OptionSets { get; init; } = new Dictionary<string, IReadOnlyList<Option>>();

    public required IReadOnlyList<RoleDefinition> Roles { get; init; }

    public required IReadOnlyList<FormDefinition> Forms { get; init; }

    /// <summary>Named figures, which dashboards and targets of the app reckon with.</summary>
    public IReadOnlyDictionary<string, Insight.FigureDefinition> Figures { get; init; } = new Dictionary<string, Insight.FigureDefinition>();

    public IReadOnlyList<Insight.DashboardDefinition> Dashboards { get; init; } = [];

    public IReadOnlyList<Insight.ReportDefinition> Reports { get; init; } = [];

    public IReadOnlyList<Insight.TraceDefinition> Traces { get; init; } = [];
}

/// <summary>A heading of the menu with the forms below it.</summary>
public sealed record GroupDefinition(string Key, Words Label);
