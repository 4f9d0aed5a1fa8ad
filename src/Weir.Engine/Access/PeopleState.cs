using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Access;

/// <summary>The stored people while they are being read or changed; becomes a <see cref="Directory"/> once that is over.</summary>
internal sealed class PeopleState
{
    internal const string CalendarKey = "work_calendar";
    internal const string LetterheadKey = "letterhead";

    private readonly Dictionary<string, long> reach = [];

    public required OrganisationRow Organisation { get; set; }

    public WorkCalendar Calendar { get; set; } = WorkCalendar.Usual;

    public Letterhead Letterhead { get; set; } = Letterhead.Empty;

    public Dictionary<long, Member> Members { get; } = [];

    public Dictionary<long, Department> Departments { get; } = [];

    public Dictionary<(long Member, string App), IReadOnlyList<string>> Roles { get; } = [];

    public static async ValueTask<PeopleState> Read(Session session)
    {
        // The version first: what is read later may be newer than it says, but never older.
        var organisation = await Sql.Tables.Organisation.Get(session) ?? new(0, "", "UTC", "CNY", "zh-CN");
        var state = new PeopleState { Organisation = organisation, Calendar = WorkCalendar.Read(await SettingRows.Of(session, CalendarKey)), Letterhead = Letterhead.Read(await SettingRows.Of(session, LetterheadKey)) };
        foreach (var d in await Sql.Tables.Departments.All(session))
            state.Departments[d.Id] = new(d.Id, d.Name, d.ParentId, d.HeadId, d.Position);
        var places = (await Sql.Tables.Members.AllPlaces(session)).ToLookup(p => p.Member, p => p.Department);
        foreach (var m in await Sql.Tables.Members.All(session))
            state.Put(new(m.Id, m.Name, m.Email, m.Mobile, [.. places[m.Id]], m.ManagerId, m.Language, m.Active, m.Administrator));
        foreach (var given in (await RolesGiven.All(session)).GroupBy(r => (r.MemberId, r.App), r => r.Role))
            state.Roles[given.Key] = [.. given];
        return state;
    }

    public void Put(Member member)
    {
        if (Members.TryGetValue(member.Id, out var old))
            foreach (var key in Keys(old)) reach.Remove(key);
        foreach (var key in Keys(member)) reach[key] = member.Id;
        Members[member.Id] = member;
    }

    /// <summary>Whose e-mail or mobile this key is.</summary>
    public long? Holder(string key) => reach.TryGetValue(key, out var id) ? id : null;

    public Directory Directory() => new(
        Members.Values, Departments.Values, Roles.SelectMany(r => r.Value.Select(role => new RoleGiven(r.Key.Member, r.Key.App, role))),
        Zone(Organisation.Zone), Organisation.Currency, Organisation.Company)
    {
        Language = Organisation.Language, Version = Organisation.Version, Calendar = Calendar, Letterhead = Letterhead,
    };

    private static IEnumerable<string> Keys(Member member)
    {
        if (Reach.EmailKey(member.Email) is { } email) yield return email;
        if (member.Mobile is not null && Reach.MobileKey(member.Mobile) is { } mobile) yield return mobile;
    }

    // A zone this machine does not know must not keep everybody out.
    private static TimeZoneInfo Zone(string id) => TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : TimeZoneInfo.Utc;
}
