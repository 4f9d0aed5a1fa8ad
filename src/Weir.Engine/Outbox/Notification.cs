using Weir.Engine.Apps;
using Weir.Engine.Forms;

namespace Weir.Engine.Outbox;

/// <summary>What a member was told, as they may know it now: a record which they may no longer see has neither title nor id.</summary>
/// <param name="Form">Null when it is not about records.</param>
/// <param name="By">Who did it; 0 for the system.</param>
/// <param name="Count">Of how many records; <paramref name="RecordId"/> is the first.</param>
/// <param name="Excerpt">The beginning of the comment that mentions the member.</param>
/// <param name="Batch">The import or export it speaks of.</param>
public sealed record Notification(
    long Id, NotificationKind Kind, DateTime At, App? App, Form? Form, long? RecordId, string? Title, long By, int Count, string? Excerpt, NotifiedBatch? Batch, bool Read)
{
    /// <summary>Put off by the member until then; null when it is not.</summary>
    public DateTime? SnoozedUntil { get; init; }

    /// <summary>The handover it speaks of; 0 for none.</summary>
    public long Handover { get; init; }

    /// <summary>Whose work it is about, by name.</summary>
    public string Person { get; init; } = "";

    /// <summary>The words of the rule that reminds; null for what the program says itself.</summary>
    public Words? Said { get; init; }

    /// <summary>It was about a record that the member cannot see any more.</summary>
    public bool Gone => Form is not null && Batch is null && RecordId is null;

    /// <summary>What happened, to be read behind the name of who did it: 「李伟 在评论里提到了你」.</summary>
    public Words Sentence => Kind switch
    {
        NotificationKind.Mentioned => ("在评论里提到了你", "mentioned you in a comment"),
        NotificationKind.Shared => ($"把一条{Of.Zh}共享给你", "shared a record with you"),
        NotificationKind.Owner when Count > 1 => ($"把 {Count} 条{Of.Zh}交给你负责", $"made you the owner of {Count} records"),
        NotificationKind.Owner => ($"把一条{Of.Zh}交给你负责", "made you the owner of a record"),
        NotificationKind.Collaborator when Count > 1 => ($"邀请你协作 {Count} 条{Of.Zh}", $"made you a collaborator of {Count} records"),
        NotificationKind.Collaborator => ($"邀请你协作一条{Of.Zh}", "made you a collaborator of a record"),
        NotificationKind.Imported when Batch?.Failed == true => ("导入失败", "Your import has failed"),
        NotificationKind.Imported => ("导入已完成", "Your import is done"),
        NotificationKind.Exported when Batch?.Failed == true => ("导出失败", "Your export has failed"),
        NotificationKind.Exported => ("导出已完成，可以下载", "Your export is ready to download"),
        NotificationKind.ToApprove => ($"提交了{Of.Zh}，等你审批", "submitted a record that waits for your approval"),
        NotificationKind.Approved => ($"通过了你提交的{Of.Zh}", "approved what you submitted"),
        NotificationKind.Rejected => ($"驳回了你提交的{Of.Zh}", "rejected what you submitted"),
        NotificationKind.Copied => ($"的{Of.Zh}审批抄送给你", "submitted a record whose approval is copied to you"),
        NotificationKind.CameAgain => ($"再次提交了你负责的{Of.Zh}，已记入触点", "brought a record of yours once more"),
        NotificationKind.AsksToJoin => ($"也在跟进你负责的{Of.Zh}，想与你协作", "has come upon a record of yours and would like to work on it with you"),
        NotificationKind.KeyLost when Count > 1 => ($"登记了一位关键人离职，影响你的 {Count} 条{Of.Zh}，请尽快找到接替的人", $"recorded that a key person has left whom {Count} records of yours rely on; find who comes after"),
        NotificationKind.KeyLost => ($"登记了一位关键人离职，影响你的{Of.Zh}，请尽快找到接替的人", "recorded that a key person has left on whom a record of yours relies; find who comes after"),
        NotificationKind.Urged => ($"提醒你尽快审批{Of.Zh}", "asks you to decide soon"),
        NotificationKind.Recycled => ($"你的 {Count} 条{Of.Zh}被收回到池中", Count == 1 ? "A record of yours was returned to its pool" : $"{Count} records of yours were returned to their pool"),
        NotificationKind.RecycledSoon => ($"你的 {Count} 条{Of.Zh}即将被回收，请尽快跟进", Count == 1 ? "A record of yours will be recycled soon; follow up now" : $"{Count} records of yours will be recycled soon; follow up now"),
        NotificationKind.PoolFilled => ($"{Count} 条{Of.Zh}回到你管理的池", Count == 1 ? "A record came back to a pool you manage" : $"{Count} records came back to a pool you manage"),
        NotificationKind.Reminded => Said ?? ("有一条提醒", "A reminder"),
        NotificationKind.HandoverAsked => ($"请你确认{Person}的工作交接", $"asks you to agree to the handover of {Person}"),
        NotificationKind.HandoverAgreed => ($"同意了{Person}的工作交接", $"agreed to the handover of {Person}"),
        NotificationKind.HandoverRefused => ($"拒绝了{Person}的工作交接", $"refused the handover of {Person}"),
        _ => ("接受了你的邀请，已经加入", "accepted your invitation and has joined"),
    };

    /// <summary>Nobody did it to the member: their own work has come to its end.</summary>
    public bool Own => Kind is NotificationKind.Imported or NotificationKind.Exported or NotificationKind.Recycled or NotificationKind.RecycledSoon or NotificationKind.PoolFilled or NotificationKind.Reminded;

    private Words Of => Form?.Label ?? ("记录", "records");
}

/// <summary>An import or export that a notification speaks of.</summary>
public sealed record NotifiedBatch(long Id, bool Failed, string FileName)
{
    internal string Write() => FormattableString.Invariant($"{Id}/{(Failed ? "failed" : "done")}/{FileName}");

    internal static NotifiedBatch? Read(string? detail) =>
        detail?.Split('/', 3) is [var id, var state, var name] && long.TryParse(id, System.Globalization.CultureInfo.InvariantCulture, out var batch) ? new(batch, state == "failed", name) : null;
}
