using System.Globalization;
using System.Text.Json;
using Weir.Engine.Apps;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Formulas;
using Weir.Sql.Query;

namespace Weir.Engine.Insight.Widgets;

/// <summary>Lines, areas and bars over one axis: a trend by month, one thing beside another, parts stacked to a whole.</summary>
public sealed partial class PlotKind : WidgetKind
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
        foreach (var one in given.Series) Check(app, place, given, one, bucket);
        if (given.Series[0] is not { By: not null, Hidden: false })
            throw new DefinitionError(place, "widget.no_axis", ("图表的第一个系列决定横轴，所以它要有分组字段，也不能隐藏。", "The first series makes the axis: it needs a field to group by, and is not hidden."));
        return new Made
        {
            Definition = definition, Given = given, Bucket = bucket, Formula = given.Formula is { } whole ? Compiled(place, given, whole) : null,
            Formulas = given.Series.Where(s => s.Formula is not null).ToDictionary(s => s, s => Compiled(place, given, s.Formula!), (IEqualityComparer<GivenSeries>)ReferenceEqualityComparer.Instance),
        };
    }

    private static void Check(App app, string place, Given given, GivenSeries one, DateBucket bucket)
    {
        if (one.Draw is not ("bar" or "line" or "area")) throw new DefinitionError(place, "widget.no_drawing", ($"没有画法“{one.Draw}”。", $"There is no way '{one.Draw}' to draw."));
        if (one.Formula is not null)
        {
            if (one.Form is null && one.Label is not null) return;
            throw new DefinitionError(place, "widget.no_series", ("按公式算出的系列只要名称和公式。", "A series by a formula has a label and the formula, nothing else."));
        }
        FigureCheck.Of(app, place, Figure(one));
        if (one.Spread is { } spread && (bucket != DateBucket.None || given.Split is not null || one.By is null || !spread.By.Contains(one.By)))
            throw new DefinitionError(place, "widget.no_spread", ("按天分摊的系列要按其对象字段分组，不能按日期或拆分。", "A series that is shared out by days goes by one of the fields that say for whom, not by dates, and is not split."));
        if (one.At is not null && one.By is null && bucket == DateBucket.None && given.Split is null) return;
        FigureCheck.Paths(app[one.Form!], place, given.Split is null ? [one.By ?? ""] : [one.By ?? "", given.Split]);
    }

    private static FigureDefinition Figure(GivenSeries one) => new() { Form = one.Form ?? "", How = one.How, Field = one.Field, Where = one.Where, Date = one.Date, People = one.People, Spread = one.Spread };

    private static Formula Compiled(string place, Given given, string text)
    {
        if (given.Split is not null || given.Formula is not null && given.Series.Any(s => s.Key is null)) throw new DefinitionError(place, "widget.no_series", ("公式用代码称呼系列，所以每个系列都要有代码，也不能拆分。", "A formula names series by their keys: each needs one, and nothing is split."));
        try
        {
            return Formula.Compile(text, new FigureNames([.. given.Series.Where(s => s.Formula is null).Select(s => s.Key).OfType<string>()]));
        }
        catch (FormulaError wrong)
        {
            throw new DefinitionError(place, wrong.Code, (wrong.Message(true), wrong.Message(false)));
        }
    }

    /// <param name="Last">How many buckets are shown up to the one in which the chosen period ends, or today when that is earlier.</param>
    /// <param name="Formula">Shown instead of the series, which it names by their keys; leads where the last of them leads.</param>
    private sealed record Given(IReadOnlyList<GivenSeries> Series, string? Bucket = null, int Last = 12, int Ahead = 0, string? Split = null, string? Formula = null, string Format = "number");

    /// <param name="By">What its values are put to on the axis; each place has one value.</param>
    /// <param name="Level">How something stands, not what comes to it: a day without a record is a gap, not nothing.</param>
    /// <param name="At">Without <paramref name="By"/>: one value at a place of its own behind the others, such as what no plan covers beside what plans cover.</param>
    /// <param name="Formula">Made of the other series by their keys, place by place.</param>
    /// <param name="Hidden">Reckoned for formulas, and not drawn.</param>
    private sealed record GivenSeries(
        string? Form = null, string? By = null, Words? Label = null, string How = "count", string? Field = null, ConditionDefinition? Where = null, string? Date = null, string People = SystemFields.Owner,
        string Draw = "bar", bool Stacked = false, string? Tone = null, string? Key = null, bool Level = false, Words? At = null, string? Formula = null, bool Hidden = false, SpreadDefinition? Spread = null);
}
