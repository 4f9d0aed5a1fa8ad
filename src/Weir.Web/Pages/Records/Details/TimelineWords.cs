using Weir.Engine.Capabilities.Pipeline;
using Weir.Engine.Insight.Streams;
using Weir.Engine.Records;
using Weir.Web.Pages.Approvals;

namespace Weir.Web.Pages.Records.Details;

/// <summary>Puts what the system kept of a record into words: who did what, from where to where, and why.</summary>
internal static class TimelineWords
{
    /// <summary>Who got it from whom, out of or into which pool, and why.</summary>
    public static TimelineEntry Of(FormVisit visit, OwnershipEntry entry)
    {
        var parts = new List<string>();
        if (entry.From is { } from) parts.Add(visit.Say($"原负责人 {visit.Display.MemberName(from)}", $"from {visit.Display.MemberName(from)}"));
        if (entry.To is { } to) parts.Add(visit.Say($"负责人 {visit.Display.MemberName(to)}", $"to {visit.Display.MemberName(to)}"));
        if (entry.PoolText is { } pool) parts.Add(visit.Say($"池：{pool}", $"pool: {pool}"));
        if (entry.ReasonText is { } reason) parts.Add(visit.Say($"原因：{reason}", $"reason: {reason}"));
        if (entry.Note is { Length: > 0 } note) parts.Add(note);
        return new(entry.Id, entry.To is null ? "arrow-back-up" : "arrows-exchange", entry.To is null ? "warn" : "teal", entry.By == 0 ? visit.Say("系统", "System") : visit.Display.MemberName(entry.By),
            $"{visit.Say(entry.Sentence)}{(parts.Count == 0 ? "" : " · ")}{string.Join(visit.Say("，", ", "), parts)}", null, entry.At, []);
    }

    public static TimelineEntry Of(FormVisit visit, HistoryEntry row, IReadOnlyList<FieldChange> changes)
    {
        var member = row.Member is { } with ? visit.Display.MemberName(with) : visit.Say("同事", "a colleague");
        var (icon, colour, what) = row.Operation switch
        {
            HistoryOperation.Created => ("plus", "accent", visit.Say("新建了记录", "created the record")),
            HistoryOperation.Changed => ("edit", null, changes.Count == 1 ? visit.Say("修改了", "changed") + " " + visit.Say(changes[0].Field.Label) : visit.Say($"修改了 {changes.Count} 个字段", $"changed {changes.Count} fields")),
            HistoryOperation.Deleted => ("trash", "bad", visit.Say("移到了回收站", "moved it to the recycle bin")),
            HistoryOperation.Restored => ("rotate", "ok", visit.Say("从回收站恢复", "restored it from the recycle bin")),
            HistoryOperation.Shared => ("user-plus", null, visit.Say($"共享给了 {member}", $"shared it with {member}")),
            HistoryOperation.FileAdded => ("file-plus", null, visit.Say($"上传了文件 {row.File}", $"added the file {row.File}")),
            HistoryOperation.FileRemoved => ("file-minus", null, visit.Say($"移除了文件 {row.File}", $"removed the file {row.File}")),
            _ => ("user-x", (string?)null, visit.Say($"取消了对 {member} 的共享", $"stopped sharing it with {member}")),
        };
        return new(row.Id, icon, colour, row.By == 0 ? visit.Say("系统", "System") : visit.Display.MemberName(row.By), what, row.Origin is { } from ? visit.Say(from.Label) : RoadOf(visit, row.Road), row.At,
            TimelineChanges.Shown(visit, changes));
    }

    private static string? RoadOf(FormVisit visit, string road) => road.Split(':')[0] switch
    {
        "web" => null,
        "api" => visit.Say("通过 API", "by the API"),
        "import" => visit.Say("通过导入", "by an import"),
        "bulk" => visit.Say("批量操作", "in bulk"),
        "merge" => visit.Say("合并", "by a merge"),
        "job" => visit.Say("自动", "automatically"),
        "action" => road.Split(':') is [_, var form, var action] && visit.App.Find(form)?.Action(action) is { } done ? visit.Say(done.Label) : null,
        _ => road,
    };

    /// <summary>To which stage or state, how long it was in the one before, and why.</summary>
    public static TimelineEntry Of(FormVisit visit, StreamEntry.Moved moved)
    {
        var (icon, colour, what) = (moved.Kind, moved.State) switch
        {
            (StageKind.Won, _) => ("trophy", "ok", visit.Say("赢单", "won it")),
            (StageKind.Lost, _) => ("circle-x", "bad", visit.Say("输单", "lost it")),
            (_, { } state) => ("flag", "warn", visit.Say($"改为{state.Zh}", $"set it to {state.En}")),
            _ when moved.From is null => ("flag", "teal", visit.Say("进入阶段", "began at")),
            _ => ("flag", "teal", visit.Say("推进阶段", "moved the stage")),
        };
        var same = moved.From is { } from && from == moved.To;
        var reason = moved.Reason is { } why ? visit.Say($"原因：{why}", $"Reason: {why}") : null;
        return new(moved.Place.Version, icon, colour, Name(visit, moved.By), what, null, moved.Place.At, [])
        {
            Step = (same || moved.From is null ? null : visit.Say(moved.From), visit.Say(moved.To), moved.Colour), Note = string.Join(visit.Say("。", ". "), new[] { reason, moved.Note }.OfType<string>()) is { Length: > 0 } note ? note : null,
            Stay = moved.From is null || same ? null : moved.Days switch { 0 => visit.Say("停留不到 1 天", "after less than a day"), 1 => visit.Say("停留 1 天", "after 1 day"), var days => visit.Say($"停留 {days} 天", $"after {days} days") },
        };
    }

    public static TimelineEntry Of(FormVisit visit, StreamEntry.Decided decided)
    {
        var (icon, colour) = decided.Happening.Kind switch
        {
            "approve" or "auto" or "auto_approve" => ("circle-check", "ok"),
            "reject" => ("circle-x", "bad"),
            "return" or "auto_return" => ("arrow-back-up", "bad"),
            "withdraw" => ("arrow-back-up", "grey"),
            "transfer" or "add_before" or "add_after" => ("user-plus", "teal"),
            "submit" => ("hourglass", "warn"),
            _ => ("bell", "grey"),
        };
        return new(decided.Place.Id, icon, colour, "", ApprovalPanel.Happened(visit, decided.Happening), visit.Say(decided.Flow), decided.Happening.At, []) { Note = decided.Happening.Comment };
    }

    private static string Name(FormVisit visit, long member) => member == 0 ? visit.Say("系统", "System") : visit.Display.MemberName(member);
}
