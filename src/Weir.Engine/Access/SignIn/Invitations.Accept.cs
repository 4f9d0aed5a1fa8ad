using Weir.Engine.Outbox;
using Weir.Engine.Problems;

namespace Weir.Engine.Access.SignIn;

public sealed partial class Invitations
{
    /// <summary>Takes the place: makes the member (or activates the former member of that address), sets the password, signs in. Works once.</summary>
    /// <exception cref="ProblemException">NotFound as for <see cref="Find"/>; Invalid with errors by field: name, email, mobile, password.</exception>
    public async Task<SignedIn> Accept(string? token, AcceptEntry entry, Visitor visitor)
    {
        var invite = await Find(token);
        var email = invite.Email.Length > 0 ? invite.Email : entry.Email;
        if (PasswordCheck.Refusal(entry.Password, entry.Name, email, entry.Mobile, people.Current.Company) is { } weak)
            throw Problem.Invalid("people.invalid", ("有内容需要修改。", "Some entries need your attention."), weak).Exception();
        var hash = await check.Hash(entry.Password);
        var (member, cookie) = await people.Apply(Actor.System("invite", people.Current), async change =>
        {
            var former = Former(change, invite);
            var errors = new List<FieldError>();
            var newcomer = change.Checked(
                new(entry.Name, email, string.IsNullOrWhiteSpace(entry.Mobile) ? former?.Mobile : entry.Mobile)
                {
                    Departments = [.. invite.Departments.Where(change.State.Departments.ContainsKey)],
                },
                former, errors) with { Active = true };
            PeopleChange.Refuse(errors);
            if (await Sql.Tables.Invites.Use(change.Session, SecretToken.Hash(token)!, change.Now) == 0) throw NoInvite();

            await (former is null ? change.Insert(newcomer) : change.Update(newcomer));
            await GiveOnly(change, newcomer.Id, invite.Roles);
            var stamp = await change.SetPassword(newcomer.Id, hash);
            if (change.State.Members.ContainsKey(invite.MadeBy)) await change.Tell(new Tidings(invite.MadeBy, NotificationKind.Joined, newcomer.Id));
            await change.Audit("invite.accepted", newcomer.Id, new { invite = invite.Id, invite.MadeBy });
            return (newcomer.Id, await sessions.Open(change.Session, newcomer.Id, stamp, visitor));
        });
        return new(cookie, people.Current.Actor(member));
    }

    /// <summary>Who comes back: only an address that an administrator wrote proves it, never one that the invited person enters.</summary>
    private static Member? Former(PeopleChange change, Invite invite) =>
        invite.Email.Length > 0 && change.State.Holder(Reach.EmailKey(invite.Email)!) is { } id && change.Member(id) is { Active: false } former
            ? former
            : null;

    /// <summary>What somebody who comes back may have held before is gone; only the roles of the invitation count.</summary>
    private static async ValueTask GiveOnly(PeopleChange change, long member, IReadOnlyList<AppRole> roles)
    {
        var former = change.State.Roles.Keys.Where(k => k.Member == member).Select(k => k.App);
        foreach (var app in former.Union(roles.Select(r => r.App)).ToList())
            await change.SetRoles(member, app, [.. roles.Where(r => r.App == app).Select(r => r.Role).Order(StringComparer.Ordinal)]);
    }
}
