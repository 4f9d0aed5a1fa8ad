using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Weir.Browser.Ui;

public class GalleryTests(GalleryHost host) : IClassFixture<GalleryHost>
{
    [ChromiumTheory]
    [InlineData("parts")]
    [InlineData("home")]
    [InlineData("stages")]
    [InlineData("studio")]
    [InlineData("list")]
    [InlineData("record")]
    [InlineData("form")]
    [InlineData("welcome")]
    public async Task A_page_fits_a_phone_and_keeps_the_content_policy(string part)
    {
        var (page, errors) = await host.Open(part, 390, 844);

        Assert.Equal(390, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        Assert.Empty(errors);
        Assert.Equal(0, await page.Locator("[style]:not([style=''])").CountAsync());
    }

    [ChromiumTheory]
    [InlineData("12万", "120,000.00", "120000.00")]
    [InlineData("1.2亿", "120,000,000.00", "120000000.00")]
    [InlineData("￥1，234.565", "1,234.57", "1234.57")]
    [InlineData("(nothing)", "(nothing)", "(nothing)")]
    public async Task An_amount_is_read_as_people_write_it(string typed, string shown, string posted)
    {
        var (page, _) = await host.Open("parts");

        await page.Locator("#p-amount").FillAsync(typed);
        await page.Locator("#p-name").FocusAsync();

        Assert.Equal(shown, await page.Locator("#p-amount").InputValueAsync());
        Assert.Equal(posted, await page.Locator("[name=amount]").InputValueAsync());
    }

    [ChromiumTheory]
    [InlineData("12-5 9:30", "-12-05 09:30")]
    [InlineData("2027/1/3", "2027-01-03 09:00")]
    [InlineData("2026年12月31日 18点", "2026-12-31 18:00")]
    public async Task A_moment_is_read_as_people_write_it(string typed, string ending)
    {
        var (page, _) = await host.Open("parts");

        await page.Locator("#p-due").FillAsync(typed);
        await page.Locator("#p-name").FocusAsync();

        Assert.EndsWith(ending, await page.Locator("#p-due").InputValueAsync());
    }

    [ChromiumFact]
    public async Task A_list_of_choices_is_used_with_the_keyboard_alone()
    {
        var (page, _) = await host.Open("parts");
        var owner = page.Locator("#p-owner");

        await owner.FocusAsync();
        await owner.PressSequentiallyAsync("常州");
        await Expect(page.Locator("w-combobox [role=option]:visible")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Enter");
        Assert.Equal("21,22,4", await Chosen());
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("Backspace");
        Assert.Equal("21,22", await Chosen());

        Task<string> Chosen() => page.Locator("[name=owner]").EvaluateAsync<string>("s => [...s.selectedOptions].map(o => o.value).join()");
    }

    [ChromiumFact]
    public async Task The_filter_builder_writes_the_condition_that_it_shows()
    {
        var (page, _) = await host.Open("parts");
        var row = page.Locator("w-filter > .w-filter-rows > .w-filter-row").Last;

        await page.Locator("w-filter .w-filter-foot > button").First.ClickAsync();
        await row.Locator("select").First.SelectOptionAsync("amount");
        await row.Locator(".w-filter-value input").First.FillAsync("5万");

        Assert.EndsWith(""",{"field":"amount","op":"gt","value":50000}]}""", await page.Locator("w-filter input[name=filter]").InputValueAsync());
    }

    [ChromiumFact]
    public async Task A_refusal_says_the_servers_words_and_leaves_the_page_alone()
    {
        var (page, _) = await host.Open("parts");

        await page.Locator("#refuse").ClickAsync();

        await Expect(page.Locator(".w-toast-bad")).ToContainTextAsync("今日领取已达上限 5 条，明天 00:00 恢复");
        await Expect(page.Locator("#refuse")).ToBeVisibleAsync();
    }

    [ChromiumFact]
    public async Task A_dialog_takes_the_focus_closes_when_saved_and_gives_it_back()
    {
        var (page, _) = await host.Open("parts");

        await page.Locator("#open-dialog").ClickAsync();
        await Expect(page.Locator("#d-text")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("x");
        await page.Locator("dialog[open] [type=submit]").ClickAsync();

        await Expect(page.Locator("dialog[open]")).ToHaveCountAsync(0);
        await Expect(page.Locator("#open-dialog")).ToBeFocusedAsync();
    }

    [ChromiumFact]
    public async Task A_dialog_that_is_refused_stays_open_and_takes_another_try()
    {
        var (page, _) = await host.Open("parts");
        var again = await (await page.APIRequest.GetAsync(host.Root + "/ui-gallery/dialog?name=too+short")).TextAsync();
        await page.RouteAsync("**/ui-gallery/act", route => route.FulfillAsync(new() { Status = 422, ContentType = "text/html", Body = again, Headers = new Dictionary<string, string> { ["HX-Reswap"] = "outerHTML" } }), new() { Times = 1 });
        await page.Locator("#open-dialog").ClickAsync();
        await page.Locator("#d-text").FillAsync("x");
        await page.Locator("dialog[open] [type=submit]").ClickAsync();

        await Expect(page.Locator("#d-text")).ToHaveValueAsync("too short");
        await page.WaitForTimeoutAsync(300);
        await Expect(page.Locator("dialog:modal")).ToHaveCountAsync(1);
        await page.Locator("dialog[open] [type=submit]").ClickAsync();
        await Expect(page.Locator("dialog[open]")).ToHaveCountAsync(0);
    }

    [ChromiumFact]
    public async Task What_cannot_be_undone_asks_for_the_name()
    {
        var (page, _) = await host.Open("parts");

        await page.Locator("w-menu button[aria-label='更多']").First.ClickAsync();
        await page.Locator("[role=menuitem].w-menu-danger").First.ClickAsync();
        var yes = page.Locator("dialog[open] .w-btn-primary");

        await Expect(yes).ToBeDisabledAsync();
        await page.Keyboard.TypeAsync("苏州恒力");
        await Expect(yes).ToBeEnabledAsync();
    }

    [ChromiumFact]
    public async Task What_was_typed_survives_a_reload_until_it_is_saved()
    {
        var (page, _) = await host.Open("record");
        var text = page.Locator(".w-composer textarea");

        await text.FillAsync("刘洋 要 布置图");
        await page.WaitForFunctionAsync("() => localStorage.length === 1");
        await page.ReloadAsync();
        await Expect(text).ToHaveValueAsync("刘洋 要 布置图");
        await text.FocusAsync();
        await page.Keyboard.PressAsync("Control+Enter");

        await page.WaitForFunctionAsync("() => localStorage.length === 0");
    }
}
