using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Access;

/// <summary>One change of people inside its transaction: the people as they are now, and what must be told once it is durable.</summary>
internal sealed partial class PeopleChange(People people, Session session, PeopleState state, Actor actor, RecordIds ids, DateTime now)
{
    private readonly HashSet<long> ended = [];

    public Session Session => session;

    public PeopleState State => state;

    public Actor Actor => actor;

    public DateTime Now => now;

    public long NextId() => ids.Next();

    /// <summary>Members whose sessions or tokens ended in this change.</summary>
    public IReadOnlyCollection<long> Ended => ended;

    /// <summary>The actor's right as it is now, not as it was when the request began.</summary>
    public void DemandAdministrator()
    {
        if (actor.IsSystem || state.Members.GetValueOrDefault(actor.MemberId) is { Active: true, Administrator: true }) return;
        throw People.Refusal().Exception();
    }

    public Member Member(long id) => state.Members.GetValueOrDefault(id)
        ?? throw new ProblemException(Problem.NotFound("member.not_found") with { Message = ("找不到这位成员。", "There is no such member.") });

    public Department Department(long id) => state.Departments.GetValueOrDefault(id)
        ?? throw new ProblemException(Problem.NotFound("department.not_found") with { Message = ("找不到这个部门。", "There is no such department.") });

    public async ValueTask<Member> Insert(Member member)
    {
        await Members.Add(session, Row(member), now);
        await Members.SetPlaces(session, member.Id, member.Departments);
        await MembersSecrets.Add(session, new(member.Id, null, NewStamp()), now);
        state.Put(member);
        return member;
    }

    public async ValueTask<Member> Update(Member member)
    {
        await Members.Change(session, Row(member), now);
        await Members.SetPlaces(session, member.Id, member.Departments);
        state.Put(member);
        return member;
    }

    public async ValueTask SetRoles(long member, string app, IReadOnlyList<string> roles)
    {
        await RolesGiven.Set(session, member, app, roles);
        state.Roles[(member, app)] = roles;
    }

    public async ValueTask Save(Department department)
    {
        var row = new DepartmentRow(department.Id, department.Name, department.ParentId, department.HeadId, department.Position);
        if (state.Departments.ContainsKey(department.Id)) await Departments.Change(session, row);
        else await Departments.Add(session, row);
        state.Departments[department.Id] = department;
    }

    public async ValueTask Save(OrganisationRow row)
    {
        await Organisation.Change(session, row);
        state.Organisation = row;
    }

    public async ValueTask Save(WorkCalendar calendar)
    {
        await SettingRows.Put(session, PeopleState.CalendarKey, calendar.Write());
        state.Calendar = calendar;
    }

    public async ValueTask Save(Letterhead letterhead)
    {
        await SettingRows.Put(session, PeopleState.LetterheadKey, letterhead.Write());
        state.Letterhead = letterhead;
    }

    /// <summary>Ends what a member is signed in with: all sessions but one, and the API tokens when <paramref name="tokens"/>.</summary>
    /// <returns>The member's new stamp, which a session must repeat.</returns>
    public async ValueTask<string> EndAccess(long member, bool tokens, string? exceptSession = null)
    {
        var stamp = NewStamp();
        await MembersSecrets.SetStamp(session, member, stamp);
        await SessionsOpen.EndAll(session, member, exceptSession);
        if (exceptSession is not null) await SessionsOpen.Restamp(session, exceptSession, member, stamp);
        if (tokens) await Tokens.RevokeAll(session, member);
        ended.Add(member);
        return stamp;
    }

    /// <summary>A new password: whatever the old one opened, and every link to set one, ends.</summary>
    /// <returns>The member's new stamp, which a session must repeat.</returns>
    public async ValueTask<string> SetPassword(long member, string hash, string? exceptSession = null)
    {
        await MembersSecrets.SetPassword(session, member, hash, now);
        await InvitesToPassword.EndAll(session, member);
        return await EndAccess(member, tokens: true, exceptSession);
    }

    public ValueTask Tell(Outbox.Tidings tidings) => tidings.Send(session, ids, now);

    public ValueTask Audit(string what, long subject, object detail) => people.Note(session, actor.MemberId, actor.Road, what, subject, detail);

    private static string NewStamp() => Guid.NewGuid().ToString("N");

    private static MemberRow Row(Member m) => new(
        m.Id, m.Name, m.Email, Reach.EmailKey(m.Email), m.Mobile, m.Mobile is null ? null : Reach.MobileKey(m.Mobile), m.ManagerId, m.Language,
        m.Active, m.Administrator);
}
