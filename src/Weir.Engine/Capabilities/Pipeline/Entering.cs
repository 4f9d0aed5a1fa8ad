using Weir.Engine.Capabilities.Pipeline.Gates;
using Weir.Engine.Forms;
using Weir.Engine.Records;

namespace Weir.Engine.Capabilities.Pipeline;

/// <summary>What coming into a stage makes of a record in a save: its rate, forecast, state and times. A value that whoever saves it gives on purpose stays.</summary>
internal sealed class Entering(SaveUnit unit, PipelineBook book)
{
    private Record Record => unit.Record;

    /// <summary>A new record begins with the first stage, unless its history says where it stands.</summary>
    public void Begin()
    {
        if (Record[book.Stage] is null) Record[book.Stage] = book.PlanOf(Record).First.Key;
        Enter(book.At(Record));
    }

    /// <summary>In another pipeline it begins again.</summary>
    public void Restart()
    {
        var first = book.PlanOf(Record).First;
        Record[unit.Form[Pipeline.Furthest]] = null;
        Record[book.Stage] = first.Key;
        Enter(first);
    }

    public void Enter(Stage stage)
    {
        Put(book.Rate, stage.Rate);
        Record[unit.Form[Pipeline.StageRate]] = book.Rate is not null && Given(book.Rate) ? Record[book.Rate] : stage.Rate;
        if (stage.Forecast is not null) Put(book.Forecast, stage.Forecast);
        Put(book.EnteredAt, unit.Now);
        var since = book.EnteredAt is not null && Record[book.EnteredAt] is DateTime entered ? entered : unit.Now;
        Record[unit.Form[Pipeline.StayUntil]] = stage is { Kind: StageKind.Open, Stay: { } days } ? since.AddDays(days) : null;
        Put(book.Status, stage.Kind switch { StageKind.Won => book.States.Won, StageKind.Lost => book.States.Lost, _ => book.States.Open });
        if (stage.Kind == StageKind.Open) return;
        if (book.ClosedAt is { } closed && Record[closed] is null) Record[closed] = DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(unit.Now, unit.Actor.Zone));
        if (stage.Kind == StageKind.Won && book.Credit is { } credit && Record[credit] is null) Record[credit] = Record[SystemFields.Owner] ?? (unit.Actor.IsSystem ? null : unit.Actor.MemberId);
    }

    /// <summary>The rate of its stage is another for records that stand there already.</summary>
    public void Rerate() => Put(book.Rate, Record[unit.Form[Pipeline.StageRate]]);

    /// <summary>What speaks for a record may change while it stays where it is.</summary>
    public async ValueTask Lift()
    {
        var plan = book.PlanOf(Record);
        if (!plan.Lifts || book.Rate is not { } rate || Given(rate) || book.At(Record).Kind != StageKind.Open || Record[unit.Form[Pipeline.StageRate]] is not decimal own) return;
        Record[rate] = (await WinRate.Of(plan, own, new GateLook(unit.Session, unit.Actor, unit.Now, Record, unit.Linked))).Rate;
    }

    private bool Given(Field field) => unit.Draft.Values.GetValueOrDefault(field.Key) is not null;

    private void Put(Field? field, object? value)
    {
        if (field is null || Given(field)) return;
        Record[field] = value;
        unit.Settled.Add(field);
    }
}
