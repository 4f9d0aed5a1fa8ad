using System.Globalization;
using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Outbox;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Handover;

/// <summary>Has handovers carried out: at once, or once the superior of whoever leaves has agreed. Writes all of it into the audit trail; moves nothing itself.</summary>
public sealed class HandoverRequests(Database database, People people, Handovers handovers, RecordIds ids, TimeProvider clock)
{
    private const int LongestComment = 500;

    /// <summary>Unlike a definition, what says nothing is written too.</summary>
    private static readonly JsonSerializerOptions Written = new(DefinitionJson.Options) { TypeInfoResolver = new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver() };

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Who is asked before the work of a member is handed over: the nearest active superior; null when there is none, or it is the actor.</summary>
    public long? Superior(Actor actor, long member)
    {
        var line = people.Current;
        return line.Superiors(member).Where(id => line.Members.GetValueOrDefault(id) is { Active: true }).Select(id => (long?)id).FirstOrDefault() is { } above && above != actor.MemberId ? above : null;
    }

    /// <summary>The last one of a member about which somebody was asked, settled or not; null when there is none.</summary>
    /// <exception cref="ProblemException">Forbidden to all but administrators.</exception>
    public Task<HandoverRequest?> Last(Actor actor, long member, CancellationToken cancel = default)
    {
        Handovers.Demand(actor);
        return database.Read(async session => await HandoverRows.Last(session, member) is { } row ? Read(row) : null, cancel);
    }

    /// <exception cref="ProblemException">NotFound to all but administrators and whoever was asked.</exception>
    public async Task<HandoverRequest> Get(Actor actor, long id, CancellationToken cancel = default) =>
        await database.Read(session => HandoverRows.Find(session, id), cancel) is { } row && (actor.Administrator || row.AskedId == actor.MemberId) ? Read(row) : throw Missing();

    /// <summary>What each receiver would get now.</summary>
    /// <exception cref="ProblemException">As <see cref="Get"/>.</exception>
    public async Task<IReadOnlyList<HandoverShare>> Shares(Actor actor, long id, CancellationToken cancel = default)
    {
        var request = await Get(actor, id, cancel);
        return await handovers.Shares(Carrier(request), request.Member, request.Choice, cancel);
    }

    /// <summary>Puts a handover before the superior; nothing moves until they agree.</summary>
    /// <param name="disable">The member is disabled once nothing is left. Disabling them at once is another matter, and possible meanwhile.</param>
    /// <exception cref="ProblemException">Forbidden; Invalid when a receiver cannot take over; Conflict when there is nobody to ask, or one is open already.</exception>
    public async Task<HandoverRequest> Ask(Actor actor, long member, HandoverChoice choice, bool disable, CancellationToken cancel = default)
    {
        Handovers.Demand(actor);
        handovers.Check(actor, member, choice);
        if (Superior(actor, member) is not { } above) throw Problem.Conflict("handover.no_superior", ("没有可以确认的上级，请直接交接。", "There is nobody above to ask; hand over at once.")).Exception();
        var row = new HandoverRow(ids.Next(), member, above, actor.MemberId, Now, Word(HandoverState.Waiting), JsonSerializer.Serialize(choice, Written), disable, null, null);
        await database.Write(async session =>
        {
            if (await HandoverRows.Add(session, row) == 0) throw Waits();
            await people.Note(session, actor.MemberId, actor.Road, "handover.asked", member, new { Asked = people.Current.Members[above].Name });
            await Tell(session, row, above, NotificationKind.HandoverAsked, actor.MemberId);
        }, cancel);
        return Read(row);
    }

    /// <summary>Hands over without asking anybody.</summary>
    /// <param name="unasked">Why the superior is not asked; needed where there is one.</param>
    /// <exception cref="ProblemException">Forbidden; Invalid; Conflict while a superior is being asked.</exception>
    public async Task<HandoverResult> CarryOut(Actor actor, long member, HandoverChoice choice, bool disable, string? unasked, CancellationToken cancel = default)
    {
        Handovers.Demand(actor);
        handovers.Check(actor, member, choice);
        var above = Superior(actor, member);
        if (above is not null && string.IsNullOrWhiteSpace(unasked))
            throw Problem.Invalid("handover.unasked", ("请写明为什么不请上级确认。", "Say why the superior is not asked."), new FieldError("unasked", "field.required", ("请写明为什么不请上级确认；原因记入审计日志。", "Say why the superior is not asked; it stands in the audit trail."))).Exception();
        if (await Last(actor, member, cancel) is { Open: true }) throw Waits();
        return await Carry(actor, member, choice, disable, above is null ? null : unasked!.Trim(), cancel);
    }

    /// <summary>The superior agrees: it is carried out at once, in the name of whoever asked.</summary>
    /// <exception cref="ProblemException">NotFound to others; Conflict when it is settled already.</exception>
    public async Task<HandoverResult> Agree(Actor actor, long id, string? comment, CancellationToken cancel = default)
    {
        var request = await Decide(actor, id, HandoverState.Agreed, comment, cancel);
        return await GoOn(request, cancel);
    }

    /// <summary>The superior refuses: nothing moves.</summary>
    /// <exception cref="ProblemException">NotFound to others; Invalid without a reason; Conflict when it is settled already.</exception>
    public Task Refuse(Actor actor, long id, string? comment, CancellationToken cancel = default) =>
        string.IsNullOrWhiteSpace(comment) ? throw Problem.Invalid("handover.reason", ("请写明拒绝的原因。", "Say why you refuse."), new FieldError("comment", "field.required", ("请写明拒绝的原因。", "Say why you refuse."))).Exception()
        : Decide(actor, id, HandoverState.Refused, comment, cancel);

    /// <summary>An administrator takes it back before it is decided.</summary>
    /// <exception cref="ProblemException">Forbidden; NotFound; Conflict when it is settled already.</exception>
    public async Task Withdraw(Actor actor, long id, CancellationToken cancel = default)
    {
        Handovers.Demand(actor);
        var request = await Get(actor, id, cancel);
        await database.Write(async session =>
        {
            await Change(session, request, HandoverState.Waiting, HandoverState.Withdrawn, null);
            await people.Note(session, actor.MemberId, actor.Road, "handover.withdrawn", request.Member, new { people.Current.Members[request.Member].Name });
        }, cancel);
    }

    /// <summary>An administrator goes on with what was agreed to and not finished.</summary>
    /// <exception cref="ProblemException">Forbidden; NotFound; Conflict when it was not agreed to.</exception>
    public async Task<HandoverResult> Resume(Actor actor, long id, CancellationToken cancel = default)
    {
        Handovers.Demand(actor);
        return await Get(actor, id, cancel) is { State: HandoverState.Agreed } request ? await GoOn(request, cancel) : throw Settled();
    }

    private async Task<HandoverRequest> Decide(Actor actor, long id, HandoverState to, string? comment, CancellationToken cancel)
    {
        var member = Access.SignIn.Own.Demand(actor);
        var request = await Get(actor, id, cancel);
        if (request.Asked != member) throw Problem.Forbidden("handover.not_asked", ("只有被请求确认的上级可以决定。", "Only the superior who was asked decides.")).Exception();
        var said = comment?.Trim() is { Length: > 0 } text ? text[..Math.Min(text.Length, LongestComment)] : null;
        await database.Write(async session =>
        {
            await Change(session, request, HandoverState.Waiting, to, said);
            await people.Note(session, member, actor.Road, to == HandoverState.Agreed ? "handover.agreed" : "handover.refused", request.Member, new { people.Current.Members[request.Member].Name, Comment = said });
            await Tell(session, Row(request), request.By, to == HandoverState.Agreed ? NotificationKind.HandoverAgreed : NotificationKind.HandoverRefused, member);
        }, cancel);
        return request with { State = to, Comment = said, DecidedAt = Now };
    }

    private async Task<HandoverResult> GoOn(HandoverRequest request, CancellationToken cancel)
    {
        var result = await Carry(Carrier(request), request.Member, request.Choice, request.Disable, null, cancel);
        if (result.Left.Count == 0) await database.Write(session => Change(session, request, HandoverState.Agreed, HandoverState.Done, request.Comment), cancel);
        return result;
    }

    private async Task<HandoverResult> Carry(Actor actor, long member, HandoverChoice choice, bool disable, string? unasked, CancellationToken cancel)
    {
        var result = await handovers.Run(actor, member, choice, cancel);
        await people.NoteHandover(actor, member, result.Moved, choice.All, unasked);
        // Who still has something can be asked about it.
        if (disable && result.Left.Count == 0 && people.Current.Members[member].Active) await people.Deactivate(actor, member);
        return result;
    }

    /// <summary>Whoever asked for it, if they are still an administrator; else the program carries out what was agreed.</summary>
    private Actor Carrier(HandoverRequest request) => people.Current.Members.GetValueOrDefault(request.By) is { Active: true, Administrator: true }
        ? people.Current.Actor(request.By, "handover") : Actor.System("handover", people.Current);

    private async ValueTask Change(Session session, HandoverRequest request, HandoverState from, HandoverState to, string? comment)
    {
        var row = Row(request) with { State = Word(to), Comment = comment, DecidedAt = request.DecidedAt ?? Now };
        if (await HandoverRows.Change(session, row, Word(from), to is HandoverState.Agreed) == 0) throw Settled();
    }

    private ValueTask Tell(Session session, HandoverRow row, long to, NotificationKind kind, long by) => people.Current.Members.GetValueOrDefault(to) is { Active: true }
        ? new Tidings(to, kind, by) { Detail = string.Create(CultureInfo.InvariantCulture, $"{row.Id}/{row.MemberId}") }.Send(session, ids, Now) : ValueTask.CompletedTask;

    private static HandoverRow Row(HandoverRequest r) => new(r.Id, r.Member, r.Asked, r.By, r.At, Word(r.State), JsonSerializer.Serialize(r.Choice, Written), r.Disable, r.Comment, r.DecidedAt);

    private static HandoverRequest Read(HandoverRow r) => new(
        r.Id, r.MemberId, r.AskedId, r.ById, r.At, Enum.Parse<HandoverState>(r.State, ignoreCase: true), JsonSerializer.Deserialize<HandoverChoice>(r.Choice, Written)!, r.Disable, r.Comment, r.DecidedAt);

    private static string Word(HandoverState state) => state.ToString().ToLowerInvariant();

    private static ProblemException Missing() => (Problem.NotFound("handover.not_found") with { Message = ("找不到这次工作交接。", "There is no such handover.") }).Exception();

    private static ProblemException Waits() => Problem.Conflict("handover.waits", ("已有一次交接在等上级确认或没有做完，请先处理它。", "Another handover waits for the superior or is not finished; settle it first.")).Exception();

    private static ProblemException Settled() => Problem.Conflict("handover.settled", ("这次交接已经处理过了，请刷新查看。", "This handover is settled already; reload to see it.")).Exception();
}
