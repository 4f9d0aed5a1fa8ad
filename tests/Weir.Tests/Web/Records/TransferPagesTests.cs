using System.Globalization;
using Weir.Engine.Records;
using Xunit;

namespace Weir.Tests.Web.Records;

/// <summary>A transfer on its pages: what could go along, and how it is taken back.</summary>
public sealed class TransferPagesTests
{
    [Fact]
    public async Task The_question_counts_what_could_go_along_and_the_history_leads_to_the_way_back()
    {
        await using var host = await TestHost.Start();
        var (seller, other, chief) = (await host.Add("李伟", "sales_rep"), await host.Add("王芳", "sales_rep"), await host.SignInAdmin());
        var account = await Save(host, seller.Id, "account", ("name", "恒力"));
        var contact = await Save(host, seller.Id, "contact", ("name", "马丽"), ("account", account.Id), ("mobile", "13800000001"));
        var at = $"/app/l2c/account/{account.Id}";
        var dialog = await chief.Htmx().Get(at + "/do/ownership.transfer");
        Assert.Contains("联系人 1", dialog.Text, StringComparison.Ordinal);
        await host.Platform.Records.Act(host.Admin, account.Form, account.Id, "ownership.transfer", new Draft(account.Form.Action("ownership.transfer")!.Ask!).Set("to", other.Id).Set("along", new[] { "contact" }));

        var history = await chief.Get(at + "?tab=history");
        Assert.NotNull(history.Html.QuerySelector($"a[href='{at}/transfer']"));
        var page = await chief.Get(at + "/transfer");
        Assert.Equal(2, page.Html.QuerySelectorAll("input[name=record]:checked").Length);
        var done = await Typed.Of(page).Drop("record").Set("record", "contact:" + contact.Id.ToString(CultureInfo.InvariantCulture)).Save(chief);

        Assert.Contains("1 条已回到李伟名下", done.Text, StringComparison.Ordinal);
        Assert.Equal((other.Id, seller.Id), (await Owner(account), await Owner(contact)));
        Assert.Contains("后来归了李伟", (await chief.Get(at + "/transfer")).Text, StringComparison.Ordinal);

        async Task<long> Owner(Weir.Engine.Records.Record record) => (long)(await host.Platform.Query.Get(host.Admin, record.Form, record.Id)).Record["owner"]!;
    }

    private static async Task<Weir.Engine.Records.Record> Save(TestHost host, long owner, string form, params (string Key, object? Value)[] values)
    {
        var draft = new Draft(host.App[form]);
        foreach (var (key, value) in values) draft.Set(key, value);
        return (await host.Platform.Records.Save(host.Platform.People.Current.Actor(owner), draft)).Record;
    }
}
