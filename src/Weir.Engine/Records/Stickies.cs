using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Records;

/// <summary>A note that somebody stuck on a record.</summary>
/// <param name="Form">Where it was written: that of the record, or of one that the record continues.</param>
public sealed record Sticky(long Id, Form Form, long RecordId, DateTime At, long By, string Text, bool Shared, DateTime? EditedAt)
{
    /// <summary>Since when the text is what it is; whoever changes it says which one they saw.</summary>
    public DateTime Since => EditedAt ?? At;
}

/// <summary>One sticky in a list over all records, with the title of its record.</summary>
public sealed record FoundSticky(Sticky Sticky, string Title);

/// <summary>
/// Notes that people stick on records. A private one is read by its author alone, and once the author has left by whoever owns the record; a shared one by whoever
/// sees the record. They are in no list, search or export of records.
/// </summary>
public sealed class Stickies(Database database, RecordQuery query, RecordIds ids, TimeProvider clock)
{
    public const int Longest = 1000;

    /// <summary>So many stick on one record.</summary>
    public const int MostOnRecord = 100;

    private const int Scan = 100, MostScans = 10;

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Newest first, with those of the records that this one continues.</summary>
    /// <exception cref="ProblemException">NotFound when the record may not be seen.</exception>
    public Task<IReadOnlyList<Sticky>> Of(Actor actor, Form form, long recordId, CancellationToken cancel = default) => database.Read<IReadOnlyList<Sticky>>(async session =>
    {
        await RowCheck.DemandLive(session, FormAccess.Of(actor, form), Operation.View, recordId, Now);
        var rows = (await StickyRows.Of(session, form.App.Schema, form.No, recordId, MostOnRecord)).Select(r => (form, r)).ToList();
        foreach (var (from, id) in await Origins.Of(session, form, recordId)) rows.AddRange((await StickyRows.Of(session, form.App.Schema, from.No, id, MostOnRecord)).Select(r => (from, r)));
        if (rows.Count == 0) return [];
        var open = await RowCheck.IsOpen(session, FormAccess.Of(actor, form), recordId, Now);
        var owner = (await RecordRows.Read(session, form, recordId, lines: false))?[SystemFields.Owner] as long?;
        return [.. rows.Where(r => Reads(actor, r.r, open, owner)).OrderByDescending(r => r.r.Id).Select(r => Of(r.form, r.r))];
    }, cancel);

    /// <summary>What a member has noted, and what is shared on records that they see, newest first below an id; with the id where the next page begins.</summary>
    /// <param name="others">Shared ones of others too.</param>
    public Task<(IReadOnlyList<FoundSticky> Found, long? Next)> All(Actor actor, App app, string? text = null, bool others = true, long? before = null, int limit = 40, CancellationToken cancel = default) =>
        database.Read<(IReadOnlyList<FoundSticky>, long?)>(async session =>
        {
            var like = "%" + (text ?? "").Trim().ToLowerInvariant().Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal) + "%";
            var (found, below) = (new List<FoundSticky>(), before ?? long.MaxValue);
            for (var scan = 0; scan < MostScans; scan++)
            {
                var rows = await StickyRows.For(session, app.Schema, actor.MemberId, others, like, below, Scan);
                var titles = await Titles(session, actor, app, rows);
                foreach (var row in rows)
                {
                    below = row.Id;
                    if (!titles.TryGetValue((row.FormNo, row.RecordId), out var seen) || row.ById != actor.MemberId && !seen.Open) continue;
                    found.Add(new(Of(app.FormNo((int)row.FormNo)!, row), seen.Title));
                    if (found.Count == limit) return (found, below);
                }
                if (rows.Count < Scan) return (found, null);
            }
            return (found, below);
        }, cancel);

    /// <exception cref="ProblemException">NotFound, Forbidden; Invalid when there is no text or too much; Conflict when too many stick there.</exception>
    public Task<Sticky> Add(Actor actor, Form form, long recordId, string text, bool shared, CancellationToken cancel = default)
    {
        var clean = Checked(actor, text);
        return database.Write(async session =>
        {
            await RowCheck.DemandLive(session, FormAccess.Of(actor, form), Operation.View, recordId, Now);
            if ((await StickyRows.Of(session, form.App.Schema, form.No, recordId, MostOnRecord)).Count >= MostOnRecord)
                throw Problem.Conflict("sticky.too_many", ($"一条记录最多 {MostOnRecord} 张便签，请先移除旧的。", $"At most {MostOnRecord} stickies on one record; remove old ones first.")).Exception();
            var row = new StickyRow(ids.Next(), form.No, recordId, actor.MemberId, Now, clean, clean.ToLowerInvariant(), shared, null);
            await StickyRows.Add(session, form.App.Schema, row);
            return Of(form, row);
        }, cancel);
    }

    /// <param name="seen">The moment of the text that was seen (<see cref="Sticky.Since"/>); null replaces whatever stands there.</param>
    /// <exception cref="ProblemException">NotFound, Forbidden, Invalid; Conflict when the author has changed it elsewhere since.</exception>
    public Task<Sticky> Change(Actor actor, Form form, long recordId, long id, string text, bool shared, DateTime? seen = null, CancellationToken cancel = default)
    {
        var clean = Checked(actor, text);
        return database.Write(async session =>
        {
            var before = await Own(session, actor, form, recordId, id);
            var since = before.EditedAt ?? before.At;
            var row = before with { Text = clean, Find = clean.ToLowerInvariant(), Shared = shared, EditedAt = Now };
            if (seen is { } known && known != since || await StickyRows.Change(session, form.App.Schema, row, since) == 0)
                throw Problem.Conflict("sticky.stale", ("你在别处刚改过这张便签，请刷新后再改。", "You have just changed this sticky elsewhere; reload it before you change it.")).Exception();
            return Of(form, row);
        }, cancel);
    }

    public Task Remove(Actor actor, Form form, long recordId, long id, CancellationToken cancel = default) => database.Write(async session =>
    {
        await Own(session, actor, form, recordId, id);
        await StickyRows.Remove(session, form.App.Schema, id);
    }, cancel);

    /// <summary>One of the record that the actor may read.</summary>
    /// <exception cref="ProblemException">NotFound.</exception>
    public async Task<Sticky> Get(Actor actor, Form form, long recordId, long id, CancellationToken cancel = default) =>
        (await Of(actor, form, recordId, cancel)).FirstOrDefault(s => s.Id == id) ?? throw Missing();

    private static bool Reads(Actor actor, StickyRow row, bool open, long? owner) =>
        row.ById == actor.MemberId || (row.Shared ? open : actor.Directory.Members.GetValueOrDefault(row.ById) is not { Active: true } && owner == actor.MemberId);

    private static Sticky Of(Form form, StickyRow row) => new(row.Id, form, row.RecordId, row.At, row.ById, row.Text, row.Shared, row.EditedAt);

    /// <summary>What the records are called which the actor may see, and whether they see them unmasked.</summary>
    private async ValueTask<Dictionary<(long FormNo, long Id), (string Title, bool Open)>> Titles(Session session, Actor actor, App app, IReadOnlyList<StickyRow> rows)
    {
        var titles = new Dictionary<(long, long), (string, bool)>();
        foreach (var same in rows.GroupBy(r => r.FormNo))
        {
            if (app.FormNo((int)same.Key) is not { } form || FormAccess.Of(actor, form) is var access && !access.Can(Operation.View)) continue;
            var all = same.Select(r => r.RecordId).Distinct().ToList();
            var page = await query.List(session, actor, new ListQuery(form) { Columns = access.Reads(form.Title) ? [new FieldPath([], form.Title)] : [], Ids = all, Limit = RecordQuery.MostRows });
            var open = await RowCheck.Open(session, access, [.. page.Rows.Select(r => r.Id)], Now);
            var display = new Display(actor.Chinese, actor.Directory, Now);
            foreach (var row in page.Rows)
            {
                var title = row.Values.Count > 0 ? row.Values[0] is Masked masked ? masked.Text : form.Title.Type.Text(form.Title, row.Values[0], display) : "";
                titles[(same.Key, row.Id)] = (title is { Length: > 0 } ? title : FormattableString.Invariant($"#{row.Id}"), open.Contains(row.Id));
            }
        }
        return titles;
    }

    private async ValueTask<StickyRow> Own(Session session, Actor actor, Form form, long recordId, long id)
    {
        await RowCheck.DemandLive(session, FormAccess.Of(actor, form), Operation.View, recordId, Now);
        if (actor.ReadOnly) throw ReadOnly();
        var row = await StickyRows.Find(session, form.App.Schema, id);
        if (row is null || row.FormNo != form.No || row.RecordId != recordId || row.ById != actor.MemberId && !row.Shared) throw Missing();
        if (row.ById != actor.MemberId) throw Problem.Forbidden("sticky.not_yours", ("只能修改和移除自己的便签。", "You may change and remove only your own stickies.")).Exception();
        return row;
    }

    private static ProblemException Missing() => Problem.NotFound("sticky.not_found").Exception();

    private static ProblemException ReadOnly() => Problem.Forbidden("token.read_only", ("这个令牌只能读取。", "This token may only read.")).Exception();

    private static string Checked(Actor actor, string text)
    {
        if (actor.ReadOnly) throw ReadOnly();
        var clean = text.Replace("\0", "", StringComparison.Ordinal).Replace("\r\n", "\n", StringComparison.Ordinal).Trim();
        return clean.Length switch
        {
            0 => throw Problem.Invalid("sticky.empty", ("请写点内容。", "Write something first."), new FieldError("text", "field.required", ("请写点内容。", "Write something first."))).Exception(),
            > Longest => throw Problem.Invalid("sticky.too_long", ($"便签最多 {Longest} 字。", $"A sticky has at most {Longest:N0} characters."), new FieldError("text", "field.too_long", ($"最多 {Longest} 字。", $"At most {Longest:N0} characters."))).Exception(),
            _ => clean,
        };
    }
}
