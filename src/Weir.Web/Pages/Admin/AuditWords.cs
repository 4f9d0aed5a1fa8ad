using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.Forms;
using Weir.Web.Http;
using Weir.Web.Pages.Admin.Roles;

namespace Weir.Web.Pages.Admin;

/// <summary>Entries of the audit trail put into words. A code without words is shown as it is, so that nothing is hidden.</summary>
internal static class AuditWords
{
    private static readonly Dictionary<string, Words> Known = new()
    {
        ["organisation.founded"] = ("建立了组织", "founded the organisation"), ["organisation.changed"] = ("修改了组织设置", "changed the organisation"), ["organisation.calendar"] = ("修改了工作日历", "changed the working days"), ["organisation.letterhead"] = ("修改了单据抬头", "changed the letterhead"),
        ["member.added"] = ("添加了成员", "added the member"), ["members.added"] = ("批量添加了成员", "added members from a list"), ["member.changed"] = ("修改了成员资料", "changed the member"),
        ["member.handed_over"] = ("交接了工作", "handed over the work"), ["handover.asked"] = ("提交了工作交接，等上级确认", "asked the superior about the handover"), ["handover.agreed"] = ("同意了工作交接", "agreed to the handover"),
        ["handover.refused"] = ("拒绝了工作交接", "refused the handover"), ["handover.withdrawn"] = ("撤回了工作交接", "withdrew the handover"),
        ["member.deactivated"] = ("停用了成员", "disabled the member"), ["member.activated"] = ("启用了成员", "enabled the member"), ["roles.given"] = ("调整了角色", "changed the roles"),
        ["department.added"] = ("新建了部门", "added the department"), ["department.changed"] = ("修改了部门", "changed the department"), ["department.moved"] = ("移动了部门", "moved the department"),
        ["department.removed"] = ("删除了部门", "removed the department"), ["invite.made"] = ("发出了邀请", "made an invitation"), ["invite.withdrawn"] = ("撤回了邀请", "withdrew an invitation"),
        ["invite.accepted"] = ("接受邀请加入", "joined by an invitation"), ["password.link_made"] = ("生成了密码链接", "made a password link"), ["password.set_by_link"] = ("用链接设置了密码", "set a password by a link"),
        ["password.changed"] = ("修改了密码", "changed the password"), ["token.made"] = ("新建了 API 令牌", "made an API token"), ["token.revoked"] = ("撤销了 API 令牌", "revoked an API token"),
        ["app.installed"] = ("安装了应用", "installed the app"), ["app.renamed"] = ("给应用改了名", "renamed the app"), ["app.changed"] = ("修改了应用", "changed the app"),
        ["role.added"] = ("新建了角色", "added the role"), ["role.changed"] = ("修改了角色", "changed the role"), ["role.removed"] = ("删除了角色", "removed the role"),
        ["signed_in"] = ("登录", "signed in"), ["sign_in.locked"] = ("多次登录失败，暂时锁定", "was locked after failed sign-ins"),
    };

    private static readonly Dictionary<string, Words> Parts = new()
    {
        ["name"] = ("姓名", "name"), ["email"] = ("邮箱", "e-mail"), ["mobile"] = ("手机号", "mobile"), ["departments"] = ("部门", "departments"), ["manager"] = ("上级", "manager"),
        ["language"] = ("语言", "language"), ["administrator"] = ("组织管理员", "administrator"),
    };

    public static string Of(Visit visit, AuditEntry entry)
    {
        var what = Known.TryGetValue(entry.What, out var words) ? visit.Say(words) : entry.What;
        return Detail(visit, entry) is { Length: > 0 } detail ? $"{what}{visit.Say("：", ": ")}{detail}" : what;
    }

    public static string Subject(Visit visit, AuditEntry entry)
    {
        var people = visit.Platform.People.Current;
        // A role or an app is named as it was then: it may be gone.
        if (entry.What.StartsWith("app.", StringComparison.Ordinal) || entry.What.StartsWith("role.", StringComparison.Ordinal))
        {
            using var detail = JsonDocument.Parse(entry.Detail);
            return RoleTrail.Name(visit, detail.RootElement.GetProperty("name"));
        }
        return people.Members.TryGetValue(entry.Subject, out var member) ? member.Name : people.Departments.TryGetValue(entry.Subject, out var department) ? department.Name : "";
    }

    private static string Detail(Visit visit, AuditEntry entry)
    {
        using var detail = JsonDocument.Parse(entry.Detail);
        var root = detail.RootElement;
        return entry.What switch
        {
            "member.changed" => string.Join(visit.Say("、", ", "), root.EnumerateObject().Select(p => Parts.TryGetValue(p.Name, out var part) ? visit.Say(part) : p.Name)),
            "roles.given" => visit.Platform.Apps.Find(root.GetProperty("app").GetString()!) is { } app
                ? $"{visit.Say(app.Definition.Label)} → {(Names("after") is { Length: > 0 } names ? names : visit.Say("无", "none"))}" : "",
            "role.changed" => RoleTrail.Changes(visit, root),
            "app.renamed" => RoleTrail.Renamed(visit, root.GetProperty("label")),
            "app.changed" => visit.Platform.Apps.Find(root.GetProperty("app").GetString()!) is { } changed ? Versions.VersionTrail.Of(visit, changed, root) : "",
            "member.handed_over" => string.Join(visit.Say("；", "; "), new[] { root.GetProperty("moved") + visit.Say(" 项 → ", " to ") + string.Join(visit.Say("、", ", "), root.GetProperty("to").EnumerateArray().Select(t => t.GetString())),
                Told("unasked") is { } why ? visit.Say("没有请上级确认：", "the superior was not asked: ") + why : "" }.Where(t => t.Length > 0)),
            "handover.asked" => root.GetProperty("asked").GetString() ?? "",
            "handover.agreed" or "handover.refused" => Told("comment") ?? "",
            "members.added" => $"{root.GetProperty("added")}",
            "department.removed" => root.GetProperty("name").GetString() ?? "",
            _ => "",
        };

        string? Told(string property) => root.TryGetProperty(property, out var told) && told.GetString() is { Length: > 0 } text ? text : null;

        string Names(string property)
        {
            var roles = visit.Platform.Apps.Find(root.GetProperty("app").GetString()!)!.Definition.Roles;
            return string.Join(visit.Say("、", ", "), root.GetProperty(property).EnumerateArray().Select(r => roles.FirstOrDefault(k => k.Key == r.GetString()) is { } role ? visit.Say(role.Label) : r.GetString()));
        }
    }
}
