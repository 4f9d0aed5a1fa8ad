using Weir.Engine.Problems;

namespace Weir.Engine.Access;

public sealed partial class People
{
    /// <summary>Adds a department as the last of its siblings.</summary>
    /// <exception cref="ProblemException">Invalid, with errors by field: name, parent, head.</exception>
    public Task<Department> AddDepartment(Actor actor, DepartmentEntry entry) => Change(actor, async change =>
    {
        var department = await Add(change, entry);
        await change.Audit("department.added", department.Id, new { department.Name, parent = department.ParentId, head = department.HeadId });
        return department;
    });

    /// <summary>Changes name, place and head, all or nothing. A department that comes to stand elsewhere is the last there.</summary>
    /// <param name="seen">The <see cref="Mark"/> of what the change was made from; null overwrites whatever is there.</param>
    /// <exception cref="ProblemException">Invalid, with errors by field: name, parent, head; NotFound; Conflict for a stale change.</exception>
    public Task<Department> ChangeDepartment(Actor actor, long id, DepartmentEntry entry, string? seen = null) => Change(actor, async change =>
    {
        var before = change.Department(id);
        if (seen is not null && seen != Mark.Of(before)) throw change.Stale(before, entry).Exception();
        var errors = new List<FieldError>();
        CheckPlace(change, id, entry.ParentId, errors);
        var after = before with { Name = DepartmentName(change, entry.Name, entry.ParentId, id, errors), HeadId = entry.HeadId };
        if (before.HeadId != entry.HeadId) CheckHead(change, entry.HeadId, errors);
        PeopleChange.Refuse(errors);
        if (before.ParentId != entry.ParentId) await Place(change, after, entry.ParentId, int.MaxValue);
        else await change.Save(after);
        if (before.ParentId != entry.ParentId) await change.Audit("department.moved", id, new { parent = new[] { before.ParentId, entry.ParentId } });
        if (before.Name != after.Name || before.HeadId != after.HeadId)
            await change.Audit("department.changed", id, new { name = new[] { before.Name, after.Name }, head = new[] { before.HeadId, after.HeadId } });
        return change.Department(id);
    });

    /// <summary>Puts a department below another one (or at the top) at a position among its siblings, counted from 0.</summary>
    /// <exception cref="ProblemException">Invalid when it would come to stand below itself or beside one of the same name.</exception>
    public Task<Department> MoveDepartment(Actor actor, long id, long? parentId, int position) => Change(actor, async change =>
    {
        var before = change.Department(id);
        var errors = new List<FieldError>();
        CheckPlace(change, id, parentId, errors);
        DepartmentName(change, before.Name, parentId, id, errors);
        PeopleChange.Refuse(errors);
        await Place(change, before, parentId, position);
        await change.Audit("department.moved", id, new { parent = new[] { before.ParentId, parentId } });
        return change.Department(id);
    });

    /// <summary>Removes a department without active members and without departments below; deactivated members lose it.</summary>
    /// <exception cref="ProblemException">Conflict while it is not empty.</exception>
    public Task RemoveDepartment(Actor actor, long id) => Change(actor, async change =>
    {
        var department = change.Department(id);
        if (change.State.Departments.Values.Any(d => d.ParentId == id) || change.State.Members.Values.Any(m => m.Active && m.Departments.Contains(id)))
        {
            throw Problem.Conflict("department.not_empty", (
                "部门里还有成员或下级部门，请先移走。", "There are still members or departments in it. Move them away first.")).Exception();
        }
        foreach (var member in change.State.Members.Values.Where(m => m.Departments.Contains(id)).ToList())
            change.State.Put(member with { Departments = [.. member.Departments.Where(d => d != id)] });
        await Sql.Tables.Members.ClearDepartment(change.Session, id);
        await Sql.Tables.Departments.Remove(change.Session, id);
        change.State.Departments.Remove(id);
        await change.Audit("department.removed", id, new { department.Name });
        return true;
    });

    private static async ValueTask<Department> Add(PeopleChange change, DepartmentEntry entry)
    {
        var errors = new List<FieldError>();
        if (entry.ParentId is { } parent && !change.State.Departments.ContainsKey(parent))
            errors.Add(new("parent", "department.parent", ("上级部门不存在。", "The department above does not exist.")));
        var name = DepartmentName(change, entry.Name, entry.ParentId, null, errors);
        CheckHead(change, entry.HeadId, errors);
        PeopleChange.Refuse(errors);
        var last = change.State.Departments.Values.Where(d => d.ParentId == entry.ParentId).Select(d => d.Position).DefaultIfEmpty(-1).Max();
        var department = new Department(change.NextId(), name, entry.ParentId, entry.HeadId, last + 1);
        await change.Save(department);
        return department;
    }

    private static void CheckPlace(PeopleChange change, long id, long? parentId, List<FieldError> errors)
    {
        var above = new HashSet<long>();
        for (var at = parentId; at is { } up && above.Add(up); at = change.Department(up).ParentId)
        {
            if (up != id) continue;
            errors.Add(new("parent", "department.cycle", ("不能移到自己或自己的下级部门里。", "A department cannot be moved into itself or below itself.")));
            break;
        }
    }

    private static async ValueTask Place(PeopleChange change, Department department, long? parentId, int position)
    {
        var siblings = change.State.Departments.Values.Where(d => d.ParentId == parentId && d.Id != department.Id)
            .OrderBy(d => d.Position).ThenBy(d => d.Id).ToList();
        siblings.Insert(Math.Clamp(position, 0, siblings.Count), department with { ParentId = parentId });
        for (var i = 0; i < siblings.Count; i++)
            if (siblings[i].Position != i || siblings[i].Id == department.Id) await change.Save(siblings[i] with { Position = i });
    }

    // A slash would break the paths by which lists of members name departments.
    private static string DepartmentName(PeopleChange change, string text, long? parent, long? self, List<FieldError> errors)
    {
        var name = text.Trim();
        if (!PeopleChange.IsLine(name, 60) || name.IndexOfAny(['/', '／']) >= 0)
            errors.Add(new("name", "department.name", ("请填写部门名称（最多 60 个字，不含“/”）。", "Enter a name of at most 60 characters without “/”.")));
        else if (change.State.Departments.Values.Any(d => d.ParentId == parent && d.Id != self && d.Name == name))
            errors.Add(new("name", "department.taken", ("同一级已有同名部门。", "There is a department of this name at the same place.")));
        return name;
    }

    private static void CheckHead(PeopleChange change, long? head, List<FieldError> errors)
    {
        if (head is { } id && change.State.Members.GetValueOrDefault(id) is not { Active: true })
            errors.Add(new("head", "department.head", ("这位主管不存在或已停用。", "This head does not exist or is not active.")));
    }
}
