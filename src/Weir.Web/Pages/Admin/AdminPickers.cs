using Weir.Web.Http;
using Weir.Web.Pages.Records.Pickers;

namespace Weir.Web.Pages.Admin;

/// <summary>Members and departments to choose from on pages that belong to no app.</summary>
public sealed class AdminPickers : PageArea
{
    public const string Members = "/admin/pick/members";
    public const string Departments = "/admin/pick/departments";

    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Members, (Visit visit, string? q) => Options(visit, Colleagues.Members(visit, q, me: false))).ForAdministrators();
        routes.MapGet(Departments, (Visit visit, string? q) => Options(visit, Colleagues.Departments(visit, q))).ForAdministrators();
    }

    private static IResult Options(Visit visit, IEnumerable<PickOption> options) => Rendered.Fragment<PickList>(visit, new Dictionary<string, object?> { ["Options"] = options.ToList() });
}
