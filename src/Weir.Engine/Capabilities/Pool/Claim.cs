using Weir.Engine.Access;
using Weir.Engine.Actions;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Capabilities.Pool;

/// <summary>Takes a record out of its pool for oneself: of many who try at one moment exactly one has it, and the others are told why not.</summary>
internal sealed class Claim : RecordAction
{
    /// <summary>So long who could see a record in the pool is told that somebody else has it, instead of that there is none.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromDays(1);

    private const int Recent = 20;

    public required PoolBook Book { get; init; }

    public override string Key => "pool.claim";

    public override Words Label => ("领取", "Claim");

    public override string Icon => "hand-grab";

    public override ActionTone Tone => ActionTone.Primary;

    public override Operation Can => Operation.View;

    public override Words Done => ("已领取", "Claimed");

    public override bool ForMany(FormAccess access) => !access.Refuses(Operation.Edit)
        && Book.Pools.Any(p => p.Definition.Mode == PoolMode.Open && !p.Definition.Disabled && p.HasMember(access.Actor.Directory, Form.App.Key, access.Actor.MemberId));

    internal override async ValueTask Demand(Session session, FormAccess access, Record record, DateTime now)
    {
        // Whoever has just lost the race cannot see the record any more, but saw it a moment ago.
        if (record[SystemFields.Owner] is not null && Left(await Log(session, record)) is { } last && last.At > now - Memory
            && Book.Find(last.Pool)?.HasMember(access.Actor.Directory, Form.App.Key, access.Actor.MemberId) == true) return;
        await base.Demand(session, access, record, now);
    }

    /// <summary>In this order: member, pool enabled, not cooling down, daily limit, holding cap, still without an owner.</summary>
    internal override async ValueTask<Problem?> Hinder(ActionRun run)
    {
        var (actor, app) = (run.Actor, Form.App.Key);
        var taken = run.Record[SystemFields.Owner] is not null;
        var log = await Log(run.Session, run.Record);
        var pool = taken ? Book.Find(Left(log)?.Pool) : Book.Of(run.Record, run.Linked, actor, run.Now);
        if (pool is null) return taken ? Taken : Problem.Forbidden("NOT_MEMBER", ("这条记录不在任何池中。", "This record is in no pool."));
        if (!(pool.Definition.Mode == PoolMode.Open ? pool.HasMember(actor.Directory, app, actor.MemberId) : pool.HasAdmin(actor.Directory, app, actor.MemberId)))
            return Problem.Forbidden("NOT_MEMBER", ($"你不能从“{pool.Definition.Label.Zh}”领取。", $"You may not claim from '{pool.Definition.Label.En}'."));
        if (pool.Definition.Disabled) return Problem.Conflict("POOL_DISABLED", ($"“{pool.Definition.Label.Zh}”已停用。", $"'{pool.Definition.Label.En}' is switched off."));
        if (log.FirstOrDefault(e => e.FromId == actor.MemberId && (e.Kind is "return" or "recycle")) is { } lost && lost.At.AddDays(pool.Definition.CooldownDays) is var until && until > run.Now)
        {
            var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(until, actor.Zone));
            return Problem.Conflict("COOLDOWN", ($"你是前负责人，{day:yyyy-MM-dd} 之后才能再领取。", $"You owned it before and can claim it again after {day:yyyy-MM-dd}."));
        }
        if (!run.Session.ReadOnly) await Holding.Take(run.Session, Form, actor.MemberId);
        var today = PoolBook.Midnight(DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(run.Now, actor.Zone)), actor.Zone);
        if (pool.Definition.DailyClaims is > 0 and var most && await OwnershipRows.CountTo(run.Session, Form.App.Schema, Form.No, actor.MemberId, "claim", pool.Key, today) >= most)
            return Problem.Conflict("DAILY_CLAIM_LIMIT", ($"今天已领取 {most} 条，达到每日上限。", $"You have claimed {most} today, the daily limit."));
        if (pool.Cap(actor.Directory, app, actor.MemberId) is > 0 and var cap && await Holding.Count(run.Session, Book, actor.Directory, actor.MemberId, run.Now) >= cap) return Holding.Full(actor, Form, actor.MemberId, cap);
        return !taken ? null : run.Record[SystemFields.Owner] is long owner && owner == actor.MemberId ? Mine : Taken;
    }

    internal override async ValueTask Run(ActionRun run) =>
        await run.Save(new Draft(Form) { Id = run.Record.Id, ByAction = true, Handing = new(OwnershipKind.Claim) }.Set(SystemFields.Owner, run.Actor.MemberId));

    private static Problem Mine => Problem.Conflict("ALREADY_CLAIMED", ("已经是你的。", "It is yours already."));

    private static Problem Taken => Problem.Conflict("ALREADY_CLAIMED", ("已被别人领取。", "Somebody else has claimed it."));

    private ValueTask<List<OwnershipRow>> Log(Session session, Record record) => OwnershipRows.Of(session, Form.App.Schema, Form.No, record.Id, null, Recent);

    /// <summary>How the record came to its present owner out of a pool.</summary>
    private static OwnershipRow? Left(IReadOnlyList<OwnershipRow> log) => log.Count > 0 && log[0] is { Pool: not null, Kind: "claim" or "assign" } last ? last : null;
}
