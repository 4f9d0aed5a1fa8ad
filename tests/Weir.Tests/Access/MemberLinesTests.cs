using Weir.Engine.Access;
using Weir.Sql.Sessions;
using Xunit;

namespace Weir.Tests.Access;

/// <summary>Adding many members from a list.</summary>
public class MemberLinesTests
{
    private static readonly IReadOnlyList<MemberLine> Lines =
    [
        new("李雷", "li@example.com", null, "销售部/华东组", [new("crm", "sales"), new("crm", "manager")]),
        new("韩梅", "LI@example.com", null, "", []),
        new("", "zhao@example.com", "13800138000", "错误部", []),
        new("赵敏", "zhao@example.com", "13800138000", "销售部／华东组", []),
        new("钱进", "", "138-0013-8000", "", []),
        new("孙力", "sun@example.com", null, "财务部", [new("CRM!", "x")]),
    ];

    [Theory, OnSqlite, OnPostgres]
    public async Task Good_lines_are_added_and_each_bad_one_says_why(DatabaseKind kind)
    {
        await using var office = await Office.Open(kind);
        var results = await office.People.AddMembers(office.Admin, Lines, addDepartments: true);
        Assert.Equal(
            ["1 ok", "2 email:email.taken", "3 name:member.name", "4 ok", "5 mobile:mobile.taken", "6 roles:member.role"],
            results.Select(r => $"{r.Line} {(r.Member is null ? string.Join(' ', r.Errors.Select(e => $"{e.Field}:{e.Code}")) : "ok")}"));
        var now = office.People.Current;
        Assert.Equal(["华东组", "销售部"], now.Departments.Values.Select(d => d.Name).Order(StringComparer.Ordinal));
        Assert.Equal("销售部/华东组", now.Path(now.Members[results[3].Member!.Id].Departments[0]));
        Assert.Equal(["manager", "sales"], now.Roles(results[0].Member!.Id, "crm").Order());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Unknown_departments_are_errors_unless_they_may_be_added(DatabaseKind kind)
    {
        await using var office = await Office.Open(kind);
        var results = await office.People.AddMembers(office.Admin, Lines, addDepartments: false);
        Assert.Equal("department.not_found", Assert.Single(results[0].Errors).Code);
        Assert.Empty(office.People.Current.Departments);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_thousand_members_are_added_in_one_go(DatabaseKind kind)
    {
        await using var office = await Office.Open(kind);
        var lines = Enumerable.Range(0, 1000).Select(i => new MemberLine($"成员{i}", $"m{i}@example.com", null, $"部门{i % 7}", [new("crm", "sales")])).ToList();
        var results = await office.People.AddMembers(office.Admin, lines, addDepartments: true);
        Assert.All(results, r => Assert.Empty(r.Errors));
        Assert.Equal((1001, 7), (office.People.Current.Members.Count, office.People.Current.Departments.Count));
    }
}
