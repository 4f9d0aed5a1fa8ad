using Weir.Engine.Files;
using Weir.Web.Pages.Records.Lists;

namespace Weir.Web.Pages.Records.Details;

/// <summary>All that one tab of a record shows, loaded before it is drawn.</summary>
/// <param name="Tab">overview, history, files, trace, or the key of a related list.</param>
public sealed record RecordPage(RecordSheet Sheet, IReadOnlyList<Related> Related, string Tab)
{
    /// <summary>The first rows of the related lists that stand beside the record.</summary>
    public IReadOnlyList<(Related Related, Listing Listing)> Beside { get; init; } = [];

    /// <summary>The related list of the tab; null on other tabs.</summary>
    public Listing? Listing { get; init; }

    /// <summary>What happened to it; on the tabs that show it.</summary>
    public TimelinePage? Stream { get; init; }

    public IReadOnlyList<Weir.Engine.Records.Sticky> Stickies { get; init; } = [];

    /// <summary>The approvals of the record, the newest first; empty where there are none.</summary>
    public IReadOnlyList<Weir.Engine.Capabilities.Approval.ApprovalCourse> Approvals { get; init; } = [];

    /// <summary>The ways that the record is on, on the tab that shows them.</summary>
    public IReadOnlyList<(Weir.Engine.Insight.Trace Trace, IReadOnlyList<Weir.Engine.Insight.TraceStep> Steps)> Ways { get; init; } = [];

    /// <summary>What is reckoned about the record.</summary>
    public IReadOnlyList<(Weir.Engine.Insight.Panels.Panel Panel, Weir.Engine.Insight.Panels.PanelData Data)> Panels { get; init; } = [];

    /// <summary>The trees that belong to the record.</summary>
    public IReadOnlyList<Weir.Engine.Capabilities.Hierarchy.Chart> Charts { get; init; } = [];

    public IReadOnlyList<AttachedFile> Files { get; init; } = [];
}
