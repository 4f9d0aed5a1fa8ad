using Weir.Engine.Problems;
using Weir.Sql.Tables;

namespace Weir.Engine.Access.SignIn;

public sealed partial class Passwords
{
    /// <summary>A link to set a password works for so long, and once.</summary>
    public static readonly TimeSpan LinkLifetime = TimeSpan.FromHours(24);

    /// <summary>Makes the token of a link with which one member sets a new (or the first) password; a former link stops working.</summary>
    /// <exception cref="ProblemException">Forbidden for everybody but administrators; Conflict for a member who is not active.</exception>
    public Task<string> MakeLink(Actor actor, long memberId)
    {
        Own.Demand(actor);
        return people.Change(actor, async change =>
        {
            if (!change.Member(memberId).Active)
                throw Problem.Conflict("member.inactive", ("这位成员已停用，请先启用。", "This member is not active. Activate them first.")).Exception();
            var token = SecretToken.New();
            await InvitesToPassword.Set(change.Session, new(memberId, SecretToken.Hash(token)!, actor.MemberId, change.Now + LinkLifetime));
            await change.Audit("password.link_made", memberId, new { });
            return token;
        });
    }

    /// <summary>Whose password the link sets.</summary>
    /// <exception cref="ProblemException">NotFound for a link that is used, replaced, expired or wrong, or whose member is not active.</exception>
    public async Task<Member> FindLink(string? token)
    {
        if (SecretToken.Hash(token) is not { } hash) throw NoLink();
        var id = await database.Read(s => InvitesToPassword.Find(s, hash, Now));
        return id is { } member && await people.ActiveActor(member, "web") is { } actor ? actor.Directory.Members[member] : throw NoLink();
    }

    /// <summary>Sets the password and uses the link up. All sessions and API tokens of the member end; a lock after wrong tries is lifted.</summary>
    /// <exception cref="ProblemException">NotFound as for <see cref="FindLink"/>; Invalid with an error for <c>password</c>.</exception>
    public async Task UseLink(string? token, string password)
    {
        var member = await FindLink(token);
        var hash = await Chosen(password, member);
        await people.Apply(Actor.System("password-link", people.Current), async change =>
        {
            var stored = SecretToken.Hash(token)!;
            if (await InvitesToPassword.Find(change.Session, stored, change.Now) != member.Id || await InvitesToPassword.Use(change.Session, stored) == 0)
                throw NoLink();
            await change.SetPassword(member.Id, hash);
            await SessionsTries.Clear(change.Session, Account(member.Id));
            await change.Audit("password.set_by_link", member.Id, new { });
            return true;
        });
    }

    private static ProblemException NoLink() => (Problem.NotFound("link.not_found") with
    {
        Message = ("这个链接已失效：可能已用过或已过期，请向管理员要一个新的。", "This link no longer works: it was used or has expired. Ask an administrator for a new one."),
    }).Exception();
}
