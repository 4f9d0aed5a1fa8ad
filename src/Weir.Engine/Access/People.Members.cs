using Weir.Engine.Problems;

namespace Weir.Engine.Access;

public sealed partial class People
{
    /// <summary>Adds an active member who has no password yet.</summary>
    /// <exception cref="ProblemException">Invalid, with errors by field: name, email, mobile, departments, manager, language.</exception>
    public Task<Member> AddMember(Actor actor, MemberEntry entry) => Change(actor, async change =>
    {
        var errors = new List<FieldError>();
        var member = change.Checked(entry, null, errors);
        PeopleChange.Refuse(errors);
        await change.Insert(member);
        await change.Audit("member.added", member.Id, new { member.Name, member.Email, member.Mobile, member.Departments, member.Administrator });
        return member;
    });

    /// <summary>Changes a member, all or nothing. When the right to administer or a role is given or taken, their sessions end; when one is taken, their API tokens too.</summary>
    /// <param name="roles">All roles in all apps that the member is to have; null leaves them as they are.</param>
    /// <param name="seen">The <see cref="Mark"/> of what the change was made from; null overwrites whatever is there.</param>
    /// <exception cref="ProblemException">Invalid, NotFound, or Conflict for the last administrator and for a stale change.</exception>
    public Task<Member> ChangeMember(Actor actor, long id, MemberEntry entry, IReadOnlyCollection<AppRole>? roles = null, string? seen = null) => Change(actor, async change =>
    {
        var before = change.Member(id);
        if (seen is not null && seen != Mark.Of(before, change.RolesOf(id))) throw change.Stale(before, entry, roles).Exception();
        var errors = new List<FieldError>();
        var member = change.Checked(entry, before, errors);
        CheckRoles(roles ?? [], errors);
        PeopleChange.Refuse(errors);
        if (before is { Active: true, Administrator: true } && !member.Administrator) change.DemandAnotherAdministrator(id);
        await change.Update(member);
        if (before.Administrator != member.Administrator && actor.MemberId != id) await change.EndAccess(id, tokens: before.Administrator);
        if (Differences(before, member) is { Count: > 0 } differences) await change.Audit("member.changed", id, differences);
        if (roles is not null)
            foreach (var app in change.RolesOf(id).Concat(roles).Select(r => r.App).Distinct().Order(StringComparer.Ordinal).ToList())
                await GiveRoles(change, id, app, roles.Where(r => r.App == app).Select(r => r.Role));
        return member;
    });

    /// <summary>Keeps the member and their history, but ends their sessions and tokens at once; they cannot sign in any more.</summary>
    public Task<Member> Deactivate(Actor actor, long id) => Change(actor, async change =>
    {
        var before = change.Member(id);
        if (!before.Active) return before;
        if (before.Administrator) change.DemandAnotherAdministrator(id);
        var member = await change.Update(before with { Active = false });
        await change.EndAccess(id, tokens: true);
        await Sql.Tables.InvitesToPassword.EndAll(change.Session, id);
        await change.Audit("member.deactivated", id, new { member.Name });
        return member;
    });

    /// <summary>Writes down that a member's work was given to others.</summary>
    /// <param name="unasked">Why nobody above the member was asked; null when somebody was, or there is nobody.</param>
    internal Task NoteHandover(Actor actor, long id, int moved, IEnumerable<long> receivers, string? unasked) => Change(actor, async change =>
    {
        await change.Audit("member.handed_over", id, new { change.Member(id).Name, Moved = moved, To = receivers.Select(r => change.Member(r).Name), Unasked = unasked });
        return true;
    });

    /// <summary>Lets a deactivated member sign in again, with the password they had.</summary>
    public Task<Member> Activate(Actor actor, long id) => Change(actor, async change =>
    {
        var before = change.Member(id);
        if (before.Active) return before;
        var member = await change.Update(before with { Active = true });
        await change.Audit("member.activated", id, new { member.Name });
        return member;
    });

    /// <summary>Makes these the member's roles in an app. A role given or taken ends their sessions; a role taken also their API tokens.</summary>
    /// <remarks>Whoever changes their own roles stays signed in: the new rights hold from the next request anyway.</remarks>
    public Task GiveRoles(Actor actor, long memberId, string app, IReadOnlyCollection<string> roles) => Change(actor, async change =>
    {
        change.Member(memberId);
        var errors = new List<FieldError>();
        CheckRoles(roles.Select(r => new AppRole(app, r)), errors);
        PeopleChange.Refuse(errors);
        await GiveRoles(change, memberId, app, roles);
        return true;
    });

    /// <summary>Changes the own language; the one thing about themselves that every member may change.</summary>
    public Task<Member> ChangeLanguage(Actor actor, string language)
    {
        if (actor.IsSystem || actor.ReadOnly) throw Refusal().Exception();
        return Apply(actor, async change =>
        {
            var errors = new List<FieldError>();
            PeopleChange.CheckLanguage(language, errors);
            PeopleChange.Refuse(errors);
            return await change.Update(change.Member(actor.MemberId) with { Language = language });
        });
    }

    private static async ValueTask GiveRoles(PeopleChange change, long memberId, string app, IEnumerable<string> roles)
    {
        var wanted = roles.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var before = change.State.Roles.GetValueOrDefault((memberId, app)) ?? [];
        if (before.ToHashSet().SetEquals(wanted)) return;
        await change.SetRoles(memberId, app, wanted);
        if (change.Actor.MemberId != memberId) await change.EndAccess(memberId, tokens: before.Except(wanted).Any());
        await change.Audit("roles.given", memberId, new { app, before, after = wanted });
    }

    internal static void CheckRoles(IEnumerable<AppRole> roles, List<FieldError> errors)
    {
        if (roles.All(r => Sql.Schema.SqlName.IsValid(r.App) && Sql.Schema.SqlName.IsValid(r.Role))) return;
        errors.Add(new("roles", "member.role", ("角色写得不对：应为应用和角色的标识。", "A role must name an app and a role by their keys.")));
    }

    private static Dictionary<string, object?[]> Differences(Member before, Member after)
    {
        var all = new Dictionary<string, object?[]>
        {
            ["name"] = [before.Name, after.Name],
            ["email"] = [before.Email, after.Email],
            ["mobile"] = [before.Mobile, after.Mobile],
            ["departments"] = [string.Join(',', before.Departments), string.Join(',', after.Departments)],
            ["manager"] = [before.ManagerId, after.ManagerId],
            ["language"] = [before.Language, after.Language],
            ["administrator"] = [before.Administrator, after.Administrator],
        };
        return all.Where(p => !Equals(p.Value[0], p.Value[1])).ToDictionary();
    }
}
