using Weir.Engine;
using Weir.Engine.Access;
using Weir.Engine.Access.SignIn;

namespace Weir.Web.Demo;

/// <summary>The members and departments of the demo company, one member for each role and three in sales.</summary>
internal static class DemoPeople
{
    private static readonly (string Name, string Mail, string Department, string Role, bool Head)[] People =
    [
        ("赵敏", "zhaomin", "公司", "executive", true), ("钱静", "qianjing", "市场部", "marketing", true), ("孙磊", "sunlei", "华东组", "sales_manager", true),
        ("李伟", "liwei", "华东组", "sales_rep", false), ("王芳", "wangfang", "华东组", "sales_rep", false), ("陈昊", "chenhao", "华南组", "sales_rep", true),
        ("周燕", "zhouyan", "商务部", "commercial", true), ("吴刚", "wugang", "财务部", "finance", true), ("郑涛", "zhengtao", "交付部", "delivery", true),
    ];

    public static async Task<IReadOnlyList<string>> Add(Platform platform, Actor admin, string app, Visitor visitor)
    {
        var departments = new Dictionary<string, long>();
        foreach (var (name, parent) in new[] { ("公司", ""), ("市场部", "公司"), ("销售部", "公司"), ("华东组", "销售部"), ("华南组", "销售部"), ("商务部", "公司"), ("财务部", "公司"), ("交付部", "公司") })
            departments[name] = (await platform.People.AddDepartment(admin, new DepartmentEntry(name, parent.Length > 0 ? departments[parent] : null))).Id;
        var signIns = new List<string> { $"系统管理员  admin@demo.weir  {DemoCompany.Password}" };
        foreach (var (name, mail, department, role, head) in People)
        {
            var email = mail + "@demo.weir";
            var (_, token) = await platform.Invitations.Make(admin, new InviteEntry(name, email, [departments[department]], [new AppRole(app, role)]));
            await platform.Invitations.Accept(token, new AcceptEntry(name, DemoCompany.Password, email), visitor);
            var member = platform.People.Current.Members.Values.Single(m => m.Name == name);
            if (head) await platform.People.ChangeDepartment(admin, departments[department], new(department, platform.People.Current.Departments[departments[department]].ParentId, member.Id));
            signIns.Add($"{name} ({role})  {email}  {DemoCompany.Password}");
        }
        return signIns;
    }
}
