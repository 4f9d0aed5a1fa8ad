using Weir.Engine.Access;
using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;

namespace Weir.Engine.Capabilities.Hierarchy;

/// <summary>Reads the trees that belong to a record, for whoever looks: nodes and fields which they may not see are not in them. Changes nothing.</summary>
public sealed class Charts(Database database, RecordQuery query, TimeProvider clock)
{
    /// <summary>So many nodes are drawn; the rest is in the list.</summary>
    public const int Most = 150;

    private const int Deepest = 30;

    /// <summary>The trees that stand on the page of records of a form.</summary>
    public static IEnumerable<HierarchyBook> On(Form form) => form.App.Forms.Select(Hierarchy.Book).OfType<HierarchyBook>()
        .Where(b => b.Form == form || b.Within is { } within && within.Type.LinkedForm(within) == form.Key || b.ChainOf(form) is not null);

    /// <summary>Whether line items are a chain that a chart shows to this actor.</summary>
    public static bool Shows(FormAccess access, Field lines) =>
        On(lines.Form).Any(b => b.ChainOf(lines.Form) is { } chain && chain.Lines == lines && access.Reads(lines) && access.Reads(chain.Node) && FormAccess.Of(access.Actor, b.Form).Can(Operation.View));

    /// <summary>All of them that the actor may see.</summary>
    /// <exception cref="ProblemException">NotFound: the record is absent, deleted or not visible.</exception>
    public Task<IReadOnlyList<Chart>> Of(Actor actor, Form form, long id, CancellationToken cancel = default) => On(form).Any() ? database.Read<IReadOnlyList<Chart>>(async session =>
    {
        var look = new ChartLook(session, actor, clock.GetUtcNow().UtcDateTime);
        if (await RecordRows.Read(session, form, id, lines: true) is not { Deleted: false } host || !await RowCheck.May(session, FormAccess.Of(actor, form), Operation.View, id, look.Now)) throw Problem.NotFound().Exception();
        var charts = new List<Chart>();
        foreach (var book in On(form).Where(b => FormAccess.Of(actor, b.Form).Can(Operation.View)))
            charts.Add(await Load(look, book, host));
        return charts;
    }, cancel) : Task.FromResult<IReadOnlyList<Chart>>([]);

    private async ValueTask<Chart> Load(ChartLook look, HierarchyBook book, Record host)
    {
        var (access, hostAccess) = (FormAccess.Of(look.Actor, book.Form), FormAccess.Of(look.Actor, host.Form));
        var chain = book.ChainOf(host.Form) is { } found && hostAccess.Reads(found.Lines) && hostAccess.Reads(found.Node) ? found : null;
        var within = Within(book, host, hostAccess, access);
        var lines = chain is null ? [] : host.Lines(chain.Lines);
        var rows = await Rows(look, book, host, within, [.. lines.Select(l => l[chain!.Node]).OfType<long>()]);
        var nodes = new Nodes(look, book, access, chain, hostAccess);
        await nodes.Read([.. rows.Take(Most)], lines);
        return new Chart(book, new(host.Form.Key, host.Id), nodes.Tree())
        {
            Chain = chain, Chained = nodes.Chained(lines), HostVersion = host.Version, More = rows.Count > Most, Within = within,
            Chains = chain is not null && hostAccess.Edits(chain.Lines) && await RowCheck.May(look.Session, hostAccess, Operation.Edit, host.Id, look.Now),
            Coverage = chain is null ? await nodes.Share() : chain.Coverage is { } covered && hostAccess.Reads(covered) ? host[covered] as decimal? : null,
            Gaps = chain is null ? await nodes.Missing() : await nodes.Missing(lines), Helpers = nodes.Helpers(),
        };
    }

    /// <summary>The record that the tree belongs to, as far as the actor may know it.</summary>
    private static long? Within(HierarchyBook book, Record host, FormAccess hostAccess, FormAccess access)
    {
        if (book.Within is not { } within || !access.Reads(within)) return null;
        if (within.Type.LinkedForm(within) == host.Form.Key) return host.Id;
        var leads = host.Form == book.Form ? within : book.ChainOf(host.Form)?.Within;
        return leads is not null && hostAccess.Reads(leads) ? host[leads] as long? : null;
    }

    private async ValueTask<List<ListRow>> Rows(ChartLook look, HierarchyBook book, Record host, long? within, IReadOnlyList<long> chained)
    {
        var rows = new List<ListRow>();
        if (within is { } above) rows.AddRange(await Some(look, book, Condition.Compile(book.Form, Is(book.Within!, above))));
        else if (book.Within is null && host.Form == book.Form) await Connected(look, book, host, rows);
        var missing = chained.Except(rows.Select(r => r.Id)).ToList();
        if (missing.Count > 0) rows.AddRange(await Some(look, book, Condition.Always, missing));
        return rows;
    }

    /// <summary>Up to the top, then everything below it.</summary>
    private async ValueTask Connected(ChartLook look, HierarchyBook book, Record host, List<ListRow> rows)
    {
        if (!FormAccess.Of(look.Actor, book.Form).Reads(book.Parent)) return;
        var known = new HashSet<long>();
        var (at, up) = (host.Id, (long?)null);
        for (var step = 0; step < Deepest; step++)
        {
            up = (await RecordRows.Read(look.Session, book.Form, at, lines: false))?[book.Parent] as long?;
            if (up is not { } next || (await Some(look, book, Condition.Always, [next])).Count == 0) break;
            at = next;
        }
        List<ListRow> level = await Some(look, book, Condition.Always, [at]);
        for (var step = 0; step < Deepest && level.Count > 0 && rows.Count <= Most; step++)
        {
            rows.AddRange(level.Where(r => known.Add(r.Id)));
            var above = System.Text.Json.JsonSerializer.SerializeToElement(level.Select(r => book.Parent.Type.ToJson(book.Parent, r.Id)));
            level = [.. (await Some(look, book, Condition.Compile(book.Form, new() { Field = book.Parent.Key, Op = "any_of", Value = above }))).Where(r => !known.Contains(r.Id))];
        }
    }

    private async ValueTask<List<ListRow>> Some(ChartLook look, HierarchyBook book, Condition where, IReadOnlyList<long>? ids = null) =>
        [.. (await query.List(look.Session, look.Actor, new ListQuery(book.Form) { Where = where, Ids = ids, May = Operation.Edit, Limit = Most + 1 })).Rows];

    private static ConditionDefinition Is(Field field, long id) => new() { Field = field.Key, Op = "is", Value = System.Text.Json.JsonSerializer.SerializeToElement(field.Type.ToJson(field, id)) };
}

/// <summary>Who looks at a chart, when, and in which transaction.</summary>
internal sealed record ChartLook(Session Session, Actor Actor, DateTime Now)
{
    public LinkedRecords Linked { get; } = new(Session);

    public Display Display { get; } = new(Actor.Chinese, Actor.Directory, Now);
}
