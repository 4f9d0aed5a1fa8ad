using Weir.Engine.Forms;

namespace Weir.Engine.Outbox;

/// <summary>What a member can be told of. Kept as the word in lower case; a word is never given a second meaning.</summary>
public enum NotificationKind
{
    /// <summary>Somebody wrote @name in a comment.</summary>
    Mentioned,

    /// <summary>Somebody opened a record to the member.</summary>
    Shared,

    /// <summary>Somebody made the member the owner of records.</summary>
    Owner,

    /// <summary>Somebody made the member a collaborator of records.</summary>
    Collaborator,

    /// <summary>The member's import is done or has failed.</summary>
    Imported,

    /// <summary>The member's long export is done or has failed.</summary>
    Exported,

    /// <summary>Somebody whom the member invited has come.</summary>
    Joined,

    /// <summary>A record waits for the member's decision.</summary>
    ToApprove,

    /// <summary>What the member submitted has been approved.</summary>
    Approved,

    /// <summary>What the member submitted has been sent back.</summary>
    Rejected,

    /// <summary>The member is told of a record that goes through approval.</summary>
    Copied,

    /// <summary>The member's decision is waited for.</summary>
    Urged,

    /// <summary>Records of the member went back into their pool.</summary>
    Recycled,

    /// <summary>Records of the member go back into their pool soon.</summary>
    RecycledSoon,

    /// <summary>Records came back into a pool which the member looks after.</summary>
    PoolFilled,

    /// <summary>A record of the member's has come once more by another road.</summary>
    CameAgain,

    /// <summary>Somebody has come upon a record of the member's and would like to work on it with them.</summary>
    AsksToJoin,

    /// <summary>A rule of the form reminds the member of a record.</summary>
    Reminded,

    /// <summary>Somebody on whom records of the member's rely has gone.</summary>
    KeyLost,

    /// <summary>Somebody wants to hand over the work of a member below this one, and waits for their word.</summary>
    HandoverAsked,

    /// <summary>The superior agreed to a handover, and it was carried out.</summary>
    HandoverAgreed,

    /// <summary>The superior refused a handover.</summary>
    HandoverRefused,
}

/// <summary>The kinds as they are stored, and what each is called where a member chooses among them.</summary>
public static class NotificationKinds
{
    public static IReadOnlyList<NotificationKind> All { get; } = Enum.GetValues<NotificationKind>();

    public static string Word(this NotificationKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>Null for a word which a newer program has written.</summary>
    public static NotificationKind? Find(string word) => Enum.TryParse<NotificationKind>(word, ignoreCase: true, out var kind) && !char.IsAsciiDigit(word[0]) ? kind : null;

    public static Words Label(this NotificationKind kind) => kind switch
    {
        NotificationKind.Mentioned => ("有人在评论里提到我", "Somebody mentions me in a comment"),
        NotificationKind.Shared => ("有人把记录共享给我", "Somebody shares a record with me"),
        NotificationKind.Owner => ("我成为记录的负责人", "I become the owner of a record"),
        NotificationKind.Collaborator => ("我成为记录的协作人", "I become a collaborator of a record"),
        NotificationKind.Imported => ("我的导入已完成或失败", "My import is done or has failed"),
        NotificationKind.Exported => ("我的导出已完成或失败", "My export is done or has failed"),
        NotificationKind.ToApprove => ("有记录等我审批", "A record waits for my approval"),
        NotificationKind.Approved => ("我提交的审批已通过", "What I submitted is approved"),
        NotificationKind.Rejected => ("我提交的审批被驳回", "What I submitted is rejected"),
        NotificationKind.Copied => ("有审批抄送给我", "An approval is copied to me"),
        NotificationKind.Urged => ("有人催我审批", "Somebody waits for my decision"),
        NotificationKind.Recycled => ("我的记录被回收", "Records of mine are taken back"),
        NotificationKind.RecycledSoon => ("我的记录即将被回收", "Records of mine are taken back soon"),
        NotificationKind.PoolFilled => ("有记录回到我管理的池", "Records come back into a pool of mine"),
        NotificationKind.CameAgain => ("我负责的记录再次被提交", "A record of mine comes once more"),
        NotificationKind.AsksToJoin => ("有人想和我协作记录", "Somebody would like to work on a record of mine with me"),
        NotificationKind.Reminded => ("到期、待办与超时提醒", "Reminders of what is due or overdue"),
        NotificationKind.KeyLost => ("我的客户或商机的关键人离职", "A key person of an account or deal of mine leaves"),
        NotificationKind.HandoverAsked => ("下属的工作交接等我确认", "The handover of a member below me waits for my word"),
        NotificationKind.HandoverAgreed => ("我发起的工作交接已获同意", "A handover that I began is agreed to"),
        NotificationKind.HandoverRefused => ("我发起的工作交接被拒绝", "A handover that I began is refused"),
        _ => ("我邀请的人已加入", "Somebody I invited has joined"),
    };
}
