using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Sql.Query;
using Weir.Sql.Sessions;

namespace Weir.Engine.Exchange.Imports;

/// <summary>Records of other forms by their title, as far as the person may see them: asked one by one while words are read, fetched in bulk between.</summary>
internal sealed class TitleLookup(Actor actor, App app, DateTime now)
{
    private const int MostKnown = 20_000;

    private readonly Dictionary<(string Form, string Title), long?> known = [];
    private readonly HashSet<(string Form, string Title)> wanted = [];

    /// <summary>A title was asked for that has not been fetched; reading the words again after <see cref="Fetch"/> gives the answer.</summary>
    public bool Missed { get; set; }

    /// <summary>A title was asked for.</summary>
    public bool Asked { get; set; }

    /// <summary>The one record with this title; null when none or several have it, or when it is not known yet.</summary>
    public long? Find(string form, string title)
    {
        Asked = true;
        if (known.TryGetValue((form, title), out var id)) return id;
        Missed = true;
        wanted.Add((form, title));
        return null;
    }

    /// <summary>Titles that no record has are asked for again in the next chunk: it may have made them.</summary>
    public void Forget()
    {
        wanted.Clear();
        if (known.Count > MostKnown) known.Clear();
        else foreach (var nothing in known.Where(k => k.Value is null).Select(k => k.Key).ToList()) known.Remove(nothing);
    }

    public async ValueTask Fetch(Session session)
    {
        foreach (var byForm in wanted.GroupBy(w => w.Form, w => w.Title))
        {
            foreach (var title in byForm) known[(byForm.Key, title)] = null;
            if (app.Find(byForm.Key) is { } form)
                foreach (var some in byForm.Chunk(500)) await Fetch(session, form, some);
        }
        wanted.Clear();
    }

    private async ValueTask Fetch(Session session, Form form, string[] titles)
    {
        var access = FormAccess.Of(actor, form);
        if (!access.Can(Operation.View) || !access.Reads(form.Title) || form.Title.Column is null) return;
        var byValue = titles.Select(t => (Title: t, Value: Stored(form.Title, t))).Where(t => t.Value is not null).ToLookup(t => t.Value!, t => t.Title);
        if (byValue.Count == 0) return;
        var joins = new JoinPlan();
        var compared = form.Title.KeyColumn ?? form.Title.Column;
        var by = new Operand(JoinPlan.Root, compared.Name, compared.Type, compared.Scale);
        var shown = joins.Operand(form.Title);
        var where = Predicate.And(
            new Predicate.OneOf(by, [.. byValue.Select(v => v.Key)]), new Predicate.Empty(joins.Operand(form[SystemFields.DeletedAt])),
            RowAccess.Predicate(access, Operation.View, new ConditionContext(actor, now, joins), JoinPlan.Root));
        var select = new Select(form.Table, JoinPlan.Root, [JoinPlan.Id(JoinPlan.Root), by, shown], joins.Joins, where, RowScope.Everything, []);
        var found = await session.Query(QueryWriter.Select(session.Dialect, select), r => (Id: r.Long(0), Value: r.Value(1, by.Type, by.Scale)!, Shown: r.Value(2, shown.Type, shown.Scale)?.ToString()));
        foreach (var same in found.GroupBy(f => f.Value))
            foreach (var title in byValue[same.Key])
                known[(form.Key, title)] = One([.. same.Where(s => s.Shown == title).Select(s => s.Id)]) ?? One([.. same.Select(s => s.Id)]);
    }

    private static long? One(IReadOnlyList<long> ids) => ids.Count == 1 ? ids[0] : null;

    /// <summary>What the column holds for a title in words; null when it cannot be a title.</summary>
    private object? Stored(Field field, string title)
    {
        try
        {
            var value = field.Type.FromText(field, title, new Display(actor.Chinese, actor.Directory, now));
            return field.KeyColumn is not null ? RecordRows.KeyOf(field, value) : field.Type.Store(field, value);
        }
        catch (ValueError)
        {
            return null;
        }
    }
}
