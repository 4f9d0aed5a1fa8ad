using System.Globalization;
using Weir.Engine.Records;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.Web.Records;

/// <summary>Duplicates on the page: told while one types, asked about before a save, merged side by side, found by a scan.</summary>
public sealed class MergePagesTests
{
    [Fact]
    public async Task While_one_types_the_form_tells_what_is_probably_there_and_a_save_waits_for_a_word()
    {
        await using var host = await TestHost.Start();
        var (seller, other) = (await host.SignIn("李伟", "sales_rep"), await host.SignIn("王芳", "sales_rep"));
        await Lead(host, seller.Member, "苏州恒力机电有限公司", "13812345678");
        Typed Fill(Reply page) => Typed.Of(page).Set("company_name", "恒力机电（苏州）").Set("contact_name", "马丽").Set("mobile", "13912345678").Set("source", "advertising");

        var typing = await Fill(await other.Get("/app/l2c/lead/new")).Recalculate(other, "lead");
        Assert.Contains("由 李* 负责", typing.Text, StringComparison.Ordinal);
        Assert.Contains("苏州***", typing.Text, StringComparison.Ordinal);
        Assert.Contains("/app/l2c/lead/likely/ask?about=lead", typing.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("苏州恒力机电", typing.Text, StringComparison.Ordinal);

        var asked = await Fill(await other.Get("/app/l2c/lead/new")).Save(other);
        Assert.Equal(422, asked.Status);
        Assert.NotNull(asked.Html.QuerySelector("button[name='__sure']"));
        Assert.Null(asked.Html.QuerySelector(".w-errors"));
        Assert.Equal(204, (await Fill(asked).Set("__sure", "1").Save(other)).Status);
    }

    [Fact]
    public async Task Two_ticked_records_are_merged_side_by_side_an_old_link_leads_on_and_it_is_undone()
    {
        await using var host = await TestHost.Start();
        var chief = await host.SignInAdmin();
        var (a, b) = (await Lead(host, chief.Member, "恒力", "13812345678"), await Lead(host, chief.Member, "恒力二部", "13812345679"));

        var there = await chief.Htmx().Post("/app/l2c/lead/bulk/merge/ask", ("id", Ticked(a)), ("id", Ticked(b)));
        Assert.Contains($"merge?ids={a.Id},{b.Id}", there.Headers["HX-Location"], StringComparison.Ordinal);
        var page = await chief.Get($"/app/l2c/lead/merge?ids={a.Id},{b.Id}");
        Assert.Equal(2, page.Html.QuerySelectorAll("input[name='survivor']").Length);
        Assert.Equal(2, page.Html.QuerySelectorAll("input[name='from.mobile']").Length);

        var done = await chief.Htmx().Post("/app/l2c/lead/merge", ("record", Ticked(a)), ("record", Ticked(b)), ("survivor", Id(a)), ("from.company_name", Id(b)), ("from.mobile", Id(a)));
        Assert.Contains($"/app/l2c/lead/{a.Id}", done.Headers["HX-Location"], StringComparison.Ordinal);
        Assert.Equal($"/app/l2c/lead/{a.Id}", (await chief.Get($"/app/l2c/lead/{b.Id}")).Location);
        Assert.Contains("恒力二部", (await chief.Get($"/app/l2c/lead/{a.Id}")).Text, StringComparison.Ordinal);

        var undo = (await chief.Htmx().Get($"/app/l2c/lead/{a.Id}/likely")).Html.QuerySelector("button[hx-post$='/undo']")!.GetAttribute("hx-post")!;
        Assert.Contains("HX-Location", (await chief.Htmx().Post(undo)).Headers.Keys);
        Assert.Equal(200, (await chief.Get($"/app/l2c/lead/{b.Id}")).Status);
    }

    [Fact]
    public async Task An_administrator_scans_and_parts_and_nobody_else_sees_the_page()
    {
        await using var host = await TestHost.Start();
        var (seller, chief) = (await host.SignIn("李伟", "sales_rep"), await host.SignInAdmin());
        var (a, b) = (await Lead(host, seller.Member, "苏州恒力机电有限公司", "13812345678"), await Lead(host, seller.Member, "恒利机电", "13812345679"));
        Assert.Equal(404, (await seller.Get("/app/l2c/lead/duplicates")).Status);
        Assert.Contains("没有待处理", (await chief.Get("/app/l2c/lead/duplicates")).Text, StringComparison.Ordinal);

        await chief.Htmx().Post("/app/l2c/lead/duplicates");
        var page = await chief.Get("/app/l2c/lead/duplicates");
        Assert.Contains($"merge?ids={a.Id},{b.Id}", page.Text, StringComparison.Ordinal);
        await chief.Htmx().Post(page.Html.QuerySelector("button[hx-post*='/likely/apart']")!.GetAttribute("hx-post")!);
        await chief.Htmx().Post("/app/l2c/lead/duplicates");
        Assert.Contains("没有待处理", (await chief.Get("/app/l2c/lead/duplicates")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_administrator_changes_the_points_and_all_leads_are_scored_again()
    {
        await using var host = await TestHost.Start();
        var (seller, chief) = (await host.SignIn("李伟", "sales_rep"), await host.SignInAdmin());
        var lead = await Lead(host, seller.Member, "恒力", "13812345678");
        Assert.Equal(404, (await seller.Get("/app/l2c/lead/grading")).Status);
        var page = Typed.Of(await chief.Get("/app/l2c/lead/grading"));
        Assert.Equal("25", page["p.0.0"]);

        Assert.Equal(422, (await page.Set("p.0.3", "many").Save(chief)).Status);
        Assert.Contains("HX-Location", (await page.Set("p.0.3", "80").Save(chief)).Headers.Keys);

        Assert.Contains("83", (await seller.Get($"/app/l2c/lead/{lead.Id}")).Html.QuerySelector(".w-why h2")!.TextContent, StringComparison.Ordinal);
    }

    private static string Id(Record record) => record.Id.ToString(CultureInfo.InvariantCulture);

    private static string Ticked(Record record) => $"{Id(record)}:{record.Version.ToString(CultureInfo.InvariantCulture)}";

    private static async Task<Record> Lead(TestHost host, long member, string name, string mobile) => (await host.Platform.Records.Save(host.Platform.People.Current.Actor(member),
        new Draft(host.App["lead"]).Set("company_name", name).Set("contact_name", "张三").Set("mobile", mobile).Set("source", "advertising"))).Record;
}
