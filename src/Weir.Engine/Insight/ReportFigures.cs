using System.Globalization;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Formulas;
using Weir.Sql.Query;

namespace Weir.Engine.Insight;

/// <summary>The figures of a report by group: those of all records at once, those of some records each by itself, and what formulas make of them.</summary>
internal static class ReportFigures
{
    /// <returns>For each group its keys, then a value for each measure.</returns>
    public static async Task<IReadOnlyList<IReadOnlyList<object?>>> Load(InsightRun run, Form form, ReportDefinition report, DateBucket bucket, CancellationToken cancel)
    {
        var plain = report.Measures.Where(m => m is { Where: null, Formula: null, Apart: false }).ToList();
        var by = Keys(report.By, report.Then, bucket);
        // Asked even when no column needs it: it says which groups there are.
        IReadOnlyList<(string?, string)> asked = plain.Count == 0 ? [(null, "count")] : [.. plain.Select(m => (m.Field, m.How))];
        var groups = (await run.Groups(form, report.Where, report.Date, SystemFields.Owner, by, asked, cancel)).ToDictionary(g => Place(g, by.Count));
        var places = groups.ToDictionary(g => g.Key, g => (IReadOnlyList<object?>)[.. g.Value.Take(by.Count)]);
        var some = new Dictionary<ReportMeasure, Dictionary<string, decimal?>>(ReferenceEqualityComparer.Instance);
        foreach (var measure in report.Measures.Where(m => m.Formula is null && (m.Where is not null || m.Apart)))
        {
            var source = measure.Of(report);
            var found = await run.Groups(run.App[source.Form], source.Where, source.Date, source.People, Keys(source.By, source.Then, bucket), [(measure.Field, measure.How)], cancel);
            some[measure] = found.ToDictionary(g => Place(g, by.Count), g => g[by.Count] as decimal?);
            foreach (var group in found) places.TryAdd(Place(group, by.Count), [.. group.Take(by.Count)]);
        }
        var formulas = report.Measures.Where(m => m.Formula is not null).ToDictionary(m => m, m => Compile(report, m), (IEqualityComparer<ReportMeasure>)ReferenceEqualityComparer.Instance);
        return [.. places.Select(p =>
        {
            var values = report.Measures.Where(m => m.Formula is null).ToDictionary(m => m, m =>
                (some.TryGetValue(m, out var part) ? part.GetValueOrDefault(p.Key) : groups.TryGetValue(p.Key, out var g) ? g[by.Count + plain.IndexOf(m)] as decimal? : null)
                    ?? (m.How == "count" || m.How == "sum" && (m.Apart || m.Where is not null || !groups.ContainsKey(p.Key)) ? 0m : null), (IEqualityComparer<ReportMeasure>)ReferenceEqualityComparer.Instance);
            var named = values.Where(v => v.Key.Key is not null).ToDictionary(v => v.Key.Key!, v => v.Value);
            return (IReadOnlyList<object?>)[.. p.Value, .. report.Measures.Select(m => (object?)(m.Formula is null ? values[m] : run.Reckon(formulas[m], named)))];
        })];
    }

    /// <summary>The report without the columns that the actor may not see, and without the formulas that name one of them.</summary>
    public static ReportDefinition Seen(InsightRun run, ReportDefinition report)
    {
        var figures = report.Measures.Where(m => m.Formula is null && m.Of(report) is var source && run.Reads(source.Form, [m.Field, source.By, source.Then, source.Date])).ToList();
        return report with { Measures = [.. report.Measures.Where(m => m.Formula is null ? figures.Contains(m) : Compile(report, m).References.All(name => figures.Any(f => f.Key == name)))] };
    }

    /// <summary>The sums below the columns: of counts and sums, and of formulas over them; a share is reckoned anew, an average has none.</summary>
    public static IReadOnlyList<decimal?> Totals(InsightRun run, ReportDefinition report, IReadOnlyList<IReadOnlyList<object?>> groups, int keys)
    {
        var sums = report.Measures.Select((m, i) => m.How is "count" or "sum" ? groups.Sum(g => g[keys + i] as decimal? ?? 0m) : (decimal?)null).ToList();
        var named = report.Measures.Index().Where(m => m.Item is { Formula: null, Key: not null }).ToDictionary(m => m.Item.Key!, m => sums[m.Index]);
        return [.. report.Measures.Select((m, i) => m.Formula is null ? sums[i] : Compile(report, m) is var formula && formula.References.Any(r => named[r] is null) ? null : m.Format == "money" || m.Format == "count" ? sums[i] : run.Reckon(formula, named))];
    }

    private static List<(string, DateBucket)> Keys(string by, string? then, DateBucket bucket) => then is null ? [(by, bucket)] : [(by, bucket), (then, DateBucket.None)];

    /// <exception cref="DefinitionError">It cannot be read, or names a column that has no key.</exception>
    public static Formula Compile(ReportDefinition report, ReportMeasure measure)
    {
        try
        {
            return Formula.Compile(measure.Formula!, new FigureNames([.. report.Measures.Where(m => m.Formula is null).Select(m => m.Key).OfType<string>()]));
        }
        catch (FormulaError wrong)
        {
            throw new DefinitionError(report.Key, wrong.Code, (wrong.Message(true), wrong.Message(false)));
        }
    }

    private static string Place(IReadOnlyList<object?> group, int keys) => string.Join('\u001f', group.Take(keys).Select(k => Convert.ToString(k, CultureInfo.InvariantCulture)));
}
