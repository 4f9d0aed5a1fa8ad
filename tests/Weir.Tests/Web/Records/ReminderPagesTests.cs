using System.Globalization;
using System.Text.Json;
using Weir.Engine.Apps;
using Weir.Engine.Capabilities.Reminders;
using Xunit;

namespace Weir.Tests.Web.Records;

/// <summary>The reminders of a form on their page.</summary>
public sealed class ReminderPagesTests
{
    [Fact]
    public async Task What_nobody_changed_is_published_as_it_was()
    {
        await using var host = await TestHost.Start();
        var chief = await host.SignInAdmin();
        foreach (var form in host.App.Forms.Where(f => f.Definition.Capabilities.ContainsKey("reminders")).Select(f => f.Key).ToList())
        {
            var before = Read(host, form);
            Assert.Contains("HX-Location", (await Typed.Of(await chief.Get($"/app/l2c/{form}/reminders")).Save(chief)).Headers.Keys);
            Assert.Equal(Written(before), Written(Read(host, form)));
        }
    }

    [Fact]
    public async Task A_reminder_is_switched_off_moved_and_told_to_somebody_else_as_well()
    {
        await using var host = await TestHost.Start();
        var (seller, chief) = (await host.SignIn("李伟", "sales_rep"), await host.SignInAdmin());
        const string at = "/app/l2c/contract/reminders";

        var refused = await Typed.Of(await chief.Get(at)).Set("quiet.from", "late").Save(chief);
        Assert.Equal(422, refused.Status);
        Assert.Contains("时间请写成 09:00", refused.Html.QuerySelector("[id='f-quiet.from-error']")!.TextContent, StringComparison.Ordinal);
        await Typed.Of(await chief.Get(at)).Drop("rule0.on").Set("rule0.step0", "-45").Set("rule0.at", "10:30").Set("quiet.from", "21:00").Set("rule0.members", seller.Member.ToString(CultureInfo.InvariantCulture)).Save(chief);

        var settings = Read(host, "contract");
        var rule = settings.Rules[0];
        Assert.Equal((true, -45, "10:30", "21:00", seller.Member), (rule.Off, rule.Steps[0].Days, rule.At, settings.Quiet.From, rule.To[^1].Members.Single()));
        Assert.Equal(404, (await seller.Get(at)).Status);
    }

    [Fact]
    public async Task Its_words_days_and_receivers_are_changed_and_none_of_them_may_be_missing()
    {
        await using var host = await TestHost.Start();
        var chief = await host.SignInAdmin();
        const string at = "/app/l2c/opportunity/reminders";
        var weekly = Read(host, "opportunity").Rules.ToList().FindIndex(r => r.On is not null);
        var receivers = Read(host, "opportunity").Rules[weekly].To.Count;

        var refused = await Typed.Of(await chief.Get(at)).Set($"rule{weekly}.text.en", "").Drop($"rule{weekly}.weekdays").Drop($"rule{weekly}.to").Save(chief);
        Assert.Equal(422, refused.Status);
        Assert.Equal(["请填写提醒的文字。", "请至少选一天。", "请至少选一个接收人；不想提醒就把这条规则关掉。"], refused.Html.QuerySelectorAll(".w-errors a").Select(a => a.TextContent.Trim()));
        var unknown = await Typed.Of(await chief.Get(at)).Set($"rule{weekly}.text.zh", "停滞 {nothing}").Save(chief);
        Assert.Equal(422, unknown.Status);
        Assert.Contains("nothing", unknown.Text, StringComparison.Ordinal);

        await Typed.Of(await chief.Get(at)).Set($"rule{weekly}.text.zh", "停滞了：{amount}").Set($"rule{weekly}.weekdays", "friday").Set($"rule{weekly}.monthdays", "15, 1").Set($"rule{weekly}.roles", "executive").Save(chief);
        var rule = Read(host, "opportunity").Rules[weekly];
        Assert.Equal(("停滞了：{amount}", DayOfWeek.Friday, receivers + 1, "executive"), (rule.Text!.Zh, rule.On!.Weekdays.Single(), rule.To.Count, rule.To[^1].Role));
        Assert.Equal([1, 15], rule.On.MonthDays);
    }

    private static ReminderSettings Read(TestHost host, string form) => JsonSerializer.Deserialize<ReminderSettings>(host.App[form].Definition.Capabilities["reminders"], DefinitionJson.Options)!;

    private static string Written(ReminderSettings settings) => JsonSerializer.Serialize(settings);
}
