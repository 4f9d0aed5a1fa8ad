using Weir.Sql.Sessions;
using Xunit;

namespace Weir.Tests.Web.Admin;

/// <summary>The tree of departments in administration.</summary>
public class DepartmentPagesTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_department_is_added_renamed_moved_and_headed_and_the_tree_shows_it(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var boss = (await host.SignInAdmin()).Htmx();
        var head = await host.Add("孙磊");
        await boss.Post("/admin/departments", ("name", "销售部"));
        await boss.Post("/admin/departments", ("name", "市场部"));
        var (sales, market) = (Id(host, "销售部"), Id(host, "市场部"));

        var added = await boss.Post("/admin/departments", ("name", "华东组"), ("parent", $"{sales}"), ("head", $"{head.Id}"));
        Assert.Contains("w-branch-1", added.Text, StringComparison.Ordinal);
        await boss.Post($"/admin/departments/{market}/move", ("by", "up"));
        await boss.Post($"/admin/departments/{Id(host, "华东组")}", ("seen", Seen(host, "华东组")), ("name", "华南组"), ("parent", $"{market}"), ("head", ""));

        var tree = (await boss.Get("/admin/departments")).Html.QuerySelectorAll(".w-branch a").Select(a => a.TextContent);
        Assert.Equal(["市场部", "华南组", "销售部"], tree);
        Assert.Equal((market, (long?)null), (host.Platform.People.Current.Departments[Id(host, "华南组")].ParentId!.Value, host.Platform.People.Current.Departments[Id(host, "华南组")].HeadId));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_department_in_use_is_not_removed_and_the_reason_is_told(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var boss = (await host.SignInAdmin()).Htmx();
        await boss.Post("/admin/departments", ("name", "销售部"));
        await boss.Post("/admin/departments", ("name", "华东组"), ("parent", $"{Id(host, "销售部")}"));

        var refused = await boss.Send(HttpMethod.Delete, $"/admin/departments/{Id(host, "销售部")}");
        Assert.Equal((409, "none"), (refused.Status, refused["HX-Reswap"]));
        Assert.Contains("\"bad\"", refused["HX-Trigger"], StringComparison.Ordinal);

        Assert.Equal(200, (await boss.Send(HttpMethod.Delete, $"/admin/departments/{Id(host, "华东组")}")).Status);
        Assert.Equal(200, (await boss.Send(HttpMethod.Delete, $"/admin/departments/{Id(host, "销售部")}")).Status);
        Assert.Empty(host.Platform.People.Current.Departments);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_department_can_stand_neither_below_itself_nor_beside_a_namesake(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var boss = (await host.SignInAdmin()).Htmx();
        await boss.Post("/admin/departments", ("name", "销售部"));
        await boss.Post("/admin/departments", ("name", "华东组"), ("parent", $"{Id(host, "销售部")}"));

        var below = await boss.Post($"/admin/departments/{Id(host, "销售部")}", ("seen", Seen(host, "销售部")), ("name", "销售部"), ("parent", $"{Id(host, "华东组")}"));
        var twin = await boss.Post("/admin/departments", ("name", "销售部"));

        Assert.NotNull(below.Html.QuerySelector("dialog #f-parent-field[data-invalid]"));
        Assert.NotNull(twin.Html.QuerySelector("dialog #f-name[aria-invalid=true]"));
        Assert.Equal((422, 422), (below.Status, twin.Status));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_department_that_somebody_else_has_changed_is_not_overwritten_and_what_was_typed_stays(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var boss = (await host.SignInAdmin()).Htmx();
        await boss.Post("/admin/departments", ("name", "销售部"));
        await boss.Post("/admin/departments", ("name", "市场部"));
        var url = $"/admin/departments/{Id(host, "市场部")}";
        var seen = (await boss.Get(url)).Html.QuerySelector("[name=seen]")!.GetAttribute("value")!;
        await host.Platform.People.MoveDepartment(host.Admin, Id(host, "市场部"), Id(host, "销售部"), 0);

        var stale = await boss.Post(url, ("seen", seen), ("name", "品牌部"), ("parent", ""));

        Assert.Equal(409, stale.Status);
        Assert.Equal("品牌部", stale.Html.QuerySelector("dialog #f-name")!.GetAttribute("value"));
        Assert.Contains("销售部", stale.Html.QuerySelector("dialog #f-parent-field")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("已被别人修改", stale.Html.QuerySelector("dialog .w-errors")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(Id(host, "销售部"), host.Platform.People.Current.Departments[Id(host, "市场部")].ParentId);

        Assert.Equal(200, (await boss.Post(url, ("seen", stale.Html.QuerySelector("dialog [name=seen]")!.GetAttribute("value")!), ("name", "品牌部"), ("parent", ""))).Status);
        Assert.Null(host.Platform.People.Current.Departments[Id(host, "品牌部")].ParentId);
    }

    private static string Seen(TestHost host, string name) => Engine.Access.Mark.Of(host.Platform.People.Current.Departments[Id(host, name)]);

    private static long Id(TestHost host, string name) => host.Platform.People.Current.Departments.Values.Single(d => d.Name == name).Id;
}
