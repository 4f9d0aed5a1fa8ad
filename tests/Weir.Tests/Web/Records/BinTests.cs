using Xunit;

namespace Weir.Tests.Web.Records;

/// <summary>The recycle bin of a form: who deleted what, the way back, and the end that only an administrator may bring about.</summary>
public sealed class BinTests
{
    [Fact]
    public async Task A_deleted_record_lies_in_the_bin_with_who_deleted_it_and_comes_back()
    {
        await using var leads = await Leads.Start();
        var boss = await leads.Host.SignInAdmin();
        var deleter = await leads.Host.Add("孙磊", "administrator");
        var id = await leads.Add("恒力");
        await leads.Host.Platform.Records.Delete(leads.Actor(deleter.Id), leads.Form, id);

        var bin = await boss.Get(Leads.Url + "/bin");
        Assert.Contains("孙磊", bin.Html.QuerySelector($"#row-{id}")!.TextContent);
        Assert.Contains("30 天", bin.Text);

        Assert.Equal(200, (await boss.Htmx().Post($"{Leads.Url}/{id}/restore")).Status);
        Assert.Equal([id], Leads.Rows(await boss.Get(Leads.Url)));
        Assert.Equal(404, (await boss.Htmx().Post($"{Leads.Url}/{id}/restore")).Status);
    }

    [Fact]
    public async Task Only_an_administrator_ends_a_deleted_record_for_good_and_only_from_the_bin()
    {
        await using var leads = await Leads.Start();
        var boss = await leads.Host.SignInAdmin();
        var manager = await leads.Host.SignIn("孙磊", "sales_manager");
        var id = await leads.Add("恒力", manager.Member);

        Assert.Equal(404, (await boss.Htmx().Post($"{Leads.Url}/{id}/purge")).Status);
        await leads.Host.Platform.Records.Delete(leads.Host.Admin, leads.Form, id);
        Assert.DoesNotContain("/purge", (await manager.Get(Leads.Url + "/bin")).Text);
        Assert.Equal(403, (await manager.Htmx().Post($"{Leads.Url}/{id}/purge")).Status);
        Assert.Contains("/purge", (await boss.Get(Leads.Url + "/bin")).Text);
        Assert.Equal(200, (await boss.Htmx().Post($"{Leads.Url}/{id}/purge")).Status);
        Assert.Empty(Leads.Rows(await boss.Get(Leads.Url + "/bin")));
        Assert.Equal(404, (await boss.Htmx().Post($"{Leads.Url}/{id}/restore")).Status);
    }

    [Fact]
    public async Task Without_the_right_to_delete_there_is_no_bin()
    {
        await using var leads = await Leads.Start();
        var seller = await leads.Host.SignIn("李伟", "sales_rep");

        Assert.Equal(404, (await seller.Get(Leads.Url + "/bin")).Status);
        Assert.DoesNotContain("/bin", (await seller.Get(Leads.Url)).Text);
    }
}
