using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Weir.Engine.Apps;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Access;

/// <summary>The only writer of members, departments, roles given and the settings of the organisation. Decides no permission on records.</summary>
/// <remarks>
/// Changes of people happen one after the other, in all processes together: each takes the next version of the organisation first, and
/// thereby waits for the one before. So what a change checks (no cycle, not the last administrator, nobody else's e-mail) still holds when it commits.
/// </remarks>
public sealed partial class People(Database database, RecordIds ids, TimeProvider clock, ILogger<People>? log = null) : IDisposable
{
    internal const string Channel = "directory";

    private readonly CancellationTokenSource closing = new();
    private readonly Lock swapping = new();
    private volatile Directory current = Directory.Empty;
    private IDisposable? listening;

    /// <summary>The organisation as this process knows it; replaced after every change here, and soon after one elsewhere.</summary>
    public Directory Current => current;

    /// <summary>Tells whose sessions or tokens ended, after the commit; 0 when it may be anybody's.</summary>
    internal event Action<long>? AccessEnded;

    /// <summary>Reads everything, and from then on follows the changes of other processes.</summary>
    public async Task Load(CancellationToken cancel = default)
    {
        lock (swapping) listening ??= database.Listen(Channel, Hear);
        Swap(await database.Read(async s => (await PeopleState.Read(s)).Directory(), cancel));
    }

    /// <summary>The audit trail, newest first, below the entry <paramref name="before"/>; only what concerns one subject when it is given.</summary>
    public async Task<IReadOnlyList<AuditEntry>> Audit(Actor actor, long? before = null, int limit = 50, long? subject = null)
    {
        Demand(actor);
        var rows = await database.Read(s => AuditEntries.Page(s, before ?? long.MaxValue, Math.Clamp(limit, 1, 200), subject));
        return [.. rows.Select(r => new AuditEntry(r.Id, r.At, r.MemberId, r.Road, r.What, r.Subject, r.Detail))];
    }

    /// <summary>Adds to the audit trail.</summary>
    internal async ValueTask Note(Session session, long member, string road, string what, long subject, object detail) => await AuditEntries.Add(session, new(
        ids.Next(), clock.GetUtcNow().UtcDateTime, member, road, what, subject, JsonSerializer.Serialize(detail, DefinitionJson.Options)));

    /// <summary>The member as an actor, unless they are not active; asks the database when another process has only just added them.</summary>
    internal async ValueTask<Actor?> ActiveActor(long member, string road, bool readOnly = false)
    {
        if (!current.Members.ContainsKey(member)) await Load();
        var directory = current;
        return directory.Members.GetValueOrDefault(member) is { Active: true } found ? new Actor(found, directory, road) { ReadOnly = readOnly } : null;
    }

    public void Dispose()
    {
        closing.Cancel();
        listening?.Dispose();
    }

    internal static Problem Refusal() =>
        Problem.Forbidden("people.forbidden", ("只有组织管理员可以这样做。", "Only an administrator of the organisation may do this."));

    internal static void Demand(Actor actor)
    {
        if (!actor.Administrator || actor.ReadOnly) throw Refusal().Exception();
    }

    /// <summary>A change that only an administrator may make.</summary>
    internal Task<T> Change<T>(Actor actor, Func<PeopleChange, ValueTask<T>> work)
    {
        Demand(actor);
        return Apply(actor, change =>
        {
            change.DemandAdministrator();
            return work(change);
        });
    }

    /// <summary>A change whose right was proved otherwise: by an invitation, a link, the own password, the code of the first start.</summary>
    internal Task<T> Apply<T>(Actor actor, Func<PeopleChange, ValueTask<T>> work) => database.Write(async session =>
    {
        var version = await Organisation.NextVersion(session);
        var state = await PeopleState.Read(session);
        var change = new PeopleChange(this, session, state, actor, ids, clock.GetUtcNow().UtcDateTime);
        var result = await work(change);
        var directory = state.Directory();
        session.AfterCommit(() =>
        {
            Swap(directory);
            foreach (var member in change.Ended) AccessEnded?.Invoke(member);
        });
        await session.Notify(Channel, version.ToString(CultureInfo.InvariantCulture));
        return result;
    });

    private void Swap(Directory directory)
    {
        lock (swapping)
            if (directory.Version >= current.Version) current = directory;
    }

    private void Hear(string? version)
    {
        var known = long.TryParse(version, CultureInfo.InvariantCulture, out var told) && told <= current.Version;
        if (!known) _ = Follow();
    }

    /// <summary>Another process changed people: rights may have ended there that this process still remembers.</summary>
    private async Task Follow()
    {
        AccessEnded?.Invoke(0);
        while (!closing.IsCancellationRequested)
        {
            try
            {
                await Load(closing.Token);
                return;
            }
            catch (Exception error) when (!closing.IsCancellationRequested)
            {
                // Whatever it was, old rights must not stay in force for ever.
                log?.LogWarning(error, "The changed people could not be read; trying again in a second");
                await Task.Delay(TimeSpan.FromSeconds(1), clock, CancellationToken.None);
            }
            catch (Exception) when (closing.IsCancellationRequested)
            {
                return;
            }
        }
    }
}
