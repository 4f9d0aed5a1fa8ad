using System.Text.Json;
using Weir.Engine.Apps;
using Weir.Engine.Capabilities.Duplicates;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.Web.Records;

/// <summary>The rules for duplicates on their page: edited, tried with typed values and published by an administrator.</summary>
public sealed class DuplicateRulesTests
{
    private const string Rules = "/app/l2c/lead/duplicates/rules";

    [Fact]
    public async Task What_nobody_changed_is_published_as_it_was()
    {
        await using var host = await TestHost.Start();
        var chief = await host.SignInAdmin();
        foreach (var form in new[] { "lead", "account", "contact" })
        {
            var before = Written(host, form);
            Assert.Contains("HX-Location", (await Typed.Of(await chief.Get($"/app/l2c/{form}/duplicates/rules")).Save(chief)).Headers.Keys);
            Assert.Equal(before, Written(host, form));
        }
    }

    [Fact]
    public async Task A_rule_is_tried_with_typed_values_and_refuses_once_it_is_published()
    {
        await using var host = await TestHost.Start();
        var (seller, chief) = (await host.SignIn("李伟", "sales_rep"), await host.SignInAdmin());
        var lead = await Lead(host, seller.Member, "苏州恒力", "13812345678", "a@b.example");
        var page = Typed.Of(await chief.Get(Rules)).Set("key4.on.Manual", "Refuse").Set("t.email", "A@b.example").Set("t.company_name", "");

        var tried = await page.Set("do", "try").Save(chief);
        Assert.Contains("命中 1 条", tried.Html.QuerySelector("#trial")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("苏州恒力", tried.Html.QuerySelector("#trial .w-likely-list")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("手工录入：拒绝", tried.Html.QuerySelector("#trial")!.TextContent, StringComparison.Ordinal);
        await Lead(host, seller.Member, "无锡博远", "13812345679", "a@b.example");

        Assert.Contains("HX-Location", (await page.Set("do", "").Save(chief)).Headers.Keys);
        var refused = await Assert.ThrowsAsync<ProblemException>(() => Lead(host, seller.Member, "常州甲", "13812345670", "a@b.example"));
        Assert.Equal(("email", "duplicate.found"), Assert.Single(refused.Problem.Errors) is var e ? (e.Field, e.Code) : default);
        Assert.Equal(404, (await seller.Get(Rules)).Status);
        Assert.Contains(Rules, (await chief.Get("/app/l2c/lead")).Text, StringComparison.Ordinal);
        Assert.True(lead.Id > 0);
    }

    [Fact]
    public async Task A_new_rule_gets_its_fields_another_form_and_a_reaction_for_each_channel()
    {
        await using var host = await TestHost.Start();
        var chief = await host.SignInAdmin();
        var page = Typed.Of(await Typed.Of(await chief.Get(Rules)).Set("do", "key.add").Save(chief)).Set("key5.first", "mobile").Set("key5.more", "contact_name");
        var also = Typed.Of(await page.Set("do", "also5.add").Save(chief)).Set("key5.also0.form", "contact");
        var chosen = Typed.Of(await also.Set("do", "fields").Save(chief)).Set("key5.also0.mobile", "mobile").Set("key5.also0.contact_name", "name");

        var saved = await chosen.Set("do", "").Set("key5.on.Manual", "Warn").Set("key5.on.Import", "Allow").Set("key5.on.Form", "Merge").Set("key5.on.Api", "Touch").Save(chief);
        Assert.Contains("HX-Location", saved.Headers.Keys);

        var key = Read(host, "lead").Keys[5];
        Assert.Equal(["mobile", "contact_name"], key.Fields);
        Assert.Equal(["mobile", "name"], key.Also["contact"]);
        Assert.Equal([Reaction.Warn, Reaction.Allow, Reaction.Merge, Reaction.Touch, Reaction.Refuse], Enum.GetValues<Channel>().Select(c => key.Reactions.GetValueOrDefault(c, key.Reaction)));
        var less = Typed.Of(await Typed.Of(await chief.Get(Rules)).Set("do", "key.remove 0").Save(chief));
        await Typed.Of(await less.Set("do", "key.up 4").Save(chief)).Set("do", "").Save(chief);
        Assert.Equal(["mobile", "company_name", "phone", "mobile", "email"], Read(host, "lead").Keys.Select(k => k.Fields[0]));
    }

    [Fact]
    public async Task What_is_wrong_names_its_rule_and_stands_at_its_field_in_either_language()
    {
        await using var host = await TestHost.Start();
        var chief = await host.SignInAdmin();
        var version = host.App.Version;
        var page = Typed.Of(await Typed.Of(await chief.Get(Rules)).Set("do", "key.add").Save(chief)).Set("do", "").Set("key1.like", "yes").Set("key2.on.Manual", "Refuse").Set("key3.also0.phone", "");

        var refused = await page.Save(chief);
        Assert.Equal(422, refused.Status);
        Assert.Contains("第 6 条查重规则：请选择字段", refused.Html.QuerySelector("[id='f-key5.first-error']")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("第 2 条查重规则：只有公司名称", refused.Html.QuerySelector("[id='f-key1.like-error']")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("第 3 条查重规则：名称相近不一定是同一个", refused.Html.QuerySelector("[id='f-key2.on-error']")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("第 4 条查重规则：请为另一个表单选择", refused.Html.QuerySelector("[id='f-key3.also0.form-error']")!.TextContent, StringComparison.Ordinal);

        await chief.Post("/me/language", ("language", "en"));
        var english = await page.Save(chief);
        Assert.Contains("Rule 6: choose a field", english.Text, StringComparison.Ordinal);
        Assert.Contains("What would it meet", english.Text, StringComparison.Ordinal);
        Assert.Equal(version, host.App.Version);
    }

    private static DuplicatesDefinition Read(TestHost host, string form) => DuplicateTrials.Definition(host.App[form])!;

    private static string Written(TestHost host, string form) => JsonSerializer.Serialize(Read(host, form), DefinitionJson.Options);

    private static async Task<Record> Lead(TestHost host, long member, string name, string mobile, string email) => (await host.Platform.Records.Save(host.Platform.People.Current.Actor(member),
        new Draft(host.App["lead"]).Set("company_name", name).Set("contact_name", "张三").Set("mobile", mobile).Set("email", email).Set("source", "advertising"))).Record;
}
