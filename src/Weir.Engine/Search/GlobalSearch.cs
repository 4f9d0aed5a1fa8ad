using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Sql.Sessions;

namespace Weir.Engine.Search;

/// <summary>One record that fits what was typed.</summary>
/// <param name="Facts">What tells it from others of its title, as far as the actor may read it; may be empty.</param>
/// <param name="Owner">Null when nobody owns it, or the actor may not know.</param>
public sealed record Hit(Form Form, long Id, string Title, string Facts, long? Owner);

/// <summary>One box over all forms of an app: by Chinese name, phone, number, word or pinyin initials. Shows only what the actor may see.</summary>
public sealed class GlobalSearch(Database database, RecordQuery query, TimeProvider clock)
{
    private const int MostFacts = 2;

    /// <param name="perForm">Hits of each form, newest first; the forms in the order of the app.</param>
    public Task<IReadOnlyList<Hit>> Find(Actor actor, App app, string typed, int perForm = 5, CancellationToken cancel = default) => string.IsNullOrWhiteSpace(typed)
        ? Task.FromResult<IReadOnlyList<Hit>>([])
        : Hits(actor, [.. Visible(actor, app)], form => new ListQuery(form) { Search = typed, Limit = perForm }, cancel);

    /// <summary>These records, in their order, as far as the actor may still see them.</summary>
    public async Task<IReadOnlyList<Hit>> Of(Actor actor, App app, IReadOnlyList<(int FormNo, long Id)> records, CancellationToken cancel = default)
    {
        var byForm = records.ToLookup(r => r.FormNo, r => r.Id);
        var forms = Visible(actor, app).Where(f => byForm.Contains(f.No)).ToList();
        var hits = await Hits(actor, forms, form => new ListQuery(form) { Ids = [.. byForm[form.No]], Limit = RecordQuery.MostRows }, cancel);
        var found = hits.ToDictionary(h => (h.Form.No, h.Id));
        return [.. records.Select(r => found.GetValueOrDefault((r.FormNo, r.Id))).OfType<Hit>()];
    }

    private static IEnumerable<Form> Visible(Actor actor, App app) => app.Forms.Where(f => FormAccess.Of(actor, f) is var access && access.Can(Operation.View) && access.Reads(f.Title));

    private async Task<IReadOnlyList<Hit>> Hits(Actor actor, IReadOnlyList<Form> forms, Func<Form, ListQuery> wanted, CancellationToken cancel)
    {
        var display = new Display(actor.Chinese, actor.Directory, clock.GetUtcNow().UtcDateTime);
        var found = await database.Read(async session =>
        {
            var pages = new List<(Form Form, IReadOnlyList<Field> Columns, ListPage Page)>();
            foreach (var form in forms)
            {
                var columns = Columns(actor, form);
                var page = await query.List(session, actor, wanted(form) with { Columns = [.. columns.Select(c => new FieldPath([], c))] });
                if (page.Rows.Count > 0) pages.Add((form, columns, page));
            }
            return pages;
        }, cancel);
        await query.LearnTitles(actor, display, found.SelectMany(f => f.Page.Rows.SelectMany(r => f.Columns.Select((c, i) => (c, r.Values[i])))), cancel);
        return [.. found.SelectMany(f => f.Page.Rows.Select(r => Hit(f.Form, f.Columns, r, display)))];
    }

    /// <summary>The title, the facts which the form names, and the owner.</summary>
    private static IReadOnlyList<Field> Columns(Actor actor, Form form)
    {
        var access = FormAccess.Of(actor, form);
        var facts = form.Definition.Facts.Select(form.Find).OfType<Field>().Where(f => f.Column is not null && f != form.Title && f.Key != SystemFields.Owner && access.Reads(f)).Take(MostFacts);
        var owner = form[SystemFields.Owner];
        return access.Reads(owner) ? [form.Title, .. facts, owner] : [form.Title, .. facts];
    }

    private static Hit Hit(Form form, IReadOnlyList<Field> columns, ListRow row, Display display)
    {
        var texts = columns.Select((c, i) => row.Values[i] is Masked masked ? masked.Text : c.Type.Text(c, row.Values[i], display)).ToList();
        var facts = columns.Skip(1).Zip(texts.Skip(1)).Where(c => c.First.Key != SystemFields.Owner && c.Second.Length > 0).Select(c => c.Second);
        return new(form, row.Id, texts[0].Length > 0 ? texts[0] : "#" + row.Id, string.Join(" · ", facts), columns[^1].Key == SystemFields.Owner ? row.Values[^1] as long? : null);
    }
}
