using Weir.Engine.Forms;
using Weir.Engine.Problems;

namespace Weir.Engine.Access;

internal sealed partial class PeopleChange
{
    private static readonly Words Changed = ("已被别人修改。你填写的内容还在，请核对标出的地方后再保存。", "Somebody else has changed this in the meantime. What you entered is still here: check the marked places and save again.");

    /// <summary>All roles of a member in all apps.</summary>
    public IEnumerable<AppRole> RolesOf(long member) => State.Roles.Where(r => r.Key.Member == member).SelectMany(r => r.Value.Select(role => new AppRole(r.Key.App, role)));

    /// <summary>A change that was made from an older state of a member; says of each entry that would overwrite something what stands there now.</summary>
    public Problem Stale(Member now, MemberEntry entry, IReadOnlyCollection<AppRole>? roles)
    {
        var errors = new List<FieldError>();
        Compare(errors, "name", ("姓名", "Name"), entry.Name.Trim(), now.Name);
        Compare(errors, "email", ("邮箱", "E-mail"), entry.Email.Trim(), now.Email);
        if (Reach.MobileKey(entry.Mobile ?? "") != Reach.MobileKey(now.Mobile ?? "")) errors.Add(IsNow("mobile", ("手机号", "Mobile number"), now.Mobile));
        if (!entry.Departments.SequenceEqual(now.Departments)) errors.Add(IsNow("departments", ("部门", "Departments"), string.Join(", ", now.Departments.Select(d => State.Departments[d].Name))));
        if (entry.ManagerId != now.ManagerId) errors.Add(IsNow("manager", ("直属上级", "Manager"), NameOf(now.ManagerId)));
        if (entry.Language is { } language && language != now.Language) errors.Add(IsNow("language", ("语言", "Language"), now.Language == "en" ? "English" : "中文"));
        if (entry.Administrator != now.Administrator) errors.Add(new("", "people.stale", now.Administrator
            ? ("现在是组织管理员。", "Is an administrator of the organisation now.") : ("现在不是组织管理员。", "Is no administrator of the organisation now.")));
        if (roles is not null && !roles.ToHashSet().SetEquals(RolesOf(now.Id))) errors.Add(new("", "people.stale", ("角色已被别人调整过。", "Somebody else has changed the roles.")));
        return Stale("member.stale", errors);
    }

    /// <summary>The same for a department.</summary>
    public Problem Stale(Department now, DepartmentEntry entry)
    {
        var errors = new List<FieldError>();
        Compare(errors, "name", ("名称", "Name"), entry.Name.Trim(), now.Name);
        if (entry.ParentId != now.ParentId) errors.Add(IsNow("parent", ("上级部门", "Part of"), now.ParentId is { } parent ? State.Departments[parent].Name : null));
        if (entry.HeadId != now.HeadId) errors.Add(IsNow("head", ("主管", "Head"), NameOf(now.HeadId)));
        return Stale("department.stale", errors);
    }

    private static Problem Stale(string code, IEnumerable<FieldError> errors) => Problem.Conflict(code, Changed) with { Errors = [new("", code, Changed), .. errors] };

    private static void Compare(List<FieldError> errors, string field, Words label, string entered, string now)
    {
        if (entered != now) errors.Add(IsNow(field, label, now));
    }

    private static FieldError IsNow(string field, Words label, string? value) => new(field, "people.stale", string.IsNullOrEmpty(value)
        ? ($"{label.Zh}现在是空的。", $"{label.En}: empty now.") : ($"{label.Zh}现在是“{value}”。", $"{label.En}: now “{value}”."));

    private string? NameOf(long? member) => member is { } id ? State.Members.GetValueOrDefault(id)?.Name : null;
}
