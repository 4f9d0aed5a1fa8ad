using Weir.Engine.Forms;

namespace Weir.Engine.Capabilities.Approval;

/// <summary>The settings of a form that is approved: its flows, and which of its actions run when something is decided. Data only.</summary>
public sealed record ApprovalDefinition
{
    /// <summary>The first whose condition holds is taken; where none holds, a record is approved as it is submitted.</summary>
    public IReadOnlyList<FlowDefinition> Flows { get; init; } = [];

    /// <summary>Keys of actions of the form, run in the transaction of the decision.</summary>
    public string? OnSubmit { get; init; }

    public string? OnApproved { get; init; }

    public string? OnRejected { get; init; }

    public string? OnWithdrawn { get; init; }

    /// <summary>Fields that people may still edit once the record is approved; all others stay as they were approved.</summary>
    public IReadOnlyList<string> OpenAfterwards { get; init; } = [];

    /// <summary>Fields that people may still edit while it is decided on: what is only added, such as a voucher or a remark.</summary>
    public IReadOnlyList<string> OpenMeanwhile { get; init; } = [];

    /// <summary>A record may be submitted only while this holds.</summary>
    public ConditionDefinition? SubmitWhen { get; init; }

    /// <summary>A text field that keeps what was said when the record was rejected, until it is submitted again.</summary>
    public string? Why { get; init; }

    /// <summary>Actions that people ask for instead of doing them.</summary>
    public IReadOnlyList<RequestDefinition> Requests { get; init; } = [];
}

/// <summary>An action of the form, or a verb of one of its capabilities, that is asked for and carried out in the transaction of the last approval.</summary>
public sealed record RequestDefinition
{
    public required string Key { get; init; }

    /// <summary>Of the button: ask for more time.</summary>
    public required Words Label { get; init; }

    /// <summary>What is carried out; its question is what the request asks.</summary>
    public required string Action { get; init; }

    public string Icon { get; init; } = "message-question";

    /// <summary>What one must be allowed to do with the record to ask.</summary>
    public Access.Operation Can { get; init; } = Access.Operation.Edit;

    /// <summary>Only members with one of these roles ask; everybody who <see cref="Can"/> when empty.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    public ConditionDefinition? When { get; init; }

    /// <summary>Who can ask for it is not offered the action itself.</summary>
    public bool Instead { get; init; }

    public IReadOnlyList<NodeDefinition> Nodes { get; init; } = [];

    /// <summary>Told when it has been approved.</summary>
    public IReadOnlyList<ApproverDefinition> Cc { get; init; } = [];
}

/// <summary>One way through approvers, for the records that meet its condition.</summary>
public sealed record FlowDefinition
{
    public required string Key { get; init; }

    public required Words Label { get; init; }

    public ConditionDefinition? When { get; init; }

    /// <summary>A formula that must be true as well: for what a condition cannot say, such as a sum over lines.</summary>
    public string? Formula { get; init; }

    /// <summary>Nobody is asked: approved at once.</summary>
    public bool Auto { get; init; }

    public IReadOnlyList<NodeDefinition> Nodes { get; init; } = [];

    /// <summary>Told when it has been approved.</summary>
    public IReadOnlyList<ApproverDefinition> Cc { get; init; } = [];
}

/// <summary>Whose decision counts when several are asked.</summary>
public enum NodeMode
{
    /// <summary>All must approve (会签).</summary>
    All,
    /// <summary>One is enough (或签).</summary>
    Any,
    /// <summary>All, one after the other (依次).</summary>
    Turn,
}

/// <summary>One station of a flow: who is asked, whose decision counts, and what they may or must fill in.</summary>
public sealed record NodeDefinition
{
    public required string Key { get; init; }

    public required Words Label { get; init; }

    /// <summary>Passed over where this does not hold.</summary>
    public ConditionDefinition? When { get; init; }

    public string? Formula { get; init; }

    public IReadOnlyList<ApproverDefinition> Approvers { get; init; } = [];

    public NodeMode Mode { get; init; } = NodeMode.Any;

    public IReadOnlyList<ApproverDefinition> Cc { get; init; } = [];

    /// <summary>Fields that the approver may fill in here, also those that nobody edits otherwise.</summary>
    public IReadOnlyList<string> Edit { get; init; } = [];

    /// <summary>Fields that must be filled in before it can be approved here.</summary>
    public IReadOnlyList<string> Require { get; init; } = [];

    public LimitDefinition? Limit { get; init; }
}

/// <summary>Who is asked: exactly one of the five kinds.</summary>
public sealed record ApproverDefinition
{
    /// <summary>Ids of members, as an administrator adds them.</summary>
    public IReadOnlyList<long> Members { get; init; } = [];

    /// <summary>Key of a role of the app.</summary>
    public string? Role { get; init; }

    /// <summary>Only those of the role in the department of the record, or in the nearest one above it.</summary>
    public bool WithinDepartment { get; init; }

    /// <summary>The head of the department of the record; 2 is the head of the one above it.</summary>
    public int? DepartmentHead { get; init; }

    /// <summary>The n-th superior of whoever submits.</summary>
    public int? Superior { get; init; }

    /// <summary>A field of the record that holds a member or several.</summary>
    public string? Field { get; init; }

    /// <summary>Of those found, one decides for all; otherwise each is asked for themselves.</summary>
    public bool One { get; init; }
}

/// <summary>What happens when the time of a node is up.</summary>
public enum LimitThen { Remind, Approve, Return }

/// <param name="Minutes">From one minute to thirty days.</param>
public sealed record LimitDefinition(int Minutes, LimitThen Then = LimitThen.Remind);
