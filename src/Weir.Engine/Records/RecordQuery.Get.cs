using Weir.Engine.Access;
using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Rules;
using Weir.Sql.Query;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Records;

/// <summary>A record as one actor may see it.</summary>
/// <param name="Record">Values which the actor may not read are null, masked ones a <see cref="Masked"/>.</param>
/// <param name="CanEdit">And so on: what the actor may do with this very record.</param>
/// <param name="State">What the rules make of its fields now: shown, locked.</param>
public sealed record SeenRecord(Record Record, FormAccess Access, FormState State, bool CanEdit, bool CanDelete, bool CanAssign);

public sealed partial class RecordQuery
{
    /// <summary>One record with its lines.</summary>
    /// <exception cref="ProblemException">NotFound: absent, deleted or not visible are the same answer.</exception>
    public Task<SeenRecord> Get(Actor actor, Form form, long id, CancellationToken cancel = default) => database.Read(async session =>
    {
        var access = FormAccess.Of(actor, form);
        var now = Now;
        var record = await RecordRows.Read(session, form, id, lines: true);
        if (record is null || record.Deleted || !await RowCheck.May(session, access, Operation.View, id, now)) throw Problem.NotFound().Exception();
        var linked = new LinkedRecords(session);
        await linked.Load([record], RecordFormulas.Ways(form));
        return new SeenRecord(
            Veil(access, record, await RowCheck.IsOpen(session, access, id, now)), access, RuleBook.Evaluate(record, linked, actor, now, access),
            await RowCheck.May(session, access, Operation.Edit, id, now),
            await RowCheck.May(session, access, Operation.Delete, id, now),
            await RowCheck.May(session, access, Operation.Assign, id, now));
    }, cancel);

    /// <summary>Those of the records that the actor may see, with their lines and as they may see them, in the order given.</summary>
    internal Task<IReadOnlyList<Record>> Whole(Actor actor, Form form, IReadOnlyList<long> ids, CancellationToken cancel = default) => database.Read<IReadOnlyList<Record>>(async session =>
    {
        var access = FormAccess.Of(actor, form);
        if (ids.Count == 0 || !access.Can(Operation.View)) return [];
        var (seen, open) = (await RowCheck.Allowed(session, access, Operation.View, ids, Now), await RowCheck.Open(session, access, ids, Now));
        var found = await RecordRows.Read(session, form, ids, lines: true);
        return [.. ids.Where(id => seen.Contains(id) && found.TryGetValue(id, out var record) && !record.Deleted).Select(id => Veil(access, found[id], open.Contains(id)))];
    }, cancel);

    /// <summary>The record with everything taken out that the actor may not read.</summary>
    /// <param name="open">Nothing of this very record is masked beyond what is masked everywhere.</param>
    public static Record Veil(FormAccess access, Record record, bool open = true)
    {
        if (access.Everything) return record;
        var veiled = record.Copy();
        var display = new Display(true, access.Actor.Directory, default);
        foreach (var field in record.Form.Fields)
        {
            var right = access.Right(field);
            if (right == FieldRight.Hidden) veiled[field] = null;
            else if ((right == FieldRight.Masked || !open && access.RowMasked.Contains(field.Key)) && record[field] is { } value and not Masked) veiled[field] = new Masked(field.Type.Mask(field, value, display));
            else if (field.Lines is { } lines)
                foreach (var line in veiled.Lines(field))
                    foreach (var column in lines.Fields.Where(c => !access.Reads(c))) line[column] = null;
        }
        return veiled;
    }

    /// <summary>Fetches the titles of all records that these values name, as far as the actor may see them, into the display.</summary>
    public Task LearnTitles(Actor actor, Display display, IEnumerable<(Field Field, object? Value)> values, CancellationToken cancel = default)
    {
        var wanted = values.Where(v => v.Value is not null and not Masked).SelectMany(v => v.Field.Type.References(v.Field, v.Value).Select(r => (v.Field.Form.App, Ref: r)))
            .Where(r => !display.Knows(r.Ref.Form, r.Ref.Id)).Distinct().ToList();
        return wanted.Count == 0 ? Task.CompletedTask : database.Read(async session =>
        {
            foreach (var byForm in wanted.GroupBy(w => w.Ref.Form))
            {
                var form = byForm.First().App.Find(byForm.Key);
                foreach (var some in byForm.Select(w => w.Ref.Id).Distinct().Chunk(500))
                {
                    var titles = form is null ? [] : await Titles(session, actor, form, some);
                    foreach (var id in some) display.Learn(byForm.Key, id, titles.GetValueOrDefault(id));
                }
            }
            return true;
        }, cancel);
    }

    /// <summary>The titles of these records, only of those which the actor may see and whose title field they may read.</summary>
    internal async ValueTask<Dictionary<long, string>> Titles(Session session, Actor actor, Form form, IReadOnlyList<long> ids)
    {
        var access = FormAccess.Of(actor, form);
        if (!access.Can(Operation.View) || !access.Reads(form.Title)) return [];
        var page = await List(session, actor, new ListQuery(form) { Columns = [new FieldPath([], form.Title)], Ids = ids, Limit = MostRows });
        var display = new Display(actor.Chinese, actor.Directory, Now);
        return page.Rows.ToDictionary(r => r.Id, r => form.Title.Type.Text(form.Title, r.Values[0], display) is { Length: > 0 } title ? title : "#" + r.Id);
    }

    /// <summary>What happened to a record, newest first; changes of fields which the actor may not read are left out.</summary>
    public Task<IReadOnlyList<HistoryEntry>> History(Actor actor, Form form, long id, long? beforeId = null, int limit = 50, CancellationToken cancel = default) => database.Read(async session =>
    {
        var access = FormAccess.Of(actor, form);
        await RowCheck.DemandLive(session, access, Operation.View, id, Now);
        return (IReadOnlyList<HistoryEntry>)await History(session, access, id, await Origins.Of(session, form, id), beforeId, Math.Clamp(limit, 1, 200), Now);
    }, cancel);

    /// <summary>The same for a record which the actor is known to see.</summary>
    internal static async ValueTask<List<HistoryEntry>> History(Session session, FormAccess access, long id, IReadOnlyList<(Form Form, long Id)> origins, long? beforeId, int most, DateTime now)
    {
        var entries = new List<HistoryEntry>();
        foreach (var (form, at) in origins.Prepend((access.Form, id)))
        {
            var there = form == access.Form ? access : FormAccess.Of(access.Actor, form);
            var rows = await HistoryRows.Of(session, form.App.Schema, form.No, at, beforeId, most);
            var open = rows.Count == 0 || await RowCheck.IsOpen(session, there, at, now);
            entries.AddRange(rows.Select(r => HistoryEntry.Of(there, r, open)).Select(e => at == id && form == access.Form ? e : e with { Origin = form }));
        }
        return [.. entries.OrderByDescending(e => e.Id).Take(most)];
    }

    /// <summary>The records that this one continues, such as the lead it was converted from; for who may see it.</summary>
    public Task<IReadOnlyList<RecordRef>> OriginsOf(Actor actor, Form form, long id, CancellationToken cancel = default) => form.Origins.Count == 0 ? Task.FromResult<IReadOnlyList<RecordRef>>([]) : database.Read(async session =>
    {
        await RowCheck.DemandLive(session, FormAccess.Of(actor, form), Operation.View, id, Now);
        return (IReadOnlyList<RecordRef>)[.. (await Origins.Of(session, form, id)).Select(o => new RecordRef(o.Form.Key, o.Id))];
    }, cancel);
}
