using System.Globalization;
using DocumentFormat.OpenXml.Packaging;
using Microsoft.Playwright;
using Weir.Sql.Sessions;
using Weir.Tests;
using Xunit;
using static Microsoft.Playwright.Assertions;
using Sheets = DocumentFormat.OpenXml.Spreadsheet;

namespace Weir.Browser.Journeys;

/// <summary>The first day of a company: set up, bring in the customer list, find and change a customer, argue with a colleague, take the list away again.</summary>
public sealed class FirstDayTests
{
    private const string Password = "a-long-pass-2026";
    private const string Leads = "/app/l2c/lead";

    [ChromiumTheory, OnSqlite("zh-CN"), OnPostgres("en")]
    public async Task A_company_brings_in_its_list_and_works_with_it(DatabaseKind kind, string language)
    {
        await using var house = await House.Open(kind);
        var page = await house.Visitor(language);

        await SetUp(house, page);
        await Import(page);
        await Find(page, "远景包装", 4, "无锡远景包装有限公司");
        await Find(page, "13812347900", 1, "杭州瑞丰机械有限公司");
        await Find(page, "hzrf", 4, "杭州瑞丰机械有限公司");
        await ChangeInTheList(page);
        await Argue(house, page, language);
        await TakeAway(page);
        await house.KillAndStart();
        await StillThere(house, language);
        Assert.Empty(house.Complaints);
    }

    private static async Task SetUp(House house, IPage page)
    {
        await page.GotoAsync("/");
        await page.FillAsync("[name=code]", house.Code);
        await page.FillAsync("[name=company]", "恒远智能装备");
        await page.FillAsync("[name=name]", "王岚");
        await page.FillAsync("[name=email]", "boss@example.com");
        await page.FillAsync("[name=password]", Password);
        await page.Locator("form button[type=submit]").ClickAsync();
        await page.WaitForURLAsync("**/app/l2c/**");
    }

    /// <summary>36 rows as LibreOffice Calc wrote them; row 9 has no e-mail address and row 21 a source that does not exist.</summary>
    private static async Task Import(IPage page)
    {
        await page.GotoAsync(Leads);
        await page.Locator("main a.w-btn[href$='/import']").First.ClickAsync();
        await page.Locator("input[type=file]").SetInputFilesAsync(Path.Combine(AppContext.BaseDirectory, "Journeys", "customers-from-calc.xlsx"));
        await page.WaitForURLAsync("**/import/*");
        await Expect(page.GetByText("36").First).ToBeVisibleAsync();
        await page.Locator("button.w-btn-primary:visible").First.ClickAsync();
        await page.WaitForURLAsync("**step=check");
        await page.Locator("button.w-btn-primary:visible").First.ClickAsync();
        var toTheList = page.Locator("main a.w-btn-primary");
        await Expect(toTheList).ToBeVisibleAsync();
        await Expect(page.GetByText("34", new() { Exact = true }).First).ToBeVisibleAsync();
        await toTheList.ClickAsync();
        await Expect(Rows(page)).ToHaveCountAsync(34);
    }

    private static async Task Find(IPage page, string words, int count, string one)
    {
        await page.GotoAsync(Leads);
        await page.Locator("main input[type=search]").FillAsync(words);
        await Expect(Rows(page)).ToHaveCountAsync(count);
        await Expect(Rows(page).Filter(new() { HasText = one })).ToHaveCountAsync(1);
    }

    private static async Task ChangeInTheList(IPage page)
    {
        var cell = Cell(page, "杭州瑞丰机械有限公司", "contact_name");
        await Type(page, cell, "赵强");
        await Expect(cell).ToHaveTextAsync("赵强");
        await page.ReloadAsync();
        await Expect(cell).ToHaveTextAsync("赵强");
    }

    /// <summary>Both have the cell open; who saves second is shown both names and keeps their own.</summary>
    private static async Task Argue(House house, IPage page, string language)
    {
        var colleague = await house.Visitor(language);
        await SignIn(colleague);
        await colleague.GotoAsync(Leads + "?q=hzrf");
        var (mine, theirs) = (Cell(page, "杭州瑞丰机械有限公司", "contact_name"), Cell(colleague, "杭州瑞丰机械有限公司", "contact_name"));
        await mine.DblClickAsync();
        await Expect(mine.Locator("input")).ToBeFocusedAsync();
        await Type(colleague, theirs, "孙立");
        await Expect(theirs).ToHaveTextAsync("孙立");

        await mine.Locator("input").FillAsync("钱进");
        await page.Keyboard.PressAsync("Enter");

        var dialog = page.Locator("dialog[open]");
        await Expect(dialog).ToContainTextAsync("孙立");
        await Expect(dialog).ToContainTextAsync("钱进");
        await dialog.Locator("button.w-btn-primary").ClickAsync();
        await Expect(mine).ToHaveTextAsync("钱进");
    }

    private static async Task TakeAway(IPage page)
    {
        await page.GotoAsync(Leads + "/export?q=hzrf");
        var download = await page.RunAndWaitForDownloadAsync(() => page.Locator("form[action$='/export'] button.w-btn-primary").ClickAsync());
        var file = await download.PathAsync();
        var names = Names(file);
        Assert.Equal(4, names.Count);
        Assert.Contains("钱进", names);
    }

    private static async Task StillThere(House house, string language)
    {
        var page = await house.Visitor(language);
        await SignIn(page);
        await page.GotoAsync(Leads + "?q=hzrf");
        await Expect(Cell(page, "杭州瑞丰机械有限公司", "contact_name")).ToHaveTextAsync("钱进");
    }

    private static async Task SignIn(IPage page)
    {
        await page.GotoAsync("/sign-in");
        await page.FillAsync("[name=who]", "boss@example.com");
        await page.FillAsync("[name=password]", Password);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/app/**");
    }

    private static async Task Type(IPage page, ILocator cell, string text)
    {
        await cell.DblClickAsync();
        await cell.Locator("input").FillAsync(text);
        await page.Keyboard.PressAsync("Enter");
    }

    private static ILocator Rows(IPage page) => page.Locator("main tbody tr[data-id]");

    private static ILocator Cell(IPage page, string company, string field) =>
        Rows(page).Filter(new() { HasText = company }).Locator($"td[data-edit='{field}']");

    /// <summary>The contacts of an exported workbook, below the header.</summary>
    private static List<string> Names(string file)
    {
        using var book = SpreadsheetDocument.Open(file, isEditable: false);
        var shared = book.WorkbookPart!.SharedStringTablePart?.SharedStringTable.Elements<Sheets.SharedStringItem>().Select(s => s.InnerText).ToList() ?? [];
        var rows = book.WorkbookPart.WorksheetParts.First().Worksheet.Descendants<Sheets.Row>().Select(r => r.Elements<Sheets.Cell>().Select(Text).ToList()).ToList();
        var column = rows[0].FindIndex(t => t is "联系人" or "Contact");
        return [.. rows.Skip(1).Select(r => r[column])];

        string Text(Sheets.Cell cell) =>
            cell.DataType?.Value == Sheets.CellValues.SharedString ? shared[int.Parse(cell.InnerText, CultureInfo.InvariantCulture)] : cell.InnerText;
    }
}
