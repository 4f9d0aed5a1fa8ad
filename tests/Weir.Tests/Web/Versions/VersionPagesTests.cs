using Weir.Engine.Capabilities;
using Weir.Tests.Web.Records;
using Xunit;

namespace Weir.Tests.Web.Versions;

/// <summary>The versions of an app on their pages: what each changed in words, and going back to one.</summary>
public sealed class VersionPagesTests
{
    private const string Path = "/app/l2c/versions";

    [Fact]
    public async Task A_changed_setting_is_told_line_by_line_and_taken_back()
    {
        await using var host = await TestHost.Start();
        var (seller, chief) = (await host.SignIn("李伟", "sales_rep"), await host.SignInAdmin());
        var first = host.App.Version;
        await Typed.Of(await chief.Get("/app/l2c/opportunity/pipelines/standard")).Set("stage[0].rate", "20").Save(chief);

        var list = await chief.Get(Path);
        Assert.Contains("商机 · 销售流程", list.Html.QuerySelector("#versions")!.Children[0].TextContent, StringComparison.Ordinal);
        var one = await chief.Get($"{Path}/{first + 1}");
        // What the page wrote in full and the template left out is no difference.
        Assert.Single(one.Html.QuerySelectorAll(".w-version-lines > div"));
        var line = one.Html.QuerySelectorAll(".w-version-lines > div").Single(l => l.QuerySelector("del")?.TextContent == "10");
        Assert.Equal(("流程 · “标品流程（一三五七十）” · 阶段 · “初步接洽” · 赢率", "20"), (line.QuerySelector("dt")!.TextContent, line.QuerySelector("ins")!.TextContent));

        var back = await chief.Get($"{Path}/{first}");
        Assert.Contains("数据不会丢失", back.Html.QuerySelector("#back")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("商机 · 销售流程", back.Html.QuerySelector("#back .w-version-list")!.TextContent, StringComparison.Ordinal);
        var form = Typed.Of(back);
        await form.Save(chief);
        Assert.Equal(first + 2, host.App.Version);
        Assert.DoesNotContain("\"rate\":20,", host.App["opportunity"].Definition.Capabilities["pipeline"].GetRawText().Replace(" ", "", StringComparison.Ordinal)[..2000], StringComparison.Ordinal);

        // Whoever saw an older state is told, instead of taking back what they did not see.
        Assert.Equal(409, (await form.Save(chief)).Status);
        Assert.Contains("商机 · 销售流程", (await chief.Get("/admin/organisation/trail")).Text, StringComparison.Ordinal);
        foreach (var at in new[] { Path, $"{Path}/{first}" }) Assert.Equal(404, (await seller.Get(at)).Status);
    }

    [Fact]
    public void The_settings_of_every_capability_have_a_name() =>
        Assert.Equal(CapabilityCatalogue.All.Select(c => c.Key).Order(), Weir.Web.Pages.Versions.DefinitionWords.Capabilities.Keys.Order());
}
