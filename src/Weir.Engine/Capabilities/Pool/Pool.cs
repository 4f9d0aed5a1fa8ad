using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.Actions;
using Weir.Engine.Conditions;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Capabilities.Pool;

/// <summary>Records without an owner lie in a pool, from which its members claim them and into which rules take them back. Who is given a new record is another matter.</summary>
public sealed partial class Pool : Capability
{
    public const string KeyOf = "pool";

    public override string Key => KeyOf;

    internal override bool Derives => true;

    /// <summary>A calendar that was changed moves the days on which records go back.</summary>
    internal override bool FollowsTime(Form form) => Book(form)?.Pools.Any(p => p.Rules.Any(r => r.WorkingDays)) == true;

    internal override JsonElement InFull(JsonElement settings) => InFull<PoolSettings>(settings);

    internal override object Prepare(Form form, JsonElement settings) => PoolBook.Compile(form, Read<PoolSettings>(form.Key, settings));

    internal static PoolBook? Book(Form form) => form.Settings<PoolBook>(KeyOf);

    internal override IEnumerable<RecordAction> Actions(Form form) =>
        Book(form) is not { } book ? [] : [new Claim { Form = form, Book = book }, Assign.Of(form, book), Return.Of(form, book), TakeBack.Of(form, book), Lock.Of(form, book), new Unlock { Form = form }, Extend.Of(form, book)];

    internal override IEnumerable<Grant> Grants(Form form, Actor actor)
    {
        if (Book(form) is not { } book || actor.IsSystem) yield break;
        var admin = book.Pools.Where(p => p.HasAdmin(actor.Directory, form.App.Key, actor.MemberId)).ToList();
        if (admin.Count > 0)
            yield return new Grant(new HashSet<Operation> { Operation.View, Operation.Export, Operation.Assign }, AccessLevel.All, In(book, admin)) { Because = ("管理这条记录所在的池。", "Is an admin of this record’s pool.") };
        var member = book.Pools.Where(p => p.Definition.Mode == PoolMode.Open && p.HasMember(actor.Directory, form.App.Key, actor.MemberId)).ToList();
        if (member.Count == 0) yield break;
        yield return new Grant(new HashSet<Operation> { Operation.View }, AccessLevel.All, In(book, member)) { Masked = book.Settings.Masked, Because = ("是这条记录所在的池的成员。", "Is a member of this record’s pool.") };
        if (book.Settings.Glimpse is { } glimpse)
            yield return new Grant(new HashSet<Operation> { Operation.View }, AccessLevel.All, book.Glimpse) { Masked = book.Settings.Masked, Because = ("池的成员可以看到它已有负责人。", "Pool members can see that it has an owner.") };
    }

    internal override IEnumerable<long> Keepers(Record record, Directory directory) =>
        Book(record.Form)?.Find(record[HandingFields.Pool] as string)?.Definition.Admins.Of(directory, record.Form.App.Key) ?? [];

    /// <summary>Former owners wait as long as they would before claiming it again.</summary>
    internal override async ValueTask<IReadOnlyCollection<(long Record, long Member)>> Barred(Session session, Form form, IReadOnlyCollection<long> records, DateTime now)
    {
        if (Book(form) is not { } book || book.Pools.Select(p => p.Definition.CooldownDays).DefaultIfEmpty(0).Max() is not (> 0 and var longest)) return [];
        var lost = await OwnershipRows.Lost(session, form.App.Schema, form.No, [.. records], now.AddDays(-longest));
        return [.. lost.Where(l => book.Find(l.Pool) is { } pool && l.At.AddDays(pool.Definition.CooldownDays) > now).Select(l => (l.Record, l.Member))];
    }

    internal override async ValueTask<int?> Room(Session session, Record record, long member, LinkedRecords linked, Actor actor, DateTime now) =>
        Book(record.Form) is { } book ? await Holding.Room(session, book, record, member, linked, actor, now) : null;

    internal override void Derive(Record record, LinkedRecords linked, Actor actor, DateTime now)
    {
        if (Book(record.Form) is not { } book) return;
        record[HandingFields.Pool] = record[SystemFields.Owner] is not null ? null : book.Of(record, linked, actor, now)?.Key;
        record[HandingFields.RecycleAt] = book.DueOf(record, linked, actor, now)?.At;
    }

    internal override ValueTask BeforeSave(SaveUnit unit)
    {
        var owner = unit.Form[SystemFields.Owner];
        var (before, after) = (unit.Before?[owner] as long?, unit.Record[owner] as long?);
        if (Book(unit.Form) is not { } book || before == after && !unit.Creating) return ValueTask.CompletedTask;
        if (after is not null && !unit.Draft.Values.ContainsKey(HandingFields.ClaimedAt)) unit.Record[HandingFields.ClaimedAt] = unit.Now;
        if (unit.Creating) return ValueTask.CompletedTask;
        (unit.Record[Locked], unit.Record[ExtendedDays], unit.Record[Extensions]) = (null, null, null);
        if (before is null) Put(unit, book.Leave);
        if (after is not null) return ValueTask.CompletedTask;
        unit.Record[HandingFields.ClaimedAt] = null;
        unit.Record[HandingFields.PreviousOwner] = before;
        unit.Record[HandingFields.ReturnReason] = unit.Handing?.Reason;
        unit.Record[HandingFields.Pool] = null;
        Put(unit, unit.Handing?.Kind == OwnershipKind.Return && book.Returned.Count > 0 ? book.Returned : book.Enter);
        return ValueTask.CompletedTask;
    }

    internal override async ValueTask Validate(SaveUnit unit)
    {
        if (Book(unit.Form) is not { } book) return;
        var owner = unit.Form[SystemFields.Owner];
        if (unit.Handing is { Kind: OwnershipKind.Recycle, Due: { } due } && unit.Before is { } stored && !(book.DueOf(stored, unit.Linked, unit.Actor, unit.Now)?.At <= due))
            unit.Refuse(owner.Key, "pool.not_due", ("这条记录现在不该回收。", "This record is not due."));
        if (unit.Session.ReadOnly || unit.Actor.IsSystem || unit.Handing?.Kind == OwnershipKind.Claim || !unit.HasChanged(owner) || unit.Record[owner] is not long member) return;
        if (await Holding.Refuses(unit, book, member) is { } refused) unit.Refuse(owner.Key, refused.Code, refused.Message);
    }

    internal override async ValueTask AfterSave(IReadOnlyList<SaveUnit> units)
    {
        var (form, actor) = (units[0].Form, units[0].Actor);
        // What the night takes back it tells by itself.
        if (actor.Quiet || Book(form) is not { } book) return;
        var owner = form[SystemFields.Owner];
        var back = units.Where(u => u.Before?[owner] is long && u.Record[owner] is null).Select(u => (u.Before![owner] as long?, u.Record)).ToList();
        if (back.Count > 0) await PoolTidings.Send(units[0].Session, book, actor.Directory, units[0].Ids, units[0].Now, actor.MemberId, back);
    }

    private static void Put(SaveUnit unit, IReadOnlyList<(Field Field, object? Value)> values)
    {
        foreach (var (field, value) in values.Where(v => !unit.Draft.Values.ContainsKey(v.Field.Key)))
        {
            unit.Record[field] = value;
            unit.Settled.Add(field);
        }
    }

    private static Condition In(PoolBook book, IReadOnlyList<CompiledPool> pools) => Condition.Compile(book.Form, new ConditionDefinition
    {
        All =
        [
            new() { Field = SystemFields.Owner, Op = "empty" },
            new() { Field = HandingFields.Pool, Op = "any_of", Value = JsonSerializer.SerializeToElement(pools.Select(p => p.Key)) },
        ],
    });
}
