using System.Globalization;

namespace Weir.Engine.Access;

/// <summary>Members named in settings: by role, by department with all below it, by themselves. Says who belongs to it now; gives no right.</summary>
/// <remarks>A department is named by its id, its name or its path: a template knows what teams are called, but not which ids they will get.</remarks>
public sealed record MemberSet
{
    public IReadOnlyList<string> Roles { get; init; } = [];

    public IReadOnlyList<string> Departments { get; init; } = [];

    public IReadOnlyList<long> Members { get; init; } = [];

    /// <summary>Of the departments only those who lead them.</summary>
    public bool Heads { get; init; }

    /// <summary>Of all these only those who are in one of these departments or below: the reps of one region.</summary>
    public IReadOnlyList<string> Within { get; init; } = [];

    public bool IsEmpty => Roles.Count + Departments.Count + Members.Count == 0;

    /// <summary>The active ones: those who are named first, in their order, then the others by id.</summary>
    public IReadOnlyList<long> Of(Directory directory, string app)
    {
        var named = Members.Where(m => directory.Members.TryGetValue(m, out var member) && member.Active);
        var places = Places(directory, Departments);
        var rest = Heads ? places.Select(d => directory.Departments[d].HeadId).OfType<long>().Where(m => directory.Members.TryGetValue(m, out var head) && head.Active) : [];
        if (Roles.Count > 0 || Departments.Count > 0 && !Heads)
        {
            var below = directory.Subtree(places).ToHashSet();
            rest = rest.Concat(directory.Members.Values.Where(m => m.Active
                && (Departments.Count > 0 && !Heads && m.Departments.Any(below.Contains) || Roles.Count > 0 && directory.Roles(m.Id, app).Any(Roles.Contains))).Select(m => m.Id));
        }
        return [.. named.Concat(rest.Order()).Distinct().Where(m => Inside(directory, m))];
    }

    public bool Has(Directory directory, string app, long member) => Inside(directory, member) && Named(directory, app, member);

    private bool Inside(Directory directory, long member) => Within.Count == 0
        || directory.Members.TryGetValue(member, out var known) && directory.Subtree(Places(directory, Within)) is var below && known.Departments.Any(below.Contains);

    private bool Named(Directory directory, string app, long member) =>
        Members.Contains(member) || Roles.Count > 0 && directory.Roles(member, app).Any(Roles.Contains)
        || Departments.Count > 0 && directory.Members.TryGetValue(member, out var known) && (Heads
            ? Places(directory, Departments).Any(d => directory.Departments[d].HeadId == member)
            : directory.Subtree(Places(directory, Departments)) is var below && known.Departments.Any(below.Contains));

    private static List<long> Places(Directory directory, IReadOnlyList<string> names) => [.. directory.Departments.Values
        .Where(d => names.Any(name => name == d.Name || name == d.Id.ToString(CultureInfo.InvariantCulture) || name.Contains('/', StringComparison.Ordinal) && directory.Path(d.Id).EndsWith(name, StringComparison.Ordinal)))
        .Select(d => d.Id)];
}
