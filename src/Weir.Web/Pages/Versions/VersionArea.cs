using System.Globalization;
using Weir.Engine.Apps;
using Weir.Engine.Problems;
using Weir.Web.Http;
using Weir.Web.Ui;

namespace Weir.Web.Pages.Versions;

/// <summary>For administrators: the published versions of an app, what each changed, and going back to an earlier one. Decides nothing about what is kept.</summary>
public sealed class VersionArea : PageArea
{
    private const string Path = "/app/{app}/versions";
    private const int AtOnce = 20;

    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, (Visit visit, int? before) => All(visit, before)).ForAdministrators();
        routes.MapGet(Path + "/{version:int}", (Visit visit, int version) => One(visit, version, Refused.Nothing(visit))).ForAdministrators();
        routes.MapPost(Path + "/{version:int}", GoBack).ForAdministrators();
    }

    public static string Url(App app) => $"/app/{app.Key}/versions";

    private static PageHead Head(Visit visit) => new(visit.Say("版本", "Versions") + " · " + visit.Say(visit.TheApp.Definition.Label));

    private static async Task<IResult> All(Visit visit, int? before)
    {
        var versions = await visit.Platform.Apps.Versions(visit.Actor, visit.TheApp.Key, before, AtOnce, visit.Cancel);
        return Rendered.Page<VersionsScreen>(visit, Head(visit), new Dictionary<string, object?> { ["Visit"] = visit, ["Versions"] = versions, ["More"] = versions.Count == AtOnce && versions[^1].Version > 1 });
    }

    private static async Task<IResult> One(Visit visit, int version, Refused refused)
    {
        var found = (await visit.Platform.Apps.Versions(visit.Actor, visit.TheApp.Key, version + 1, 1, visit.Cancel)).FirstOrDefault(v => v.Version == version) ?? throw Problem.NotFound("app.not_found").Exception();
        var earlier = version == visit.TheApp.Version ? null : await visit.Platform.Apps.Earlier(visit.Actor, visit.TheApp.Key, version, visit.Cancel);
        return Rendered.Page<VersionScreen>(visit, Head(visit), new Dictionary<string, object?> { ["Visit"] = visit, ["Version"] = found, ["Earlier"] = earlier, ["Refused"] = refused }, refused.Status);
    }

    private static async Task<IResult> GoBack(Visit visit, int version)
    {
        var form = await visit.Posted();
        if (!int.TryParse(form["seen"], NumberStyles.None, CultureInfo.InvariantCulture, out var seen)) seen = visit.TheApp.Version;
        try
        {
            var earlier = await visit.Platform.Apps.Earlier(visit.Actor, visit.TheApp.Key, version, visit.Cancel);
            await visit.Platform.Apps.Publish(visit.Actor, earlier.Definition, seen, visit.Cancel);
        }
        catch (ProblemException refused) when (refused.Problem.Kind is ProblemKind.Invalid or ProblemKind.Conflict)
        {
            return await One(visit, version, Refused.By(visit, refused));
        }
        return Rendered.Go(visit, Url(visit.TheApp));
    }
}
