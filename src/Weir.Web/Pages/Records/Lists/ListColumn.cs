using Weir.Engine.Access;
using Weir.Engine.Forms;
using Weir.Engine.Records;

namespace Weir.Web.Pages.Records.Lists;

/// <summary>A column of a list: the way to its field and how wide it is drawn.</summary>
public sealed record ListColumn(FieldPath Path, int Width)
{
    private const int Usual = 9;

    public Field Field => Path.Field;

    public string Key => Path.Text;

    /// <summary>The name of the field; behind links with the names of the links before it.</summary>
    public string Label(bool chinese) => string.Concat(Path.Via.Select(v => v.Label.In(chinese) + " · ")) + Field.Label.In(chinese);

    /// <summary>The columns that were asked for, or those of the view, or the first fields: only what the visitor may see, masked at least.</summary>
    public static IReadOnlyList<ListColumn> Of(FormVisit visit, ListAddress address, ViewDefinition view)
    {
        var wanted = address.Columns is { } keys ? keys.Split(',').Distinct().Select(k => (Key: k, view.Columns.FirstOrDefault(c => c.Field == k)?.Width ?? 0))
            : view.Columns.Select(c => (Key: c.Field, c.Width));
        var columns = wanted.Select(w => visit.Form.Path(w.Key.Trim()) is { } path ? new ListColumn(path, w.Item2) : null).OfType<ListColumn>().Where(c => Shows(visit.Access, c.Path)).ToList();
        if (columns.Count > 0) return columns;
        return [.. All(visit).Where(c => !c.Field.System && !c.Field.Definition.Hidden || c.Field.Key == SystemFields.Owner)
            .OrderBy(c => c.Field == visit.Form.Title ? 0 : 1).Take(Usual)];
    }

    /// <summary>Every column that the visitor may choose: the fields of the form in their order, then what the system keeps.</summary>
    public static IEnumerable<ListColumn> All(FormVisit visit) => visit.Form.Live.OrderBy(f => f.System ? 1 : 0)
        .Select(f => new ListColumn(new FieldPath([], f), 0)).Where(c => c.Field.Key != SystemFields.DeletedAt && Shows(visit.Access, c.Path));

    public static bool Shows(FormAccess access, FieldPath path) =>
        path is { InLines: false, FromParent: false } && path.Field.Column is not null && RecordQuery.RightOf(access, path) >= FieldRight.Masked;

    public static bool Reads(FormAccess access, FieldPath path) => Shows(access, path) && RecordQuery.RightOf(access, path) >= FieldRight.Read;
}
