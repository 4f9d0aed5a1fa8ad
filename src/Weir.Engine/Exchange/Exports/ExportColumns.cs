using Weir.Engine.Access;
using Weir.Engine.Conditions;
using Weir.Engine.Exchange.Sheets;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;

namespace Weir.Engine.Exchange.Exports;

/// <summary>The columns of an export for one person, and the query that fetches them. Refuses what the person may not see by the words for what does not exist.</summary>
internal sealed class ExportColumns
{
    private ExportColumns(ListQuery query, IReadOnlyList<SheetColumn> sheet)
    {
        Query = query;
        Sheet = sheet;
    }

    public ListQuery Query { get; }

    /// <summary>The record's id first, then the columns of the query.</summary>
    public IReadOnlyList<SheetColumn> Sheet { get; }

    /// <exception cref="ProblemException">Invalid: an unknown field, a condition that does not fit.</exception>
    public static ExportColumns Of(Actor actor, Form form, ExportRequest request)
    {
        var access = FormAccess.Of(actor, form);
        var paths = request.Columns.Count == 0
            ? [.. form.Live.Where(f => f.Column is not null && access.Sees(f) && f.Key != SystemFields.DeletedAt).Select(f => new FieldPath([], f))]
            : request.Columns.Select(c => Path(access, form, c)).Where(p => p.Field.Column is not null).ToList();
        var query = new ListQuery(form)
        {
            Columns = paths, Where = Compiled(form, request.Where), Sort = [.. request.Sort.Select(s => (Path(access, form, s.Field), s.Descending))],
            Search = request.Search, Ids = request.Ids, Limit = RecordQuery.MostRows, For = Operation.Export,
        };
        return new(query, Titled(paths, request.Chinese));
    }

    /// <summary>Cells of one row; titles of what it links to have been fetched into the display.</summary>
    public IReadOnlyList<object?> Cells(ListRow row, Display display)
    {
        var cells = new object?[Query.Columns.Count + 1];
        // As text: a spreadsheet keeps only fifteen digits of a number.
        cells[0] = row.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);
        for (var i = 0; i < Query.Columns.Count; i++)
        {
            var field = Query.Columns[i].Field;
            cells[i + 1] = row.Values[i] switch { null => null, Masked masked => masked.Text, var value => field.Type.SheetValue(field, value, display) };
        }
        return cells;
    }

    private static FieldPath Path(FormAccess access, Form form, string text) =>
        form.Path(text) is { InLines: false, FromParent: false } path && RecordQuery.RightOf(access, path) != FieldRight.Hidden ? path
            : throw Problem.Invalid("field.unknown", ($"没有字段“{text}”。", $"There is no field '{text}'.")).Exception();

    private static Condition Compiled(Form form, ConditionDefinition? where)
    {
        try
        {
            return Condition.OfQuery(form, where);
        }
        catch (DefinitionError wrong)
        {
            throw Problem.Invalid(wrong.Code, wrong.Words).Exception();
        }
    }

    /// <summary>Two fields with one label are told apart by their paths, so that the file can be imported again.</summary>
    private static IReadOnlyList<SheetColumn> Titled(IReadOnlyList<FieldPath> paths, bool chinese)
    {
        var titles = paths.Select(p => string.Join('.', p.Via.Append(p.Field).Select(f => f.Label.In(chinese)))).ToList();
        var twins = titles.GroupBy(t => t).Where(g => g.Count() > 1).Select(g => g.Key).ToHashSet();
        return
        [
            new(chinese ? "记录 ID" : "Record ID") { Width = 20 },
            .. paths.Select((p, i) => FieldColumn.Of(p.Field, twins.Contains(titles[i]) ? $"{titles[i]} [{p.Text}]" : titles[i])),
        ];
    }
}
