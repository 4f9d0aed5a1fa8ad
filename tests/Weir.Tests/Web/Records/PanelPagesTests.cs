using Weir.Engine.Records;
using Xunit;

namespace Weir.Tests.Web.Records;

/// <summary>The figures above a record, as its page shows them.</summary>
public sealed class PanelPagesTests
{
    [Fact]
    public async Task Figures_of_a_foreign_contract_say_that_they_stand_in_the_house_s_currency()
    {
        await using var host = await TestHost.Start();
        var browser = await host.SignInAdmin();
        var account = (await host.Platform.Records.Save(host.Admin, new Draft(host.App["account"]).Set("name", "Ion Precision").Set("demand_type", "standard"))).Record.Id;
        var (foreign, home) = (await Contract("usd", 7.12m), await Contract("cny", null));

        Assert.Contains("折合 CNY", (await browser.Get($"/app/l2c/contract/{foreign}")).Html.QuerySelector(".w-record-strip:has(.w-steps)")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("折合", (await browser.Get($"/app/l2c/contract/{home}")).Html.QuerySelector(".w-record-strip:has(.w-steps)")!.TextContent, StringComparison.Ordinal);

        async Task<long> Contract(string currency, decimal? rate)
        {
            var draft = new Draft(host.App["contract"]).Set("account", account).Set("name", currency).Set("currency", currency).Set("amount", 1_000m);
            if (rate is not null) draft.Set("exchange_rate", rate);
            return (await host.Platform.Records.Save(host.Admin, draft)).Record.Id;
        }
    }
}
