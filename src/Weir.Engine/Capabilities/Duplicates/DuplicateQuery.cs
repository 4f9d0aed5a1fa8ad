using System.Globalization;
using Weir.Engine.Access;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Outbox;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Capabilities.Duplicates;

/// <summary>What is probably the same as a record that somebody types, told as far as they may know it; and the request to work on it together.</summary>
public sealed class DuplicateQuery(Database database, RecordIds ids, TimeProvider clock)
{
    private const int Most = 6;
    private const int MostApart = 20;

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    public static bool Has(Form form) => DuplicateSettings.Of(form) is not null;

    /// <summary>Whether records are found by the text of a field.</summary>
    public static bool Compares(Field field) => DuplicateSettings.Of(field.Form)?.Keys.Any(k => k.First == field && !field.Type.IsReference) == true;

    /// <summary>Those that a save by hand would stop at or ask about: what stops it first, then the oldest.</summary>
    /// <param name="record">As it would be saved; need not be stored.</param>
    public Task<IReadOnlyList<Likeness>> Of(Actor actor, Record record, CancellationToken cancel = default) => database.Read(session => Find(session, actor, record, Now), cancel);

    /// <summary>Tells the owner of a record that somebody who cannot open it would like to work on it with them; of one record once a day.</summary>
    /// <param name="record">What they typed: only what is the same as that can be asked about.</param>
    /// <returns>Whether there is somebody who has been asked.</returns>
    public async Task<bool> Ask(Actor actor, Record record, RecordRef about, CancellationToken cancel = default)
    {
        if (actor.ReadOnly) return false;
        return await database.Write(async session =>
        {
            var now = Now;
            if ((await Find(session, actor, record, now)).FirstOrDefault(l => l.Form.Key == about.Form && l.Id == about.Id) is not { OwnerId: { } owner, Mine: false } found) return false;
            var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(now, actor.Zone));
            var once = string.Create(CultureInfo.InvariantCulture, $"together:{actor.MemberId}:{about.Form}:{about.Id}:{day:yyyyMMdd}");
            if (await OnceRows.Find(session, found.Form.App.Schema, once) is not null) return true;
            await OnceRows.Add(session, found.Form.App.Schema, once, about.Id, now);
            await new Tidings(owner, NotificationKind.AsksToJoin, actor.MemberId) { FormNo = found.Form.No, Records = [about.Id] }.Send(session, found.Form.App, ids, now);
            return true;
        }, cancel);
    }

    /// <summary>Remembers that no two of the records are the same; for who may edit all of them.</summary>
    /// <exception cref="Problems.ProblemException">NotFound, Forbidden, Invalid.</exception>
    public Task Apart(Actor actor, Form form, IReadOnlyList<long> all, CancellationToken cancel = default) => database.Write(async session =>
    {
        if (actor.ReadOnly) throw RowCheck.NotAllowed(Operation.Edit).Exception();
        if (all.Count > MostApart) throw Problems.Problem.Invalid("duplicates.too_many", ("一次最多处理 20 条。", "At most 20 records at once.")).Exception();
        foreach (var id in all) await RowCheck.DemandLive(session, FormAccess.Of(actor, form), Operation.Edit, id, Now);
        for (var i = 0; i < all.Count; i++)
            for (var j = i + 1; j < all.Count; j++)
                if (all[i] != all[j]) await LikenessRows.Part(session, form.App.Schema, form.No, all[i], all[j], actor.MemberId, Now);
    }, cancel);

    private static async ValueTask<IReadOnlyList<Likeness>> Find(Session session, Actor actor, Record record, DateTime now)
    {
        if (DuplicateSettings.Of(record.Form) is not { } settings) return [];
        var found = new Dictionary<(string, long), (Record Record, List<DuplicateKey> Keys)>();
        foreach (var key in settings.Keys.Where(k => k.For(Channel.Manual) != Reaction.Allow))
            foreach (var other in await DuplicateSearch.Find(session, record, key))
            {
                if (!found.TryGetValue((other.Form.Key, other.Id), out var known)) found[(other.Form.Key, other.Id)] = known = (other, []);
                known.Keys.Add(key);
            }
        if (record.Id != 0)
            foreach (var apart in await LikenessRows.ApartFrom(session, record.Form.App.Schema, record.Form.No, record.Id)) found.Remove((record.Form.Key, apart));
        var ranked = found.Values.OrderByDescending(f => f.Record.Form == record.Form && f.Keys.Any(k => k.Bars(Channel.Manual))).ThenBy(f => f.Record.Form != record.Form).ThenBy(f => f.Record.Id).Take(Most);
        var all = new List<Likeness>();
        foreach (var (other, keys) in ranked) all.Add(await Told(session, actor, record, other, keys, now));
        return all;
    }

    private static async ValueTask<Likeness> Told(Session session, Actor actor, Record record, Record other, IReadOnlyList<DuplicateKey> keys, DateTime now)
    {
        var access = FormAccess.Of(actor, other.Form);
        var seen = await RowCheck.May(session, access, Operation.View, other.Id, now);
        var title = DuplicateWords.Title(actor, other, seen, new Display(actor.Chinese, actor.Directory, now));
        var owner = other[SystemFields.Owner] as long?;
        var name = owner is { } id && actor.Directory.Members.TryGetValue(id, out var member) ? seen || id == actor.MemberId ? member.Name : DuplicateWords.Masked(member.Name) : null;
        return new(other.Form, other.Id, title, name is null ? null : owner, name, TimeZoneInfo.ConvertTimeFromUtc(other[SystemFields.CreatedAt] as DateTime? ?? now, actor.Zone))
        {
            Seen = seen, Mine = owner == actor.MemberId, Stops = other.Form == record.Form && keys.Any(k => k.Bars(Channel.Manual)),
            // A key by which the name only sounds alike says less than the one by which it is the same.
            By = [.. keys.GroupBy(k => k.First).Select(g => (g.Key, g.All(k => k.Like && !Equals(TwinCheck.Value(record, k.First), CompanyNameOf(k, other)))))],
        };
    }

    private static object? CompanyNameOf(DuplicateKey key, Record other)
    {
        var place = key.Also.Prepend(key.Own).First(p => p.Form == other.Form);
        return TwinCheck.Value(other, place.First);
    }
}

/// <summary>A record that is probably the same as another.</summary>
/// <param name="Title">Its first characters only, for who may not see it.</param>
/// <param name="OwnerId">With whom it is; null for nobody.</param>
/// <param name="Owner">Their name, of which who may not see the record reads the beginning.</param>
/// <param name="Since">When it came, where the actor is.</param>
public sealed record Likeness(Form Form, long Id, string Title, long? OwnerId, string? Owner, DateTime Since)
{
    public bool Seen { get; init; }

    public bool Mine { get; init; }

    /// <summary>A save by hand is refused because of it.</summary>
    public bool Stops { get; init; }

    /// <summary>By which fields, and whether these are only alike.</summary>
    public IReadOnlyList<(Field Field, bool Alike)> By { get; init; } = [];
}
