using Weir.Engine.Capabilities.Conversion;
using Weir.Engine.Problems;
using Weir.Web.Http;
using Weir.Web.Pages.Records.Settings;

namespace Weir.Web.Pages.Records.Converting;

/// <summary>For administrators: which field of a converted record goes into which of each target, and which stays behind on purpose. Converts nothing.</summary>
public sealed class ConversionArea : PageArea
{
    private const string Path = "/app/{app}/{form}/conversion";
    private const string Key = "conversion";

    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, (Delegate)Show);
        routes.MapPost(Path, (Delegate)Save);
    }

    public static bool Offered(FormVisit visit) => visit.Actor.Administrator && visit.Form.Definition.Capabilities.ContainsKey(Key);

    public static string Url(FormVisit visit) => visit.Url + "/conversion";

    private static IResult Show(HttpContext http)
    {
        var (visit, settings) = Allowed(http);
        return Page(visit, ConversionEdit.Of(settings), visit.App.Version, Refused.Nothing(visit.Visit));
    }

    private static async Task<IResult> Save(HttpContext http)
    {
        var (visit, before) = Allowed(http);
        var posted = new PostedSettings(visit, await visit.Visit.Posted());
        var edit = ConversionEdit.Read(posted, before);
        try
        {
            if (posted.Verb.Count > 0) return Page(visit, edit, posted.Seen, Refused.Nothing(visit.Visit));
            posted.Demand();
            await CapabilitySettings.Publish(visit, CapabilitySettings.With(visit.Form.Definition, Key, edit.Settings), posted.Seen);
        }
        catch (ProblemException refused) when (refused.Problem.Kind is ProblemKind.Invalid or ProblemKind.Conflict)
        {
            return Page(visit, edit, CapabilitySettings.Seen(visit, posted, refused), Refused.By(visit.Visit, refused));
        }
        return CapabilitySettings.Published(visit, Url(visit), visit.Say("字段对应已发布，从下一次转化起生效", "The map of fields is published and holds from the next conversion on"));
    }

    private static IResult Page(FormVisit visit, ConversionEdit edit, int seen, Refused refused) =>
        Rendered.Page<ConversionScreen>(visit.Visit, new PageHead(visit.Say("转化字段对应", "Conversion fields") + " · " + visit.Label, visit.Form.Key), new Dictionary<string, object?>
        {
            ["Visit"] = visit, ["Edit"] = edit, ["Seen"] = seen, ["Refused"] = refused,
        }, refused.Status);

    private static (FormVisit Visit, ConversionDefinition Settings) Allowed(HttpContext http)
    {
        var visit = FormVisit.Of(http);
        return Offered(visit) ? (visit, ConversionMap.Definition(visit.Form)!) : throw Problem.NotFound("conversion.none").Exception();
    }
}
