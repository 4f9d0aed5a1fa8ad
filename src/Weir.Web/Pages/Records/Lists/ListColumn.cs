using System.Globalization;
using Weir.Engine.Access;
using Weir.Engine.Forms;
using Weir.Engine.Records;

namespace Weir.Web.Pages.Records.Lists;

/// <summary>A column of a list: the way to its field and how wide it is drawn.</summary>
/// <param name="Width">Pixels, or 0 for the width of the field's type.</param>
public sealed record ListColumn(FieldPath Path, int Width)
{
    private const int Usual = 9;
    private const int Narrowest = 48;
    private const int Widest = 1200;
    private const int Most = 60;

    public Field Field => Path.Field;

    public string Key => Path.Text;

    /// <summary>As the address of a list names it.</summary>
    public string Text => Width > 0 ? string.Create(CultureInfo.InvariantCulture, $"{Key}:{Width}") : Key;

    /// <summary>The name of the field; behind links with the names of the links before it.</summary>
    public string Label(bool chinese) => Path.Via.Count == 0 ? Field.Label.In(chinese) : string.Concat(Path.Via.Select(v => v.Label.In(chinese) + " · ")) + Field.Label.In(chinese);

    /// <summary>The columns that were asked for, or those of the view, or the first fields: only what the visitor may see, masked at least.</summary>
    public static IReadOnlyList<ListColumn> Of(FormVisit visit, ListAddress address, ViewDefinition view)
    {
        var wanted = address.Columns is { } keys ? keys.Split(',').Select(Parse).DistinctBy(w => w.Key).Take(Most) : view.Columns.Select(c => (Key: c.Field, c.Width));
        var columns = wanted.Select(w => visit.Form.Path(w.Key) is { } path ? new ListColumn(path, w.Width) : null).OfType<ListColumn>().Where(c => Shows(visit.Access, c.Path)).ToList();
        if (columns.Count > 0) return columns;
        return [.. All(visit).Where(c => !c.Field.System && !c.Field.Definition.Hidden || c.Field.Key == SystemFields.Owner)
            .OrderBy(c => c.Field == visit.Form.Title ? 0 : 1).Take(Usual)];
    }

    /// <summary>Every column that the visitor may choose: the fields of the form in their order, then what the system keeps.</summary>
    public static IEnumerable<ListColumn> All(FormVisit visit) => visit.Form.Live.OrderBy(f => f.System ? 1 : 0)
        .Select(f => new ListColumn(new FieldPath([], f), 0)).Where(c => c.Field.Key != SystemFields.DeletedAt && Shows(visit.Access, c.Path));

    /// <summary>The fields behind each link of the form, one step away.</summary>
    public static IEnumerable<ListColumn> Behind(FormVisit visit) =>
        from link in visit.Form.Live
        where link.Type.LinkedForm(link) is not null && visit.Access.Reads(link)
        let other = visit.Other(link.Type.LinkedForm(link)!)
        where other is not null
        from field in other.Form.Live
        let column = new ListColumn(new FieldPath([link], field), 0)
        where !field.System && Shows(visit.Access, column.Path)
        select column;

    public static bool Shows(FormAccess access, FieldPath path) =>
        path is { InLines: false, FromParent: false } && path.Field.Column is not null && RecordQuery.RightOf(access, path) >= FieldRight.Masked;

    /// <summary>What one may filter by: also what line items say.</summary>
    public static bool Reads(FormAccess access, FieldPath path) => (path.InLines ? path.Field.Column is not null : Shows(access, path)) && RecordQuery.RightOf(access, path) >= FieldRight.Read;

    private static (string Key, int Width) Parse(string text)
    {
        var at = text.IndexOf(':', StringComparison.Ordinal);
        return at > 0 && int.TryParse(text.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var width)
            ? (text[..at].Trim(), Math.Clamp(width, Narrowest, Widest)) : (text.Trim(), 0);
    }
}
