using System.Globalization;
using System.Text.Json;
using Weir.Engine.Apps;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Sql.Query;

namespace Weir.Engine.Insight.Widgets;

/// <summary>Rows by columns: how many records there are of each pair of values, or how much, with the sums of both ways. Shows nothing that cannot be added up.</summary>
public sealed class MatrixKind : WidgetKind
{
    private const int MostRows = 50, MostColumns = 24;

    public override string Key => "matrix";

    public override Words Label => ("交叉表", "Matrix");

    public override IReadOnlyList<FieldDefinition> Settings { get; } =
    [
        Setting.Text("form", "表单", "Form", required: true), Setting.Text("rows", "行字段", "Rows", required: true), Setting.Text("columns", "列字段", "Columns", required: true), Setting.Text("bucket", "列的日期单位", "Unit of dates of the columns"),
        Setting.Text("how", "方式", "How"), Setting.Text("field", "字段", "Field"), Setting.Json("where", "条件", "Condition"), Setting.Text("date", "期间字段", "Date of the period"), Setting.Text("people", "人员字段", "Whose"),
        Setting.Number("limit", "行数", "Rows at most"), Setting.Text("format", "格式", "Format"),
    ];

    internal override Widget Compile(App app, string place, WidgetDefinition definition)
    {
        var given = Read<Given>(place, definition);
        if (given.How is not ("count" or "sum")) throw new DefinitionError(place, "widget.no_share", ("交叉表的行列要能相加，只能按数量或合计。", "A matrix has sums of its rows and columns: it shows a count or a sum."));
        FigureCheck.Of(app, place, new() { Form = given.Form, How = given.How, Field = given.Field, Where = given.Where, Date = given.Date, People = given.People });
        var form = app[given.Form];
        FigureCheck.Paths(form, place, given.Rows, given.Columns);
        var bucket = BarsKind.Bucket(place, given.Bucket);
        Axis(place, form, given.Rows, DateBucket.None);
        Axis(place, form, given.Columns, bucket);
        return new Made { Definition = definition, Given = given, Bucket = bucket };
    }

    /// <summary>Days stand in spans and everything else by its value.</summary>
    private static void Axis(string place, Form form, string path, DateBucket bucket)
    {
        var field = form.Path(path)!.Field;
        var kind = field.Type.Kind(field);
        if (kind is ValueKind.None or ValueKind.Many || (kind is ValueKind.Date or ValueKind.Moment) != (bucket != DateBucket.None))
            throw new DefinitionError(place, "widget.no_axis", ($"“{form.Key}.{path}”不能作为交叉表的行或列：日期只能作为列并给出单位，其他字段不要单位。", $"'{form.Key}.{path}' cannot stand here: a date makes columns, with a unit; any other field has none."));
    }

    private sealed record Given(
        string Form, string Rows, string Columns, string? Bucket = null, string How = "count", string? Field = null, ConditionDefinition? Where = null, string? Date = null, string People = SystemFields.Owner, int Limit = 20, string Format = "count");

    private sealed class Made : Widget
    {
        public required Given Given { get; init; }

        public required DateBucket Bucket { get; init; }

        internal override async Task<WidgetData?> Load(InsightRun run, CancellationToken cancel)
        {
            if (!run.Reads(Given.Form, Given.Rows, Given.Columns, Given.Field, Given.Date)) return null;
            var form = run.App[Given.Form];
            var (down, across) = (form.Path(Given.Rows)!, form.Path(Given.Columns)!);
            var groups = await run.Groups(form, Given.Where, Given.Date, Given.People, [(Given.Rows, DateBucket.None), (Given.Columns, Bucket)], [(Given.Field, Given.How)], cancel);
            var found = groups.Select(g => new Found(g[0], g[1], g[2] as decimal? ?? 0m)).ToList();
            var where = run.Behind(form, Given.Where, Given.Date, Given.People);
            var rows = Lines(down, DateBucket.None, found, f => f.Row, Math.Clamp(Given.Limit, 1, MostRows));
            var columns = Lines(across, Bucket, found, f => f.Column, MostColumns);
            var cells = rows.Select(r => columns.Select(c => Cell([.. r.Of.Where(f => c.Holds(f.Column))], With(With(where, r.Where), c.Where))).ToList()).ToList();
            return new MatrixData(down.Field, across.Field, Bucket, Heads(rows), Heads(columns), cells, Cell(found, where), Given.Format);

            MatrixCell Cell(IReadOnlyCollection<Found> of, ConditionDefinition? leads) => new(of.Sum(f => f.Value), of.Count == 0 ? null : new(form, leads));
            IReadOnlyList<MatrixHead> Heads(IReadOnlyList<Line> lines) => [.. lines.Select(l => new MatrixHead(l.Key, l.Others, Cell(l.Of, With(where, l.Where))))];
        }

        /// <summary>The first ones, in the order of a list of groups, and the others together.</summary>
        private static IReadOnlyList<Line> Lines(FieldPath by, DateBucket bucket, IReadOnlyList<Found> found, Func<Found, object?> key, int most)
        {
            var lines = found.GroupBy(key).Select(g => new Line(g.Key, bucket == DateBucket.None ? by.Field.Type.Read(by.Field, g.Key) : g.Key, 0, Group.Of(null, by, bucket, g.Key)!, [.. g])).ToList();
            // Of dates the latest stay; who has no value stands behind the others, or among those who found no place.
            var ordered = Group.Ordered(lines.Where(l => l.Stored is not null), by.Field, bucket, l => l.Key, l => l.Of.Sum(f => f.Value), int.MaxValue).Concat(lines.Where(l => l.Stored is null)).ToList();
            if (ordered.Count <= most) return ordered;
            if (bucket != DateBucket.None)
            {
                var late = ordered.Where(l => l.Stored is not null).TakeLast(most - 1).ToList();
                return [Others(ordered.Except(late), new() { Any = [new() { Field = by.Text, Op = "lt", Value = JsonSerializer.SerializeToElement(((DateOnly)late[0].Stored!).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)) }, new() { Field = by.Text, Op = "empty" }] }), .. late];
            }
            var first = ordered.Take(most - 1).ToList();
            return [.. first, Others(ordered.Skip(most - 1), new() { Field = by.Text, Op = "none_of", Value = JsonSerializer.SerializeToElement(first.Select(l => by.Field.Type.ToJson(by.Field, l.Key))) })];
        }

        private static Line Others(IEnumerable<Line> of, ConditionDefinition where)
        {
            var lines = of.ToList();
            return new(null, null, lines.Count, where, [.. lines.SelectMany(l => l.Of)]) { Stands = lines };
        }

        private static ConditionDefinition With(ConditionDefinition? where, ConditionDefinition one) => where is null ? one : new() { All = [where, one] };
    }

    /// <summary>One group as the database holds its keys.</summary>
    private sealed record Found(object? Row, object? Column, decimal Value);

    /// <summary>A row or a column with the groups in it.</summary>
    private sealed record Line(object? Stored, object? Key, int Others, ConditionDefinition Where, IReadOnlyList<Found> Of)
    {
        /// <summary>Those it puts together.</summary>
        public IReadOnlyList<Line> Stands { get; init; } = [];

        public bool Holds(object? stored) => Others == 0 ? Equals(Stored, stored) : Stands.Any(l => Equals(l.Stored, stored));
    }
}
