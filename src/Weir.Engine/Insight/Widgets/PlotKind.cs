using System.Globalization;
using System.Text.Json;
using Weir.Engine.Apps;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Formulas;
using Weir.Sql.Query;

namespace Weir.Engine.Insight.Widgets;

/// <summary>Lines, areas and bars over one axis: a trend by month, one thing beside another, parts stacked to a whole.</summary>
public sealed class PlotKind : WidgetKind
{
    private const int MostPoints = 12;
    private const int MostSeries = 8;

    public override string Key => "plot";

    public override Words Label => ("图表", "Plot");

    public override IReadOnlyList<FieldDefinition> Settings { get; } =
    [
        Setting.Json("series", "系列", "Series"), Setting.Text("bucket", "日期单位", "Unit of dates"), Setting.Number("last", "往前几个单位", "Units back"), Setting.Number("ahead", "往后几个单位", "Units ahead"),
        Setting.Text("split", "拆分字段", "Split by"), Setting.Text("formula", "公式", "Formula"), Setting.Text("format", "格式", "Format"),
    ];

    internal override Widget Compile(App app, string place, WidgetDefinition definition)
    {
        var given = Read<Given>(place, definition);
        if (given.Series.Count is < 1 or > MostSeries || given.Split is not null && given.Series.Count > 1)
            throw new DefinitionError(place, "widget.no_series", ($"图表要有 1 到 {MostSeries} 个系列；拆分时只能有 1 个。", $"A plot has 1 to {MostSeries} series; only one when it is split."));
        var bucket = BarsKind.Bucket(place, given.Bucket);
        foreach (var one in given.Series)
        {
            FigureCheck.Of(app, place, new() { Form = one.Form, How = one.How, Field = one.Field, Where = one.Where, Date = one.Date, People = one.People });
            FigureCheck.Paths(app[one.Form], place, given.Split is null ? [one.By] : [one.By, given.Split]);
            if (one.Draw is not ("bar" or "line" or "area")) throw new DefinitionError(place, "widget.no_drawing", ($"没有画法“{one.Draw}”。", $"There is no way '{one.Draw}' to draw."));
        }
        return new Made { Definition = definition, Given = given, Bucket = bucket, Formula = given.Formula is null ? null : Compiled(place, given) };
    }

    private static Formula Compiled(string place, Given given)
    {
        if (given.Split is not null || given.Series.Any(s => s.Key is null)) throw new DefinitionError(place, "widget.no_series", ("公式用代码称呼系列，所以每个系列都要有代码，也不能拆分。", "A formula names series by their keys: each needs one, and nothing is split."));
        try
        {
            return Formula.Compile(given.Formula!, new FigureNames([.. given.Series.Select(s => s.Key!)]));
        }
        catch (FormulaError wrong)
        {
            throw new DefinitionError(place, wrong.Code, (wrong.Message(true), wrong.Message(false)));
        }
    }

    /// <param name="Last">How many buckets are shown up to the one in which the chosen period ends, or today when that is earlier.</param>
    /// <param name="Formula">Shown instead of the series, which it names by their keys; leads where the last of them leads.</param>
    private sealed record Given(IReadOnlyList<GivenSeries> Series, string? Bucket = null, int Last = 12, int Ahead = 0, string? Split = null, string? Formula = null, string Format = "number");

    /// <param name="Level">How something stands, not what comes to it: a day without a record is a gap, not nothing.</param>
    private sealed record GivenSeries(
        string Form, string By, Words? Label = null, string How = "count", string? Field = null, ConditionDefinition? Where = null, string? Date = null, string People = SystemFields.Owner,
        string Draw = "bar", bool Stacked = false, string? Tone = null, string? Key = null, bool Level = false);

    private sealed class Made : Widget
    {
        public required Given Given { get; init; }

        public required DateBucket Bucket { get; init; }

        public required Formula? Formula { get; init; }

        internal override async Task<WidgetData?> Load(InsightRun run, CancellationToken cancel)
        {
            if (!Given.Series.All(s => run.Reads(s.Form, s.By, s.Field, s.Date, Given.Split))) return null;
            var days = Bucket == DateBucket.None ? [] : Days(run);
            var found = new List<Found>();
            foreach (var one in Given.Series) found.AddRange(await Find(run, one, days, cancel));
            var by = run.App[Given.Series[0].Form].Path(Given.Series[0].By)!.Field;
            var today = run.Today;
            IReadOnlyList<object> keys = Bucket == DateBucket.None ? Categories(by, found) : [.. days.Select(d => (object)d)];
            var points = keys.Select(k => new PlotPoint(by, k is Nothing ? null : k, [.. found.Select(f => f.Values.TryGetValue(k, out var v) ? v.Value : k is DateOnly day && day > today ? null : f.Gap)], [.. found.Select(f => f.Values.TryGetValue(k, out var v) ? v.Leads : null)]));
            return Formula is { } formula ? Reckoned(run, formula, by, points) : new PlotData([.. found.Select(f => f.Series)], [.. points], Bucket, Given.Format);
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
            var form = run.App[one.Form];
            var by = form.Path(one.By)!;
            var where = days.Count == 0 ? one.Where : Window(one, by, days);
            var keys = new List<(string, DateBucket)> { (one.By, Bucket) };
            if (Given.Split is not null) keys.Add((Given.Split, DateBucket.None));
            var groups = await run.Groups(form, where, one.Date, one.People, keys, [(one.Field, one.How)], cancel);
            var behind = run.Behind(form, where, one.Date, one.People);
            decimal? gap = one.How is "count" or "sum" && !one.Level ? 0m : null;
            if (Given.Split is null) return [new(new(one.Label ?? form.Label, one.Draw, one.Stacked, one.Tone), gap, groups.ToDictionary(g => Key(by, g[0]), g => (g[1] as decimal?, Leads(behind, g))))];

            var split = form.Path(Given.Split)!;
            var parts = groups.GroupBy(g => Key(split, g[1])).Select(p => (Key: p.Key is Nothing ? null : p.Key, Rows: p.ToList()));
            return [.. Group.Ordered(parts, split.Field, DateBucket.None, p => p.Key, p => p.Rows.Sum(g => g[2] as decimal? ?? 0m), int.MaxValue).Take(MostSeries)
                .Select(p => new Found(new(null, one.Draw, true, null, split.Field, p.Key), gap, p.Rows.ToDictionary(g => Key(by, g[0]), g => (g[2] as decimal?, Leads(behind, g)))))];

            WidgetData.Behind? Leads(ConditionDefinition? all, IReadOnlyList<object?> g)
            {
                var at = Group.Of(all, by, Bucket, g[0]);
                return new(form, Given.Split is null ? at : Group.Of(at, form.Path(Given.Split)!, DateBucket.None, g[1]));
            }

            object Key(FieldPath path, object? stored) => (Bucket != DateBucket.None && path == by ? stored : path.Field.Type.Read(path.Field, stored)) ?? Nothing.Key;
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

        private static IReadOnlyList<object> Categories(Field by, IReadOnlyList<Found> found) =>
            [.. Group.Ordered(found.SelectMany(f => f.Values.Keys).Distinct(), by, DateBucket.None, k => k is Nothing ? null : k, k => found.Sum(f => f.Values.TryGetValue(k, out var v) ? v.Value ?? 0m : 0m), int.MaxValue).Take(MostPoints)];
    }

    private sealed record Found(PlotSeries Series, decimal? Gap, IReadOnlyDictionary<object, (decimal? Value, WidgetData.Behind? Leads)> Values);

    /// <summary>The key of records without value; a dictionary takes no null.</summary>
    private sealed record Nothing
    {
        public static readonly Nothing Key = new();
    }
}
