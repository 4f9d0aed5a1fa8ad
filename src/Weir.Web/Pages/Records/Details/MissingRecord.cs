using Weir.Engine.Access;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Web.Http;

namespace Weir.Web.Pages.Records.Details;

/// <summary>The page of a record that is not there: in the recycle bin for who may bring it back, else absent or not visible, which look the same.</summary>
public static class MissingRecord
{
    public static async Task<IResult> Page(FormVisit visit, long id)
    {
        var gone = visit.Access.Can(Operation.Delete) ? await Deleted(visit, id) : null;
        return Rendered.Page<MissingScreen>(visit.Visit, new PageHead(visit.Say("找不到", "Not found"), visit.Form.Key),
            new Dictionary<string, object?> { ["Visit"] = visit, ["Id"] = id, ["Gone"] = gone }, StatusCodes.Status404NotFound);
    }

    private static async Task<ListRow?> Deleted(FormVisit visit, long id)
    {
        var page = await visit.Visit.Platform.Query.List(visit.Actor, new ListQuery(visit.Form)
        {
            Bin = true, Ids = [id], For = Operation.Delete, Columns = [.. new[] { visit.Form.Title, visit.Form[SystemFields.DeletedAt], visit.Form[SystemFields.UpdatedBy] }.Where(visit.Access.Sees).Select(f => new FieldPath([], f))],
        }, visit.Visit.Cancel);
        return page.Rows.FirstOrDefault(r => r.Values.Count == 3);
    }
}
