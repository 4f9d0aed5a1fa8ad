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
            var former = invite.Email.Length > 0 && change.State.Holder(Reach.EmailKey(invite.Email)!) is { } holder ? change.Member(holder) : null;
            if (former is { Active: true }) former = null;
            var errors = new List<FieldError>();
            var departments = invite.Departments.Where(change.State.Departments.ContainsKey).ToList();
            var wanted = new MemberEntry(entry.Name, email, string.IsNullOrWhiteSpace(entry.Mobile) ? former?.Mobile : entry.Mobile) { Departments = departments };
            var checkedMember = change.Checked(wanted, former, errors) with { Active = true };
            PeopleChange.Refuse(errors);
            if (await Sql.Tables.Invites.Use(change.Session, SecretToken.Hash(token)!, change.Now) == 0) throw NoInvite();

            await (former is null ? change.Insert(checkedMember) : change.Update(checkedMember));
            foreach (var app in change.State.Roles.Keys.Where(k => k.Member == checkedMember.Id).Select(k => k.App).Union(invite.Roles.Select(r => r.App)).ToList())
                await change.SetRoles(checkedMember.Id, app, [.. invite.Roles.Where(r => r.App == app).Select(r => r.Role).Order(StringComparer.Ordinal)]);
            var stamp = await change.SetPassword(checkedMember.Id, hash);
            await change.Audit("invite.accepted", checkedMember.Id, new { invite = invite.Id, invite.MadeBy });
            return (checkedMember.Id, await sessions.Open(change.Session, checkedMember.Id, stamp, visitor));
        });
        return new(cookie, people.Current.Actor(member));
    }
}
