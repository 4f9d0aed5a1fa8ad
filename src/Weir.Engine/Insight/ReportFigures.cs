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
    public static async Task<IReadOnlyList<IReadOnlyList<object?>>> Load(InsightRun run, Form form, ReportDefinition report, IReadOnlyList<(string, DateBucket)> by, CancellationToken cancel)
    {
        var plain = report.Measures.Where(m => m.Where is null && m.Formula is null).ToList();
        // Asked even when no column needs it: it says which groups there are.
        IReadOnlyList<(string?, string)> asked = plain.Count == 0 ? [(null, "count")] : [.. plain.Select(m => (m.Field, m.How))];
        var groups = await run.Groups(form, report.Where, report.Date, SystemFields.Owner, by, asked, cancel);
        var some = new Dictionary<ReportMeasure, Dictionary<string, decimal?>>(ReferenceEqualityComparer.Instance);
        foreach (var measure in report.Measures.Where(m => m.Where is not null))
        {
            var where = report.Where is null ? measure.Where : new ConditionDefinition { All = [report.Where, measure.Where!] };
            var found = await run.Groups(form, where, report.Date, SystemFields.Owner, by, [(measure.Field, measure.How)], cancel);
            some[measure] = found.ToDictionary(g => Place(g, by.Count), g => g[by.Count] as decimal?);
        }
        var formulas = report.Measures.Where(m => m.Formula is not null).ToDictionary(m => m, m => Compile(report, m), (IEqualityComparer<ReportMeasure>)ReferenceEqualityComparer.Instance);
        return [.. groups.Select(g =>
        {
            var values = report.Measures.Where(m => m.Formula is null).ToDictionary(m => m, m => some.TryGetValue(m, out var part)
                ? part.GetValueOrDefault(Place(g, by.Count)) ?? (m.How is "count" or "sum" ? 0m : null) : g[by.Count + plain.IndexOf(m)] as decimal?, (IEqualityComparer<ReportMeasure>)ReferenceEqualityComparer.Instance);
            var named = values.Where(v => v.Key.Key is not null).ToDictionary(v => v.Key.Key!, v => v.Value);
            return (IReadOnlyList<object?>)[.. g.Take(by.Count), .. report.Measures.Select(m => (object?)(m.Formula is null ? values[m] : run.Reckon(formulas[m], named)))];
        })];
    }

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
