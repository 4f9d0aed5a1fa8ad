using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Weir.Engine.Conditions;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Sql.Query;

namespace Weir.Engine.Insight;

public sealed partial class InsightRun
{
    private readonly ConcurrentDictionary<FigureDefinition, Lazy<Task<SpreadFigure>>> spreads = new(ReferenceEqualityComparer.Instance);

    /// <summary>A figure whose records are set for spans of days, reckoned for the days of the period.</summary>
    internal Task<SpreadFigure> Spread(FigureDefinition figure, CancellationToken cancel) => spreads.GetOrAdd(figure, f => new(() => Reckon(f, cancel))).Value;

    /// <summary>For whom it is set, in the order of the fields that say so, with the share of the period.</summary>
    internal Task<IReadOnlyList<Share>> Shares(FigureDefinition figure, CancellationToken cancel) => Shares(scope, figure, cancel);

    /// <summary>The records of whose spans the period has some days.</summary>
    internal ConditionDefinition? Within(FigureDefinition figure)
    {
        if (figure.Spread is not { } spread || scope.Word == InsightScope.Any) return figure.Where;
        IReadOnlyList<ConditionDefinition> days = [new() { Field = spread.From, Op = "lte", Value = Day(scope.Period.To) }, new() { Field = spread.To, Op = "gte", Value = Day(scope.Period.From) }];
        return new() { All = figure.Where is null ? days : [figure.Where, .. days] };

        static JsonElement Day(DateOnly day) => JsonSerializer.SerializeToElement(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    private async Task<SpreadFigure> Reckon(FigureDefinition figure, CancellationToken cancel)
    {
        var shares = await Shares(scope, figure, cancel);
        decimal? everybodys = null;
        if (scope.Member is not null || scope.Department is not null)
            everybodys = Sum(figure, [.. (await Shares(scope with { Member = null, Department = null }, figure, cancel)).Where(s => s.Of.All(k => k is null))]);
        return new(Sum(figure, shares) ?? (figure.How == "sum" ? 0m : null), shares.Any(s => s.Partial), everybodys is > 0 ? everybodys : null);
    }

    private static decimal? Sum(FigureDefinition figure, IReadOnlyList<Share> shares) => shares.Count == 0 ? null : figure.How == "sum" ? shares.Sum(s => s.Value) : shares.Max(s => s.Value);

    private async Task<IReadOnlyList<Share>> Shares(InsightScope of, FigureDefinition figure, CancellationToken cancel)
    {
        if (figure.Spread is not { } spread || of.Word == InsightScope.Any) return [];
        var form = app[figure.Form];
        var list = new ListQuery(form) { Where = Condition.OfQuery(form, of.Where(form, Within(figure), null, figure.People)) };
        IReadOnlyList<string> keys = [spread.From, spread.To, .. spread.By];
        var groups = await query.Groups(actor, list, [.. keys.Select(k => (form.Path(k)!, DateBucket.None))], [(form.Path(figure.Field!), How(figure.How))], cancel);
        var shares = new WorkShares(actor.Directory.Calendar, of.Period);
        return [.. groups.Where(g => g is [DateOnly, DateOnly, ..] && g[^1] is decimal).GroupBy(g => string.Join('\u001f', g.Skip(2).SkipLast(1)))
            .Select(g => (Of: g.First().Skip(2).SkipLast(1).ToList(), Share: shares.Of([.. g.Select(r => ((DateOnly)r[0]!, (DateOnly)r[1]!, (decimal)r[^1]!))]))).Select(s => new Share(s.Of, s.Share.Value, s.Share.Partial))];
    }

    /// <param name="Of">As the database holds them; null is nobody in particular.</param>
    /// <param name="Partial">It has a part of what was set for more days than these.</param>
    internal sealed record Share(IReadOnlyList<object?> Of, decimal Value, bool Partial);

    /// <param name="Everybodys">What is set for nobody in particular, when one looks at some people: it is not part of their sum.</param>
    internal sealed record SpreadFigure(decimal? Value, bool Partial, decimal? Everybodys);
}
