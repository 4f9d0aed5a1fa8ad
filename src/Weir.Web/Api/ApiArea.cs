using Weir.Web.Http;

namespace Weir.Web.Api;

/// <summary>The routes of the JSON API, all behind one door. Knows no form: what it serves is what the apps define.</summary>
public sealed class ApiArea : PageArea
{
    public override void Map(IEndpointRouteBuilder routes)
    {
        var pace = new TokenPace(routes.ServiceProvider.GetRequiredService<TimeProvider>());
        var api = routes.MapGroup("/api/v1").AddEndpointFilter(new ApiDoor(pace));
        MeResource.Map(api);
        ApprovalsResource.Map(api);
        AppsResource.Map(api);
        FormsResource.Map(api);
        OpenApiResource.Map(api);
        ListResource.Map(api);
        RecordResource.Map(api);
        HistoryResource.Map(api);
        ActionsResource.Map(api);
    }
}
