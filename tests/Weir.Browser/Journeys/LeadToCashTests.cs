using Microsoft.Playwright;
using Weir.Sql.Sessions;
using Weir.Tests;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Weir.Browser.Journeys;

/// <summary>One lead to cash by the people of the demonstration company, each in a browser of their own: from a list that marketing brings in to the goods that leave.</summary>
public sealed class LeadToCashTests
{
    private const string Password = "weir-demo-2026";
    private const string Deal = "启明装配线";
    private const string Company = "昆山启明精密机械有限公司";

    [ChromiumTheory, OnSqlite, OnPostgres]
    public async Task Six_people_take_one_lead_from_the_pool_to_the_delivery(DatabaseKind kind)
    {
        await using var house = await House.Open(kind, demo: true);
        var marketing = await SignIn(house, "qianjing");
        await Import(marketing);
        var rep = await SignIn(house, "liwei");
        var lead = await Find(rep, "lead", Company);
        await Claim(rep, lead);
        await Do(rep, "follow_up", async dialog =>
        {
            await dialog.Locator("[name=type]").SelectOptionAsync("phone");
            await dialog.Locator("[name=content]").FillAsync("电话里谈了需求，下周带方案拜访。");
        });
        var deal = await Convert(rep);
        await Gates(rep, deal);
        var quote = await Quote(rep, deal);
        var manager = await SignIn(house, "sunlei");
        await Approve(manager, quote);
        await rep.GotoAsync(quote);
        await Do(rep, "accept");
        await Do(rep, "to_contract");
        await rep.WaitForURLAsync("**/app/l2c/contract/*");
        var contract = new Uri(rep.Url).AbsolutePath;
        await Do(rep, "approval.submit");
        await Approve(manager, contract);
        var commercial = await SignIn(house, "zhouyan");
        await File(commercial, contract);
        await rep.GotoAsync(contract);
        await Plan(rep);
        await Receive(rep);
        var finance = await SignIn(house, "wugang");
        await Confirm(finance, contract);
        var delivery = await SignIn(house, "zhengtao", width: 390, height: 844);
        await Deliver(delivery, contract);

        Assert.Empty(house.Complaints);
    }

    private static async Task<IPage> SignIn(House house, string who, int width = 1440, int height = 900)
    {
        var page = await house.Visitor(width: width, height: height);
        await page.GotoAsync("/sign-in");
        await page.FillAsync("[name=who]", who + "@demo.weir");
        await page.FillAsync("[name=password]", Password);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/app/**");
        return page;
    }

    /// <summary>Two rows of a table, for nobody: they lie in the pool.</summary>
    private static async Task Import(IPage page)
    {
        await page.GotoAsync("/app/l2c/lead/import");
        var file = System.Text.Encoding.UTF8.GetBytes($"公司名称,联系人,手机,来源,需求描述\n{Company},马丽,13861234567,陌拜,整线改造\n常熟百川包装有限公司,周洋,13861234568,陌拜,\n");
        await page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "名单.csv", MimeType = "text/csv", Buffer = file });
        await page.WaitForURLAsync("**/import/*");
        await page.Locator("input[name='all.owner'][value='-']").CheckAsync(new() { Force = true });
        await page.Locator("button.w-btn-primary:visible").First.ClickAsync();
        await page.WaitForURLAsync("**step=check");
        await page.Locator("button.w-btn-primary:visible").First.ClickAsync();
        await Expect(page.Locator("main a.w-btn-primary")).ToBeVisibleAsync();
    }

    private static async Task<string> Find(IPage page, string form, string words)
    {
        await page.GotoAsync($"/app/l2c/{form}?q={Uri.EscapeDataString(words)}");
        var row = page.Locator("main tbody tr[data-id]").First;
        await Expect(row).ToBeVisibleAsync();
        var address = $"/app/l2c/{form}/{await row.GetAttributeAsync("data-id")}";
        await page.GotoAsync(address);
        return address;
    }

    private static async Task Claim(IPage page, string lead)
    {
        await Button(page, "pool.claim").ClickAsync();
        await Expect(Button(page, "follow_up")).ToBeVisibleAsync();
        await page.GotoAsync(lead);
    }

    private static async Task<string> Convert(IPage page)
    {
        await Do(page, "conversion.convert", async dialog =>
        {
            await dialog.Locator("[name=opportunity_name]").FillAsync(Deal);
            await dialog.Locator("w-line-items button, button").Filter(new() { HasText = "添加一行" }).First.ClickAsync();
            await Pick(page, dialog.Locator("tbody w-combobox").First);
            await dialog.Locator("[name='opportunity_lines[0].qty']").FillAsync("2");
            // A discount is for the manager to approve.
            await dialog.Locator("[name='opportunity_lines[0].discount']").FillAsync("10");
            await dialog.Locator("[name='opportunity_lines[0].discount']").PressAsync("Tab");
        });
        await page.WaitForURLAsync("**/app/l2c/opportunity/*");
        return new Uri(page.Url).AbsolutePath;
    }

    /// <summary>The next stage names what it wants; then the key person and the talk are there, and it opens.</summary>
    private static async Task Gates(IPage page, string deal)
    {
        await page.Locator(Next).First.ClickAsync();
        await Expect(page.Locator("dialog[open]").Last).ToContainTextAsync("关键人");
        await page.Keyboard.PressAsync("Escape");

        await page.GotoAsync(await Find(page, "contact", "13861234567") + "/edit");
        await page.Locator("input[type=checkbox][name=is_key]").CheckAsync(new() { Force = true });
        await page.Locator("button[type=submit].w-btn-primary:visible").First.ClickAsync();
        await page.WaitForURLAsync(url => !url.EndsWith("/edit", StringComparison.Ordinal));

        await page.GotoAsync(deal + "/edit");
        var roles = page.Locator("[data-field=contact_roles], #f-contact_roles-field").First;
        await roles.Locator("button").Filter(new() { HasText = "添加一行" }).First.ClickAsync();
        await Pick(page, roles.Locator("tbody w-combobox").First);
        await roles.Locator("[name='contact_roles[0].buying_role']").SelectOptionAsync("decision_maker");
        await page.Locator("button[type=submit].w-btn-primary:visible").First.ClickAsync();
        await page.WaitForURLAsync("**" + deal);
        await Do(page, "follow_up", async asked =>
        {
            await asked.Locator("[name=type]").SelectOptionAsync("visit");
            await asked.Locator("[name=content]").FillAsync("现场看了产线，确认需求。");
        });
        await page.GotoAsync(deal);
        await Send(page, page.Locator(Next).First);
        await page.GotoAsync(deal);
        await Expect(page.Locator("main")).ToContainTextAsync("推进到 方案提供");
    }

    private static async Task<string> Quote(IPage page, string deal)
    {
        await page.GotoAsync(deal);
        await Do(page, "quote");
        await page.WaitForURLAsync("**/app/l2c/quote/*");
        var quote = new Uri(page.Url).AbsolutePath;
        await page.GotoAsync(quote);
        await Do(page, "approval.submit");
        await page.GotoAsync(quote);
        await Expect(page.Locator("main")).ToContainTextAsync("审批中");
        return quote;
    }

    private static async Task Approve(IPage page, string record)
    {
        await page.GotoAsync("/app/l2c/approvals");
        await Expect(page.Locator("main").GetByText(Deal).First).ToBeVisibleAsync();
        await page.GotoAsync(record);
        await Do(page, "approval.approve");
    }

    /// <summary>Commercial signs and files the contract with its scan.</summary>
    private static async Task File(IPage page, string contract)
    {
        await page.GotoAsync(contract);
        await Do(page, "approval.approve", async dialog =>
        {
            var upload = dialog.Locator("input[type=file]").First;
            await Expect(upload).ToBeAttachedAsync();
            await upload.SetInputFilesAsync(new FilePayload { Name = "合同扫描件.pdf", MimeType = "application/pdf", Buffer = "%PDF-1.4\n%%EOF\n"u8.ToArray() });
            await Expect(dialog.GetByText("合同扫描件.pdf").First).ToBeVisibleAsync();
        });
        await page.GotoAsync(contract);
        await Expect(page.Locator("main")).ToContainTextAsync("执行中");
    }

    /// <summary>One instalment of everything, which the dialog adds up.</summary>
    private static Task Plan(IPage page) => Do(page, "plan", async dialog =>
    {
        await dialog.Locator("button").Filter(new() { HasText = "添加一行" }).First.ClickAsync();
        await dialog.Locator("[name='plan[0].milestone']").SelectOptionAsync("other");
        await dialog.Locator("[name='plan[0].percent']").FillAsync("100");
        await dialog.Locator("[name='plan[0].due_date']").FillAsync("2027-01-31");
        await dialog.Locator("[name='plan[0].due_date']").PressAsync("Tab");
        await Expect(dialog).ToContainTextAsync("23,040.00");
    });

    /// <summary>The dialog begins with all that is open.</summary>
    private static Task Receive(IPage page) => Do(page, "receive", async dialog =>
    {
        await dialog.Locator("[name=method]").SelectOptionAsync("cash");
        await Expect(dialog.Locator("[name=amount]")).ToHaveValueAsync("23040.00");
    });

    private static async Task Confirm(IPage page, string contract)
    {
        await page.GotoAsync("/app/l2c/payment?sort=-created_at");
        await page.GotoAsync($"/app/l2c/payment/{await page.Locator("main tbody tr[data-id]").First.GetAttributeAsync("data-id")}");
        await Expect(page.Locator($"main a[href*='{contract}']").First).ToBeVisibleAsync();
        await Do(page, "approval.approve");
        await page.GotoAsync(contract);
        await Expect(page.Locator("main")).ToContainTextAsync("100.00%");
    }

    private static async Task Deliver(IPage page, string contract)
    {
        await page.GotoAsync(contract);
        await Do(page, "deliver");
        await page.WaitForURLAsync("**/app/l2c/delivery/*");
        await Do(page, "ship");
        await Expect(page.Locator("main").GetByText("已发货").First).ToBeVisibleAsync();
    }

    private const string Next = "main [hx-get$='/stage/needs_confirmed']:visible";

    private static ILocator Button(IPage page, string action) => page.Locator($"main [hx-get$='/do/{action}']:visible, main [hx-post$='/do/{action}']:visible").First;

    /// <summary>Presses an action, fills in what it asks and sends it.</summary>
    private static async Task Do(IPage page, string action, Func<ILocator, Task>? fill = null)
    {
        var button = Button(page, action);
        await Expect(button).ToBeVisibleAsync();
        await Send(page, button, fill);
    }

    private static async Task Send(IPage page, ILocator button, Func<ILocator, Task>? fill = null)
    {
        var asks = await button.GetAttributeAsync("hx-get") is not null;
        if (!asks)
        {
            var answer = await page.RunAndWaitForResponseAsync(() => button.ClickAsync(), r => r.Request.Method == "POST");
            Assert.True(answer.Ok, $"{answer.Url} answers {answer.Status}: {await answer.TextAsync()}");
            return;
        }
        await button.ClickAsync();
        var dialog = page.Locator("dialog[open]").Last;
        await Expect(dialog).ToBeVisibleAsync();
        if (fill is not null) await fill(dialog);
        await dialog.Locator("button[type=submit]").Last.ClickAsync();
        try
        {
            await Expect(page.Locator("dialog[open]")).ToHaveCountAsync(0);
        }
        catch (PlaywrightException)
        {
            Assert.Fail("The dialog stays: " + await page.Locator("dialog[open]").Last.InnerTextAsync());
        }
    }

    /// <summary>The first of what a box offers.</summary>
    private static async Task Pick(IPage page, ILocator box)
    {
        await box.Locator("input[role=combobox]").ClickAsync();
        var first = box.Locator("[role=option]").First;
        await Expect(first).ToBeVisibleAsync();
        await first.ClickAsync();
        await page.WaitForTimeoutAsync(300);
    }
}
