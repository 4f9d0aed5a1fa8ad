using Weir.Sql.Sessions;
using Xunit;

namespace Weir.Tests.Web.Walks;

public sealed class PostgresWalkTests(Company company) : IClassFixture<Company>
{
    [Theory]
    [OnPostgres("executive", "zh-CN"), OnPostgres("administrator", "zh-CN"), OnPostgres("organisation", "zh-CN"), OnPostgres("sales_rep", "zh-CN"), OnPostgres("sales_manager", "zh-CN")]
    [OnPostgres("marketing", "zh-CN"), OnPostgres("commercial", "zh-CN"), OnPostgres("finance", "zh-CN"), OnPostgres("delivery", "zh-CN")]
    [OnPostgres("executive", "en"), OnPostgres("administrator", "en"), OnPostgres("organisation", "en"), OnPostgres("sales_rep", "en"), OnPostgres("sales_manager", "en")]
    [OnPostgres("marketing", "en"), OnPostgres("commercial", "en"), OnPostgres("finance", "en"), OnPostgres("delivery", "en")]
    public async Task A_member_does_all_that_the_role_may_and_nothing_else(DatabaseKind kind, string role, string language)
    {
        var faults = await company.Walk(kind, language, role);
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }
}
