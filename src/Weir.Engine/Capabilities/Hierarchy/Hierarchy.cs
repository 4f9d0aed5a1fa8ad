using System.Text.Json;
using Weir.Engine.Forms;
using Weir.Engine.Outbox;
using Weir.Engine.Records;
using Weir.Engine.Rules;

namespace Weir.Engine.Capabilities.Hierarchy;

/// <summary>Records of a form stand below each other, and other records name some of them in an order of their own. Moving one is an ordinary edit; who draws them is another matter.</summary>
public sealed class Hierarchy : Capability
{
    public const string KeyOf = "hierarchy";

    public override string Key => KeyOf;

    internal override object Prepare(Form form, JsonElement settings) => HierarchyBook.Compile(form, Read<HierarchySettings>(form.Key, settings));

    public static HierarchyBook? Book(Form form) => form.IsQuestion || form.IsLine ? null : form.Settings<HierarchyBook>(KeyOf);

    /// <summary>Tells those who rely on a key one that it is gone: who has it, who has the record above the tree, who has a record in whose chain it stands.</summary>
    internal override async ValueTask AfterSave(SaveUnit unit)
    {
        if (Book(unit.Form) is not { Left: { } left } book || unit.Before is not { } before || unit.Actor.Quiet || book.Key is { } key && unit.Record[key] is not true) return;
        await unit.Linked.Load([unit.Record, before], left.Paths.Select(p => p.Via));
        if (RuleBook.Holds(left, before, unit.Linked, unit.Actor, unit.Now) || !RuleBook.Holds(left, unit.Record, unit.Linked, unit.Actor, unit.Now)) return;
        var owners = new HashSet<long>();
        if (unit.Record[SystemFields.Owner] is long own) owners.Add(own);
        if (book.Within is { } within && unit.Record[within] is long above && await RecordRows.Read(unit.Session, unit.Form.App[within.Type.LinkedForm(within)!], above, lines: false) is { Deleted: false } host && host[SystemFields.Owner] is long keeper)
            owners.Add(keeper);
        foreach (var owner in owners.Where(o => o != unit.Actor.MemberId)) await Tell(unit, owner, unit.Form, [unit.Record.Id]);
        foreach (var chain in book.Chains)
            foreach (var same in (await Relying(unit, chain)).GroupBy(r => r[SystemFields.Owner] as long?))
                if (same.Key is { } owner && owner != unit.Actor.MemberId) await Tell(unit, owner, chain.Form, [.. same.Select(r => r.Id).Order()]);
    }

    private static async ValueTask<IReadOnlyList<Record>> Relying(SaveUnit unit, ChainBook chain)
    {
        var found = await ChainHosts.Of(unit.Session, chain, unit.Record.Id);
        var records = (await RecordRows.Read(unit.Session, chain.Form, found, lines: false)).Values.Where(r => !r.Deleted).ToList();
        await unit.Linked.Load(records, chain.While.Paths.Select(p => p.Via));
        return [.. records.Where(r => RuleBook.Holds(chain.While, r, unit.Linked, unit.Actor, unit.Now))];
    }

    private static ValueTask Tell(SaveUnit unit, long owner, Form form, IReadOnlyList<long> records) =>
        new Tidings(owner, NotificationKind.KeyLost, unit.Actor.MemberId) { FormNo = form.No, Records = [.. records.Take(Tidings.MostRecords)], Count = records.Count }.Send(unit.Session, unit.Form.App, unit.Ids, unit.Now);
}
