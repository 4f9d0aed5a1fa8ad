using System.Text.Json;
using Weir.Engine.Actions;
using Weir.Engine.Capabilities.Pipeline.Gates;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Sql.Tables;

namespace Weir.Engine.Capabilities.Pipeline;

/// <summary>Records go through the stages of a pipeline, from gate to gate, until they are won or lost; where they stand decides what they are worth. Boards and figures only read it.</summary>
public sealed class Pipeline : Capability
{
    public const string KeyOf = "pipeline";

    /// <summary>The rate of the stage when it was entered, and until when a record may stay there.</summary>
    public const string StageRate = "stage_rate", StayUntil = "stay_until";

    /// <summary>How many stages of its pipeline a record ever came to; a won one came to all.</summary>
    public const string Furthest = "furthest";

    public override string Key => KeyOf;

    public override IReadOnlyList<FieldDefinition> Fields(JsonElement settings) =>
    [
        new() { Key = StageRate, Type = "percent", Label = ("阶段赢率", "Rate of the stage"), ReadOnly = true, Hidden = true, Settings = new() { ["decimals"] = JsonSerializer.SerializeToElement(2) } },
        new() { Key = StayUntil, Type = "datetime", Label = ("停留期限", "May stay until"), ReadOnly = true },
        new() { Key = Furthest, Type = "number", Label = ("到达过的阶段", "Stages reached"), ReadOnly = true, Hidden = true, Settings = new() { ["decimals"] = JsonSerializer.SerializeToElement(0) } },
    ];

    internal override object Prepare(Form form, JsonElement settings) => PipelineBook.Compile(form, Read<PipelineSettings>(form.Key, settings));

    internal override JsonElement InFull(JsonElement settings) => InFull<PipelineSettings>(settings);

    /// <summary>Pipelines and stages that came later stay retired: records may stand there.</summary>
    internal override JsonElement Keep(JsonElement earlier, JsonElement present)
    {
        var (was, now) = (Read<PipelineSettings>("", earlier), Read<PipelineSettings>("", present));
        return JsonSerializer.SerializeToElement(was with { Pipelines = [.. was.Pipelines.Select(p => Kept(p, now.Pipelines.FirstOrDefault(n => n.Key == p.Key))), .. now.Pipelines.Where(n => was.Pipelines.All(p => p.Key != n.Key)).Select(n => n with { Retired = true })] }, Apps.DefinitionJson.Options);
    }

    private static PlanSettings Kept(PlanSettings was, PlanSettings? now) =>
        was with { Stages = [.. was.Stages, .. (now?.Stages ?? []).Where(n => was.Stages.All(s => s.Key != n.Key)).Select(n => n with { Retired = true })] };

    internal override bool Derives => true;

    /// <summary>It only grows, but for a record which begins again in another pipeline.</summary>
    internal override void Derive(Record record, LinkedRecords linked, Access.Actor actor, DateTime now)
    {
        if (Book(record.Form) is not { } book) return;
        var (plan, at) = (book.PlanOf(record), book.At(record));
        var reached = at.Kind switch { StageKind.Open => plan.Step(at), StageKind.Won => plan.Steps, _ => 1 };
        if (record[Furthest] is not decimal before || before < reached) record[Furthest] = (decimal)reached;
    }

    internal static PipelineBook? Book(Form form) => form.Settings<PipelineBook>(KeyOf);

    internal override IEnumerable<RecordAction> Actions(Form form) => Book(form) is not { } book ? [] :
    [
        MoveStage.Of(book), .. book.Plans.Any(p => p.Won is not null) ? [Win.Of(book)] : Array.Empty<RecordAction>(), .. book.Plans.Any(p => p.Lost is not null) ? [Lose.Of(book)] : Array.Empty<RecordAction>(),
        .. book.Pipeline is not null && book.Plans.Count > 1 ? [ChangePipeline.Of(book)] : Array.Empty<RecordAction>(), Hold.Of(book), Reopen.Of(book),
    ];

    internal override IEnumerable<Field> History(Form form) => Book(form) is not { } book ? []
        : new[] { book.Stage, book.Status, book.Rate, book.EnteredAt, book.ClosedAt, book.Forecast, book.Reason, book.LostTo, book.Note, book.Credit, form.Find(Furthest) }.OfType<Field>();

    internal override IEnumerable<Field> ChosenOnce(Form form) => Book(form)?.Pipeline is { } pipeline ? [pipeline] : [];

    internal override async ValueTask BeforeSave(SaveUnit unit)
    {
        if (Book(unit.Form) is not { } book) return;
        if (unit.Creating && book.Pipeline is { } pipeline && unit.Record[pipeline] is null) unit.Record[pipeline] = (await Choose(unit, book)).Key;
        var entering = new Entering(unit, book);
        if (unit.Creating) entering.Begin();
        else if (unit.HasChanged(book.Stage)) entering.Enter(book.At(unit.Record));
        else if (book.Pipeline is { } changed && unit.HasChanged(changed) && book.IsOpen(unit.Record)) entering.Restart();
        else if (unit.HasChanged(unit.Form[StageRate])) entering.Rerate();
        await entering.Lift();
    }

    /// <summary>Each stay says all of it.</summary>
    internal override IEnumerable<Field> Told(Form form) => Book(form) is { } book
        ? new[] { book.Stage, book.Status, book.Rate, book.EnteredAt, book.ClosedAt, book.Forecast, form.Find(StayUntil), form.Find(StageRate) }.OfType<Field>() : [];

    internal override ValueTask Validate(SaveUnit unit)
    {
        if (Book(unit.Form) is { } book && unit.HasChanged(book.Stage) && book.PlanOf(unit.Record).Find(unit.Record[book.Stage] as string) is null)
            unit.Refuse(book.Stage.Key, "pipeline.other_stage", ("这个阶段不属于所选的销售流程。", "This stage is not one of the chosen pipeline."));
        if (!unit.Creating && !unit.Actor.IsSystem && !unit.Draft.ByAction && Book(unit.Form)?.Pipeline is { } chosen && unit.HasChanged(chosen))
            unit.Refuse(chosen.Key, "field.locked", ($"“{chosen.Label.Zh}”不能直接修改：请用“{ChangePipeline.Name.Zh}”，写明原因。", $"'{chosen.Label.En}' is not edited: use '{ChangePipeline.Name.En}', which asks for the reason."));
        return ValueTask.CompletedTask;
    }

    internal override async ValueTask AfterSave(SaveUnit unit)
    {
        if (Book(unit.Form) is not { } book) return;
        var moved = unit.Creating || unit.HasChanged(book.Stage) || book.Pipeline is { } pipeline && unit.HasChanged(pipeline);
        if (!moved && !unit.HasChanged(book.Status)) return;
        var (record, app) = (unit.Record, unit.Form.App.Schema);
        if (!unit.Creating) await StageRows.Leave(unit.Session, app, unit.Form.No, record.Id, unit.Now);
        var since = moved && book.EnteredAt is { } entered && record[entered] is DateTime at ? at : unit.Now;
        await StageRows.Enter(unit.Session, app, new(unit.Form.No, record.Id, record.Version, book.PlanOf(record).Key, book.At(record).Key, record[book.Status] as string ?? "", since, null, unit.Actor.MemberId,
            book.Rate is null ? null : record[book.Rate] as decimal?, book.Amount is null ? null : record[book.Amount] as decimal?, null));
    }

    private static async ValueTask<StagePlan> Choose(SaveUnit unit, PipelineBook book)
    {
        await unit.Linked.Load([unit.Record], book.Plans.SelectMany(p => p.When.Paths).Select(p => p.Via));
        return book.Live.FirstOrDefault(p => !p.When.IsAlways && Rules.RuleBook.Holds(p.When, unit.Record, unit.Linked, unit.Actor, unit.Now)) ?? book.Live.FirstOrDefault(p => p.When.IsAlways) ?? book.Live.First();
    }
}
