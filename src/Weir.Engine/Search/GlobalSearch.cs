using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Sql.Sessions;

namespace Weir.Engine.Search;

/// <summary>One record that fits what was typed.</summary>
public sealed record Hit(Form Form, long Id, string Title);

/// <summary>One box over all forms of an app: by Chinese name, phone, number, word or pinyin initials. Shows only what the actor may see.</summary>
public sealed class GlobalSearch(Database database, RecordQuery query)
{
    /// <param name="perForm">Hits of each form, newest first.</param>
    public Task<IReadOnlyList<Hit>> Find(Actor actor, App app, string typed, int perForm = 5, CancellationToken cancel = default) => database.Read(async session =>
    {
        var hits = new List<Hit>();
        if (string.IsNullOrWhiteSpace(typed)) return (IReadOnlyList<Hit>)hits;
        foreach (var form in app.Forms.Where(f => FormAccess.Of(actor, f) is var access && access.Can(Operation.View) && access.Reads(f.Title)))
        {
            var page = await query.List(session, actor, new ListQuery(form) { Search = typed, Limit = perForm, Columns = [new FieldPath([], form.Title)] });
            var display = new FieldTypes.Display(actor.Chinese, actor.Directory, default);
            hits.AddRange(page.Rows.Select(r => new Hit(form, r.Id, form.Title.Type.Text(form.Title, r.Values[0], display) is { Length: > 0 } title ? title : "#" + r.Id)));
        }
        return hits;
    }, cancel);
}
