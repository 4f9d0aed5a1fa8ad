using System.Collections.Concurrent;
using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Conditions;
using Weir.Engine.Forms;
using Weir.Engine.Formulas;
using Weir.Engine.Records;
using Weir.Sql.Query;

namespace Weir.Engine.Insight;

/// <summary>Figures for one actor in one scope, over the same rows and fields as every list: what may not be seen is not counted.</summary>
public sealed partial class InsightRun(RecordQuery query, Actor actor, App app, InsightScope scope, DateTime now)
{
    private readonly ConcurrentDictionary<FigureDefinition, Lazy<Task<decimal?>>> known = new(ReferenceEqualityComparer.Instance);

    public Actor Actor => actor;

    public App App => app;

    public InsightScope Scope => scope;

    public DateTime Now => now;

    public DateOnly Today => DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(now, actor.Zone));

    /// <summary>How long the period is.</summary>
    public decimal Days => scope.Period.To.DayNumber - scope.Period.From.DayNumber + 1;

    /// <summary>The same over the records of all, for a widget that shows nothing of them but sums by member.</summary>
    internal InsightRun Everybody() => new(query, Actor.System("ranking", actor.Directory), app, scope with { Member = null }, now);

    public static Aggregation How(string how) => how switch
    {
        "count" => Aggregation.Count,
        "sum" => Aggregation.Sum,
        "avg" => Aggregation.Average,
        "median" => Aggregation.Median,
        "min" => Aggregation.Min,
        "max" => Aggregation.Max,
        _ => throw new ArgumentException($"There is no way '{how}' to sum up."),
    };

    /// <summary>Whether the actor may see the form and read these fields; a widget that needs others is not drawn.</summary>
    public bool Reads(string form, params IEnumerable<string?> paths) =>
        app.Find(form) is { } of && FormAccess.Of(actor, of) is var access && access.Can(Operation.View) && paths.OfType<string>().All(p => FieldPath.OfQuery(of, p) is { } path && RecordQuery.Reads(access, path));

    /// <summary>The number; 0 for an empty sum or count, null for an empty average or extreme. What several cards name is asked once.</summary>
    public async Task<decimal?> Figure(FigureDefinition figure, CancellationToken cancel) =>
        figure.Spread is not null ? (await Spread(figure, cancel)).Value : await known.GetOrAdd(figure, f => new(() => Ask(f, cancel))).Value;

    private async Task<decimal?> Ask(FigureDefinition figure, CancellationToken cancel)
    {
        var form = app[figure.Form];
        var path = form.Path(figure.Field ?? "id") ?? new FieldPath([], form[SystemFields.CreatedAt]);
        var totals = await query.Totals(actor, List(form, figure.Where, figure.Date, figure.People), [(path, How(figure.How))], cancel);
        return totals[0] is decimal number ? number : figure.How is "count" or "sum" ? 0m : null;
    }

    /// <summary>Keys and measures of each group.</summary>
    public Task<IReadOnlyList<IReadOnlyList<object?>>> Groups(
        Form form, ConditionDefinition? where, string? date, string people, IReadOnlyList<(string Path, DateBucket Bucket)> by, IReadOnlyList<(string? Path, string How)> measures, CancellationToken cancel, int prefix = 0) =>
        query.Groups(actor, List(form, where, date, people), [.. by.Select(b => (form.Path(b.Path)!, b.Bucket))], [.. measures.Select(m => (m.Path is null ? null : form.Path(m.Path), How(m.How)))], cancel, prefix);

    /// <summary>The same over the line items of the records; paths start at the form.</summary>
    public Task<IReadOnlyList<IReadOnlyList<object?>>> LineGroups(Form form, ConditionDefinition? where, string? date, string people, string by, (string? Path, string How) measure, CancellationToken cancel) =>
        query.LineGroups(actor, List(form, where, date, people), [FieldPath.OfQuery(form, by)!], [(measure.Path is null ? null : FieldPath.OfQuery(form, measure.Path), How(measure.How))], cancel);

    /// <summary>How records changed hands, those of the chosen people or of all.</summary>
    public Task<IReadOnlyList<OwnershipFlow>> Flows(Form form, Period period, DateBucket bucket, CancellationToken cancel) => query.Flows(actor, form, period, bucket, Whose, cancel);

    /// <summary>The chosen members; null is everybody.</summary>
    public IReadOnlyList<long>? Whose => scope.Member is { } member ? [member] : scope.Department is null ? null : scope.Members.Count == 0 ? [0] : scope.Members;

    public Task<ListPage> Rows(Form form, ConditionDefinition? where, string? date, string people, IReadOnlyList<string> columns, IReadOnlyList<ViewSort> sort, int limit, CancellationToken cancel) =>
        query.List(actor, List(form, where, date, people) with { Columns = [.. columns.Select(c => form.Path(c)!)], Sort = [.. sort.Select(s => (form.Path(s.Field)!, s.Descending))], Limit = limit, Recall = true }, cancel);

    /// <summary>Reckons with figures by their names; null when it cannot be told, as a share of nothing.</summary>
    public decimal? Reckon(Formula formula, IReadOnlyDictionary<string, decimal?> figures)
    {
        try
        {
            return formula.Evaluate(new FigureScope(figures, now)) as decimal?;
        }
        catch (FormulaError)
        {
            return null;
        }
    }

    /// <summary>Whether a condition over figures holds; what cannot be told does not.</summary>
    public bool Holds(Formula formula, IReadOnlyDictionary<string, decimal?> figures)
    {
        try
        {
            return formula.Evaluate(new FigureScope(figures, now)) is true;
        }
        catch (FormulaError)
        {
            return false;
        }
    }

    /// <summary>The condition which leads from a figure to the records behind it.</summary>
    public ConditionDefinition? Behind(Form form, ConditionDefinition? where, string? date, string people) => scope.Where(form, where, date, people);

    /// <summary>Where a figure leads.</summary>
    public Widgets.WidgetData.Behind Behind(FigureDefinition figure) => new(app[figure.Form], Behind(app[figure.Form], Within(figure), figure.Date, figure.People));

    private ListQuery List(Form form, ConditionDefinition? where, string? date, string people) => new(form) { Where = Condition.OfQuery(form, scope.Where(form, where, date, people)) };

    private sealed class FigureScope(IReadOnlyDictionary<string, decimal?> figures, DateTime now) : FormulaScope
    {
        public override DateTime Now => now;

        public override object? Value(string path) => figures.GetValueOrDefault(path);
    }
}

/// <summary>The names that a formula over figures may use.</summary>
internal sealed class FigureNames(IReadOnlyCollection<string> names) : FormulaNames
{
    public override FormulaType? Find(string path) => names.Contains(path) ? FormulaType.Number : null;

    public override IEnumerable<string> Known => names;
}
