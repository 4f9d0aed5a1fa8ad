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

    private static readonly ConditionalWeakTable<SaveUnit, Dealt> Hits = [];

    public override string Key => KeyOf;

    internal override object Prepare(Form form, JsonElement settings) => AssignmentBook.Compile(form, Read<AssignmentSettings>(form.Key, settings));

    internal static AssignmentBook? Book(Form form) => form.Settings<AssignmentBook>(KeyOf);

    internal override IEnumerable<RecordAction> Actions(Form form) => Book(form) is { } book ? [new HandOut { Form = form, Book = book }] : [];

    internal override Words? Reason(Form form, string key) => Book(form)?.Rules.FirstOrDefault(r => r.Key == key)?.Definition.Label;

    internal override async ValueTask BeforeSave(SaveUnit unit)
    {
        if (!unit.Creating || unit.Session.ReadOnly || unit.Actor.Quiet || Book(unit.Form) is not { } book || unit.Record[SystemFields.Owner] is not null) return;
        // What is made up or was elsewhere before comes with its owners. A person who makes a record and says nothing is its owner.
        if (!unit.Actor.IsSystem && !unit.Draft.Values.ContainsKey(SystemFields.Owner)) return;
        if (book.ReadsComputed)
        {
            await unit.Linked.Load([unit.Record], RecordFormulas.Ways(unit.Form));
            RecordFormulas.Compute(unit.Record, unit.Linked, unit.Actor, unit.Now);
        }
        var dealer = Dealer.Of(unit.Session, unit.Linked, book, unit.Actor.Directory, unit.Now);
        var imported = unit.Actor.Road.StartsWith("import:", StringComparison.Ordinal);
        var dealt = await dealer.Deal(unit.Record, imported ? AssignmentTrigger.Import : AssignmentTrigger.Create, unit.Linked, unit.Actor)
            ?? await dealer.Deal(unit.Record, AssignmentTrigger.EnterPool, unit.Linked, unit.Actor);
        if (dealt is null) return;
        Hits.AddOrUpdate(unit, dealt);
        if (dealt.Chosen is not { } member) return;
        unit.Record[SystemFields.Owner] = member;
        unit.Handing = new(OwnershipKind.Assign, dealt.Rule);
        foreach (var value in book.Values)
        {
            unit.Record[value.Target] = value.Of(unit.Record, null, unit.Linked, unit.Actor, unit.Now);
            unit.Settled.Add(value.Target);
        }
    }

    internal override async ValueTask AfterSave(IReadOnlyList<SaveUnit> units)
    {
        var notes = new List<AssignmentHitRow>();
        foreach (var unit in units)
            if (Hits.TryGetValue(unit, out var dealt)) notes.Add(Note(unit.Ids, unit.Form, unit.Record.Id, dealt, unit.Now));
        if (notes.Count == 0 || Book(units[0].Form) is not { } book) return;
        foreach (var linked in units.Select(u => u.Linked).Distinct()) await Dealer.Of(units[0].Session, linked, book, units[0].Actor.Directory, units[0].Now).Write();
        await AssignmentRows.Add(units[0].Session, units[0].Form.App.Schema, notes);
    }

    internal static AssignmentHitRow Note(RecordIds ids, Form form, long record, Dealt dealt, DateTime now) =>
        new(ids.Next(), form.No, record, now, dealt.Rule, dealt.Mode.ToString(), JsonSerializer.Serialize(dealt.Candidates), dealt.Chosen, null);
}

/// <summary>Deals out a record that lies without an owner, now, because somebody asks for it.</summary>
internal sealed class HandOut : RecordAction
{
    public required AssignmentBook Book { get; init; }

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
        var dealer = Dealer.Of(run.Session, run.Linked, Book, run.Actor.Directory, run.Now);
        var trigger = run.Actor.IsSystem ? AssignmentTrigger.Schedule : AssignmentTrigger.Manual;
        if (await dealer.Deal(run.Record, trigger, run.Linked, run.Actor) is not { Chosen: { } member } dealt)
            throw Problem.Conflict("assignment.nobody", ("没有适用的规则，或没有可分配的人。", "No rule fits, or nobody can have it.")).Exception();
        var id = run.Record.Id;
        await run.Save(new Draft(Form) { Id = id, ByAction = true, Handing = new(OwnershipKind.Assign, dealt.Rule) }.Set(SystemFields.Owner, member));
        await dealer.Write();
        await AssignmentRows.Add(run.Session, Form.App.Schema, [Assignment.Note(run.Store.Ids, Form, id, dealt, run.Now)]);
    }
}
