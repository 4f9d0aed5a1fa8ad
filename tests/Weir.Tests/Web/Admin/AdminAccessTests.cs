using Weir.Sql.Sessions;
using Xunit;

namespace Weir.Tests.Web.Admin;

/// <summary>Administration exists for administrators of the organisation and for nobody else, whatever the role.</summary>
public class AdminAccessTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task For_every_role_no_page_of_administration_exists(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var routes = RouteTable.Of(host).Where(r => r.RoutePattern.RawText!.TrimStart('/').StartsWith("admin", StringComparison.Ordinal)).ToList();
        Assert.InRange(routes.Count, 30, 200);
        var version = host.Platform.People.Current.Version;

        foreach (var role in host.App.Definition.Roles.Select(r => r.Key).Prepend(null))
        {
            var member = role is null ? await host.SignIn("路人") : await host.SignIn(role, role);
            version = host.Platform.People.Current.Version;
            foreach (var route in routes)
                foreach (var method in RouteTable.Methods(route))
                {
                    var reply = await member.Send(new HttpMethod(method), RouteTable.Example(route), ("name", "x"), ("email", "x@example.com"));
                    Assert.True(reply.Status == 404, $"{role}: {method} {route.RoutePattern.RawText} answered {reply.Status}");
                }
        }
        Assert.Equal((version, 1), (host.Platform.People.Current.Version, host.App.Version));
    }

    [Theory]
    [OnSqlite("zh-CN"), OnSqlite("en"), OnPostgres("zh-CN"), OnPostgres("en")]
    public async Task Every_page_opens_for_an_administrator_in_both_languages(DatabaseKind kind, string language)
    {
        await using var host = await TestHost.Start(kind);
        var (boss, member) = (await host.SignInAdmin(), await host.Add("李伟", "sales_rep"));
        var department = await host.Platform.People.AddDepartment(host.Admin, new("销售部"));
        await boss.Htmx().Post("/me/language", ("language", language));

        foreach (var url in new[]
        {
            "/admin/members", "/admin/members?status=disabled&q=li", $"/admin/members/{member.Id}", "/admin/members/invitations", "/admin/members/invite", "/admin/members/import", "/admin/departments", "/admin/departments/new",
            $"/admin/departments/{department.Id}", "/admin/roles/l2c", "/admin/roles/l2c/new", "/admin/roles/l2c/new?like=sales_rep", "/admin/roles/l2c/sales_rep", "/admin/roles/l2c/administrator", "/admin/roles/l2c/sales_rep/name",
            "/admin/roles/l2c/sales_rep/members", "/admin/roles/l2c/sales_rep/form/lead", "/admin/rights?app=l2c&role=sales_rep", $"/admin/rights?member={member.Id}", "/admin/organisation", "/admin/organisation/trail", "/admin/apps",
            "/admin/apps/new", "/admin/apps/l2c/name", "/admin/pick/members?q=li", "/admin/pick/departments",
        })
        {
            var reply = await boss.Get(url);
            Assert.True(reply.Status == 200, $"{url} answered {reply.Status}");
            if (language == "en") Assert.False(HasChinese(reply), url + " speaks Chinese");
        }
    }

    /// <summary>Words of the page itself; what members and departments are called, and the name of the other language, stay as they are.</summary>
    private static bool HasChinese(Reply reply)
    {
        var page = reply.Html;
        foreach (var own in page.QuerySelectorAll("[lang=zh-CN], script, textarea, input, .w-avatar, option")) own.Remove();
        var text = page.Body!.TextContent;
        foreach (var name in new[] { "王岚", "李伟", "销售部", "恒通装备", "中文" }) text = text.Replace(name, "", StringComparison.Ordinal);
        return text.Any(c => c is >= '\u4e00' and <= '\u9fff');
    }
}
