using System.Globalization;
using Weir.Engine.Access;

namespace Weir.Web.Pages.Records.Settings;

/// <summary>A set of members in a few words, for lists of settings. Says who is meant, not who may do something.</summary>
internal static class MemberWords
{
    public static string Say(FormVisit visit, MemberSet set)
    {
        var roles = set.Roles.Select(r => visit.App.Definition.Roles.FirstOrDefault(d => d.Key == r) is { } role ? visit.Say(role.Label) : r);
        var departments = set.Departments.Select(d => Department(visit, d) + (set.Heads ? visit.Say("主管", " (head)") : ""));
        var parts = roles.Concat(departments).Concat(set.Members.Select(visit.Display.MemberName)).ToList();
        if (parts.Count == 0) return visit.Say("无", "nobody");
        var all = string.Join(visit.Say("、", ", "), parts);
        return set.Within.Count == 0 ? all : visit.Say($"{all}（限 {string.Join('、', set.Within.Select(d => Department(visit, d)))}）", $"{all} in {string.Join(", ", set.Within.Select(d => Department(visit, d)))}");
    }

    public static string Department(FormVisit visit, string name)
    {
        var directory = visit.Actor.Directory;
        if (long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var id)) return directory.Departments.ContainsKey(id) ? directory.Path(id) : visit.Say("已删除的部门", "a department that is gone");
        return directory.Departments.Values.Any(d => d.Name == name || name.Contains('/', StringComparison.Ordinal) && directory.Path(d.Id).EndsWith(name, StringComparison.Ordinal)) ? name : visit.Say($"{name}（没有此部门）", $"{name} (no such department)");
    }
}
