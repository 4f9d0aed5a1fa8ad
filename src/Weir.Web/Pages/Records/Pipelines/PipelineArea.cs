using Weir.Engine.Apps;
using Weir.Engine.Capabilities.Pipeline;
using Weir.Engine.Problems;
using Weir.Web.Http;
using Weir.Web.Pages.Records.Settings;

namespace Weir.Web.Pages.Records.Pipelines;

/// <summary>For administrators: the pipelines of a form, their stages with rates, and what lifts a rate; tried on open records before it is published. Moves no record.</summary>
public sealed class PipelineArea : PageArea
{
    public const string New = "new";
    internal const string Path = "/app/{app}/{form}/pipelines";

    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, (Delegate)ShowAll);
        routes.MapPost(Path, (Delegate)SaveAll);
        routes.MapGet(Path + "/{pipeline}", ShowOne);
        routes.MapPost(Path + "/{pipeline}", SaveOne);
    }

    public static bool Offered(FormVisit visit) => visit.Actor.Administrator && StageQuery.Has(visit.Form);

    public static string Url(FormVisit visit) => visit.Url + "/pipelines";

    public static string One(FormVisit visit, string key) => $"{Url(visit)}/{key}";

    private static async Task<IResult> ShowAll(HttpContext http)
    {
        var (visit, settings) = Allowed(http);
        return await All(visit, settings, visit.App.Version, Refused.Nothing(visit.Visit));
    }

    private static async Task<IResult> SaveAll(HttpContext http)
    {
        var (visit, before) = Allowed(http);
        var posted = new PostedSettings(visit, await visit.Visit.Posted());
        var settings = PipelineEdit.Read(posted, before);
        try
        {
            if (posted.Verb.Count > 0) return await All(visit, settings, posted.Seen, Refused.Nothing(visit.Visit));
            posted.Demand();
            await CapabilitySettings.Publish(visit, CapabilitySettings.With(visit.Form.Definition, Pipeline.KeyOf, settings), posted.Seen);
        }
        catch (ProblemException refused) when (refused.Problem.Kind is ProblemKind.Invalid or ProblemKind.Conflict)
        {
            return await All(visit, settings, CapabilitySettings.Seen(visit, posted, refused), Refused.By(visit.Visit, refused));
        }
        return CapabilitySettings.Published(visit, Url(visit), visit.Say("销售流程已发布，立即生效", "The pipelines are published and in force"));
    }

    private static async Task<IResult> ShowOne(HttpContext http, string pipeline)
    {
        var (visit, settings) = Allowed(http);
        return await Single(visit, settings, pipeline, Find(http, visit, settings, pipeline), visit.App.Version, null, false, Refused.Nothing(visit.Visit));
    }

    private static async Task<IResult> SaveOne(HttpContext http, string pipeline)
    {
        var (visit, settings) = Allowed(http);
        var posted = new PostedSettings(visit, await visit.Visit.Posted());
        var draft = PipelineEdit.Read(posted, settings, Find(http, visit, settings, pipeline));
        var (apply, words) = (posted.Ticked("apply"), "");
        try
        {
            if (posted.Verb is not ([] or ["try"])) return await Single(visit, settings, pipeline, draft, posted.Seen, null, apply, Refused.Nothing(visit.Visit));
            posted.Demand();
            var (app, key) = PipelineEdit.With(visit, settings, draft);
            if (posted.Verb.Count > 0) return await Single(visit, settings, pipeline, draft, posted.Seen, await visit.Visit.Platform.Pipelines.Try(visit.Actor, visit.Form, app, key, visit.Visit.Cancel), apply, Refused.Nothing(visit.Visit));
            words = await Publish(visit, app, key, posted.Seen, apply, draft.Label);
        }
        catch (ProblemException refused) when (refused.Problem.Kind is ProblemKind.Invalid or ProblemKind.Conflict)
        {
            return await Single(visit, settings, pipeline, draft, CapabilitySettings.Seen(visit, posted, refused), null, apply, Refused.By(visit.Visit, refused));
        }
        return CapabilitySettings.Published(visit, Url(visit), words);
    }

    /// <summary>Publishes, and brings the rates of stages to what stands there already where that is wanted.</summary>
    /// <returns>What is said then.</returns>
    internal static async Task<string> Publish(FormVisit visit, AppDefinition app, string pipeline, int seen, bool apply, Weir.Engine.Forms.Words label)
    {
        await CapabilitySettings.Publish(visit, app, seen);
        var words = visit.Say($"“{label.Zh}”已发布", $"'{label.En}' is published");
        if (!apply) return words;
        var form = visit.Visit.Platform.Apps.Current[visit.App.Key][visit.Form.Key];
        var done = await visit.Visit.Platform.Pipelines.Rerate(visit.Visit.Actor, form, pipeline, visit.Visit.Cancel);
        words += visit.Say($"，{done.Done:N0} 条进行中的记录采用了新赢率", $"; {done.Done:N0} open records took over the new rates");
        if (done.Refused > 0) words += visit.Say($"，{done.Refused:N0} 条正在被修改或无法保存，保留原赢率", $", {done.Refused:N0} could not be saved and keep theirs");
        return done.Left == 0 ? words : words + visit.Say($"，还有 {done.Left:N0} 条，请再发布一次", $", {done.Left:N0} are left: publish once more");
    }

    internal static PlanSettings Of(PipelineSettings settings, string key) => settings.Pipelines.FirstOrDefault(p => p.Key == key) ?? throw Problem.NotFound("pipeline.none").Exception();

    private static PlanDraft Find(HttpContext http, FormVisit visit, PipelineSettings settings, string key)
    {
        if (key != New) return PipelineEdit.Of(visit.Form, settings, Of(settings, key));
        if (settings.Fields.Pipeline is null) throw Problem.NotFound("pipeline.none").Exception();
        return PipelineEdit.Copy(visit.Form, settings, settings.Pipelines.FirstOrDefault(p => p.Key == (string?)http.Request.Query["from"]) ?? settings.Pipelines[0]);
    }

    private static async Task<IResult> All(FormVisit visit, PipelineSettings settings, int seen, Refused refused)
    {
        await FieldIsland.Learn(visit, settings.Pipelines.Select(p => p.When));
        return Rendered.Page<PipelinesScreen>(visit.Visit, Head(visit), new Dictionary<string, object?>
        {
            ["Visit"] = visit, ["Settings"] = settings, ["Standing"] = await visit.Visit.Platform.Pipelines.Standing(visit.Actor, visit.Form, visit.Visit.Cancel), ["Seen"] = seen, ["Refused"] = refused,
        }, refused.Status);
    }

    private static async Task<IResult> Single(FormVisit visit, PipelineSettings settings, string at, PlanDraft draft, int seen, PipelineTried? tried, bool apply, Refused refused)
    {
        var forms = new GateForms(visit);
        await FieldIsland.Learn(visit, [draft.Settings.When]);
        await forms.Learn(draft.Settings.Floors.Concat(draft.Settings.Bonuses).Select(l => l.If));
        return Rendered.Page<PipelineScreen>(visit.Visit, Head(visit), new Dictionary<string, object?>
        {
            ["Visit"] = visit, ["Settings"] = settings, ["At"] = at, ["Draft"] = draft, ["Forms"] = forms, ["Standing"] = await visit.Visit.Platform.Pipelines.Standing(visit.Actor, visit.Form, visit.Visit.Cancel),
            ["From"] = (string?)visit.Visit.Http.Request.Query["from"], ["Seen"] = seen, ["Tried"] = tried, ["Apply"] = apply, ["Refused"] = refused,
        }, refused.Status);
    }

    internal static PageHead Head(FormVisit visit) => new(visit.Say("销售流程", "Pipelines") + " · " + visit.Label, visit.Form.Key);

    internal static (FormVisit Visit, PipelineSettings Settings) Allowed(HttpContext http)
    {
        var visit = FormVisit.Of(http);
        return Offered(visit) ? (visit, CapabilitySettings.Of<PipelineSettings>(visit.Form, Pipeline.KeyOf)!) : throw Problem.NotFound("pipeline.none").Exception();
    }
}
