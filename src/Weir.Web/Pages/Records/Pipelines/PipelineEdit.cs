using System.Globalization;
using Weir.Engine.Apps;
using Weir.Engine.Capabilities.Pipeline;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Web.Pages.Records.Settings;

namespace Weir.Web.Pages.Records.Pipelines;

/// <summary>The pipelines of a form as they were typed: their order, one with its stages, one stage; and the app with them. Publishes nothing.</summary>
internal static class PipelineEdit
{
    private const int LongestStay = 3650;

    public static string Number(decimal number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    public static Field StageField(Form form, PipelineSettings settings) => form[settings.Fields.Stage];

    public static Field? PlanField(Form form, PipelineSettings settings) => settings.Fields.Pipeline is { } key ? form.Find(key) : null;

    public static IReadOnlyList<Option> Forecasts(Form form, PipelineSettings settings) => settings.Fields.Forecast is { } key && form.Find(key) is { } field ? [.. field.Type.Options(field).Where(o => !o.Retired)] : [];

    public static Words Name(Form form, PipelineSettings settings, string plan) =>
        PlanField(form, settings) is { } field ? field.Type.Options(field).FirstOrDefault(o => o.Key == plan)?.Label ?? (plan, plan) : form.Label;

    public static PlanDraft Of(Form form, PipelineSettings settings, PlanSettings plan)
    {
        var stage = StageField(form, settings);
        var options = stage.Type.Options(stage).ToDictionary(o => o.Key);
        return new(plan, Name(form, settings, plan.Key), [.. plan.Stages.Select(s => new StageDraft(s, options[s.Key].Label, options[s.Key].Colour))]);
    }

    /// <summary>A new pipeline with the stages of another; what it is called and for which records it is, is still to be said.</summary>
    public static PlanDraft Copy(Form form, PipelineSettings settings, PlanSettings source)
    {
        var copy = Of(form, settings, source);
        return copy with { Settings = source with { Key = "", When = null, Retired = false }, Label = ("", ""), Stages = [.. copy.Stages.Where(s => s.Live)] };
    }

    /// <summary>The order of the pipelines, and what holds for all of them.</summary>
    public static PipelineSettings Read(PostedSettings posted, PipelineSettings before)
    {
        var roles = posted.Visit.App.Definition.Roles.Select(r => r.Key).ToHashSet();
        var reasons = Reasons(posted.Visit.Form, before).Select(r => r.Key).ToHashSet();
        return before with
        {
            Pipelines = posted.Arranged("plans", [.. posted.Many("plan").Select(k => before.Pipelines.FirstOrDefault(p => p.Key == k)).OfType<PlanSettings>()]),
            QuietDays = posted.NumberOrNone("quiet", 1, LongestStay) ?? before.QuietDays, ProvenByActions = posted.Ticked("proven"),
            Reopen = [.. posted.Many("reopen").Where(roles.Contains)], Lose = before.Lose with { RivalReasons = [.. posted.Many("rival").Where(reasons.Contains)] },
        };
    }

    public static IReadOnlyList<Option> Reasons(Form form, PipelineSettings settings) => settings.Fields is { Reason: { } key, LostTo: not null } && form.Find(key) is { } field
        ? [.. field.Type.Options(field).Where(o => !o.Retired || settings.Lose.RivalReasons.Contains(o.Key))] : [];

    public static PlanDraft Read(PostedSettings posted, PipelineSettings all, PlanDraft before)
    {
        var rows = Arranged(posted, [.. Enumerable.Range(0, posted.Rows("stages")).Select(i => Row(posted, all, before, $"stage[{i}]"))]);
        var draft = before with
        {
            Label = all.Fields.Pipeline is null ? before.Label : posted.Label("label"), Stages = rows,
            Settings = before.Settings with
            {
                When = all.Fields.Pipeline is null ? null : posted.When("when"), Retired = posted.Ticked("retired"), Cap = posted.DecimalOrNone("cap", 0, 100) ?? before.Settings.Cap,
                Floors = Lifts(posted, "floor"), Bonuses = Lifts(posted, "extra"),
            },
        };
        if (posted.Verb is [] or ["try"]) PipelineCheck.Of(posted, all, draft);
        return draft;
    }

    private static IReadOnlyList<LiftSettings> Lifts(PostedSettings posted, string list) => posted.Arranged(list,
        [.. Enumerable.Range(0, posted.Rows(list + "s")).Select(i => new LiftSettings { Rate = posted.Decimal($"{list}{i}.rate", 0, 100), If = GateEdit.Read(posted, $"{list}{i}.if") })],
        () => new() { Rate = 5, If = GateEdit.Fresh });

    private static StageDraft Row(PostedSettings posted, PipelineSettings all, PlanDraft before, string name)
    {
        var key = posted.Text(name + ".key");
        var known = before.Stages.FirstOrDefault(s => s.Key == key);
        return Typed(posted, all, known ?? new(new() { Key = key is ['+', ..] ? key : "+1", Kind = posted.Choice(name + ".kind", StageKind.Open) }, ("", ""), ""), name);
    }

    /// <summary>What is typed of a stage, in a row or on its own page; what it asks for stays.</summary>
    public static StageDraft Typed(PostedSettings posted, PipelineSettings all, StageDraft before, string name)
    {
        var (kind, forecast) = (before.Settings.Kind, posted.Text(name + ".forecast"));
        return before with
        {
            Label = posted.Label(name + ".label"), Colour = before.Colour.Length > 0 ? before.Colour : kind switch { StageKind.Won => "ok", StageKind.Lost => "bad", _ => "accent" },
            Settings = before.Settings with
            {
                Rate = kind switch { StageKind.Won => 100, StageKind.Lost => 0, _ => posted.Decimal(name + ".rate", 0, 100) },
                Forecast = Forecasts(posted.Visit.Form, all).Any(o => o.Key == forecast) ? forecast : null, Stay = kind == StageKind.Open ? posted.NumberOrNone(name + ".stay", 1, LongestStay) : null,
                Retired = posted.Ticked(name + ".retired"),
            },
        };
    }

    /// <summary>One more or less, retired or back, up or down: named by key, since rows may have been dragged. Those that end stand at the end.</summary>
    private static IReadOnlyList<StageDraft> Arranged(PostedSettings posted, IReadOnlyList<StageDraft> rows)
    {
        var all = rows.ToList();
        if (posted.Verb is ["stage.add"] && all.Count < PostedSettings.MostRows) all.Add(Fresh(all));
        if (posted.Verb is [var verb, var key] && all.FindIndex(s => s.Key == key) is >= 0 and var at)
        {
            if (verb == "stage.remove" && all[at].IsNew) all.RemoveAt(at);
            else if (verb is "stage.retire" or "stage.restore") all[at] = all[at] with { Settings = all[at].Settings with { Retired = verb == "stage.retire" } };
            else if (verb == "stage.up" && at > 0) (all[at - 1], all[at]) = (all[at], all[at - 1]);
            else if (verb == "stage.down" && at < all.Count - 1) (all[at + 1], all[at]) = (all[at], all[at + 1]);
        }
        return [.. all.OrderBy(s => s.Settings.Kind)];
    }

    private static StageDraft Fresh(IReadOnlyList<StageDraft> all)
    {
        var last = all.LastOrDefault(s => s is { Live: true, Settings.Kind: StageKind.Open });
        var number = Enumerable.Range(1, all.Count + 1).First(n => all.All(s => s.Key != $"+{n}"));
        return new(new() { Key = $"+{number}", Rate = last is null ? 10 : decimal.Floor((last.Settings.Rate + 100) / 2), Forecast = last?.Settings.Forecast, Stay = last?.Settings.Stay }, ("", ""), "");
    }

    /// <summary>The app with this pipeline as it is now; what is new gets its key, and its words an option of their field.</summary>
    public static (AppDefinition App, string Key) With(FormVisit visit, PipelineSettings settings, PlanDraft draft)
    {
        var form = visit.Form;
        var field = StageField(form, settings);
        var options = field.Type.Options(field).ToList();
        var stages = draft.Stages.Select(s => s with { Settings = s.Settings with { Key = Put(options, s, draft) } }).ToList();
        var plan = draft.Settings with { Stages = [.. stages.Select(s => s.Settings)] };
        var plans = PlanField(form, settings);
        var names = plans?.Type.Options(plans).ToList() ?? [];
        if (draft.IsNew) plan = plan with { Key = CapabilitySettings.Key(draft.Label, "pipeline", [.. names.Select(n => n.Key)]) };
        var changed = settings with { Pipelines = draft.IsNew ? [.. settings.Pipelines, plan] : [.. settings.Pipelines.Select(p => p.Key == plan.Key ? plan : p)] };
        if (plans is not null)
        {
            if (draft.IsNew) names.Add(new(plan.Key, draft.Label, "accent"));
            names = [.. names.Select(n => n.Key == plan.Key ? n with { Label = draft.Label, Retired = plan.Retired } : n)];
        }
        options = [.. options.Select(o => changed.Pipelines.SelectMany(p => p.Stages).Where(s => s.Key == o.Key).ToList() is { Count: > 0 } uses ? o with { Retired = uses.All(s => s.Retired) } : o)];
        var definition = CapabilitySettings.With(form.Definition, Pipeline.KeyOf, changed);
        if (plans is not null) definition = definition with { Rules = StageRules.With(definition.Rules, field.Key, plans.Key, changed) };
        var app = OptionList.With(visit.App.Definition, definition, field.Key, options);
        if (plans is not null) app = OptionList.With(app, app.Forms.First(f => f.Key == form.Key), plans.Key, names);
        return (app, plan.Key);
    }

    /// <summary>The key of a stage; a new one takes the option of its name, which another pipeline may have already.</summary>
    private static string Put(List<Option> options, StageDraft stage, PlanDraft draft)
    {
        if (!stage.IsNew)
        {
            var at = options.FindIndex(o => o.Key == stage.Key);
            options[at] = options[at] with { Label = stage.Label, Colour = stage.Colour };
            return stage.Key;
        }
        if (options.FirstOrDefault(o => o.Label == stage.Label && draft.Stages.All(s => s.Key != o.Key)) is { } same) return same.Key;
        var key = CapabilitySettings.Key(stage.Label, "stage", [.. options.Select(o => o.Key)]);
        options.Add(new(key, stage.Label, stage.Colour));
        return key;
    }
}
