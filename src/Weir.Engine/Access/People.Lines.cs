using Weir.Engine.Problems;

namespace Weir.Engine.Access;

public sealed partial class People
{
    public const int MaxLines = 5000;

    /// <summary>Adds many members at once: the good lines are added together, each bad one is returned with what is wrong with it.</summary>
    /// <param name="addDepartments">Adds departments that a path names and that do not exist; otherwise such a line is an error.</param>
    public Task<IReadOnlyList<MemberLineResult>> AddMembers(Actor actor, IReadOnlyList<MemberLine> lines, bool addDepartments)
    {
        if (lines.Count > MaxLines)
            throw Problem.Invalid("people.too_many", ($"一次最多 {MaxLines} 行。", $"At most {MaxLines} lines at once.")).Exception();
        return Change<IReadOnlyList<MemberLineResult>>(actor, async change =>
        {
            var results = new List<MemberLineResult>(lines.Count);
            for (var i = 0; i < lines.Count; i++) results.Add(await Add(change, i + 1, lines[i], addDepartments));
            await change.Audit("members.added", 0, new { lines = lines.Count, added = results.Count(r => r.Member is not null) });
            return results;
        });
    }

    private static async ValueTask<MemberLineResult> Add(PeopleChange change, int number, MemberLine line, bool addDepartments)
    {
        var errors = new List<FieldError>();
        var member = change.Checked(new(line.Name, line.Email, line.Mobile), null, errors);
        CheckRoles(line.Roles, errors);
        // Departments come last, so that a line with other errors adds none.
        var department = await Place(change, line.Department, addDepartments && errors.Count == 0, errors);
        if (errors.Count > 0) return new(number, null, errors);
        member = await change.Insert(department is { } id ? member with { Departments = [id] } : member);
        foreach (var app in line.Roles.Distinct().GroupBy(r => r.App, r => r.Role))
            await change.SetRoles(member.Id, app.Key, [.. app.Order(StringComparer.Ordinal)]);
        return new(number, member, []);
    }

    private static async ValueTask<long?> Place(PeopleChange change, string path, bool add, List<FieldError> errors)
    {
        long? at = null;
        var names = path.Split(['/', '／'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (names.Length > 20 || names.Any(n => !PeopleChange.IsLine(n, 60)))
        {
            errors.Add(new("department", "department.name", ("部门路径写得不对，例如 销售部/华东组。", "This is not a path of departments like Sales/East.")));
            return null;
        }
        foreach (var name in names)
        {
            var next = change.State.Departments.Values.FirstOrDefault(d => d.ParentId == at && d.Name == name);
            if (next is null && !add)
            {
                if (errors.Count == 0)
                    errors.Add(new("department", "department.not_found", ($"没有部门“{path}”。", $"There is no department “{path}”.")));
                return null;
            }
            if (next is null)
            {
                next = await Add(change, new DepartmentEntry(name, at));
                await change.Audit("department.added", next.Id, new { next.Name, parent = at });
            }
            at = next.Id;
        }
        return at;
    }
}
