using System.Globalization;
using Weir.Engine.Access;
using Weir.Engine.Problems;
using Weir.Web.Http;
using Weir.Web.Ui;

namespace Weir.Web.Pages.Admin.Organisation;

/// <summary>The settings of the organisation as a whole, and the trail of what administrators did.</summary>
public sealed class OrganisationArea : PageArea
{
    public const string Path = "/admin/organisation";
    private const int PageSize = 50;

    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, (Visit visit) => Page(visit, Present(visit), Refused.Nothing(visit))).ForAdministrators();
        routes.MapPost(Path, Save).ForAdministrators();
        routes.MapGet(Path + "/trail", Trail).ForAdministrators();
    }

    private static OrganisationEntry Present(Visit visit)
    {
        var now = visit.Platform.People.Current;
        return new(now.Company, now.Zone.Id, now.Currency, now.Language);
    }

    private static async Task<IResult> Save(Visit visit)
    {
        var form = await visit.Posted();
        var entry = new OrganisationEntry(form.Text("company"), form.Text("zone"), form.Text("currency"), form.Text("language"));
        try
        {
            await visit.Platform.People.ChangeOrganisation(visit.Actor, entry);
        }
        catch (ProblemException refusal) when (refusal.Problem.Kind == ProblemKind.Invalid)
        {
            return Page(visit, entry, Refused.By(visit, refusal));
        }
        visit.Http.Response.Headers["HX-Trigger"] = Toast.Ok(visit.Say("已保存。", "Saved.")).ToTrigger();
        return Page(visit, Present(visit), Refused.Nothing(visit));
    }

    private static async Task<IResult> Trail(Visit visit)
    {
        long? before = long.TryParse(visit.Http.Request.Query["before"], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
        var entries = await visit.Platform.People.Audit(visit.Actor, before, PageSize);
        return Rendered.Page<TrailScreen>(visit, new PageHead(visit.Say("管理记录", "Trail"), Path), new Dictionary<string, object?>
        {
            ["Visit"] = visit, ["Entries"] = entries, ["More"] = entries.Count == PageSize, ["Later"] = before is not null,
        });
    }

    private static IResult Page(Visit visit, OrganisationEntry entry, Refused refused) => Rendered.Page<OrganisationScreen>(visit, new PageHead(visit.Say("组织", "Organisation"), Path), new Dictionary<string, object?>
    {
        ["Visit"] = visit, ["Entered"] = entry, ["Refused"] = refused,
    }, refused.Message is null ? 200 : 422);
}
