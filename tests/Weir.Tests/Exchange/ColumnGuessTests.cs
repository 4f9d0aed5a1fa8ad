using Weir.Engine.Exchange.Imports;
using Weir.Sql.Sessions;
using Xunit;

namespace Weir.Tests.Exchange;

public sealed class ColumnGuessTests
{
    [Theory]
    [InlineData("公司名称", "name")]
    [InlineData("客户名称 *", "name")]
    [InlineData("Company Name", "name")]
    [InlineData("联系电话（手机）", null)]
    [InlineData("ＭＯＢＩＬＥ", "mobile")]
    [InlineData("手机号", "mobile")]
    [InlineData("employee count", "size")]
    [InlineData("公司规模", "size")]
    [InlineData("remarks", "note")]
    [InlineData("记录ID", "id")]
    [InlineData("业务员", "owner")]
    [InlineData("原行号", null)]
    [InlineData("随便什么", null)]
    [InlineData("", null)]
    [InlineData("=cmd|' /C calc'!A0", null)]
    public async Task A_title_means_the_field_that_people_mean_by_it(string title, string? path)
    {
        await using var depot = await Depot.Open(DatabaseKind.Sqlite);
        Assert.Equal([path], Importer.GuessMapping(depot.As(Depot.Chief), depot.Partner, [title]));
    }

    [Fact]
    public async Task No_field_is_given_twice_and_the_surest_title_gets_it()
    {
        await using var depot = await Depot.Open(DatabaseKind.Sqlite);
        Assert.Equal([null, "name", "code"], Importer.GuessMapping(depot.As(Depot.Chief), depot.Partner, ["客户", "公司名称", "编码"]));
    }
}
