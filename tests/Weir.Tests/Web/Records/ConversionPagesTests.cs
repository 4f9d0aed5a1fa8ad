using System.Text.Json;
using Weir.Engine.Apps;
using Weir.Engine.Capabilities.Conversion;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Tests.Apps;
using Xunit;

namespace Weir.Tests.Web.Records;

/// <summary>The fields of a conversion on their page: what goes along by itself, lines of its own, and what stays behind.</summary>
public sealed class ConversionPagesTests
{
    private const string Map = "/app/l2c/lead/conversion";

    [Fact]
    public async Task What_nobody_changed_is_published_as_it_was()
    {
        await using var host = await TestHost.Start();
        var chief = await host.SignInAdmin();
        var before = JsonSerializer.Serialize(Read(host), DefinitionJson.Options);

        Assert.Contains("HX-Location", (await Typed.Of(await chief.Get(Map)).Save(chief)).Headers.Keys);

        Assert.Equal(before, JsonSerializer.Serialize(Read(host), DefinitionJson.Options));
    }

    [Fact]
    public async Task A_line_is_added_published_and_followed_by_the_next_conversion()
    {
        await using var host = await TestHost.Start();
        await Own(host);
        var (seller, chief) = (await host.SignIn("李伟", "sales_rep"), await host.SignInAdmin());
        var first = await chief.Get(Map);
        Assert.Contains("主要设备会提醒", first.Html.QuerySelector("#behind")!.TextContent.Replace("\n", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("邮箱", first.Html.QuerySelectorAll(".w-section")[1].TextContent, StringComparison.Ordinal);

        var added = Typed.Of(await Typed.Of(first).Set("do", "map0.add").Save(chief)).Set("t0.map0.from", "main_equipment");
        var chosen = await added.Set("do", "lines").Save(chief);
        var choices = chosen.Html.QuerySelectorAll("[name='t0.map0.to'] option").Select(o => o.GetAttribute("value")).ToList();
        Assert.Contains("machines", choices);
        Assert.DoesNotContain("employee_count", choices);
        Assert.Contains("HX-Location", (await Typed.Of(chosen).Set("do", "").Set("t0.map0.to", "machines").Set("stays", "batch_no").Save(chief)).Headers.Keys);

        Assert.Equal([("machines", "main_equipment")], Read(host).Targets[0].Map.Select(m => (m.Key, m.Value)));
        Assert.Equal(["batch_no"], Read(host).Stays);
        var lead = (await host.Platform.Records.Save(host.Platform.People.Current.Actor(seller.Member), new Draft(host.App["lead"]).Set("company_name", "苏州恒力").Set("contact_name", "马丽").Set("mobile", "13812345678").Set("source", "campaign").Set("budget_amount", 1000m).Set("main_equipment", "六轴机器人"))).Record;
        var converted = (await host.Platform.Records.Act(host.Platform.People.Current.Actor(seller.Member), lead.Form, lead.Id, "conversion.convert")).Record;
        Assert.Equal("六轴机器人", (await host.Platform.Query.Get(host.Admin, host.App["account"], (long)converted["converted_account"]!)).Record["machines"]);

        await Typed.Of(await Typed.Of(await chief.Get(Map)).Set("do", "map0.remove 0").Save(chief)).Set("do", "").Save(chief);
        Assert.Empty(Read(host).Targets[0].Map);
        Assert.Equal(404, (await seller.Get(Map)).Status);
        Assert.Contains(Map, (await chief.Get("/app/l2c/lead")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_stands_at_its_line_in_either_language()
    {
        await using var host = await TestHost.Start();
        await Own(host);
        var chief = await host.SignInAdmin();
        var version = host.App.Version;
        var one = Typed.Of(await Typed.Of(await chief.Get(Map)).Set("do", "map0.add").Save(chief));
        var two = Typed.Of(await one.Set("do", "map0.add").Save(chief)).Set("do", "").Set("t0.map0.from", "main_equipment").Set("t0.map0.to", "employee_count").Set("t0.map1.to", "employee_count");

        var refused = await two.Save(chief);
        Assert.Equal(422, refused.Status);
        Assert.Contains("“主要设备”是", refused.Html.QuerySelector("[id='f-t0.map0.to-error']")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("请选择字段", refused.Html.QuerySelector("[id='f-t0.map1.from-error']")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("上面已经有一行", refused.Html.QuerySelector("[id='f-t0.map1.to-error']")!.TextContent, StringComparison.Ordinal);

        await chief.Post("/me/language", ("language", "en"));
        var english = await two.Save(chief);
        Assert.Contains("only fields of one type can be taken over", english.Html.QuerySelector("[id='f-t0.map0.to-error']")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Fields without a place", english.Text, StringComparison.Ordinal);
        Assert.Equal(version, host.App.Version);
    }

    private static ConversionDefinition Read(TestHost host) => ConversionMap.Definition(host.App["lead"])!;

    private static Task Own(TestHost host) => host.Platform.Apps.Publish(host.Admin, host.App.Definition
        .Change("lead", f => f with { Fields = [.. f.Fields, new FieldDefinition { Key = "main_equipment", Type = "text", Label = ("主要设备", "Equipment") }] })
        .Change("account", f => f with { Fields = [.. f.Fields, new FieldDefinition { Key = "machines", Type = "text", Label = ("设备", "Machines") }] }), host.App.Version);
}
