using Weir.Engine.Access;
using Weir.Engine.Access.SignIn;
using Weir.Engine.Problems;
using Weir.Sql.Sessions;

namespace Weir.Tests.Access.SignIn;

/// <summary>An office with all that sign-in needs; passwords are hashed cheaply, so that tests are quick.</summary>
public sealed class Lobby : IAsyncDisposable
{
    public const string Password = "tq7mvkzx-9";

    public static readonly Visitor Home = new("203.0.113.7", "Firefox · Linux");

    private Lobby(Office office)
    {
        Office = office;
        Check = new(1000);
        Sessions = new(office.Database, office.People, office.Ids, office.Clock);
        Tokens = new(office.Database, office.People, office.Ids, office.Clock);
        Passwords = new(office.Database, office.People, Sessions, Check, office.Clock);
        Invitations = new(office.Database, office.People, Sessions, Check, office.Clock);
    }

    public Office Office { get; }

    public PasswordCheck Check { get; }

    public MemberSessions Sessions { get; }

    public ApiTokens Tokens { get; }

    public Passwords Passwords { get; }

    public Invitations Invitations { get; }

    public People People => Office.People;

    public HandClock Clock => Office.Clock;

    public static async Task<Lobby> Open(DatabaseKind kind) => new(await Office.Open(kind));

    public static async Task<Lobby> Empty(DatabaseKind kind) => new(await Office.Empty(kind));

    /// <summary>A member who has a password.</summary>
    public async Task<Member> Add(string name, string email, bool administrator = false)
    {
        var member = await People.AddMember(Office.Admin, new(name, email) { Administrator = administrator });
        await Passwords.UseLink(await Passwords.MakeLink(Office.Admin, member.Id), Password);
        return member;
    }

    public Task<SignedIn> SignIn(string who, string password = Password, Visitor? from = null) => Passwords.SignIn(who, password, from ?? Home);

    /// <summary>How a try to sign in ends: the code of the refusal, or ok.</summary>
    public async Task<string> Try(string who, string password = Password, Visitor? from = null)
    {
        try
        {
            await SignIn(who, password, from);
            return "ok";
        }
        catch (ProblemException refusal)
        {
            return refusal.Problem.Code;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Sessions.Dispose();
        Tokens.Dispose();
        await Office.DisposeAsync();
    }
}
