using System.Globalization;
using Weir.Engine.Access;
using Weir.Web.Http;

namespace Weir.Web.Pages.Records.Merging;

/// <summary>Two or three records side by side, merged into one.</summary>
public sealed class MergeArea : PageArea
{
    public override void Map(IEndpointRouteBuilder routes) { }

    /// <summary>Whether the visitor may merge records of the form at all.</summary>
    public static bool Offered(FormVisit visit) => visit.Access.Can(Operation.Edit) && visit.Access.Can(Operation.Delete) && Weir.Engine.Capabilities.Duplicates.DuplicateQuery.Has(visit.Form);

    public static string Url(FormVisit visit, IEnumerable<long> ids) => $"{visit.Url}/merge?ids={string.Join(',', ids.Select(i => i.ToString(CultureInfo.InvariantCulture)))}";
}
