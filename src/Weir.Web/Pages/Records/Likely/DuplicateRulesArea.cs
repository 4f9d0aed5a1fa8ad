using Weir.Engine.Capabilities.Duplicates;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Web.Http;
using Weir.Web.Pages.Records.Settings;

namespace Weir.Web.Pages.Records.Likely;

/// <summary>For administrators: by which fields two records are one and what is done about it on each channel, tried with typed values before it is published. Compares nothing itself.</summary>
public sealed class DuplicateRulesArea : PageArea
{
    private const string Path = "/app/{app}/{form}/duplicates/rules";

    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, (Delegate)Show);
        routes.MapPost(Path, (Delegate)Save);
    }

    public static bool Offered(FormVisit visit) => visit.Actor.Administrator && DuplicateQuery.Has(visit.Form);

    public static string Url(FormVisit visit) => ScanArea.Url(visit) + "/rules";

    private static async Task<IResult> Show(HttpContext http)
    {
        var (visit, settings) = Allowed(http);
        return await Page(visit, settings, visit.App.Version, new Record(visit.Form), null, Refused.Nothing(visit.Visit));
    }

    private static async Task<IResult> Save(HttpContext http)
    {
        var (visit, before) = Allowed(http);
        var posted = new PostedSettings(visit, await visit.Visit.Posted());
        var settings = DuplicateRulesEdit.Read(posted, before);
        var typed = DuplicateRulesEdit.Typed(posted, settings);
        try
        {
            if (posted.Verb is not ([] or ["try"])) return await Page(visit, settings, posted.Seen, typed, null, Refused.Nothing(visit.Visit));
            posted.Demand();
            if (posted.Verb.Count > 0) return await Page(visit, settings, posted.Seen, typed, await visit.Visit.Platform.DuplicateTrials.Try(visit.Actor, visit.Form, settings, typed, visit.Visit.Cancel), Refused.Nothing(visit.Visit));
            await CapabilitySettings.Publish(visit, CapabilitySettings.With(visit.Form.Definition, Key, settings), posted.Seen);
        }
        catch (ProblemException refused) when (refused.Problem.Kind is ProblemKind.Invalid or ProblemKind.Conflict)
        {
            return await Page(visit, settings, CapabilitySettings.Seen(visit, posted, refused), typed, null, Refused.By(visit.Visit, refused));
        }
        return CapabilitySettings.Published(visit, Url(visit), visit.Say("查重规则已发布，立即生效", "The rules for duplicates are published and in force"));
    }

    private static async Task<IResult> Page(FormVisit visit, DuplicatesDefinition settings, int seen, Record typed, IReadOnlyList<KeyTried?>? tried, Refused refused)
    {
        await FieldIsland.Learn(visit, [settings.Stays]);
        await visit.Learn(visit.Form.Live.Where(f => f.Column is not null).Select(f => (f, typed[f])));
        return Rendered.Page<DuplicateRulesScreen>(visit.Visit, new PageHead(visit.Say("查重规则", "Rules for duplicates") + " · " + visit.Label, visit.Form.Key), new Dictionary<string, object?>
        {
            ["Visit"] = visit, ["Rules"] = settings, ["Seen"] = seen, ["Typed"] = typed, ["Tried"] = tried, ["Refused"] = refused,
        }, refused.Status);
    }

    private const string Key = "duplicates";

    private static (FormVisit Visit, DuplicatesDefinition Settings) Allowed(HttpContext http)
    {
        var visit = FormVisit.Of(http);
        return Offered(visit) ? (visit, DuplicateTrials.Definition(visit.Form)!) : throw Problem.NotFound("duplicates.none").Exception();
    }
}
