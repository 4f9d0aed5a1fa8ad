using Weir.Engine.Capabilities.Pipeline;
using Weir.Engine.Problems;
using Weir.Web.Http;
using Weir.Web.Pages.Records.Settings;

namespace Weir.Web.Pages.Records.Pipelines;

/// <summary>For administrators: one stage of a pipeline with what it asks for, tried on open records before it is published. Moves no record.</summary>
public sealed class StageSettingsArea : PageArea
{
    private const string Path = PipelineArea.Path + "/{pipeline}/stages/{stage}";

    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, Show);
        routes.MapPost(Path, Save);
    }

    public static string Url(FormVisit visit, string pipeline, string stage) => $"{PipelineArea.One(visit, pipeline)}/stages/{stage}";

    private static async Task<IResult> Show(HttpContext http, string pipeline, string stage)
    {
        var (visit, settings) = PipelineArea.Allowed(http);
        var plan = PipelineEdit.Of(visit.Form, settings, PipelineArea.Of(settings, pipeline));
        return await Page(visit, settings, plan, Find(plan, stage), visit.App.Version, null, false, Refused.Nothing(visit.Visit));
    }

    private static async Task<IResult> Save(HttpContext http, string pipeline, string stage)
    {
        var (visit, settings) = PipelineArea.Allowed(http);
        var before = PipelineEdit.Of(visit.Form, settings, PipelineArea.Of(settings, pipeline));
        var posted = new PostedSettings(visit, await visit.Visit.Posted());
        var changed = PipelineEdit.Typed(posted, settings, Find(before, stage), "stage");
        var colour = posted.Text("colour");
        if (StageScreen.Colours.Any(c => c.Key == colour)) changed = changed with { Colour = colour };
        changed = changed with { Settings = changed.Settings with { Gates = GateEdit.All(posted, "gate") } };
        var plan = before with { Stages = [.. before.Stages.Select(s => s.Key == stage ? changed : s)] };
        var (apply, words) = (posted.Ticked("apply"), "");
        try
        {
            if (posted.Verb is not ([] or ["try"])) return await Page(visit, settings, plan, changed, posted.Seen, null, apply, Refused.Nothing(visit.Visit));
            PipelineCheck.Rate(posted, plan, changed);
            posted.Demand();
            var (app, key) = PipelineEdit.With(visit, settings, plan);
            if (posted.Verb.Count > 0) return await Page(visit, settings, plan, changed, posted.Seen, await visit.Visit.Platform.Pipelines.Try(visit.Actor, visit.Form, app, key, visit.Visit.Cancel), apply, Refused.Nothing(visit.Visit));
            words = await PipelineArea.Publish(visit, app, key, posted.Seen, apply, changed.Label);
        }
        catch (ProblemException refused) when (refused.Problem.Kind is ProblemKind.Invalid or ProblemKind.Conflict)
        {
            return await Page(visit, settings, plan, changed, CapabilitySettings.Seen(visit, posted, refused), null, apply, Refused.By(visit.Visit, refused));
        }
        return CapabilitySettings.Published(visit, PipelineArea.One(visit, pipeline), words);
    }

    private static StageDraft Find(PlanDraft plan, string key) => plan.Stages.FirstOrDefault(s => s.Key == key) ?? throw Problem.NotFound("pipeline.none").Exception();

    private static async Task<IResult> Page(FormVisit visit, PipelineSettings settings, PlanDraft plan, StageDraft stage, int seen, PipelineTried? tried, bool apply, Refused refused)
    {
        var forms = new GateForms(visit);
        await forms.Learn(stage.Settings.Gates);
        return Rendered.Page<StageScreen>(visit.Visit, PipelineArea.Head(visit), new Dictionary<string, object?>
        {
            ["Visit"] = visit, ["Settings"] = settings, ["Plan"] = plan, ["Stage"] = stage, ["Forms"] = forms, ["Standing"] = (await visit.Visit.Platform.Pipelines.Standing(visit.Actor, visit.Form, visit.Visit.Cancel)).GetValueOrDefault((plan.Key, stage.Key)),
            ["Seen"] = seen, ["Tried"] = tried, ["Apply"] = apply, ["Refused"] = refused,
        }, refused.Status);
    }
}
