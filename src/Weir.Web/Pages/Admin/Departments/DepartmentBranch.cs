using Weir.Engine.Access;

namespace Weir.Web.Pages.Admin.Departments;

/// <summary>A department with its place in the tree and how many active members stand in it, itself and with all below.</summary>
public sealed record DepartmentBranch(Department Department, int Depth, bool First, bool Last, int Own, int Whole)
{
    /// <summary>The whole tree from the top, each department before those below it.</summary>
    public static IReadOnlyList<DepartmentBranch> All(Weir.Engine.Access.Directory people)
    {
        var places = people.Members.Values.Where(m => m.Active).SelectMany(m => m.Departments.Select(d => (Department: d, m.Id))).ToLookup(p => p.Department, p => p.Id);
        return [.. Below(people, null, 0, places)];
    }

    public static IEnumerable<Department> Children(Weir.Engine.Access.Directory people, long? parent) =>
        people.Departments.Values.Where(d => d.ParentId == parent).OrderBy(d => d.Position).ThenBy(d => d.Id);

    private static IEnumerable<DepartmentBranch> Below(Weir.Engine.Access.Directory people, long? parent, int depth, ILookup<long, long> places)
    {
        var children = Children(people, parent).ToList();
        foreach (var department in children)
        {
            var whole = people.Subtree([department.Id]).SelectMany(d => places[d]).Distinct().Count();
            yield return new(department, depth, department == children[0], department == children[^1], places[department.Id].Count(), whole);
            foreach (var below in Below(people, department.Id, depth + 1, places)) yield return below;
        }
    }
}
