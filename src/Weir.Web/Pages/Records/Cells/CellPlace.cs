using Weir.Engine.Access;
using Weir.Engine.Forms;

namespace Weir.Web.Pages.Records.Cells;

/// <summary>Which fields are edited in place, and the address of one value. Whether this record may be edited is asked there.</summary>
public static class CellPlace
{
    public static string Url(FormVisit visit, long id, Field field) => $"{visit.Url}/cell/{id}/{field.Key}";

    /// <summary>In the field panel of a record: the answer is the panel, not a row.</summary>
    public static string PanelUrl(FormVisit visit, long id, Field field) => Url(visit, id, field) + "?in=panel";

    /// <summary>A single value that the visitor may type on some records at least; lines have a form of their own.</summary>
    public static bool Editable(FormVisit visit, Field field) => field.Lines is null && field.Key switch
    {
        SystemFields.Owner => visit.Access.Can(Operation.Assign),
        SystemFields.Collaborators => visit.Access.Can(Operation.Edit),
        _ => visit.Access.Can(Operation.Edit) && visit.Access.Edits(field),
    };
}
