using Weir.Sql.Sessions;
using Xunit;

namespace Weir.Tests.Web.Walks;

public sealed class SqliteWalkTests(Company company) : IClassFixture<Company>
{
    [Theory]
    [OnSqlite("executive", "zh-CN"), OnSqlite("administrator", "zh-CN"), OnSqlite("organisation", "zh-CN"), OnSqlite("sales_rep", "zh-CN"), OnSqlite("sales_manager", "zh-CN")]
    [OnSqlite("marketing", "zh-CN"), OnSqlite("commercial", "zh-CN"), OnSqlite("finance", "zh-CN"), OnSqlite("delivery", "zh-CN")]
    [OnSqlite("executive", "en"), OnSqlite("administrator", "en"), OnSqlite("organisation", "en"), OnSqlite("sales_rep", "en"), OnSqlite("sales_manager", "en")]
    [OnSqlite("marketing", "en"), OnSqlite("commercial", "en"), OnSqlite("finance", "en"), OnSqlite("delivery", "en")]
    public async Task A_member_does_all_that_the_role_may_and_nothing_else(DatabaseKind kind, string role, string language)
    {
        var faults = await company.Walk(kind, language, role);
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }
}
