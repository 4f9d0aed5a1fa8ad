using System.Text;
using Weir.Engine.Access;
using Weir.Sql.Sessions;
using Xunit;

namespace Weir.Tests.Web.Admin;

/// <summary>Members in administration: finding, changing, disabling, password links, and lists of new ones.</summary>
public class MemberPagesTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Members_are_found_by_name_pinyin_address_department_and_role(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var boss = await host.SignInAdmin();
        var east = await host.Platform.People.AddDepartment(host.Admin, new("华东组"));
        var (li, fang) = (await host.Add("李伟", "sales_rep"), await host.Add("王芳"));
        await host.Platform.People.ChangeMember(host.Admin, fang.Id, MemberEntry.Of(fang) with { Departments = [east.Id] });

        foreach (var (query, found) in new[] { ("q=李", li), ("q=lw", li), ("q=" + li.Email, li), ("role=l2c:sales_rep", li), ($"department={east.Id}", fang), ("q=芳&role=none", fang) })
        {
            var links = (await boss.Get("/admin/members?" + query)).Html.QuerySelectorAll("tbody a").Select(a => a.GetAttribute("href"));
            Assert.Equal([$"/admin/members/{found.Id}"], links);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_member_is_changed_with_place_manager_and_roles_and_what_is_wrong_is_said(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var boss = (await host.SignInAdmin()).Htmx();
        var (member, east) = (await host.Add("李伟", "marketing"), await host.Platform.People.AddDepartment(host.Admin, new("华东组")));
        (string, string)[] Form(string email) => [("seen", Mark.Of(host.Platform.People.Current, member)), ("name", "李伟明"), ("email", email), ("mobile", "13800138000"), ("departments", $"{east.Id}"), ("manager", $"{host.Admin.MemberId}"), ("language", "en"), ("role", "l2c:sales_rep"), ("role", "l2c:nobody")];

        var wrong = await boss.Post($"/admin/members/{member.Id}", Form("boss@example.com"));
        Assert.Equal(422, wrong.Status);
        Assert.NotNull(wrong.Html.QuerySelector("#f-email-field[data-invalid]"));
        Assert.Equal("李伟明", wrong.Html.QuerySelector("#f-name")!.GetAttribute("value"));

        Assert.Equal(200, (await boss.Post($"/admin/members/{member.Id}", Form("liwei@example.com"))).Status);
        var now = host.Platform.People.Current;
        Assert.Equal(("李伟明", "liwei@example.com", "en", host.Admin.MemberId), (now.Members[member.Id].Name, now.Members[member.Id].Email, now.Members[member.Id].Language, now.Members[member.Id].ManagerId));
        Assert.Equal([east.Id], now.Members[member.Id].Departments);
        Assert.Equal(["sales_rep"], now.Roles(member.Id, "l2c"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_member_whom_somebody_else_has_changed_is_not_overwritten_and_what_was_typed_stays(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var boss = (await host.SignInAdmin()).Htmx();
        var member = await host.Add("李伟", "marketing");
        var url = $"/admin/members/{member.Id}";
        var seen = Seen(await boss.Get(url));
        await host.Platform.People.ChangeMember(host.Admin, member.Id, MemberEntry.Of(member) with { Mobile = "13800138000" });
        (string, string)[] Typed(string mark) => [("seen", mark), ("name", "李伟明"), ("email", member.Email), ("language", "zh-CN"), ("role", "l2c:sales_rep")];

        var stale = await boss.Post(url, Typed(seen));

        Assert.Equal(409, stale.Status);
        Assert.Equal("李伟明", stale.Html.QuerySelector("#f-name")!.GetAttribute("value"));
        Assert.NotNull(stale.Html.QuerySelector("[name=role][value='l2c:sales_rep'][checked]"));
        Assert.Contains("已被别人修改", stale.Html.QuerySelector(".w-errors")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("13800138000", stale.Html.QuerySelector("#f-mobile-field")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(("李伟", "+8613800138000"), (host.Platform.People.Current.Members[member.Id].Name, host.Platform.People.Current.Members[member.Id].Mobile));
        Assert.Equal(["marketing"], host.Platform.People.Current.Roles(member.Id, "l2c"));

        // Whoever has read what stands there now may save over it.
        Assert.Equal(200, (await boss.Post(url, Typed(Seen(stale)))).Status);
        Assert.Equal(("李伟明", null), (host.Platform.People.Current.Members[member.Id].Name, host.Platform.People.Current.Members[member.Id].Mobile));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Roles_that_somebody_else_gave_are_not_taken_by_a_stale_form_nor_by_one_without_a_mark(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var boss = (await host.SignInAdmin()).Htmx();
        var member = await host.Add("李伟", "marketing");
        var seen = Seen(await boss.Get($"/admin/members/{member.Id}"));
        await host.Platform.People.GiveRoles(host.Admin, member.Id, "l2c", ["marketing", "finance"]);

        foreach (var mark in new[] { seen, "" })
            Assert.Equal(409, (await boss.Post($"/admin/members/{member.Id}", ("seen", mark), ("name", "李伟"), ("email", member.Email), ("role", "l2c:marketing"))).Status);
        Assert.Equal(["finance", "marketing"], host.Platform.People.Current.Roles(member.Id, "l2c").Order(StringComparer.Ordinal));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Disabling_ends_the_sessions_and_enabling_lets_the_member_back_in(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var (boss, seller) = ((await host.SignInAdmin()).Htmx(), await host.SignIn("李伟", "sales_rep"));

        Assert.Equal(200, (await boss.Post($"/admin/members/{seller.Member}/disable")).Status);
        Assert.Equal(302, (await seller.Get("/app/l2c")).Status);
        Assert.False(host.Platform.People.Current.Members[seller.Member].Active);

        Assert.Equal(200, (await boss.Post($"/admin/members/{seller.Member}/enable")).Status);
        Assert.True(host.Platform.People.Current.Members[seller.Member].Active);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_last_administrator_can_neither_leave_nor_step_down(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var boss = (await host.SignInAdmin()).Htmx();
        var me = host.Platform.People.Current.Members[boss.Member];

        Assert.Equal(409, (await boss.Post($"/admin/members/{me.Id}/disable")).Status);
        var reply = await boss.Post($"/admin/members/{me.Id}", ("seen", Mark.Of(host.Platform.People.Current, me)), ("name", me.Name), ("email", me.Email));

        Assert.Equal(409, reply.Status);
        Assert.Contains("最后一位", reply.Text, StringComparison.Ordinal);
        Assert.True(host.Platform.People.Current.Members[me.Id] is { Active: true, Administrator: true });
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_password_link_is_shown_once_and_lets_the_member_in(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var (boss, member) = ((await host.SignInAdmin()).Htmx(), await host.Add("李伟", "sales_rep"));

        var link = (await boss.Post($"/admin/members/{member.Id}/password-link")).Html.QuerySelector("w-copy input")!.GetAttribute("value")!;

        Assert.StartsWith("/password/", link, StringComparison.Ordinal);
        Assert.DoesNotContain(link, (await boss.Get($"/admin/members/{member.Id}")).Text, StringComparison.Ordinal);
        Assert.Equal(302, (await host.Visit().Post(link, ("password", "correct-horse-9"))).Status);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_list_of_new_members_adds_the_good_rows_and_gives_the_others_back(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var boss = (await host.SignInAdmin()).Htmx();
        const string list = "姓名\t邮箱\t手机号\t部门\t角色\n张伟\tzhangwei@example.com\t\t销售部/华东组\t销售、市场\n李娜\tnot-an-address\t\t\t销售\n赵敏\tzhaomin@example.com\t\t\t船长\n孙磊\tboss@example.com\t\t\t\n";

        var reply = await boss.Post("/admin/members/import", ("list", list), ("departments", "add"));

        Assert.Equal(200, reply.Status);
        Assert.Equal(["3", "4", "5"], reply.Html.QuerySelectorAll("tbody td.w-num").Select(c => c.TextContent));
        Assert.Contains("没有角色“船长”", reply.Text, StringComparison.Ordinal);
        var rest = reply.Html.QuerySelector("textarea[name=list]")!.TextContent;
        Assert.Contains("李娜\tnot-an-address", rest, StringComparison.Ordinal);
        Assert.DoesNotContain("张伟", rest, StringComparison.Ordinal);
        var added = host.Platform.People.Current.Members.Values.Single(m => m.Name == "张伟");
        Assert.Equal("销售部/华东组", host.Platform.People.Current.Path(Assert.Single(added.Departments)));
        Assert.Equal(["marketing", "sales_rep"], host.Platform.People.Current.Roles(added.Id, "l2c").Order(StringComparer.Ordinal));

        // Mended and sent again, nobody comes twice.
        await boss.Post("/admin/members/import", ("list", rest.Replace("not-an-address", "lina@example.com", StringComparison.Ordinal)));
        Assert.Single(host.Platform.People.Current.Members.Values, m => m.Name == "李娜");
        Assert.Single(host.Platform.People.Current.Members.Values, m => m.Name == "张伟");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_list_may_come_as_a_file_and_one_that_cannot_be_read_is_refused(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var boss = (await host.SignInAdmin()).Htmx();

        Assert.Equal(200, (await Upload(boss, Encoding.UTF8.GetBytes("name,email,phone,department,roles\nAnn Lee,ann@example.com,,,Sales rep\n"), "people.csv")).Status);
        var refused = await Upload(boss, [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0], "people.xls");

        Assert.Equal(422, refused.Status);
        Assert.NotNull(refused.Html.QuerySelector(".w-errors"));
        var ann = host.Platform.People.Current.Members.Values.Single(m => m.Name == "Ann Lee");
        Assert.Equal(["sales_rep"], host.Platform.People.Current.Roles(ann.Id, "l2c"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Links_for_new_members_are_made_in_one_go(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var (boss, li, fang) = ((await host.SignInAdmin()).Htmx(), await host.Add("李伟"), await host.Add("王芳"));

        var lines = (await boss.Post("/admin/members/import/links", ("id", $"{li.Id}"), ("id", $"{fang.Id}"), ("id", "1"))).Html.QuerySelector("textarea")!.TextContent.Split('\n');

        Assert.Equal(2, lines.Length);
        foreach (var line in lines) Assert.Equal(200, (await host.Visit().Get(line.Split('\t')[2])).Status);
    }

    private static string Seen(Reply page) => page.Html.QuerySelector("#member-form [name=seen]")!.GetAttribute("value")!;

    private static async Task<Reply> Upload(Browser browser, byte[] bytes, string name)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/admin/members/import") { Content = new MultipartFormDataContent { { new ByteArrayContent(bytes), "file", name }, { new StringContent(""), "list" } } };
        request.Headers.Add("X-CSRF-TOKEN", await browser.Csrf());
        return await browser.Send(request);
    }
}
