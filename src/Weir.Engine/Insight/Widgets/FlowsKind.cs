using Weir.Engine.Apps;
using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Sql.Query;

namespace Weir.Engine.Insight.Widgets;

/// <summary>How records go into pools and out of them, by day or week of the period: stacked columns over the log of owners. Counts changes, so one record may count twice.</summary>
public sealed class FlowsKind : WidgetKind
{
    /// <summary>Up to so many days each has a column; then weeks have, then months.</summary>
    private const int MostDays = 31, MostWeeks = 60;

    public override string Key => "flows";

    public override Words Label => ("公海进出", "Pool ins and outs");

    public override IReadOnlyList<FieldDefinition> Settings { get; } = [Setting.Text("form", "表单", "Form", required: true)];

    internal override Widget Compile(App app, string place, WidgetDefinition definition)
    {
        var given = Read<Given>(place, definition);
        if (FigureCheck.Form(app, place, given.Form).Find(HandingFields.Pool) is null) throw new DefinitionError(place, "widget.no_pool", ($"“{given.Form}”没有公海。", $"'{given.Form}' has no pool."));
        return new Made { Definition = definition, Given = given };
    }

    private sealed record Given(string Form);

    private sealed class Made : Widget
    {
        public required Given Given { get; init; }

        internal override async Task<WidgetData?> Load(InsightRun run, CancellationToken cancel)
        {
            if (!run.Reads(Given.Form, SystemFields.Owner)) return null;
            var form = run.App[Given.Form];
            var period = run.Scope.Period with { To = run.Scope.Period.To < run.Today ? run.Scope.Period.To : run.Today };
            var length = period.To.DayNumber - period.From.DayNumber + 1;
            var bucket = length <= MostDays ? DateBucket.Day : length <= MostWeeks * 7 ? DateBucket.Week : DateBucket.Month;
            var flows = length <= 0 ? [] : await run.Flows(form, period, bucket, cancel);
            var counts = flows.ToDictionary(f => (f.From, f.Kind), f => f.Count);
            var points = new List<PlotPoint>();
            for (var day = First(period.From, bucket); day <= period.To; day = Next(day, bucket))
            {
                var (from, to) = (day < period.From ? period.From : day, Next(day, bucket).AddDays(-1) is var end && end > period.To ? period.To : end);
                points.Add(new(form[SystemFields.CreatedAt], day, [.. Condition.Handed.Kinds.Select(k => (decimal?)counts.GetValueOrDefault((day, k.Kind)))],
                    [.. Condition.Handed.Kinds.Select(k => counts.ContainsKey((day, k.Kind)) ? new WidgetData.Behind(form, Condition.Handed.Write(k.Kind, from, to, run.Whose)) : null)]));
            }
            return new PlotData([.. Condition.Handed.Kinds.Select(k => new PlotSeries(k.Label, "bar", Stacked: true, Tone(k.Kind)))], points, bucket, "count");
        }

        private static DateOnly First(DateOnly day, DateBucket bucket) => bucket switch { DateBucket.Day => day, DateBucket.Week => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)), _ => new(day.Year, day.Month, 1) };

        private static DateOnly Next(DateOnly day, DateBucket bucket) => bucket switch { DateBucket.Day => day.AddDays(1), DateBucket.Week => day.AddDays(7), _ => day.AddMonths(1) };

        private static string Tone(OwnershipKind kind) => kind switch { OwnershipKind.In => "accent", OwnershipKind.Claim => "ok", OwnershipKind.Assign => "teal", OwnershipKind.Return => "warn", _ => "bad" };
    }
}
