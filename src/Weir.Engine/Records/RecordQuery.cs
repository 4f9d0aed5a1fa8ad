using Weir.Engine.Access;
using Weir.Engine.Conditions;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Sql.Query;
using Weir.Sql.Sessions;

namespace Weir.Engine.Records;

/// <summary>Reads records for an actor: lists, counts, sums, single records. Row scope and field rights are applied here, for every road alike.</summary>
public sealed partial class RecordQuery(Database database, TimeProvider clock)
{
    /// <summary>Counting stops here; more is "1000+".</summary>
    public const int CountCap = 1001;
    public const int MostRows = 500;

    /// <summary>So many groups of one key are read, and so many pairs of two.</summary>
    private const int MostGroups = 1000, MostPairs = 10_000;

    private readonly VisibleCounts visible = new(clock);

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>A page of records with the columns asked for.</summary>
    /// <exception cref="ProblemException">NotFound when the form may not be seen; Invalid when a field of the query may not be read.</exception>
    public Task<ListPage> List(Actor actor, ListQuery query, CancellationToken cancel = default) => database.Read(session => List(session, actor, query), cancel);

    internal async ValueTask<ListPage> List(Session session, Actor actor, ListQuery query)
    {
        var plan = await Plan(session, actor, query);
        if (plan is null) return new ListPage([], null);
        var joins = plan.Joins;
        var operands = query.Columns.Select(c => c.Field.Column is null ? (Operand?)null : joins.Operand(c)).ToList();
        var limit = Math.Clamp(query.Limit, 1, MostRows);
        var keys = plan.Order.Select(s => s.By).ToList();
        var version = new Operand(JoinPlan.Root, "version", Sql.Schema.ColumnType.Integer);
        var columns = new List<Operand> { JoinPlan.Id(JoinPlan.Root), version };
        columns.AddRange(keys);
        // Behind an amount comes the currency in which it stands.
        var currencies = query.Columns.Select(c => c is { InLines: false, Field: { Column: not null, StandsIn: { Column: not null } currency } } && currency.Form == c.Field.Form ? joins.Operand(c with { Field = currency }) : (Operand?)null).ToList();
        columns.AddRange(operands.Zip(currencies, (o, c) => new[] { o, c }).SelectMany(pair => pair).OfType<Operand>());
        var select = new Select(query.Form.Table, JoinPlan.Root, columns, joins.Joins, plan.Where, plan.Scope, plan.Order, query.After is null ? null : Cursor.Read(query.After, keys), limit + 1) { Marks = plan.Marks };
        var asks = query.May is not null;
        var rights = query.Columns.Select(c => RightOf(plan.Access, c)).ToList();
        // On a row that is not open these columns are masked; the row says so itself, behind its other marks.
        IReadOnlyList<bool> byRow = [.. query.Columns.Select(c => MasksRows(plan.Access, c))];
        if (byRow.Contains(true)) select = select with { Marks = [.. plan.Marks, plan.Open] };
        var text = QueryWriter.Select(session.Dialect, select);
        Func<Row, (ListRow Row, IReadOnlyList<object?> Keys)> read = r => ReadRow(r, plan.Access, query.Columns, rights, byRow, operands, currencies, keys, plan.Marks.Count, asks);
        // What is masked is masked while rows are read, so these rows are this reader's alone.
        IReadOnlyList<(ListRow Row, IReadOnlyList<object?> Keys)> rows = query.Recall ? await session.Recall(text, read, $"{actor.MemberId} {string.Join(' ', rights)}") : await session.Query(text, read);
        var more = rows.Count > limit;
        return new ListPage([.. rows.Take(limit).Select(r => r.Row)], more ? Cursor.Write(rows[limit - 1].Keys) : null);
    }

    /// <summary>How many records there are, at most <see cref="CountCap"/>.</summary>
    public Task<int> Count(Actor actor, ListQuery query, CancellationToken cancel = default) => Count(actor, query, CountCap, cancel);

    public Task<int> Count(Actor actor, ListQuery query, int cap, CancellationToken cancel = default) => database.Read(async session =>
    {
        if (await Plan(session, actor, query) is not { } plan) return 0;
        var select = new Select(query.Form.Table, JoinPlan.Root, [JoinPlan.Id(JoinPlan.Root)], plan.Joins.Joins, plan.Where, plan.Scope, []);
        return (int)await session.Count(QueryWriter.CappedCount(session.Dialect, select, cap));
    }, cancel);

    /// <summary>Sums and the like over all records of the query, in the house's currency; a field that may not be read is refused.</summary>
    public Task<IReadOnlyList<object?>> Totals(Actor actor, ListQuery query, IReadOnlyList<(FieldPath Path, Aggregation How)> measures, CancellationToken cancel = default) =>
        database.Read(async session =>
        {
            foreach (var (path, _) in measures) Readable(FormAccess.Of(actor, query.Form), path);
            if (await Plan(session, actor, query, measures.Select(m => m.Path)) is not { } plan) return (IReadOnlyList<object?>)[.. measures.Select(_ => (object?)null)];
            var of = measures.Select(m => new Measure(m.How, m.How == Aggregation.Count ? null : plan.Joins.Operand(m.Path.Together))).ToList();
            var mixture = new Mixture(plan.Joins, [.. measures.Select(m => ((FieldPath?)m.Path, m.How))]);
            var summary = new Summary(query.Form.Table, JoinPlan.Root, plan.Joins.Joins, plan.Where, plan.Scope, [], [.. of, .. mixture.Ends]);
            var rows = await session.Recall(QueryWriter.Summarise(session.Dialect, summary), r => (IReadOnlyList<object?>)[.. of.Select((m, i) => mixture.Says(r, of.Count, i, actor) ? ReadMeasure(r, i, m) : null)]);
            return rows.Count > 0 ? rows[0] : [.. measures.Select(_ => (object?)null)];
        }, cancel);

    /// <summary>Records by group: the values of the keys, then of the measures. Hidden fields are refused as keys and measures.</summary>
    /// <param name="prefix">So many characters of a text stand for the keys; 0 is all.</param>
    public Task<IReadOnlyList<IReadOnlyList<object?>>> Groups(
        Actor actor, ListQuery query, IReadOnlyList<(FieldPath Path, DateBucket Bucket)> by, IReadOnlyList<(FieldPath? Path, Aggregation How)> measures, CancellationToken cancel = default, int prefix = 0) =>
        database.Read(async session =>
        {
            var access = FormAccess.Of(actor, query.Form);
            IReadOnlyList<FieldPath> paths = [.. by.Select(b => b.Path), .. measures.Select(m => m.Path).OfType<FieldPath>()];
            foreach (var path in paths) Readable(access, path);
            if (await Plan(session, actor, query, paths) is not { } plan) return (IReadOnlyList<IReadOnlyList<object?>>)[];
            var shift = (int)actor.Zone.GetUtcOffset(Now).TotalMinutes;
            var keys = by.Select(b => new GroupKey(plan.Joins.Operand(b.Path), b.Bucket, shift, prefix)).ToList();
            var of = measures.Select(m => new Measure(m.How, m.Path is null ? null : plan.Joins.Operand(m.Path.Together))).ToList();
            var mixture = new Mixture(plan.Joins, measures);
            var summary = new Summary(query.Form.Table, JoinPlan.Root, plan.Joins.Joins, plan.Where, plan.Scope, keys, [.. of, .. mixture.Ends], keys.Count > 1 ? MostPairs : MostGroups);
            return await session.Recall(QueryWriter.Summarise(session.Dialect, summary), r => (IReadOnlyList<object?>)
                [.. keys.Select((k, i) => r.Value(i, k.Type, k.Scale)), .. of.Select((m, i) => mixture.Says(r, keys.Count + of.Count, i, actor) ? ReadMeasure(r, keys.Count + i, m) : null)]);
        }, cancel);

    private static object? ReadMeasure(Row row, int i, Measure measure) =>
        row.Value(i, measure.Type, measure.Scale) is { } value ? measure.Type == Sql.Schema.ColumnType.Integer ? (decimal)(long)value : value : null;

    private static (ListRow Row, IReadOnlyList<object?> Keys) ReadRow(
        Row r, FormAccess access, IReadOnlyList<FieldPath> columns, IReadOnlyList<FieldRight> rights, IReadOnlyList<bool> byRow, IReadOnlyList<Operand?> operands, IReadOnlyList<Operand?> currencies, IReadOnlyList<Operand> keys, int marks, bool asks)
    {
        var values = new object?[columns.Count];
        var at = 2 + keys.Count;
        var open = !byRow.Contains(true) || r.Long(at + operands.Concat(currencies).Count(o => o is not null) + marks) == 1;
        for (var i = 0; i < columns.Count; i++)
        {
            if (operands[i] is { } operand)
                values[i] = Shown(access, columns[i], byRow[i] && !open && rights[i] > FieldRight.Masked ? FieldRight.Masked : rights[i], r.Value(at++, operand.Type, operand.Scale));
            if (currencies[i] is { } currency && Field.Code(r.Value(at++, currency.Type, currency.Scale)) is { } code && values[i] is decimal number && code != access.Actor.Directory.Currency)
                values[i] = new FieldTypes.Amount(number, code);
        }
        var met = marks == 0 ? [] : new bool[marks];
        for (var i = 0; i < marks; i++) met[i] = r.Long(at + i) == 1;
        return (new ListRow(r.Long(0), r.Long(1), values) { Marks = asks ? met[..^1] : met, May = asks && met[^1] }, [.. keys.Select((k, i) => r.Value(2 + i, k.Type, k.Scale))]);
    }

    private static object? Shown(FormAccess access, FieldPath path, FieldRight right, object? stored)
    {
        if (stored is null) return null;
        var value = path.Field.Type.Read(path.Field, stored);
        return right >= FieldRight.Read ? value : right == FieldRight.Masked && value is not null ? new Masked(path.Field.Type.Mask(path.Field, value, new FieldTypes.Display(true, access.Actor.Directory, default))) : null;
    }
}
