using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Access.SignIn;

/// <summary>Tokens with which a member's own programs use the API in the member's name and with the member's rights. Opens no session.</summary>
public sealed class ApiTokens : IDisposable
{
    public const int MaxOfMember = 50;

    private readonly Database database;
    private readonly People people;
    private readonly RecordIds ids;
    private readonly TimeProvider clock;
    private readonly AccessCache<TokenRow> cache;

    public ApiTokens(Database database, People people, RecordIds ids, TimeProvider clock)
    {
        (this.database, this.people, this.ids, this.clock) = (database, people, ids, clock);
        cache = new(clock);
        people.AccessEnded += cache.Drop;
    }

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Makes a token; the text is returned this once and stored nowhere.</summary>
    /// <exception cref="ProblemException">Invalid with errors by field: name, expires.</exception>
    public async Task<(ApiToken Token, string Text)> Make(Actor actor, string name, DateTime? expiresAt, bool readOnly)
    {
        var member = Own.Demand(actor);
        var errors = new List<FieldError>();
        name = name.Trim();
        if (!PeopleChange.IsLine(name, 60))
            errors.Add(new("name", "token.name", ("请填写令牌名称（最多 60 个字）。", "Enter a name of at most 60 characters.")));
        if (expiresAt <= Now) errors.Add(new("expires", "token.expires", ("到期时间必须在将来。", "It must expire in the future.")));
        PeopleChange.Refuse(errors);
        var text = SecretToken.New(SecretToken.ApiPrefix);
        var hash = SecretToken.Hash(text, SecretToken.ApiPrefix)!;
        var row = new TokenRow(ids.Next(), hash, member, name, text[^4..], readOnly, Now, expiresAt?.ToUniversalTime(), null);
        await database.Write(async s =>
        {
            if (await Tokens.CountOf(s, member) >= MaxOfMember)
                throw Problem.Conflict("token.too_many", ("令牌太多，请先撤销不用的。", "There are too many tokens. Revoke some first.")).Exception();
            await Tokens.Add(s, row);
            await people.Note(s, member, actor.Road, "token.made", row.Id, new { name, readOnly, row.ExpiresAt });
        });
        return (Shown(row), text);
    }

    /// <summary>The own tokens, newest first.</summary>
    public async Task<IReadOnlyList<ApiToken>> List(Actor actor) =>
        [.. (await database.Read(s => Tokens.Of(s, Own.Demand(actor)))).Select(Shown)];

    /// <summary>Ends one of the own tokens at once.</summary>
    /// <exception cref="ProblemException">NotFound when it is not the actor's own.</exception>
    public async Task Revoke(Actor actor, long id)
    {
        var member = Own.Demand(actor);
        var revoked = await database.Write(async s =>
        {
            var rows = await Tokens.Revoke(s, id, member);
            if (rows > 0) await people.Note(s, member, actor.Road, "token.revoked", id, new { });
            return rows;
        });
        cache.Drop(member);
        if (revoked == 0) throw Problem.NotFound("token.not_found").Exception();
    }

    /// <summary>In whose name a request with this token speaks (road <c>api</c>); null when it opens nothing (any more).</summary>
    /// <param name="bearer">What stands behind <c>Bearer</c>.</param>
    public async ValueTask<Actor?> Check(string? bearer)
    {
        if (SecretToken.Hash(bearer, SecretToken.ApiPrefix) is not { } hash) return null;
        var token = cache.Find(hash);
        if (token is null)
        {
            var asOf = cache.Generation;
            token = await database.Read(s => Tokens.Find(s, hash));
            if (token is null) return null;
            await Note(token);
            cache.Keep(hash, token, token.MemberId, asOf);
        }
        return token.ExpiresAt <= Now ? null : await people.ActiveActor(token.MemberId, "api", token.ReadOnly);
    }

    public void Dispose() => people.AccessEnded -= cache.Drop;

    private static ApiToken Shown(TokenRow r) => new(r.Id, r.Name, r.Tail, r.ReadOnly, r.CreatedAt, r.ExpiresAt, r.UsedAt);

    private async ValueTask Note(TokenRow token)
    {
        var now = Now;
        if (token.ExpiresAt <= now || now - token.UsedAt < MemberSessions.Noting) return;
        try
        {
            await database.Write(s => Tokens.Use(s, token.Id, now, now - MemberSessions.Noting));
        }
        catch (DatabaseBusy)
        {
            // Noting can wait for a quieter moment; the request cannot.
        }
    }
}
