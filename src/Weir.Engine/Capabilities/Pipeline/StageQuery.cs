using Weir.Engine.Access;
using Weir.Engine.Capabilities.Pipeline.Gates;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Capabilities.Pipeline;

/// <summary>Reads where records stand in their pipelines: the path, its gates, the stays. Whoever moves a record runs an action.</summary>
public sealed class StageQuery(Database database, TimeProvider clock)
{
    /// <summary>The verb that closes or moves to a stage of this kind.</summary>
    public static string Verb(StageKind kind) => kind switch { StageKind.Won => Win.KeyOf, StageKind.Lost => Lose.KeyOf, _ => MoveStage.KeyOf };

    /// <summary>What the verb for open stages asks: where to, why, and from where the person saw it go.</summary>
    public const string To = MoveStage.To, Reason = MoveStage.Reason, From = MoveStage.From;

    /// <summary>Whether the field holds the stage of a pipeline, so that only verbs change it.</summary>
    public static bool Keeps(Field field) => field.Form is { IsLine: false, IsQuestion: false } && Pipeline.Book(field.Form)?.Stage == field;

    /// <summary>Whether records of the form go through stages.</summary>
    public static bool Has(Form form) => Pipeline.Book(form) is not null;

    /// <summary>What the stage of some pipeline does with a record; null when no pipeline of the form has it.</summary>
    public static StageKind? KindOf(Form form, string stage) => Pipeline.Book(form)?.Plans.Select(p => p.Find(stage)).OfType<Stage>().FirstOrDefault()?.Kind;

    /// <summary>The path of one record; null for forms without pipelines, and for who may not read the stage.</summary>
    /// <exception cref="ProblemException">NotFound: absent, deleted or not visible.</exception>
    public Task<StagePath?> Of(Actor actor, Form form, long id, CancellationToken cancel = default) => database.Read(async session =>
    {
        if (Pipeline.Book(form) is not { } book || FormAccess.Of(actor, form) is not { } access || !access.Reads(book.Stage)) return null;
        var (look, plan, at) = await Open(session, book, actor, id);
        var (record, now) = (look.Record, look.Now);
        var steps = plan.WayBy(at).OrderBy(s => s.Kind == StageKind.Lost).Select(s => Step(s, at)).ToList();
        var stays = await StageRows.Of(session, form.App.Schema, form.No, id);
        var reached = at.Kind == StageKind.Lost ? stays.Select(s => plan.Find(s.Stage)).OfType<Stage>().Where(s => s.Kind == StageKind.Open).Select(s => s.Order).DefaultIfEmpty(-1).Max() : -1;
        if (reached >= 0) steps = [.. steps.Select(s => s.State == StepState.Next && plan.Find(s.Key)!.Order <= reached ? s with { State = StepState.Done } : s)];
        var open = book.IsOpen(record);
        var next = open ? plan.Way.FirstOrDefault(s => s.Order > at.Order) : null;
        var money = book.Amount is { } amount && access.Reads(amount);
        var rates = book.Rate is { } rate && access.Reads(rate);
        return new StagePath(plan.Label, steps, steps.First(s => s.Key == at.Key))
        {
            Open = open, Held = record[book.Status] as string == book.States.Held,
            Days = (int)(now - ((book.EnteredAt is { } entered ? record[entered] as DateTime? : null) ?? stays.LastOrDefault()?.Since ?? now)).TotalDays,
            Stuck = open ? StuckBecause(book, record, now) : null,
            Lifts = open && rates && plan.Lifts && record[form[Pipeline.StageRate]] is decimal own ? (await WinRate.Of(plan, own, look)).Because : [],
            Stays = [.. stays.Select((s, i) => new StageStay(plan.Find(s.Stage)?.Label ?? book.Stage.Type.Options(book.Stage).FirstOrDefault(o => o.Key == s.Stage)?.Label ?? (s.Stage, s.Stage), s.Status, s.Since, s.Until, s.ById, rates ? s.Rate : null, money ? s.Amount : null, s.Note)
            {
                Into = i > 0 && stays[i - 1].Pipeline != s.Pipeline ? book.Plans.FirstOrDefault(p => p.Key == s.Pipeline)?.Label : null,
            })],
            Next = next is null ? null : Step(next, at), Gates = next is null ? [] : await Checklist.Of(plan.Between(at, next), look),
            Moves = form.Action(MoveStage.KeyOf) is { } move && move.For(access) && await RowCheck.May(session, access, move.Can, id, now),
        };
    }, cancel);

    /// <summary>What a record needs to come to a stage of its pipeline.</summary>
    /// <exception cref="ProblemException">NotFound: the record, or the stage in its pipeline.</exception>
    public Task<(StageStep Now, StageStep To, IReadOnlyList<GateState> Gates, bool Back)> Before(Actor actor, Form form, long id, string stage, CancellationToken cancel = default) => database.Read(async session =>
    {
        if (Pipeline.Book(form) is not { } book || !FormAccess.Of(actor, form).Reads(book.Stage)) throw Problem.NotFound().Exception();
        var (look, plan, at) = await Open(session, book, actor, id);
        var to = plan.Find(stage) ?? throw Problem.Invalid("pipeline.other_stage", ("这个阶段不属于所选的销售流程。", "This stage is not one of the chosen pipeline.")).Exception();
        var back = to.Kind == StageKind.Open && to.Order <= at.Order;
        return (Step(at, at), Step(to, at), back ? [] : await Checklist.Of(plan.Between(at, to), look), back);
    }, cancel);

    private async ValueTask<(GateLook Look, StagePlan Plan, Stage At)> Open(Session session, PipelineBook book, Actor actor, long id)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (await RecordRows.Read(session, book.Form, id, lines: true) is not { Deleted: false } record || !await RowCheck.May(session, FormAccess.Of(actor, book.Form), Operation.View, id, now)) throw Problem.NotFound().Exception();
        return (new GateLook(session, actor, now, record, new LinkedRecords(session)), book.PlanOf(record), book.At(record));
    }

    private static StageStep Step(Stage stage, Stage at) => new(stage.Key, stage.Label, stage.Colour, stage.Kind, stage.Rate,
        stage == at ? at.Kind switch { StageKind.Won => StepState.Won, StageKind.Lost => StepState.Lost, _ => StepState.Current }
        : at.Kind != StageKind.Lost && stage.Order < at.Order ? StepState.Done : StepState.Next);

    private static Words? StuckBecause(PipelineBook book, Record record, DateTime now)
    {
        if (record[book.Form[Pipeline.StayUntil]] is DateTime until && until < now)
            return ($"停留超期 {(int)(now - until).TotalDays + 1} 天", $"{(int)(now - until).TotalDays + 1} days too long in this stage");
        if (book.LastActivity is not { } activity) return null;
        var last = record[activity] as DateTime? ?? (book.EnteredAt is { } entered ? record[entered] as DateTime? : null);
        return last is { } quiet && quiet < now.AddDays(-book.Settings.QuietDays) ? ($"{(int)(now - quiet).TotalDays} 天没有跟进", $"No activity for {(int)(now - quiet).TotalDays} days") : null;
    }
}
