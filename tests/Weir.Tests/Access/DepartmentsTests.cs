using Weir.Engine.Access;
using Weir.Engine.Problems;
using Weir.Sql.Sessions;
using Xunit;

namespace Weir.Tests.Access;

/// <summary>The tree of departments, roles given, settings, and how other processes learn of them.</summary>
public class DepartmentsTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_department_cannot_be_moved_below_itself(DatabaseKind kind)
    {
        await using var office = await Office.Open(kind);
        var (sales, east, city) = await Tree(office);
        foreach (var target in new[] { sales.Id, east.Id, city.Id })
            Assert.Equal("parent:department.cycle", await Office.Errors(() => office.People.MoveDepartment(office.Admin, sales.Id, target, 0)));

        await office.People.MoveDepartment(office.Admin, city.Id, null, 0);
        Assert.Equal([sales.Id, east.Id], office.People.Current.Subtree([sales.Id]));
        Assert.Equal([city.Id, sales.Id], office.People.Current.Departments.Values.Where(d => d.ParentId is null).OrderBy(d => d.Position).Select(d => d.Id));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Two_moves_at_once_make_no_circle(DatabaseKind kind)
    {
        await using var office = await Office.Open(kind);
        var a = await office.People.AddDepartment(office.Admin, new("甲"));
        var b = await office.People.AddDepartment(office.Admin, new("乙"));
        var admin = office.Admin;
        var moves = new[] { office.People.MoveDepartment(admin, a.Id, b.Id, 0), office.People.MoveDepartment(admin, b.Id, a.Id, 0) };
        await Task.WhenAll(moves.Select(m => m.ContinueWith(_ => { }, TaskScheduler.Default)));
        _ = Assert.Single(moves, m => m.IsCompletedSuccessfully);
        Assert.Single(office.People.Current.Departments.Values, d => d.ParentId is null);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Only_an_empty_department_is_removed_and_deactivated_members_leave_it(DatabaseKind kind)
    {
        await using var office = await Office.Open(kind);
        var (_, east, city) = await Tree(office);
        var li = await office.Add("李雷", "li@example.com", city.Id);
        Assert.Equal("department.not_empty", (await Office.Refused(() => office.People.RemoveDepartment(office.Admin, east.Id))).Code);
        Assert.Equal("department.not_empty", (await Office.Refused(() => office.People.RemoveDepartment(office.Admin, city.Id))).Code);
        await office.People.Deactivate(office.Admin, li.Id);
        await office.People.RemoveDepartment(office.Admin, city.Id);
        Assert.Empty(office.People.Current.Members[li.Id].Departments);
        await office.People.RemoveDepartment(office.Admin, east.Id);
        Assert.Equal(ProblemKind.NotFound, (await Office.Refused(() => office.People.RemoveDepartment(office.Admin, east.Id))).Kind);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Siblings_have_different_names_and_a_head_is_an_active_member(DatabaseKind kind)
    {
        await using var office = await Office.Open(kind);
        var (sales, east, _) = await Tree(office);
        Assert.Equal("name:department.taken", await Office.Errors(() => office.People.AddDepartment(office.Admin, new("华东组", sales.Id))));
        Assert.Equal("name:department.name", await Office.Errors(() => office.People.AddDepartment(office.Admin, new("甲/乙"))));
        Assert.Equal("parent:department.parent head:department.head",
            await Office.Errors(() => office.People.AddDepartment(office.Admin, new("财务部", 77, 78))));

        await office.People.ChangeDepartment(office.Admin, east.Id, new("华东大区", sales.Id, office.Boss.Id));
        Assert.Contains(east.Id, office.Admin.Subtree);
        Assert.Equal("销售部/华东大区", office.People.Current.Path(east.Id));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Place_and_name_of_a_department_change_together_or_not_at_all_and_not_from_an_old_state(DatabaseKind kind)
    {
        await using var office = await Office.Open(kind);
        var (_, east, city) = await Tree(office);
        Assert.Equal("name:department.name", await Office.Errors(() => office.People.ChangeDepartment(office.Admin, city.Id, new("甲/乙"))));
        Assert.Equal(east.Id, office.People.Current.Departments[city.Id].ParentId);
        Assert.Equal("parent:department.cycle", await Office.Errors(() => office.People.ChangeDepartment(office.Admin, east.Id, new("新名", city.Id))));
        Assert.Equal("华东组", office.People.Current.Departments[east.Id].Name);

        var seen = Mark.Of(city);
        await office.People.ChangeDepartment(office.Admin, city.Id, new("新名"), seen);
        Assert.Equal(("新名", (long?)null, 1), (office.People.Current.Departments[city.Id].Name, office.People.Current.Departments[city.Id].ParentId, office.People.Current.Departments[city.Id].Position));
        var stale = await Office.Refused(() => office.People.ChangeDepartment(office.Admin, city.Id, new("旧名", east.Id), seen));
        Assert.Equal(("department.stale", ProblemKind.Conflict), (stale.Code, stale.Kind));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Roles_are_given_and_taken_by_app(DatabaseKind kind)
    {
        await using var office = await Office.Open(kind);
        var li = await office.Add("李雷", "li@example.com");
        await office.People.GiveRoles(office.Admin, li.Id, "crm", ["sales", "manager", "sales"]);
        await office.People.GiveRoles(office.Admin, li.Id, "hr", ["reader"]);
        await office.People.GiveRoles(office.Admin, li.Id, "crm", ["sales"]);
        Assert.Equal(["sales"], office.As(li).Roles("crm"));
        Assert.Equal(["crm/sales", "hr/reader"], office.People.Current.Roles(li.Id).Select(r => $"{r.App}/{r.Role}").Order());
        Assert.Equal("roles:member.role", await Office.Errors(() => office.People.GiveRoles(office.Admin, li.Id, "crm", ["'; drop"])));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_settings_of_the_organisation_are_checked_and_kept(DatabaseKind kind)
    {
        await using var office = await Office.Open(kind);
        Assert.Equal("company:organisation.company zone:organisation.zone currency:organisation.currency language:language.unknown",
            await Office.Errors(() => office.People.ChangeOrganisation(office.Admin, new(" ", "Mars/Base", "yuan", "de"))));
        await office.People.ChangeOrganisation(office.Admin, new("河堰科技", "Asia/Shanghai", "USD", "en"));
        await office.People.Load();
        var now = office.People.Current;
        Assert.Equal(("河堰科技", "Asia/Shanghai", "USD", "en"), (now.Company, now.Zone.Id, now.Currency, now.Language));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Another_process_learns_of_a_change(DatabaseKind kind)
    {
        await using var office = await Office.Open(kind);
        await using var far = kind == DatabaseKind.Postgres ? await Databases.Open(office.Test.Setting, office.Clock) : null;
        using var other = new People(far ?? office.Database, office.Ids, office.Clock);
        await other.Load();
        var li = await office.Add("李雷", "li@example.com");
        Assert.True(await Eventually.Holds(() => other.Current.Members.ContainsKey(li.Id)));
    }

    private static async Task<(Department Sales, Department East, Department City)> Tree(Office office)
    {
        var sales = await office.People.AddDepartment(office.Admin, new("销售部"));
        var east = await office.People.AddDepartment(office.Admin, new("华东组", sales.Id));
        return (sales, east, await office.People.AddDepartment(office.Admin, new("上海", east.Id)));
    }
}
