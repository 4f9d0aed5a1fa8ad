using System.Security.Cryptography;
using System.Text;
using Weir.Engine.Problems;

namespace Weir.Engine.Access.SignIn;

/// <summary>The first start: while there is no member, whoever reads the code on the host's console founds the organisation. Never again after that.</summary>
public sealed class Setup(People people, MemberSessions sessions, PasswordCheck check, TimeProvider clock)
{
    // 32 characters that are hard to mistake for one another: 16 of them are 80 bits.
    private const string Alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

    private readonly string code = RandomNumberGenerator.GetString(Alphabet, 16);
    private readonly Throttle tries = new(clock, 10, TimeSpan.FromMinutes(1));

    /// <summary>Nobody is here yet. People must be loaded.</summary>
    public bool IsOpen => people.Current.Members.Count == 0;

    /// <summary>What the host prints while the set-up is open: four groups of four characters, kept in memory only.</summary>
    public string Code => string.Join('-', code.Chunk(4).Select(part => new string(part)));

    /// <summary>Founds the organisation: exactly one request does, in whatever process; every other one finds nothing here.</summary>
    /// <exception cref="ProblemException">NotFound once there is a member; Forbidden for a wrong code, TooMany after ten; Invalid with errors by field:
    /// company, zone, currency, language, name, email, password.</exception>
    public async Task<SignedIn> Run(string? code, SetupEntry entry, Visitor visitor)
    {
        if (!IsOpen) throw Closed();
        if (!tries.Take(visitor.Network))
        {
            throw (Problem.TooMany("setup.too_many", ("错误次数太多，请 1 分钟后再试。", "Too many wrong codes. Wait a minute and try again.")) with
            {
                Detail = new Waiting(60),
            }).Exception();
        }
        if (!IsCode(code))
            throw Problem.Forbidden("setup.code", ("安装码不对，请查看服务器启动时显示的安装码。", "This is not the code that the server shows when it starts.")).Exception();
        tries.Return(visitor.Network);

        var weak = PasswordCheck.Refusal(entry.Password, entry.Name, entry.Email, entry.Organisation.Company);
        // A password that will be refused is not hashed, but all that is wrong is still said at once.
        var hash = weak is null ? await check.Hash(entry.Password) : null;
        var (member, token) = await people.Apply(Actor.System("setup", people.Current), async change =>
        {
            // This unit has its turn alone, so whoever comes second sees the first one's member.
            if (change.State.Members.Count > 0) throw Closed();
            var errors = new List<FieldError>();
            var organisation = People.Checked(change.State.Organisation, entry.Organisation, errors);
            var administrator = change.Checked(
                new(entry.Name, entry.Email) { Administrator = true, Language = entry.Organisation.Language }, null, errors);
            if (weak is not null) errors.Add(weak);
            PeopleChange.Refuse(errors.DistinctBy(e => e.Field).ToList());
            await change.Save(organisation);
            await change.Insert(administrator);
            var stamp = await change.SetPassword(administrator.Id, hash!);
            await change.Audit("organisation.founded", administrator.Id, new { entry.Organisation.Company });
            return (administrator.Id, await sessions.Open(change.Session, administrator.Id, stamp, visitor));
        });
        return new(token, people.Current.Actor(member));
    }

    private bool IsCode(string? text)
    {
        var typed = string.Concat((text ?? "").Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(typed), Encoding.ASCII.GetBytes(code));
    }

    private static ProblemException Closed() => (Problem.NotFound("setup.closed") with
    {
        Message = ("系统已完成安装。", "The organisation is already set up."),
    }).Exception();
}
