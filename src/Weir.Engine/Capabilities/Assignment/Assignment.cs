using System.Runtime.CompilerServices;
using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.Actions;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Tables;

namespace Weir.Engine.Capabilities.Assignment;

/// <summary>Gives records that come in without an owner to somebody by rules, in order, and notes what each rule did. Where they wait otherwise is another matter.</summary>
public sealed class Assignment : Capability
{
    public const string KeyOf = "assignment";

    private static readonly ConditionalWeakTable<SaveUnit, Hit> Hits = [];

    public override string Key => KeyOf;

    internal override JsonElement InFull(JsonElement settings) => InFull<AssignmentSettings>(settings);

    internal override object Prepare(Form form, JsonElement settings) => AssignmentBook.Compile(form, Read<AssignmentSettings>(form.Key, settings));

    internal static AssignmentBook? Book(Form form) => form.Settings<AssignmentBook>(KeyOf);

    internal override IEnumerable<RecordAction> Actions(Form form) => Book(form) is null ? [] : [new HandOut { Form = form }];

    internal override Words? Reason(Form form, string key) => Book(form)?.Rules.FirstOrDefault(r => r.Key == key)?.Definition.Label;

    internal override async ValueTask BeforeSave(SaveUnit unit)
    {
        if (unit.Session.ReadOnly || unit.Record[SystemFields.Owner] is not null || Book(unit.Form) is not { } book) return;
        var hand = Hand.Of(unit.Draft);
        if (hand is null && !ComesIn(unit)) return;
        if (unit.Creating && book.ReadsComputed)
        {
            await unit.Linked.Load([unit.Record], RecordFormulas.Ways(unit.Form));
            RecordFormulas.Compute(unit.Record, unit.Linked, unit.Actor, unit.Now);
        }
        var dealer = Dealer.Of(unit.Session, unit.Linked, book, unit.Actor.Directory, unit.Now);
        var trigger = hand?.Trigger ?? (unit.Actor.Road.StartsWith("import:", StringComparison.Ordinal) ? AssignmentTrigger.Import : AssignmentTrigger.Create);
        var dealt = await dealer.Deal(unit.Record, trigger, unit.Linked, unit.Actor, hand);
        if (dealt is null && unit.Creating) dealt = await dealer.Deal(unit.Record, trigger = AssignmentTrigger.EnterPool, unit.Linked, unit.Actor);
        if (dealt is null) return;
        Hits.AddOrUpdate(unit, new(dealt, trigger, hand?.From));
        if (dealt.Chosen is not { } member) return;
        unit.Record[SystemFields.Owner] = member;
        unit.Handing = new(OwnershipKind.Assign, dealt.Rule);
        // Also of what came in at night and is given away in the morning.
        if (!unit.Creating && trigger is not (AssignmentTrigger.Create or AssignmentTrigger.Import)) return;
        foreach (var value in book.Values)
        {
            unit.Record[value.Target] = value.Of(unit.Record, null, unit.Linked, unit.Actor, unit.Now);
            unit.Settled.Add(value.Target);
        }
    }

    /// <summary>What is made up or was elsewhere before comes with its owners. A person who makes a record and says nothing is its owner.</summary>
    private static bool ComesIn(SaveUnit unit) => unit.Creating && !unit.Actor.Quiet && (unit.Actor.IsSystem || unit.Draft.Values.ContainsKey(SystemFields.Owner));

    internal override async ValueTask AfterSave(IReadOnlyList<SaveUnit> units)
    {
        var (form, session, now) = (units[0].Form, units[0].Session, units[0].Now);
        if (Book(form) is not { } book) return;
        var notes = new List<AssignmentHitRow>();
        var waiting = new List<(AssignmentTrigger Trigger, WaitingRecord Record)>();
        var lost = new List<WaitingRecord>();
        foreach (var unit in units)
            if (Hits.TryGetValue(unit, out var hit))
            {
                // What lies in a pool is looked at every night: only what comes of it is worth a note.
                if (hit.Trigger != AssignmentTrigger.Schedule || hit.Dealt.Chosen is not null) notes.Add(Note(unit.Ids, form, unit.Record.Id, hit.Dealt, now));
                if (hit.Dealt.Waits) waiting.Add((hit.Trigger, new(unit.Record.Id, hit.From)));
            }
            else if (unit.Before?[SystemFields.Owner] is long before && unit.Record[SystemFields.Owner] is null) lost.Add(new(unit.Record.Id, before));
        // Whoever gives something back does not wait until it is dealt out again, nor does a night that takes thousands back.
        if (lost.Count > 0 && book.DealsOn(AssignmentTrigger.EnterPool)) await new AssignmentLetter(form.No, AssignmentTrigger.EnterPool, lost).Send(session, form.App, units[0].Ids, now);
        if (waiting.Count > 0 && book.Settings.Hours.Next(now, units[0].Actor.Directory.Calendar, units[0].Actor.Zone) is { } opening)
            foreach (var same in waiting.GroupBy(w => w.Trigger, w => w.Record)) await new AssignmentLetter(form.No, same.Key, [.. same]).Send(session, form.App, units[0].Ids, opening);
        if (notes.Count == 0) return;
        foreach (var linked in units.Select(u => u.Linked).Distinct()) await Dealer.Of(session, linked, book, units[0].Actor.Directory, now).Write();
        await AssignmentRows.Add(session, form.App.Schema, notes);
    }

    private static AssignmentHitRow Note(RecordIds ids, Form form, long record, Dealt dealt, DateTime now) =>
        new(ids.Next(), form.No, record, now, dealt.Rule, dealt.Mode.ToString(), JsonSerializer.Serialize(dealt.Candidates), dealt.Chosen, null);

    /// <summary>What was dealt on its way through a save, on which occasion, and who has just lost it.</summary>
    private sealed record Hit(Dealt Dealt, AssignmentTrigger Trigger, long? From);
}

/// <summary>Deals out a record that lies without an owner, now, because somebody asks for it.</summary>
internal sealed class HandOut : RecordAction
{
    public override string Key => "assignment.deal";

    public override Words Label => ("按规则分配", "Assign by rules");

    public override string Icon => "route";

    public override Operation Can => Operation.Assign;

    public override bool ForMany(FormAccess access) => access.Can(Operation.Assign);

    public override Words Done => ("已按规则分配", "Assigned by rules");

    internal override ValueTask<Problem?> Hinder(ActionRun run) => ValueTask.FromResult(run.Record[SystemFields.Owner] is null ? null
        : Problem.Conflict("ALREADY_CLAIMED", ("这条记录已有负责人。", "This record has an owner.")));

    internal override async ValueTask Run(ActionRun run)
    {
        var saved = await run.Save(Hand.Drafts(Form, AssignmentTrigger.Manual, [(run.Record.Id, null)])[0]);
        if (saved.Record[SystemFields.Owner] is null) throw Problem.Conflict("assignment.nobody", ("没有适用的规则，或现在没有可分配的人。", "No rule fits, or nobody is available now.")).Exception();
    }
}
