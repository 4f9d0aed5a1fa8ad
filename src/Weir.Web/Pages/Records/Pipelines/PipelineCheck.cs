using Weir.Engine.Capabilities.Pipeline;
using Weir.Web.Pages.Records.Settings;

namespace Weir.Web.Pages.Records.Pipelines;

/// <summary>What must be so for a pipeline to be published: where it begins and ends, and rates that rise. Says it at the field; changes nothing.</summary>
internal static class PipelineCheck
{
    public static void Of(PostedSettings posted, PipelineSettings all, PlanDraft draft)
    {
        var live = draft.Stages.Where(s => s.Live).ToList();
        if (live.All(s => s.Settings.Kind != StageKind.Open)) posted.Refuse("stages", "pipeline.no_stage", ("至少要有一个进行中的阶段。", "There must be an open stage."));
        var won = live.Count(s => s.Settings.Kind == StageKind.Won);
        if (won != 1) posted.Refuse("stages", "pipeline.one_won", won == 0 ? ("要有一个赢单阶段，记录才能走到终点。", "There must be a stage for what is won, or nothing comes to an end.") : ("赢单阶段只能有一个，请停用其余的。", "Only one stage may be for what is won; retire the others."));
        if (live.Count(s => s.Settings.Kind == StageKind.Lost) > 1) posted.Refuse("stages", "pipeline.one_lost", ("输单阶段只能有一个，请停用其余的。", "Only one stage may be for what is lost; retire the others."));
        if (draft.Settings.Retired && all.Pipelines.All(p => p.Key == draft.Key || p.Retired)) posted.Refuse("retired", "pipeline.none", ("至少要有一个使用中的流程。", "There must be a pipeline in use."));
        for (var i = 0; i < draft.Stages.Count; i++)
        {
            var (stage, name) = (draft.Stages[i], $"stage[{i}]");
            if (!stage.Live) continue;
            if (draft.Stages.Take(i).Any(s => s.Live && (s.Label.Zh == stage.Label.Zh || s.Label.En == stage.Label.En)))
                posted.Refuse(name + ".label.zh", "pipeline.twin_stage", ("上面已经有同名的阶段。", "A stage of this name stands above already."));
            if (draft.Stages.Take(i).LastOrDefault(Rises) is { } above && Rises(stage) && stage.Settings.Rate < above.Settings.Rate)
                posted.Refuse(name + ".rate", "pipeline.falling", ($"赢率从上到下递增：这里不能低于上一阶段的 {PipelineEdit.Number(above.Settings.Rate)}%。", $"Rates rise from stage to stage: this cannot be below the {PipelineEdit.Number(above.Settings.Rate)}% of the stage above."));
        }
    }

    /// <summary>The rate of one stage on its own page, between those of its neighbours.</summary>
    public static void Rate(PostedSettings posted, PlanDraft draft, StageDraft stage)
    {
        if (!Rises(stage)) return;
        var way = draft.Stages.Where(Rises).ToList();
        var at = way.IndexOf(stage);
        var (least, most) = (at > 0 ? way[at - 1].Settings.Rate : 0, at < way.Count - 1 ? way[at + 1].Settings.Rate : 100);
        if (stage.Settings.Rate < least || stage.Settings.Rate > most)
            posted.Refuse("stage.rate", "pipeline.falling", ($"赢率从上到下递增：这里应在 {PipelineEdit.Number(least)}% 到 {PipelineEdit.Number(most)}% 之间。", $"Rates rise from stage to stage: this should be from {PipelineEdit.Number(least)}% to {PipelineEdit.Number(most)}%."));
        if (draft.Stages.Any(s => s != stage && s.Live && (s.Label.Zh == stage.Label.Zh || s.Label.En == stage.Label.En)))
            posted.Refuse("stage.label.zh", "pipeline.twin_stage", ("这个流程已经有同名的阶段。", "This pipeline has a stage of this name already."));
    }

    private static bool Rises(StageDraft stage) => stage is { Live: true, Settings.Kind: StageKind.Open };
}
