using System.Collections.Frozen;

namespace Weir.Engine.Access;

/// <summary>The organisation at one moment: members, departments and who holds which role. Immutable; replaced as a whole when anything changes.</summary>
public sealed class Directory
{
    private readonly FrozenDictionary<long, long[]> subtrees;
    private readonly ILookup<(long, string), string> roles;

    public Directory(IEnumerable<Member> members, IEnumerable<Department> departments, IEnumerable<RoleGiven> given, TimeZoneInfo zone, string currency = "CNY", string company = "")
    {
        Members = members.ToFrozenDictionary(m => m.Id);
        Departments = departments.ToFrozenDictionary(d => d.Id);
        roles = given.ToLookup(g => (g.MemberId, g.App), g => g.Role);
        Zone = zone;
        Currency = currency;
        Company = company;
        var children = Departments.Values.Where(d => d.ParentId is not null).ToLookup(d => d.ParentId!.Value, d => d.Id);
        subtrees = Departments.Keys.ToFrozenDictionary(id => id, id => Below(id, children));
    }

    public FrozenDictionary<long, Member> Members { get; }

    public FrozenDictionary<long, Department> Departments { get; }

    /// <summary>The time zone in which days begin and numbers reset.</summary>
    public TimeZoneInfo Zone { get; }

    public string Currency { get; }

    public string Company { get; }

    /// <summary>zh-CN or en: the language of what is not written for one member.</summary>
    public string Language { get; init; } = "zh-CN";

    /// <summary>On which days the organisation works.</summary>
    public WorkCalendar Calendar { get; init; } = WorkCalendar.Usual;

    /// <summary>What stands on papers beside the company's name.</summary>
    public Letterhead Letterhead { get; init; } = Letterhead.Empty;

    /// <summary>Counts the changes of people; a larger one is newer.</summary>
    public long Version { get; init; }

    public static Directory Empty { get; } = new([], [], [], TimeZoneInfo.Utc);

    public IEnumerable<string> Roles(long memberId, string app) => roles[(memberId, app)];

    /// <summary>The departments and all below them, each once.</summary>
    public IReadOnlyList<long> Subtree(IEnumerable<long> departments) =>
        [.. departments.SelectMany(d => subtrees.GetValueOrDefault(d) ?? []).Distinct().Order()];

    /// <summary>All roles of a member: app and role.</summary>
    public IEnumerable<RoleGiven> Roles(long memberId) =>
        roles.Where(g => g.Key.Item1 == memberId).SelectMany(g => g.Select(role => new RoleGiven(memberId, g.Key.Item2, role)));

    /// <summary>The names from the top down to the department: 销售部/华东组.</summary>
    public string Path(long department)
    {
        var names = new List<string>();
        for (var at = Departments.GetValueOrDefault(department); at is not null && names.Count < 50;
            at = at.ParentId is { } up ? Departments.GetValueOrDefault(up) : null)
            names.Insert(0, at.Name);
        return string.Join('/', names);
    }

    /// <summary>The member as an actor: what is asked of the engine in their name carries this.</summary>
    /// <exception cref="KeyNotFoundException">No such member.</exception>
    public Actor Actor(long memberId, string road = "web") => new(Members[memberId], this, road);

    /// <summary>A department and those above it, from the bottom up.</summary>
    public IEnumerable<long> Upward(long? department)
    {
        var seen = new HashSet<long>();
        for (var at = department; at is { } id && seen.Add(id) && Departments.TryGetValue(id, out var here); at = here.ParentId) yield return id;
    }

    /// <summary>The line above a member: whom they report to, else the heads of their departments upward.</summary>
    public IEnumerable<long> Superiors(long member)
    {
        var seen = new HashSet<long> { member };
        for (var at = Above(member, seen); at is { } id; at = Above(id, seen))
        {
            seen.Add(id);
            yield return id;
        }
    }

    private long? Above(long member, HashSet<long> seen)
    {
        if (Members.GetValueOrDefault(member) is not { } person) return null;
        if (person.ManagerId is { } manager && !seen.Contains(manager)) return manager;
        return Upward(person.Departments.Count > 0 ? person.Departments[0] : null).Select(d => Departments[d].HeadId).FirstOrDefault(h => h is { } head && !seen.Contains(head));
    }

    private static long[] Below(long id, ILookup<long, long> children)
    {
        var seen = new HashSet<long> { id };
        var queue = new Queue<long>([id]);
        while (queue.TryDequeue(out var next))
            foreach (var child in children[next])
                if (seen.Add(child)) queue.Enqueue(child);
        return [.. seen.Order()];
    }
}
