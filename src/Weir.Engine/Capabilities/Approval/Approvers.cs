using Weir.Engine.Access;
using Weir.Engine.Actions;
using Weir.Engine.Forms;

namespace Weir.Engine.Capabilities.Approval;

/// <summary>Finds whom a node asks for one record. Nobody decides on what they submitted themselves: the question goes upward, in the end to the administrators.</summary>
/// <param name="submitter">Who submitted the record; 0 for the system.</param>
internal sealed class Approvers(ActionRun run, long submitter)
{
    private readonly Form form = run.Record.Form;
    private readonly Directory directory = run.Actor.Directory;

    private long? Department => run.Record[SystemFields.OwnerDepartment] as long?;

    /// <summary>The parts of a node: members of one part stand for each other. Never empty unless the organisation has no administrator.</summary>
    /// <returns>And whether the administrators stand in because nobody was found.</returns>
    public async ValueTask<(IReadOnlyList<IReadOnlyList<long>> Parts, bool Nobody)> Of(IReadOnlyList<ApproverDefinition> approvers)
    {
        var parts = new List<List<long>>();
        foreach (var approver in approvers)
        {
            var found = await Find(approver);
            if (approver.One && found.Count > 0) parts.Add([.. found]);
            else parts.AddRange(found.Select(id => new List<long> { id }));
        }
        parts = Distinct(parts);
        return parts.Count > 0 ? (parts, false) : ([Administrators()], true);
    }

    /// <summary>All who are found, without anybody standing in: for those who are only told.</summary>
    public async ValueTask<IReadOnlyList<long>> Told(IReadOnlyList<ApproverDefinition> approvers)
    {
        var all = new List<long>();
        foreach (var approver in approvers) all.AddRange((await Raw(approver)).SelectMany(level => level).Where(Can));
        return [.. all.Distinct()];
    }

    /// <summary>Whether a member may decide on records of the form at all.</summary>
    public bool Can(long member) => directory.Members.GetValueOrDefault(member) is { Active: true } && FormAccess.Of(directory.Actor(member), form).Can(Operation.View);

    private async ValueTask<IReadOnlyList<long>> Find(ApproverDefinition approver)
    {
        // Level by level upward: the first at which somebody is left who has not submitted it.
        foreach (var level in await Raw(approver))
            if (level.Where(m => m != submitter && Can(m)).Distinct().ToList() is { Count: > 0 } found) return found;
        return [];
    }

    private async ValueTask<IEnumerable<IReadOnlyList<long>>> Raw(ApproverDefinition a) => a switch
    {
        { Members.Count: > 0 } => OrAbove(a.Members),
        { Role: { } role, WithinDepartment: true } => directory.Upward(Department).Select(d => Holders(role, d)),
        { Role: { } role } => OrAbove(Holders(role)),
        { DepartmentHead: { } n } => directory.Upward(Department).Skip(n - 1).Select(d => One(directory.Departments[d].HeadId)),
        { Superior: { } n } => directory.Superiors(submitter).Skip(n - 1).Select(m => One(m)),
        { Field: { } field } => OrAbove(await Named(field)),
        _ => [],
    };

    /// <summary>Those; when only the submitter is among them, the submitter's superiors.</summary>
    private IEnumerable<IReadOnlyList<long>> OrAbove(IReadOnlyList<long> members) =>
        members.Contains(submitter) ? directory.Superiors(submitter).Select(m => One(m)).Prepend(members) : [members];

    private async ValueTask<IReadOnlyList<long>> Named(string field)
    {
        if (FieldPath.Find(form, field) is not { InLines: false } path) return [];
        await run.Linked.Load([run.Record], [path.Via]);
        return run.Linked.Follow(run.Record, path.Via)?[path.Field] switch { long id => [id], long[] several => several, _ => [] };
    }

    private List<long> Holders(string role, long? department = null) =>
    [
        .. directory.Members.Values.Where(m => m.Active && (department is not { } d || m.Departments.Contains(d) || directory.Departments[d].HeadId == m.Id)
            && directory.Roles(m.Id, form.App.Key).Contains(role)).Select(m => m.Id).Order(),
    ];

    private List<long> Administrators()
    {
        var all = directory.Members.Values.Where(m => m.Active && (m.Administrator || directory.Roles(m.Id, form.App.Key).Any(form.App.AdministratorRoles.Contains))).Select(m => m.Id).Order().ToList();
        return all.Count > 1 ? [.. all.Where(m => m != submitter)] : all;
    }

    /// <summary>Each person decides once at a node: whoever stands in a part alone leaves the parts in which others can decide.</summary>
    private static List<List<long>> Distinct(List<List<long>> parts)
    {
        var used = new HashSet<long>();
        var result = new List<List<long>>();
        foreach (var part in parts.OrderBy(p => p.Count > 1))
        {
            var rest = part.Where(m => !used.Contains(m)).ToList();
            if (rest.Count == 0) continue;
            if (rest.Count == 1) used.Add(rest[0]);
            result.Add(rest);
        }
        return [.. result.OrderBy(r => parts.FindIndex(p => p.Contains(r[0])))];
    }

    private static IReadOnlyList<long> One(long? member) => member is { } id ? [id] : [];
}
