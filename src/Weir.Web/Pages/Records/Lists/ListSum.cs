using Microsoft.AspNetCore.Components;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Sql.Query;

namespace Weir.Web.Pages.Records.Lists;

/// <summary>One figure at the foot of a list: a field, and how its values over all records of the list become one.</summary>
public sealed record ListSum(FieldPath Path, string How)
{
    /// <summary>As addresses and views name them, in the order of a menu.</summary>
    public static readonly IReadOnlyList<(string Key, Aggregation How, Words Label)> Ways =
    [
        ("sum", Aggregation.Sum, ("合计", "total")), ("average", Aggregation.Average, ("平均", "average")), ("min", Aggregation.Min, ("最小", "smallest")),
        ("max", Aggregation.Max, ("最大", "largest")),
    ];

    private const int Most = 12;

    public Aggregation Aggregation => Ways.First(w => w.Key == How).How;

    /// <summary>Those asked for, or those of the view: only of numbers that the visitor may read.</summary>
    public static IReadOnlyList<ListSum> Of(FormVisit visit, ListAddress address, ViewDefinition view)
    {
        var wanted = address.Sums is { } text ? text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Parse) : view.Footers.Select(f => (Key: f.Key, How: f.Value));
        return [.. wanted.Select(w => Ways.Any(known => known.Key == Proper(w.How)) && visit.Form.Path(w.Key) is { } path && Summable(visit, path) ? new ListSum(path, Proper(w.How)) : null)
            .OfType<ListSum>().DistinctBy(s => s.Path.Text).Take(Most)];
    }

    public static string Text(IEnumerable<ListSum> sums) => string.Join(',', sums.Select(s => $"{s.Path.Text}:{s.How}"));

    public static bool Summable(FormVisit visit, FieldPath path) => path.Field.Type.Kind(path.Field) == ValueKind.Number && path.Field.AddsUp && ListColumn.Reads(visit.Access, path);

    /// <summary>A sum reads like a value of its field.</summary>
    public RenderFragment Value(FormVisit visit, object? value) => value is null ? Ui.Kit.None : Path.Field.Type.Cell(Path.Field, Path.Field.Type.FromFormula(Path.Field, value) ?? value, visit.Display);

    private static string Proper(string how) => how == "avg" ? "average" : how;

    private static (string Key, string How) Parse(string text) => text.IndexOf(':', StringComparison.Ordinal) is > 0 and var at ? (text[..at].Trim(), text[(at + 1)..].Trim()) : (text.Trim(), "sum");
}
