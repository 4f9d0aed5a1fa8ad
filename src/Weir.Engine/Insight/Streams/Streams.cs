using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Engine.Access;
using Weir.Engine.Capabilities;
using Weir.Engine.Capabilities.Approval;
using Weir.Engine.Capabilities.Pipeline;
using Weir.Engine.Capabilities.Timeline;
using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Insight.Streams;

/// <summary>Reads all that was done about a record, said of it and kept of it as one stream, newest first: of each source no more than a page. Writes nothing.</summary>
public sealed class Streams(Database database, RecordQuery query, TimeProvider clock)
{
    public const int Most = 100;

    /// <summary>What people say when they did something is a minute: it stands behind nothing else of that minute.</summary>
    private static readonly TimeSpan Minute = TimeSpan.FromMilliseconds(59_999);

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>The forms whose records stand in the streams of a form, as far as the actor may see any.</summary>
    public static IEnumerable<TimelineSource> Sources(Actor actor, Form form) => form.App.Forms.Select(Timeline.Source).OfType<TimelineSource>()
        .Where(s => FormAccess.Of(actor, s.Form) is var access && access.Can(Operation.View) && access.Reads(s.At) && !access.RowMasked.Contains(s.At.Key) && access.Reads(s.Text) && s.Links(form).Any(access.Reads));

    /// <summary>Keys of the fields whose changes the other parts of a stream tell: who has the record, and what capabilities say.</summary>
    public static IReadOnlySet<string> Told(Form form) => CapabilityCatalogue.Of(form).SelectMany(c => c.Told(form)).Select(f => f.Key).Concat([SystemFields.Owner, SystemFields.OwnerDepartment]).ToHashSet();

    /// <summary>A page of the stream behind a place.</summary>
    /// <exception cref="ProblemException">NotFound: the record is absent, deleted or not visible.</exception>
    public Task<StreamPage> Page(Actor actor, Form form, long id, StreamParts parts, StreamPlace? after = null, int limit = 30, CancellationToken cancel = default) => database.Read(async session =>
    {
        var access = FormAccess.Of(actor, form);
        await RowCheck.DemandLive(session, access, Operation.View, id, Now);
        var origins = await Origins.Of(session, form, id);
        var merged = origins.Where(o => o.Form == form).Select(o => o.Id).ToList();
        var most = Math.Clamp(limit, 1, Most);
        var below = after?.Below();
        var all = new List<StreamEntry>();
        if (parts.HasFlag(StreamParts.Changes)) all.AddRange((await RecordQuery.History(session, access, id, origins, below, most + 1, Now)).Select(h => new StreamEntry.Changed(StreamPlace.Of(h.Id), h)));
        if (parts.HasFlag(StreamParts.Comments)) all.AddRange((await Comments.Of(session, form, id, origins, below, most + 1)).Select(c => new StreamEntry.Said(StreamPlace.Of(c.Id), c)));
        if (parts.HasFlag(StreamParts.Owners)) all.AddRange((await RecordQuery.Ownership(session, access, id, merged, below, most + 1, Now)).Select(o => new StreamEntry.Owned(StreamPlace.Of(o.Id), o)));
        if (parts.HasFlag(StreamParts.Stages)) all.AddRange(await Stages(session, access, id, after, most + 1));
        if (parts.HasFlag(StreamParts.Decisions)) all.AddRange(await Decisions(session, form, merged.Prepend(id), below, most + 1));
        if (parts.HasFlag(StreamParts.Logged)) all.AddRange(await Logged(session, actor, form, id, origins, after, most + 1));
        var page = all.OrderByDescending(e => e.Place).Take(most).ToList();
        return new StreamPage(page, all.Count > most ? page[^1].Place : null);
    }, cancel);

    /// <summary>One question for each link, so that an index answers each; a record that two links bring stands once.</summary>
    private async ValueTask<IEnumerable<StreamEntry>> Logged(Session session, Actor actor, Form form, long id, IReadOnlyList<(Form Form, long Id)> origins, StreamPlace? after, int most)
    {
        var found = new Dictionary<long, StreamEntry>();
        foreach (var source in Sources(actor, form))
        {
            var access = FormAccess.Of(actor, source.Form);
            var shown = source.Shown.Select(f => new FieldPath([], f)).ToList();
            foreach (var link in source.By.Where(access.Reads))
            {
                var named = origins.Prepend((form, id)).Where(o => link.Type.CanName(link, o.Item1.Key)).ToList();
                if (named.Count == 0) continue;
                var page = await query.List(session, actor, new ListQuery(source.Form)
                {
                    Columns = shown, Where = Condition.Compile(source.Form, Names(link, named)), Sort = [(new FieldPath([], source.At), true)], Filled = true, Limit = most,
                    After = after is { } place ? Cursor.Write([place.At - Minute, place.Id]) : null,
                });
                foreach (var row in page.Rows)
                {
                    var values = shown.Select((p, i) => (p.Field, Value: row.Values[i])).ToDictionary(v => v.Field, v => v.Value);
                    if (values[source.At] is DateTime at) found[row.Id] = new StreamEntry.Logged(new StreamPlace(at + Minute, row.Id, 0), source, row.Id, values);
                }
            }
        }
        return found.Values;
    }

    private static ConditionDefinition Names(Field link, IReadOnlyList<(Form Form, long Id)> records)
    {
        var one = link.Type.LinkedForm(link) is not null;
        var values = records.Select(r => link.Type.ToJson(link, one ? r.Id : new RecordRef(r.Form.Key, r.Id))).ToArray();
        return values is [var only] ? new() { Field = link.Key, Op = "is", Value = JsonSerializer.SerializeToElement(only) } : new() { Field = link.Key, Op = "any_of", Value = JsonSerializer.SerializeToElement(new JsonArray(values)) };
    }

    private static async ValueTask<IEnumerable<StreamEntry>> Stages(Session session, FormAccess access, long id, StreamPlace? after, int most)
    {
        var form = access.Form;
        if (Pipeline.Book(form) is not { } book || !access.Reads(book.Stage) || !access.Reads(book.Status)) return [];
        // At the same moment what has an id stands before the stays.
        var (moment, version) = after is { } place ? (place.At, place.Id == 0 ? place.Version : long.MaxValue) : (DateTime.MaxValue.Date, 0L);
        var stays = await StageRows.Before(session, form.App.Schema, form.No, id, DateTime.SpecifyKind(moment, DateTimeKind.Utc), version, most + 1);
        // Why a deal is lost stands in fields of its own, and only while it is.
        var lost = stays.Take(most).Any(s => s.Until is null && s.Status == book.States.Lost) ? await RecordRows.Read(session, form, id, lines: false) : null;
        var display = new Display(access.Actor.Chinese, access.Actor.Directory, default);
        return stays.Take(most).Select((stay, i) =>
        {
            var before = i + 1 < stays.Count ? stays[i + 1] : null;
            var mine = stay.Until is null && stay.Status == book.States.Lost ? lost : null;
            return (StreamEntry)new StreamEntry.Moved(new StreamPlace(stay.Since, 0, stay.Version), stay.ById, before is null ? null : Label(book, before), Label(book, stay), StageOf(book, stay)?.Kind, StageOf(book, stay)?.Colour,
                before is not null && before.Status != stay.Status ? book.Status.Type.Options(book.Status).FirstOrDefault(o => o.Key == stay.Status)?.Label : null,
                before is null ? null : (int)(stay.Since - before.Since).TotalDays, Text(book.Reason, mine), stay.Note ?? Text(book.Note, mine));
        });

        string? Text(Field? field, Record? record) => field is not null && record is not null && access.Reads(field) && !access.RowMasked.Contains(field.Key) && field.Type.Text(field, record[field], display) is { Length: > 0 } text ? text : null;
    }

    private static Stage? StageOf(PipelineBook book, StageRow stay) => (book.Plans.FirstOrDefault(p => p.Key == stay.Pipeline) ?? book.Plans[0]).Find(stay.Stage);

    private static Words Label(PipelineBook book, StageRow stay) => StageOf(book, stay)?.Label ?? book.Stage.Type.Options(book.Stage).FirstOrDefault(o => o.Key == stay.Stage)?.Label ?? (stay.Stage, stay.Stage);

    private static async ValueTask<IEnumerable<StreamEntry>> Decisions(Session session, Form form, IEnumerable<long> records, long? below, int most)
    {
        if (!Approvals.Has(form)) return [];
        var events = new List<ApprovalEventRow>();
        foreach (var id in records) events.AddRange(await ApprovalEventRows.OfRecord(session, form.App.Schema, form.No, id, below, most));
        if (events.Count == 0) return [];
        var flows = (await ApprovalRows.Find(session, form.App.Schema, events.Select(e => e.ApprovalId).Distinct())).ToDictionary(a => a.Id, a => Flow.Read(form, a.Definition));
        return events.Where(e => flows.ContainsKey(e.ApprovalId)).Select(e => (StreamEntry)new StreamEntry.Decided(StreamPlace.Of(e.Id), flows[e.ApprovalId].Definition.Label, Approvals.Happening(flows[e.ApprovalId], e)));
    }
}
