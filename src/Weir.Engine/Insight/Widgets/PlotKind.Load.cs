using System.Globalization;
using System.Text.Json;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Formulas;
using Weir.Sql.Query;

namespace Weir.Engine.Insight.Widgets;

public sealed partial class PlotKind
{
    private sealed class Made : Widget
    {
        public required Given Given { get; init; }

        public required DateBucket Bucket { get; init; }

        public required Formula? Formula { get; init; }

        public required IReadOnlyDictionary<GivenSeries, Formula> Formulas { get; init; }

        internal override async Task<WidgetData?> Load(InsightRun run, CancellationToken cancel)
        {
            // Who may not see what a plan is measured by still sees the rest; without the axis, or a part of the whole, there is nothing to see.
            var readable = Given.Series.Where(s => s.Formula is null && run.Reads(s.Form!, [s.By, s.Field, s.Date, Given.Split, s.Spread?.From, s.Spread?.To, .. s.Spread?.By ?? []])).ToList();
            if (!readable.Contains(Given.Series[0]) || Formula is not null && readable.Count < Given.Series.Count) return null;
            var days = Bucket == DateBucket.None ? [] : Days(run);
            var found = new List<Found>();
            foreach (var one in readable) found.AddRange(await Find(run, one, days, cancel));
            var by = run.App[Given.Series[0].Form!].Path(Given.Series[0].By!)!.Field;
            IReadOnlyList<object> keys = Bucket == DateBucket.None ? Categories(by, found) : [.. days.Select(d => (object)d)];
            if (Formula is { } formula) return Reckoned(run, formula, by, keys.Select(k => Point(run, by, k, found)));
            foreach (var (one, reckoned) in Formulas)
                if (reckoned.References.All(name => readable.Any(s => s.Key == name))) found.Add(new(one, new(one.Label!, one.Draw, one.Stacked, one.Tone), null, keys.ToDictionary(k => k, k => At(run, reckoned, found, k))));
            var shown = found.Where(f => !f.Of.Hidden).OrderBy(f => Given.Series.ToList().IndexOf(f.Of)).ToList();
            return new PlotData([.. shown.Select(f => f.Series)], [.. keys.Select(k => Point(run, by, k, shown))], Bucket, Given.Format) { Spread = shown.Any(f => f.Partial) ? new(Partial: true, null) : null };
        }

        private static PlotPoint Point(InsightRun run, Field by, object key, IReadOnlyList<Found> found) => new(by, key is Nothing ? null : key,
            [.. found.Select(f => f.Values.TryGetValue(key, out var v) ? v.Value : key is Words || key is DateOnly day && day > run.Today ? null : f.Gap)], [.. found.Select(f => f.Values.TryGetValue(key, out var v) ? v.Leads : null)]);

        /// <summary>What a formula over the series makes of one place; it leads where the first of them leads that has something there.</summary>
        private static (decimal? Value, WidgetData.Behind? Leads) At(InsightRun run, Formula formula, IReadOnlyList<Found> found, object key)
        {
            var named = found.Where(f => f.Of.Key is not null && formula.References.Contains(f.Of.Key)).ToList();
            var value = run.Reckon(formula, named.ToDictionary(f => f.Of.Key!, f => f.Values.TryGetValue(key, out var v) ? v.Value : f.Gap));
            return (value, value is null ? null : named.Select(f => f.Values.TryGetValue(key, out var v) && v.Value is not (null or 0m) ? v.Leads : null).FirstOrDefault(l => l is not null));
        }

        /// <summary>The formula at each point; what it cannot tell is left out of a ranking, and is a gap in a trend.</summary>
        private PlotData Reckoned(InsightRun run, Formula formula, Field by, IEnumerable<PlotPoint> points)
        {
            var reckoned = points.Select(p => p with { Values = [run.Reckon(formula, Given.Series.Select((s, i) => (s.Key!, Value: p.Values[i])).ToDictionary(v => v.Item1, v => v.Value))], Leads = [p.Leads[^1]] });
            var shown = Bucket != DateBucket.None ? reckoned : Group.Ordered(reckoned.Where(p => p.Values[0] is not null), by, Bucket, p => p.Key, p => p.Values[0]!.Value, MostPoints);
            var last = Given.Series[^1];
            return new PlotData([new(last.Label ?? Definition.Label, last.Draw, false, last.Tone)], [.. shown], Bucket, Given.Format);
        }

        /// <summary>One series, or one for each value of the field that it is split by.</summary>
        private async Task<IReadOnlyList<Found>> Find(InsightRun run, GivenSeries one, IReadOnlyList<DateOnly> days, CancellationToken cancel)
        {
            var form = run.App[one.Form!];
            if (one.By is null)
            {
                var figure = Figure(one);
                var value = await run.Figure(figure, cancel);
                var own = new Dictionary<object, (decimal?, WidgetData.Behind?)>();
                if (value is not (null or 0m)) own[one.At!] = (value, run.Behind(figure));
                return [new(one, new(one.Label ?? form.Label, one.Draw, one.Stacked, one.Tone), null, own)];
            }
            var by = form.Path(one.By)!;
            if (one.Spread is { } spread) return [await Shared(run, one, spread, by, cancel)];
            var where = days.Count == 0 ? one.Where : Window(one, by, days);
            var keys = new List<(string, DateBucket)> { (one.By, Bucket) };
            if (Given.Split is not null) keys.Add((Given.Split, DateBucket.None));
            var groups = await run.Groups(form, where, one.Date, one.People, keys, [(one.Field, one.How)], cancel);
            var behind = run.Behind(form, where, one.Date, one.People);
            decimal? gap = one.How is "count" or "sum" && !one.Level ? 0m : null;
            if (Given.Split is null) return [new(one, new(one.Label ?? form.Label, one.Draw, one.Stacked, one.Tone), gap, groups.ToDictionary(g => Key(by, g[0]), g => (g[1] as decimal?, Leads(behind, g))))];

            var split = form.Path(Given.Split)!;
            var parts = groups.GroupBy(g => Key(split, g[1])).Select(p => (Key: p.Key is Nothing ? null : p.Key, Rows: p.ToList()));
            return [.. Group.Ordered(parts, split.Field, DateBucket.None, p => p.Key, p => p.Rows.Sum(g => g[2] as decimal? ?? 0m), int.MaxValue).Take(MostSeries)
                .Select(p => new Found(one, new(null, one.Draw, true, null, split.Field, p.Key), gap, p.Rows.ToDictionary(g => Key(by, g[0]), g => (g[2] as decimal?, Leads(behind, g)))))];

            WidgetData.Behind? Leads(ConditionDefinition? all, IReadOnlyList<object?> g)
            {
                var at = Group.Of(all, by, Bucket, g[0]);
                return new(form, Given.Split is null ? at : Group.Of(at, form.Path(Given.Split)!, DateBucket.None, g[1]));
            }

            object Key(FieldPath path, object? stored) => (Bucket != DateBucket.None && path == by ? stored : path.Field.Type.Read(path.Field, stored)) ?? Nothing.Key;
        }

        /// <summary>What is set for days of its own, reckoned for the period.</summary>
        private static async Task<Found> Shared(InsightRun run, GivenSeries one, SpreadDefinition spread, FieldPath by, CancellationToken cancel)
        {
            var (figure, at) = (Figure(one), spread.By.ToList().IndexOf(one.By!));
            var shares = await run.Shares(figure, cancel);
            var behind = run.Behind(figure);
            return new(one, new(one.Label ?? by.Field.Label, one.Draw, one.Stacked, one.Tone), null, shares.Where(s => s.Of[at] is not null).GroupBy(s => s.Of[at]!)
                .ToDictionary(g => by.Field.Type.Read(by.Field, g.Key)!, g => ((decimal?)g.Sum(s => s.Value), (WidgetData.Behind?)new(behind.Form, Group.Of(behind.Where, by, DateBucket.None, g.Key))))) { Partial = shares.Any(s => s is { Partial: true, Value: > 0 }) };
        }

        /// <summary>The first days of the buckets that are shown, those without any record as well.</summary>
        private IReadOnlyList<DateOnly> Days(InsightRun run)
        {
            var today = run.Today;
            var end = run.Scope.Period.To < today ? run.Scope.Period.To : today;
            var first = Bucket switch
            {
                DateBucket.Day => end,
                DateBucket.Week => end.AddDays(-(((int)end.DayOfWeek + 6) % 7)),
                DateBucket.Month => new(end.Year, end.Month, 1),
                DateBucket.Quarter => new(end.Year, (end.Month - 1) / 3 * 3 + 1, 1),
                _ => new DateOnly(end.Year, 1, 1),
            };
            return [.. Enumerable.Range(1 - Math.Clamp(Given.Last, 1, 60), Math.Clamp(Given.Last, 1, 60) + Math.Clamp(Given.Ahead, 0, 24)).Select(n => Step(first, n))];
        }

        private DateOnly Step(DateOnly first, int n) => Bucket switch
        {
            DateBucket.Day => first.AddDays(n), DateBucket.Week => first.AddDays(7 * n), DateBucket.Month => first.AddMonths(n), DateBucket.Quarter => first.AddMonths(3 * n), _ => first.AddYears(n),
        };

        private ConditionDefinition Window(GivenSeries one, FieldPath by, IReadOnlyList<DateOnly> days)
        {
            IReadOnlyList<ConditionDefinition> span = [new() { Field = by.Text, Op = "gte", Value = Day(days[0]) }, new() { Field = by.Text, Op = "lt", Value = Day(Step(days[^1], 1)) }];
            return new() { All = one.Where is null ? span : [one.Where, .. span] };
        }

        private static JsonElement Day(DateOnly day) => JsonSerializer.SerializeToElement(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

        /// <summary>Those with the most of the first series stand first; of all together where they are stacked.</summary>
        private static IReadOnlyList<object> Categories(Field by, IReadOnlyList<Found> found)
        {
            var keys = found.SelectMany(f => f.Values.Keys).Distinct().OrderByDescending(k => found.Where(f => !f.Of.Hidden).Sum(f => Value(f, k)));
            return [.. Group.Ordered(keys, by, DateBucket.None, k => k is Nothing ? null : k, k => found.Any(f => f.Of.Stacked || f.Series.Stacked) ? 0m : Value(found[0], k), int.MaxValue).Take(MostPoints)];

            decimal Value(Found one, object key) => one.Values.TryGetValue(key, out var v) ? v.Value ?? 0m : 0m;
        }
    }

    private sealed record Found(GivenSeries Of, PlotSeries Series, decimal? Gap, IReadOnlyDictionary<object, (decimal? Value, WidgetData.Behind? Leads)> Values)
    {
        /// <summary>It has a part of what is set for more days in it.</summary>
        public bool Partial { get; init; }
    }

    /// <summary>The key of records without value; a dictionary takes no null.</summary>
    private sealed record Nothing
    {
        public static readonly Nothing Key = new();
    }
}
