using Weir.Engine;
using Weir.Engine.Access;
using Weir.Engine.Access.SignIn;
using Weir.Engine.Apps;

namespace Weir.Web.Demo;

/// <summary>A made-up company to look around in, put into an empty platform by the argument <c>demo</c>. Touches nothing where people already are.</summary>
public static class DemoCompany
{
    public const string Password = "weir-demo-2026";

    /// <returns>The sign-ins, to be printed; empty when the platform is not empty.</returns>
    public static async Task<IReadOnlyList<string>> Run(Platform platform)
    {
        if (!platform.Setup.IsOpen) return [];
        var visitor = new Visitor("127.0.0.1", "demo");
        await platform.Setup.Run(platform.Setup.Code, new SetupEntry(new OrganisationEntry("恒远智能装备（演示）", "Asia/Shanghai", "CNY", "zh-CN"), "系统管理员", "admin@demo.weir", Password), visitor);
        var admin = platform.People.Current.Actor(platform.People.Current.Members.Values.Single().Id);
        await platform.People.ChangeLetterhead(admin, new Letterhead("Hengyuan Intelligent Equipment (demo)", "江苏省苏州市工业园区星湖街 328 号", "328 Xinghu Street, Suzhou, Jiangsu, China", "0512-6288 0000", "www.hengyuan.example", "91320594MA1DEMO00X", "招商银行苏州分行 5129 0000 0010 801"));
        var app = await platform.Apps.Install(admin, Template.Load("l2c"));
        var signIns = await DemoPeople.Add(platform, admin, app.Key, visitor);
        var writer = new DemoWriter(platform, platform.Apps.Current[app.Key]);
        var market = await DemoMarket.Write(writer);
        var customers = await DemoCustomers.Write(writer, market);
        await DemoDeals.Write(writer, market, customers);
        await DemoApprovals.Write(platform, writer);
        await DemoNews.Write(platform, writer);
        return signIns;
    }
}
