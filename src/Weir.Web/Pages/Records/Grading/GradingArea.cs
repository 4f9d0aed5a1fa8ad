using Weir.Engine.Capabilities.Assignment;
using Weir.Engine.Capabilities.Grading;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Web.Http;
using Weir.Web.Pages.Records.Settings;

namespace Weir.Web.Pages.Records.Grading;

/// <summary>For administrators: what points are given for, from how many which grade, and what is worth going on with; tried on records before it is published. Scores nothing itself.</summary>
public sealed class GradingArea : PageArea
{
    public const string New = "new";
    private const string Path = "/app/{app}/{form}/grading";

    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, (Delegate)ShowAll);
        routes.MapPost(Path, (Delegate)SaveAll);
        routes.MapGet(Path + "/criteria/{criterion}", ShowOne);
        routes.MapPost(Path + "/criteria/{criterion}", SaveOne);
    }

    public static bool Offered(FormVisit visit) => visit.Actor.Administrator && Weir.Engine.Capabilities.Grading.Grading.Book(visit.Form) is not null;

    public static string Url(FormVisit visit) => visit.Url + "/grading";

    public static string Criterion(FormVisit visit, string key) => $"{Url(visit)}/criteria/{key}";

    private static async Task<IResult> ShowAll(HttpContext http)
    {
        var (visit, settings) = Allowed(http);
        return await All(visit, settings, visit.App.Version, Usual(visit), null, Refused.Nothing(visit.Visit));
    }

    private static async Task<IResult> SaveAll(HttpContext http)
    {
        var (visit, before) = Allowed(http);
        var posted = new PostedSettings(visit, await visit.Visit.Posted());
        var (settings, among) = (GradingEdit.Read(posted, before), posted.When("among"));
        try
        {
            if (posted.Verb is not ([] or ["try"])) return await All(visit, settings, posted.Seen, among, null, Refused.Nothing(visit.Visit));
            posted.Demand();
            if (posted.Verb.Count > 0) return await All(visit, settings, posted.Seen, among, await Try(visit, settings, among), Refused.Nothing(visit.Visit));
            await CapabilitySettings.Publish(visit, GradingEdit.With(visit, settings), posted.Seen);
        }
        catch (ProblemException refused) when (refused.Problem.Kind is ProblemKind.Invalid or ProblemKind.Conflict)
        {
            return await All(visit, settings, CapabilitySettings.Seen(visit, posted, refused), among, null, Refused.By(visit.Visit, refused));
        }
        return CapabilitySettings.Published(visit, Url(visit), visit.Say("评分标准已发布，全部记录已按新标准评分", "The criteria are published, and all records are scored by them"));
    }

    private static async Task<IResult> ShowOne(HttpContext http, string criterion)
    {
        var (visit, settings) = Allowed(http);
        return await One(visit, criterion, Find(settings, criterion), visit.App.Version, Usual(visit), null, Refused.Nothing(visit.Visit));
    }

    private static async Task<IResult> SaveOne(HttpContext http, string criterion)
    {
        var (visit, before) = Allowed(http);
        var present = Find(before, criterion);
        var posted = new PostedSettings(visit, await visit.Visit.Posted());
        var (changed, among) = (GradingEdit.Read(posted, present), posted.When("among"));
        try
        {
            if (posted.Verb is not ([] or ["try"])) return await One(visit, criterion, changed, posted.Seen, among, null, Refused.Nothing(visit.Visit));
            posted.Demand();
            if (changed.Key.Length == 0) changed = changed with { Key = CapabilitySettings.Key(changed.Label, "criterion", [.. before.Criteria.Select(c => c.Key)]) };
            var settings = before with { Criteria = criterion == New ? [.. before.Criteria, changed] : [.. before.Criteria.Select(c => c.Key == criterion ? changed : c)] };
            if (posted.Verb.Count > 0) return await One(visit, criterion, changed with { Key = present.Key }, posted.Seen, among, await Try(visit, settings, among), Refused.Nothing(visit.Visit));
            await CapabilitySettings.Publish(visit, GradingEdit.With(visit, settings), posted.Seen);
        }
        catch (ProblemException refused) when (refused.Problem.Kind is ProblemKind.Invalid or ProblemKind.Conflict)
        {
            return await One(visit, criterion, changed, CapabilitySettings.Seen(visit, posted, refused), among, null, Refused.By(visit.Visit, refused));
        }
        return CapabilitySettings.Published(visit, Url(visit), visit.Say($"“{changed.Label.Zh}”已发布，全部记录已按新标准评分", $"'{changed.Label.En}' is published, and all records are scored by it"));
    }

    private static Task<GradingTried> Try(FormVisit visit, GradingSettings settings, ConditionDefinition? among) =>
        visit.Visit.Platform.Gradings.Try(visit.Actor, visit.Form, CapabilitySettings.Write(settings), among, visit.Visit.Cancel);

    /// <summary>Among which records one tries: where the form says what counts as open work, among those.</summary>
    private static ConditionDefinition? Usual(FormVisit visit) => CapabilitySettings.Of<AssignmentSettings>(visit.Form, Weir.Engine.Capabilities.Assignment.Assignment.KeyOf)?.Open;

    private static CriterionDefinition Find(GradingSettings settings, string key) =>
        key == New ? GradingEdit.Fresh : settings.Criteria.FirstOrDefault(c => c.Key == key) ?? throw Problem.NotFound("grading.none").Exception();

    private static async Task<IResult> All(FormVisit visit, GradingSettings settings, int seen, ConditionDefinition? among, GradingTried? tried, Refused refused)
    {
        await FieldIsland.Learn(visit, [among, settings.Ready, .. settings.Criteria.SelectMany(c => c.Levels).Select(l => l.When)]);
        return Rendered.Page<GradingScreen>(visit.Visit, Head(visit), Shown(visit, seen, among, tried, refused, ("Settings", settings)), refused.Status);
    }

    private static async Task<IResult> One(FormVisit visit, string key, CriterionDefinition criterion, int seen, ConditionDefinition? among, GradingTried? tried, Refused refused)
    {
        await FieldIsland.Learn(visit, [among, .. criterion.Levels.Select(l => l.When)]);
        return Rendered.Page<CriterionScreen>(visit.Visit, Head(visit), Shown(visit, seen, among, tried, refused, ("At", key), ("Criterion", criterion)), refused.Status);
    }

    private static Dictionary<string, object?> Shown(FormVisit visit, int seen, ConditionDefinition? among, GradingTried? tried, Refused refused, params (string, object)[] more)
    {
        var shown = new Dictionary<string, object?> { ["Visit"] = visit, ["Seen"] = seen, ["Among"] = among, ["Tried"] = tried, ["Refused"] = refused };
        foreach (var (key, value) in more) shown[key] = value;
        return shown;
    }

    private static PageHead Head(FormVisit visit) => new(visit.Say("评分标准", "Scoring rules") + " · " + visit.Label, visit.Form.Key);

    private static (FormVisit Visit, GradingSettings Settings) Allowed(HttpContext http)
    {
        var visit = FormVisit.Of(http);
        return Offered(visit) ? (visit, CapabilitySettings.Of<GradingSettings>(visit.Form, Weir.Engine.Capabilities.Grading.Grading.KeyOf)!) : throw Problem.NotFound("grading.none").Exception();
    }
}
