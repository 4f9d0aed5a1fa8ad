using Weir.Engine.Problems;
using Weir.Sql.Tables;

namespace Weir.Engine.Access.SignIn;

public sealed partial class Passwords
{
    /// <summary>Changes the own password. All other sessions and all API tokens of the member end; the session of the token stays.</summary>
    /// <exception cref="ProblemException">Invalid with errors by field (old, password), or TooMany.</exception>
    public async Task Change(Actor actor, string old, string password, string? token)
    {
        var id = Own.Demand(actor);
        var secret = await database.Read(s => MembersSecrets.Get(s, id));
        await Count(Account(id), id);
        if (await check.Verify(secret?.Password, old) == PasswordVerdict.Wrong)
            throw Invalid(new("old", "password.wrong", ("原密码不对。", "The old password is wrong.")));
        if (old == password)
            throw Invalid(new("password", "password.same", ("新密码和原密码相同。", "The new password is the old one.")));
        var hash = await Chosen(password, people.Current.Members[id]);
        await people.Apply(actor, async change =>
        {
            await SessionsTries.Clear(change.Session, Account(id));
            // Somebody else may have set another password since the old one was compared.
            if (!change.Member(id).Active || (await MembersSecrets.Get(change.Session, id))?.Password != secret!.Password)
                throw Problem.Conflict("password.changed", ("密码刚被改过，请重新登录。", "The password was just changed. Sign in again.")).Exception();
            await change.SetPassword(id, hash, SecretToken.Hash(token));
            await change.Audit("password.changed", id, new { });
            return true;
        });
    }

    /// <summary>The hash of a password that may be used by this member.</summary>
    internal async Task<string> Chosen(string password, Member member)
    {
        if (PasswordCheck.Refusal(password, member.Name, member.Email, member.Mobile, people.Current.Company) is { } error) throw Invalid(error);
        return await check.Hash(password);
    }

    private static ProblemException Invalid(FieldError error) => Problem.Invalid("password.invalid", error.Message, error).Exception();
}
