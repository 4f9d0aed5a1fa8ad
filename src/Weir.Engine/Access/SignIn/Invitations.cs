using System.Text.Json;
using Weir.Engine.Apps;
using Weir.Engine.Problems;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Access.SignIn;

/// <summary>Invitations: an administrator names a place in the organisation, and a link lets one person take it. Sends no mail.</summary>
public sealed partial class Invitations(Database database, People people, MemberSessions sessions, PasswordCheck check, TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    /// <summary>Makes an invitation and the token of its link, which is returned this once. One for the same address replaces the former.</summary>
    /// <exception cref="ProblemException">Forbidden for everybody but administrators; Invalid with errors by field: name, email, departments,
    /// roles.</exception>
    public Task<(Invite Invite, string Token)> Make(Actor actor, InviteEntry entry)
    {
        Own.Demand(actor);
        return people.Change(actor, async change =>
        {
            var errors = new List<FieldError>();
            var name = entry.Name.Trim().Length == 0 ? "" : PeopleChange.Name(entry.Name, errors);
            var email = CheckedEmail(change, entry.Email, errors);
            var departments = entry.Departments.Distinct().ToList();
            if (departments.Any(d => !change.State.Departments.ContainsKey(d)))
                errors.Add(new("departments", "member.department", ("部门不存在。", "A department does not exist.")));
            var roles = entry.Roles.Distinct().ToList();
            People.CheckRoles(roles, errors);
            PeopleChange.Refuse(errors);

            foreach (var former in await Sql.Tables.Invites.Open(change.Session, change.Now))
                if (email.Length > 0 && Reach.EmailKey(former.Email) == Reach.EmailKey(email)) await Sql.Tables.Invites.Withdraw(change.Session, former.Id);
            var token = SecretToken.New();
            var places = JsonSerializer.Serialize(new Places(departments, roles), DefinitionJson.Options);
            var row = new InviteRow(
                change.NextId(), SecretToken.Hash(token)!, name, email, places, actor.MemberId, change.Now, change.Now + Lifetime);
            await Sql.Tables.Invites.Add(change.Session, row);
            await change.Audit("invite.made", row.Id, new { name, email, departments, roles });
            return (Shown(row), token);
        });
    }

    /// <summary>The open invitations, newest first.</summary>
    public async Task<IReadOnlyList<Invite>> List(Actor actor)
    {
        People.Demand(actor);
        return [.. (await database.Read(s => Sql.Tables.Invites.Open(s, clock.GetUtcNow().UtcDateTime))).Select(Shown)];
    }

    /// <summary>Ends an invitation; its link stops working.</summary>
    public Task Withdraw(Actor actor, long id) => people.Change(actor, async change =>
    {
        if (await Sql.Tables.Invites.Withdraw(change.Session, id) == 0) throw NoInvite();
        await change.Audit("invite.withdrawn", id, new { });
        return true;
    });

    /// <summary>The invitation of a link.</summary>
    /// <exception cref="ProblemException">NotFound for a link that is used, withdrawn, expired or wrong.</exception>
    public async Task<Invite> Find(string? token)
    {
        if (SecretToken.Hash(token) is not { } hash) throw NoInvite();
        return await database.Read(s => Sql.Tables.Invites.Find(s, hash, clock.GetUtcNow().UtcDateTime)) is { } row ? Shown(row) : throw NoInvite();
    }

    // A former member may come back by an invitation; somebody who is here needs none.
    private static string CheckedEmail(PeopleChange change, string text, List<FieldError> errors)
    {
        if (string.IsNullOrWhiteSpace(text)) return "";
        var email = Reach.Email(text);
        if (email is null)
            errors.Add(new("email", "email.invalid", ("邮箱格式不对，例如 name@example.com。", "This is not an e-mail address like name@example.com.")));
        else if (change.State.Holder(Reach.EmailKey(email)!) is { } holder && change.Member(holder).Active)
            errors.Add(new("email", "email.taken", ("这个邮箱已属于另一位成员。", "Another member has this e-mail address.")));
        return email ?? "";
    }

    private static Invite Shown(InviteRow row)
    {
        var places = JsonSerializer.Deserialize<Places>(row.Places, DefinitionJson.Options)!;
        return new(row.Id, row.Name, row.Email, places.Departments ?? [], places.Roles ?? [], row.MadeBy, row.MadeAt, row.ExpiresAt);
    }

    private static ProblemException NoInvite() => (Problem.NotFound("invite.not_found") with
    {
        Message = ("这个邀请已失效：可能已用过、被撤回或已过期，请向管理员要一个新的。",
            "This invitation no longer works: it was used, withdrawn or has expired. Ask an administrator for a new one."),
    }).Exception();

    private sealed record Places(IReadOnlyList<long>? Departments, IReadOnlyList<AppRole>? Roles);
}
