using System.Security.Cryptography;
using System.Text;
using Weir.Engine.Problems;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Access.SignIn;

/// <summary>Signing in with a password, changing it, and links to set a new one. Every road on which a password is compared goes through here.</summary>
/// <remarks>
/// A wrong try is counted before the password is compared, so that tries at the same time cannot overtake the lock. What nobody is called
/// is counted, locked and compared just like a member, so that neither words nor time tell who exists.
/// </remarks>
public sealed partial class Passwords(Database database, People people, MemberSessions sessions, PasswordCheck check, TimeProvider clock)
{
    /// <summary>So many wrong passwords lock an account, for one minute at first and twice as long after each further one.</summary>
    public const int FreeTries = 5;

    public static readonly TimeSpan LongestLock = TimeSpan.FromMinutes(15);

    // From one address: 30 wrong tries at once, then one every ten seconds.
    private readonly Throttle addresses = new(clock, 30, TimeSpan.FromSeconds(10));

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Signs in under an e-mail address or a mobile number.</summary>
    /// <exception cref="ProblemException">Invalid with the same words whoever it is and whatever was wrong; TooMany with <see cref="Waiting"/>.</exception>
    public async Task<SignedIn> SignIn(string who, string password, Visitor visitor)
    {
        if (!addresses.Take(visitor.Network)) throw TooMany(TimeSpan.FromSeconds(10));
        var key = Reach.Key(who) ?? "?";
        var found = await database.Read(s => MembersSecrets.ForSignIn(s, key));
        var account = found is null ? Unknown(key) : Account(found.MemberId);
        await Count(account, found?.MemberId);
        var verdict = await check.Verify(found is { Active: true } ? found.Password : null, password);
        if (verdict == PasswordVerdict.Wrong) throw Wrong();

        addresses.Return(visitor.Network);
        var better = verdict == PasswordVerdict.RightButOld ? await check.Hash(password) : null;
        var (member, stamp) = (found!.MemberId, found.Stamp);
        var token = await database.Write(async s =>
        {
            await SessionsTries.Clear(s, account);
            if (better is not null) await MembersSecrets.Rehash(s, member, found.Password!, better);
            await people.Note(s, member, "web", "signed_in", member, visitor);
            return await sessions.Open(s, member, stamp, visitor);
        });
        return new(token, await people.ActiveActor(member, "web") ?? throw Wrong());
    }

    private static string Account(long member) => $"m:{member}";

    // Names that nobody has share a fixed number of counters, so that an attack cannot fill the table.
    private static string Unknown(string key) => "u:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..4];

    /// <summary>Counts a try, which is forgiven when it turns out right.</summary>
    private async Task Count(string account, long? member)
    {
        var now = Now;
        var locked = await database.Write(async s =>
        {
            var tries = await SessionsTries.Count(s, account, now);
            if (tries == 0) return (await SessionsTries.Get(s, account))?.LockedUntil;
            if (tries < FreeTries) return null;
            var minutes = Math.Min(Math.Pow(2, tries - FreeTries), LongestLock.TotalMinutes);
            await SessionsTries.Lock(s, account, now.AddMinutes(minutes));
            if (member is { } id) await people.Note(s, 0, "sign-in", "sign_in.locked", id, new { tries, minutes });
            return null;
        });
        if (locked is { } until) throw TooMany(until - now);
    }

    private static ProblemException Wrong() => Problem.Invalid(
        "sign_in.wrong", ("账号或密码不对。", "The account or the password is wrong.")).Exception();

    private static ProblemException TooMany(TimeSpan wait)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        var minutes = (seconds + 59) / 60;
        return (Problem.TooMany("sign_in.too_many", (
            $"尝试次数太多，请 {minutes} 分钟后再试。", $"Too many tries. Wait {minutes} minute{(minutes == 1 ? "" : "s")} and try again.")) with
        {
            Detail = new Waiting(seconds),
        }).Exception();
    }
}
