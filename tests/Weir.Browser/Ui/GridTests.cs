using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Weir.Browser.Ui;

public class GridTests(GalleryHost host) : IClassFixture<GalleryHost>
{
    [ChromiumFact]
    public async Task A_cell_is_edited_saved_and_left_with_the_keyboard()
    {
        var (page, _) = await host.Open("list");
        var cell = page.Locator("#row-4 td").Nth(3);

        await cell.DblClickAsync();
        await Expect(cell.Locator("input")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("137 0000 1111");
        await page.Keyboard.PressAsync("Enter");
        await Expect(cell).ToHaveTextAsync("137 0000 1111");
        await Expect(cell).ToBeFocusedAsync();

        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("F2");
        await Expect(page.Locator("#row-5 td").Nth(3).Locator("input")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("zzz");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("#row-5 td").Nth(3)).ToHaveTextAsync("158 5126 9031");
    }

    [ChromiumFact]
    public async Task A_refused_cell_keeps_its_editor_and_the_focus()
    {
        var (page, _) = await host.Open("list");
        var cell = page.Locator("#row-4 td").Nth(3);

        await cell.DblClickAsync();
        await Expect(cell.Locator("input")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Delete");
        await page.Keyboard.PressAsync("Enter");

        await Expect(cell.Locator("input[aria-invalid=true]")).ToBeFocusedAsync();
        await Expect(page.Locator("#row-4.w-saving")).ToHaveCountAsync(0);
    }

    [ChromiumFact]
    public async Task A_range_is_ticked_and_the_bulk_bar_counts_it()
    {
        var (page, _) = await host.Open("list");

        await page.Locator("#row-2 .w-check").ClickAsync();
        await page.Locator("#row-5 .w-check").ClickAsync(new() { Modifiers = [KeyboardModifier.Shift] });

        await Expect(page.Locator("tr[aria-selected=true]")).ToHaveCountAsync(4);
        await Expect(page.Locator("#bulk [data-count]")).ToHaveTextAsync("已选 4 条");
        await page.Locator("#bulk [data-clear]").ClickAsync();
        await Expect(page.Locator("#bulk")).ToBeHiddenAsync();
    }

    [ChromiumFact]
    public async Task Lines_are_numbered_again_when_they_move_and_filled_when_pasted()
    {
        var (page, _) = await host.Open("form");

        await page.Locator("[name='lines[0].qty']").FocusAsync();
        await page.Keyboard.PressAsync("Alt+ArrowDown");
        Assert.Equal("540000.00", await page.Locator("[name='lines[1].price']").InputValueAsync());

        await page.Locator("[name='lines[2].qty']").FocusAsync();
        await page.EvaluateAsync("""
            () => {
                const data = new DataTransfer();
                data.setData('text/plain', '5\t10\t1,200\n6\t20\t2万');
                document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
            }
            """);

        await Expect(page.Locator("tr[data-line]")).ToHaveCountAsync(4);
        Assert.Equal("6", await page.Locator("[name='lines[3].qty']").InputValueAsync());
        Assert.Equal("20000.00", await page.Locator("[name='lines[3].price']").InputValueAsync());
    }
}
