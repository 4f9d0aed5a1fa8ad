using Weir.Engine.Capabilities.Pipeline;
using Weir.Engine.Forms;

namespace Weir.Web.Pages.Records.Pipelines;

/// <summary>A stage as its page shows it: its settings, with the words and colour that stand with the option of its field. Not published.</summary>
public sealed record StageDraft(StageSettings Settings, Words Label, string Colour)
{
    public string Key => Settings.Key;

    /// <summary>Not published yet: its key is only good for the page.</summary>
    public bool IsNew => Settings.Key is ['+', ..];

    public bool Live => !Settings.Retired;
}

/// <summary>A pipeline as its page shows it. Not published.</summary>
public sealed record PlanDraft(PlanSettings Settings, Words Label, IReadOnlyList<StageDraft> Stages)
{
    public string Key => Settings.Key;

    public bool IsNew => Settings.Key.Length == 0;

    /// <summary>The settings with the stages as they are now.</summary>
    public PlanSettings Plan => Settings with { Stages = [.. Stages.Select(s => s.Settings)] };
}
