using Microsoft.AspNetCore.Components;
using Weir.Engine.FieldTypes;
using Weir.Engine.Insight.Streams;
using Weir.Engine.Records;

namespace Weir.Web.Pages.Records.Details;

/// <summary>What changed in one field: from and to, as the field shows values; of line items only how many lines.</summary>
public sealed record TimelineChange(string Label, RenderFragment? From, RenderFragment To);

/// <summary>One thing that happened to a record, in words: who, what, when, by which road. Fields which the visitor may not read are left out.</summary>
public sealed record TimelineEntry(long Id, string Icon, string? Colour, string Who, string What, string? Road, DateTime At, IReadOnlyList<TimelineChange> Changes)
{
    public const int PageSize = 30;

    /// <summary>What somebody said; null for what else happened.</summary>
    public Comment? Comment { get; init; }

    /// <summary>What somebody did about the record and wrote down; null for what else happened.</summary>
    public StreamEntry.Logged? Logged { get; init; }

    /// <summary>The record in whose stream that stands.</summary>
    public RecordRef About { get; init; }

    /// <summary>Where it can be taken back; null when it cannot.</summary>
    public string? Undo { get; init; }

    /// <summary>Words below it: a reason, a remark.</summary>
    public string? Note { get; init; }

    /// <summary>From where to where.</summary>
    public (string? From, string To, string? Colour)? Step { get; init; }

    /// <summary>Small beside that: how long it was there.</summary>
    public string? Stay { get; init; }

    /// <summary>Says little by itself, so several together are folded.</summary>
    public bool Quiet => Comment is null && Logged is null && Colour is null;

    /// <summary>A page of the stream, newest first, and the place that continues it.</summary>
    public static async Task<TimelinePage> Load(FormVisit visit, long id, StreamShow show, StreamPlace? after = null)
    {
        var page = await visit.Visit.Platform.Streams.Page(visit.Actor, visit.Form, id, show.Parts, after, PageSize, visit.Visit.Cancel);
        var told = show.Folded ? Streams.Told(visit.Form) : null;
        var changes = page.Entries.OfType<StreamEntry.Changed>().ToDictionary(e => e, e => TimelineChanges.Of(e.Change.Origin ?? visit.Form, e.Change.Changes, visit, e.Change is { Operation: HistoryOperation.Changed, Origin: null } ? told : null));
        await visit.Learn(changes.Values.SelectMany(c => c).SelectMany(c => new[] { (c.Field, c.From), (c.Field, c.To) }).Concat(page.Entries.OfType<StreamEntry.Logged>().SelectMany(l => l.Values.Select(v => (v.Key, v.Value)))));
        var newest = page.Entries.OfType<StreamEntry.Owned>().FirstOrDefault();
        // A change of fields that are all hidden, or told elsewhere, says nothing to this visitor.
        var entries = page.Entries.Where(e => e is not StreamEntry.Changed { Change.Operation: HistoryOperation.Changed } changed || changes[changed].Count > 0).Select(e => e switch
        {
            StreamEntry.Logged logged => LoggedEntry.Entry(visit, id, logged),
            StreamEntry.Said said => Of(visit, said.Comment),
            StreamEntry.Owned owned => TimelineWords.Of(visit, owned.Owner) with { Undo = after is null && owned == newest && Transfers.TransferArea.Undoes(visit, owned.Owner) ? Transfers.TransferArea.Url(visit, id) : null },
            StreamEntry.Moved moved => TimelineWords.Of(visit, moved),
            StreamEntry.Decided decided => TimelineWords.Of(visit, decided),
            StreamEntry.Changed changed => TimelineWords.Of(visit, changed.Change, changes[changed]),
            _ => throw new NotSupportedException(e.GetType().Name),
        }).ToList();
        return new(show, entries, page.Next);
    }

    public static TimelineEntry Of(FormVisit visit, Comment comment) => new(comment.Id, "message-circle", "accent", visit.Display.MemberName(comment.By), "", null, comment.At, []) { Comment = comment };
}

/// <summary>A page of the stream of a record as it is shown.</summary>
/// <param name="Next">Where the next one begins; null when this is the last.</param>
public sealed record TimelinePage(StreamShow Show, IReadOnlyList<TimelineEntry> Entries, StreamPlace? Next);
