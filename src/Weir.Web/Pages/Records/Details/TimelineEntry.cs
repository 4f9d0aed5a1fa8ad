using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Components;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Records;

namespace Weir.Web.Pages.Records.Details;

/// <summary>What changed in one field: from and to, as the field shows values; of line items only how many lines.</summary>
public sealed record TimelineChange(string Label, RenderFragment? From, RenderFragment To);

/// <summary>One thing that happened to a record, in words: who, what, when, by which road. Fields which the visitor may not read are left out.</summary>
public sealed record TimelineEntry(long Id, string Icon, string? Colour, string Who, string What, string? Road, DateTime At, IReadOnlyList<TimelineChange> Changes)
{
    public const int PageSize = 30;

    /// <summary>What somebody said; null for what the system kept.</summary>
    public Comment? Comment { get; init; }

    /// <summary>Where it can be taken back; null when it cannot.</summary>
    public string? Undo { get; init; }

    /// <summary>A page of the stream, newest first, and the id that continues it. Ids grow with time, those of comments and of changes alike.</summary>
    public static async Task<(IReadOnlyList<TimelineEntry> Entries, long? Next)> Load(FormVisit visit, long id, long? before, bool comments = true)
    {
        var rows = await visit.Visit.Platform.Query.History(visit.Actor, visit.Form, id, before, PageSize + 1, visit.Visit.Cancel);
        var said = comments ? await visit.Visit.Platform.Comments.Of(visit.Actor, visit.Form, id, before, PageSize + 1, visit.Visit.Cancel) : [];
        var owned = await visit.Visit.Platform.Query.Ownership(visit.Actor, visit.Form, id, before, PageSize + 1, visit.Visit.Cancel);
        var places = rows.Select(r => r.Id).Concat(said.Select(c => c.Id)).Concat(owned.Select(o => o.Id)).OrderDescending().ToList();
        var last = places.Count > PageSize ? places[PageSize - 1] : 0;
        var shown = rows.Where(r => r.Id >= last).Select(r => (Row: r, Changes: ChangesOf(r.Origin ?? visit.Form, r.Changes, visit))).ToList();
        await visit.Learn(shown.SelectMany(s => s.Changes).SelectMany(c => new[] { (c.Field, c.From), (c.Field, c.To) }));
        // A change of fields that are all hidden says nothing to this visitor.
        var entries = shown.Where(s => s.Row.Operation != HistoryOperation.Changed || s.Changes.Count > 0).Select(s => Of(visit, s.Row, s.Changes))
            .Concat(said.Where(c => c.Id >= last).Select(c => Of(visit, c))).Concat(owned.Where(o => o.Id >= last).Select(o => Of(visit, o) with { Undo = before is null && o == owned[0] && Transfers.TransferArea.Undoes(visit, o) ? Transfers.TransferArea.Url(visit, id) : null })).OrderByDescending(e => e.Id).ToList();
        return (entries, places.Count > PageSize ? last : null);
    }

    public static TimelineEntry Of(FormVisit visit, Comment comment) => new(comment.Id, "message-circle", "accent", visit.Display.MemberName(comment.By), "", null, comment.At, []) { Comment = comment };

    /// <summary>Who got it from whom, out of or into which pool, and why.</summary>
    private static TimelineEntry Of(FormVisit visit, OwnershipEntry entry)
    {
        var parts = new List<string>();
        if (entry.From is { } from) parts.Add(visit.Say($"原负责人 {visit.Display.MemberName(from)}", $"from {visit.Display.MemberName(from)}"));
        if (entry.To is { } to) parts.Add(visit.Say($"负责人 {visit.Display.MemberName(to)}", $"to {visit.Display.MemberName(to)}"));
        if (entry.PoolText is { } pool) parts.Add(visit.Say($"池：{pool}", $"pool: {pool}"));
        if (entry.ReasonText is { } reason) parts.Add(visit.Say($"原因：{reason}", $"reason: {reason}"));
        if (entry.Note is { Length: > 0 } note) parts.Add(note);
        return new(entry.Id, entry.To is null ? "arrow-back-up" : "arrows-exchange", entry.To is null ? "warn" : "teal", entry.By == 0 ? visit.Say("系统", "System") : visit.Display.MemberName(entry.By),
            $"{visit.Say(entry.Sentence)} · {string.Join(visit.Say("，", ", "), parts)}", null, entry.At, []);
    }

    private static TimelineEntry Of(FormVisit visit, HistoryEntry row, IReadOnlyList<Change> changes)
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
            [.. changes.Select(c => c.Words is { } words ? new TimelineChange(visit.Say(c.Field.Label), null, Ui.Markup.Text(words)) : new TimelineChange(visit.Say(c.Field.Label), Show(visit, c.Field, c.From), Show(visit, c.Field, c.To)))]);
    }

    private static RenderFragment Show(FormVisit visit, Field field, object? value) => field.Type.Cell(field, value, visit.Display);

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

    private sealed record Change(Field Field, object? From, object? To, string? Words = null);

    private static List<Change> ChangesOf(Form form, JsonObject entry, FormVisit visit)
    {
        var changes = new List<Change>();
        foreach (var (key, change) in entry)
        {
            if (form.Find(key) is not { } field || field.Key is SystemFields.UpdatedAt or SystemFields.UpdatedBy || field.Definition is { Hidden: true, ReadOnly: true }) continue;
            if (change is JsonObject lines) changes.Add(new(field, null, null, Lines(visit, lines)));
            else if (change is JsonArray { Count: 2 } pair) changes.Add(new(field, Read(field, pair[0]), Read(field, pair[1])));
        }
        return changes;
    }

    private static string Lines(FormVisit visit, JsonObject lines)
    {
        var parts = new List<string>();
        Add("added", n => visit.Say($"新增 {n} 行", $"{n} added"));
        Add("changed", n => visit.Say($"修改 {n} 行", $"{n} changed"));
        Add("removed", n => visit.Say($"删除 {n} 行", $"{n} removed"));
        return parts.Count == 0 ? visit.Say("调整了顺序", "reordered") : string.Join(visit.Say("，", ", "), parts);

        void Add(string what, Func<int, string> words)
        {
            if (lines[what] is JsonArray { Count: > 0 and var n }) parts.Add(words(n));
        }
    }

    /// <summary>What was written under an older definition may no longer fit; then it is shown as nothing.</summary>
    private static object? Read(Field field, JsonNode? value)
    {
        try
        {
            return field.Type.FromJson(field, JsonSerializer.SerializeToElement(value));
        }
        catch (ValueError)
        {
            return null;
        }
    }
}
