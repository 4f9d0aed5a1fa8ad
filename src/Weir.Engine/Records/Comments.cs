using Weir.Engine.Access;
using Weir.Engine.Forms;
using Weir.Engine.Outbox;
using Weir.Engine.Problems;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Records;

/// <summary>What somebody said about a record; <c>EditedAt</c> is null while it stands as it was written.</summary>
public sealed record Comment(long Id, long RecordId, DateTime At, long By, string Text, DateTime? EditedAt)
{
    /// <summary>Since when the text is what it is; whoever changes it says which one they saw.</summary>
    public DateTime Since => EditedAt ?? At;

    /// <summary>The form of the record that this one continues, when it was said there; null when it was said here.</summary>
    public Form? Origin { get; init; }
}

/// <summary>What people say about a record. Who may see the record may read and add; a comment is changed and removed by its author only.</summary>
public sealed class Comments(Database database, RecordIds ids, TimeProvider clock)
{
    public const int Longest = 4000;

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <exception cref="ProblemException">NotFound when the record may not be seen; Invalid when there is no text or too much.</exception>
    public Task<Comment> Add(Actor actor, Form form, long recordId, string text, CancellationToken cancel = default)
    {
        var clean = Checked(actor, text);
        return database.Write(async session =>
        {
            await RowCheck.DemandLive(session, FormAccess.Of(actor, form), Operation.View, recordId, Now);
            var row = new CommentRow(ids.Next(), form.No, recordId, Now, actor.MemberId, clean, null, null);
            await CommentRows.Add(session, form.App.Schema, row);
            await Mention(session, actor, form, row, []);
            return Of(row);
        }, cancel);
    }

    /// <param name="seen">The moment of the text that was seen (<see cref="Comment.Since"/>); null replaces whatever stands there.</param>
    /// <exception cref="ProblemException">NotFound, Forbidden, Invalid; Conflict when the author has changed it elsewhere since.</exception>
    public Task Edit(Actor actor, Form form, long id, string text, DateTime? seen = null, CancellationToken cancel = default)
    {
        var clean = Checked(actor, text);
        return database.Write(async session =>
        {
            var before = await Own(session, actor, form, id);
            var since = Of(before).Since;
            if (seen is { } known && known != since || !await CommentRows.Edit(session, form.App.Schema, id, clean, since, Now))
                throw Problem.Conflict("comment.stale", ("你在别处刚改过这条评论，请刷新后再改。", "You have just changed this comment elsewhere; reload it before you change it.")).Exception();
            await Mention(session, actor, form, before with { Text = clean }, Mentions.Find(before.Text, actor.Directory));
        }, cancel);
    }

    public Task Remove(Actor actor, Form form, long id, CancellationToken cancel = default) => database.Write(async session =>
    {
        await Own(session, actor, form, id);
        await CommentRows.Remove(session, form.App.Schema, id, Now);
    }, cancel);

    /// <summary>Newest first.</summary>
    public Task<IReadOnlyList<Comment>> Of(Actor actor, Form form, long recordId, long? beforeId = null, int limit = 50, CancellationToken cancel = default) => database.Read(async session =>
    {
        await RowCheck.DemandLive(session, FormAccess.Of(actor, form), Operation.View, recordId, Now);
        return (IReadOnlyList<Comment>)await Of(session, form, recordId, await Origins.Of(session, form, recordId), beforeId, Math.Clamp(limit, 1, 200));
    }, cancel);

    /// <summary>The same for a record which the actor is known to see.</summary>
    internal static async ValueTask<List<Comment>> Of(Session session, Form form, long recordId, IReadOnlyList<(Form Form, long Id)> origins, long? beforeId, int most)
    {
        var said = (await CommentRows.Of(session, form.App.Schema, form.No, recordId, beforeId, most)).Select(Of).ToList();
        foreach (var (from, id) in origins)
            said.AddRange((await CommentRows.Of(session, form.App.Schema, from.No, id, beforeId, most)).Select(c => Of(c) with { Origin = from }));
        return [.. said.OrderByDescending(c => c.Id).Take(most)];
    }

    /// <summary>One comment of the record.</summary>
    /// <exception cref="ProblemException">NotFound.</exception>
    public Task<Comment> Get(Actor actor, Form form, long recordId, long id, CancellationToken cancel = default) => database.Read(async session =>
    {
        await RowCheck.DemandLive(session, FormAccess.Of(actor, form), Operation.View, recordId, Now);
        return await CommentRows.Find(session, form.App.Schema, id) is { } row && row.FormNo == form.No && row.RecordId == recordId ? Of(row) : throw Problem.NotFound("comment.not_found").Exception();
    }, cancel);

    private static Comment Of(CommentRow row) => new(row.Id, row.RecordId, row.At, row.ById, row.Text, row.EditedAt);

    /// <summary>Tells those whom the comment names and did not name before.</summary>
    private async ValueTask Mention(Session session, Actor actor, Form form, CommentRow row, IReadOnlyList<long> before)
    {
        foreach (var member in Mentions.Find(row.Text, actor.Directory).Except(before).Where(m => m != actor.MemberId))
            await new Tidings(member, NotificationKind.Mentioned, actor.MemberId) { FormNo = form.No, Records = [row.RecordId], Detail = row.Id.ToString(System.Globalization.CultureInfo.InvariantCulture) }
                .Send(session, form.App, ids, Now);
    }

    private async ValueTask<CommentRow> Own(Session session, Actor actor, Form form, long id)
    {
        var row = await CommentRows.Find(session, form.App.Schema, id);
        if (row is null || row.FormNo != form.No) throw Problem.NotFound("comment.not_found").Exception();
        await RowCheck.DemandLive(session, FormAccess.Of(actor, form), Operation.View, row.RecordId, Now);
        if (row.ById != actor.MemberId || actor.ReadOnly) throw Problem.Forbidden("comment.not_yours", ("只能修改自己的评论。", "You may change only your own comments.")).Exception();
        return row;
    }

    private static string Checked(Actor actor, string text)
    {
        if (actor.ReadOnly) throw Problem.Forbidden("token.read_only", ("这个令牌只能读取。", "This token may only read.")).Exception();
        var clean = text.Replace("\0", "", StringComparison.Ordinal).Trim();
        return clean.Length switch
        {
            0 => throw Problem.Invalid("comment.empty", ("请写点内容。", "Write something first."), new FieldError("text", "field.required", ("请写点内容。", "Write something first."))).Exception(),
            > Longest => throw Problem.Invalid("comment.too_long", ($"评论最多 {Longest} 字。", $"A comment has at most {Longest:N0} characters."), new FieldError("text", "field.too_long", ($"最多 {Longest} 字。", $"At most {Longest:N0} characters."))).Exception(),
            _ => clean,
        };
    }
}
