using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Tables;

/// <summary>How often a password was tried in vain for one account, and until when the account waits.</summary>
public sealed record SignInTryRow(int Tries, DateTime? LockedUntil);

/// <summary>Statements for the count of wrong passwords by account.</summary>
public static class SessionsTries
{
    private static readonly TableName Name = new("org", "sign_in_try");

    public static ValueTask<SignInTryRow?> Get(Session session, string account) => session.First<SignInTryRow?>(
        $"select tries, locked_until from {Name} where account = {account}", r => new(r.Int(0), r.MomentOrNull(1)));

    /// <summary>Counts one more try (from 1 again after a day of peace), unless the account is locked: then nothing is touched and 0 is returned.</summary>
    public static async ValueTask<int> Count(Session session, string account, DateTime now) => await session.First(
        $"""
        insert into {Name} as t (account, tries, locked_until, tried_at) values ({account}, 1, null, {now})
        on conflict (account) do update set tries = case when t.tried_at < {now.AddDays(-1)} then 1 else t.tries + 1 end, tried_at = {now}
        where t.locked_until is null or t.locked_until <= {now}
        returning tries
        """, r => r.Int(0));

    public static ValueTask<int> Lock(Session session, string account, DateTime until) =>
        session.Execute($"update {Name} set locked_until = {until} where account = {account}");

    public static ValueTask<int> Clear(Session session, string account) => session.Execute($"delete from {Name} where account = {account}");

    /// <summary>Forgets tries that nobody followed up.</summary>
    public static ValueTask<int> Sweep(Session session, DateTime before) => session.Execute($"delete from {Name} where tried_at < {before}");
}
