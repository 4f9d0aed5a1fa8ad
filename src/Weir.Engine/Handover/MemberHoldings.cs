using Weir.Engine.Forms;

namespace Weir.Engine.Handover;

/// <summary>What one member has in one form.</summary>
/// <param name="Owned">Records they own.</param>
/// <param name="Shared">Records of others they collaborate on.</param>
/// <param name="Named">Records that name them in a field which is handed over, such as open tasks.</param>
public sealed record FormHoldings(Form Form, int Owned, int Shared, int Named)
{
    public bool Any => Owned + Shared + Named > 0;
}

/// <summary>Settings of a form that name a member: its pools, its rules of assignment.</summary>
/// <param name="Capability">The key of what the settings are for.</param>
public sealed record SettingHoldings(Form Form, string Capability, int Count);

/// <summary>Everything that somebody else has to take over when a member leaves. Counts; moves nothing.</summary>
/// <param name="Approvals">How many decisions wait for them, by app.</param>
/// <param name="Settings">Where settings name them.</param>
public sealed record MemberHoldings(IReadOnlyList<FormHoldings> Forms, IReadOnlyList<(Apps.App App, int Count)> Approvals, IReadOnlyList<SettingHoldings> Settings)
{
    public int Total => Forms.Sum(f => f.Owned + f.Shared + f.Named) + Approvals.Sum(a => a.Count) + Settings.Sum(s => s.Count);
}

/// <summary>What came of a handover. What was left stays with the member, and the next run tries it again.</summary>
public sealed record HandoverResult(int Moved, IReadOnlyList<HandoverLeft> Left);

/// <summary>A record that could not be handed over, and why; 0 stands for the settings of the form.</summary>
public sealed record HandoverLeft(Form Form, long RecordId, Words Why);
