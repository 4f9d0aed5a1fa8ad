using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.Web.Records;
using Xunit;

namespace Weir.Tests.Web.Insight;

/// <summary>Dashboards and reports in the browser: each role finds its own, in both languages, and every figure leads to its records.</summary>
public sealed class InsightPagesTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_member_finds_the_dashboard_of_their_role_and_its_figures_lead_to_records(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var seller = await host.SignIn("李伟", "sales_rep");
        await new Shelf(host).Make(seller.Member, "opportunity", ("name", "产线升级"), ("amount", 1_000_000m));

        Assert.Contains("/app/l2c/dashboards/rep", (await seller.Get("/app/l2c")).Text, StringComparison.Ordinal);
        Assert.Contains("我的漏斗", (await seller.Get("/app/l2c")).Text, StringComparison.Ordinal);
        var page = await seller.Get("/app/l2c/dashboards/rep");
        Assert.True(page.Status == 200, page.Text);
        Assert.Equal(200, page.Status);
        Assert.Contains("我的漏斗", page.Text, StringComparison.Ordinal);
        var step = page.Html.QuerySelector(".w-funnel-row a")!;
        Assert.Contains("100.00万", step.TextContent, StringComparison.Ordinal);
        Assert.Contains("产线升级", (await seller.Get(step.GetAttribute("href")!)).Text, StringComparison.Ordinal);
        Assert.Equal(404, (await seller.Get("/app/l2c/dashboards/contract_payment")).Status);
        Assert.Equal(404, (await seller.Get("/app/l2c/dashboards/nothing")).Status);
    }

    [Fact]
    public async Task Levers_are_moved_and_the_figures_follow_without_anything_being_kept()
    {
        await using var host = await TestHost.Start();
        var boss = await host.SignInAdmin();
        await new Shelf(host).Make(host.Admin.MemberId, "opportunity", ("name", "产线升级"), ("amount", 1_000_000m));
        await new Shelf(host).Make(host.Admin.MemberId, "sales_target", ("scope", "company"), ("period_type", "year"), ("period", $"{DateTime.UtcNow.AddHours(8).Year}"), ("metric", "won_amount"), ("target", 500_000m));

        var page = await boss.Get("/app/l2c/dashboards/manager?period=this_year&whose=");
        var form = page.Html.QuerySelector("form.w-levers")!;
        Assert.Equal(["move.sources", "move.amounts", "move.rates"], form.QuerySelectorAll("input[type=range]").Select(i => i.GetAttribute("name")));
        var moved = await boss.Get(form.GetAttribute("hx-get") + "?period=this_year&whose=&move.sources=100&move.amounts=nonsense&move.rates=900");
        Assert.Equal(200, moved.Status);
        Assert.Equal(["10.00万", "60.00万", "40.00万", "0"], moved.Html.QuerySelectorAll("tbody tr").Take(2).SelectMany(r => r.QuerySelectorAll("td")).Select(c => c.TextContent));
        Assert.DoesNotContain("<html", moved.Text, StringComparison.Ordinal);
        Assert.Equal(404, (await boss.Get("/app/l2c/dashboards/manager/what-if/0")).Status);
        Assert.Equal(404, (await boss.Get("/app/l2c/dashboards/manager/what-if/99")).Status);
        Assert.Contains("60.00万", (await boss.Get("/app/l2c/dashboards/manager?period=this_year&whose=&move.sources=100&move.rates=900")).Html.QuerySelector(".w-what-if")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("0", (await boss.Get("/app/l2c/dashboards/manager?period=this_year&whose=")).Html.QuerySelector("input[name='move.sources']")!.GetAttribute("value"));
    }

    [Fact]
    public async Task A_page_says_which_targets_hold_for_some_people_and_that_a_part_of_a_month_has_a_part_of_them()
    {
        await using var host = await TestHost.Start();
        var boss = await host.SignInAdmin();
        var year = DateTime.UtcNow.AddHours(8).Year;
        await new Shelf(host).Make(host.Admin.MemberId, "sales_target", ("scope", "company"), ("period_type", "year"), ("period", $"{year}"), ("metric", "won_amount"), ("target", 5_000_000m));
        async Task<string> Text(string query) => (await boss.Get("/app/l2c/dashboards/manager?" + query)).Html.QuerySelector(".w-content")!.TextContent;

        var whole = await Text("period=this_year&whose=");
        Assert.DoesNotContain("没有算进来", whole, StringComparison.Ordinal);
        Assert.DoesNotContain("目标按工作日折算", whole, StringComparison.Ordinal);
        Assert.Contains("全公司目标 500.00万 不拆分到个人，没有算进来", await Text("period=this_year&whose=me"), StringComparison.Ordinal);
        Assert.Contains("目标按工作日折算", await Text($"period={year}-03-02..{year}-06-18&whose="), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Follow_ups_stand_in_a_matrix_whose_cells_lead_to_them()
    {
        await using var host = await TestHost.Start();
        var boss = await host.SignInAdmin();
        var activity = await new Shelf(host).Make(host.Admin.MemberId, "activity", ("type", "visit"));

        var matrix = (await boss.Get("/app/l2c/dashboards/manager?period=this_year&whose=")).Html.QuerySelector("table.w-heat")!;

        Assert.Equal(["拜访", "合计"], matrix.QuerySelectorAll("thead th").Skip(1).Select(h => h.TextContent.Trim()));
        var cell = matrix.QuerySelector("tbody td.w-heat-5 a")!;
        Assert.Equal("1", cell.TextContent);
        Assert.Contains($"/activity/{activity.Id}\"", (await boss.Get(cell.GetAttribute("href")!)).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", matrix.OuterHtml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_drawn_stands_in_a_table_first_and_its_figures_lead_to_their_records()
    {
        await using var host = await TestHost.Start();
        var boss = await host.SignInAdmin();
        var plan = await new Shelf(host).Make(host.Admin.MemberId, "payment_plan", ("due_date", DateOnly.FromDateTime(DateTime.UtcNow)));

        var page = await boss.Get("/app/l2c/dashboards/contract_payment?period=this_month");
        var plot = page.Html.QuerySelectorAll("w-plot[data-shape=axis]").Single(p => p.GetAttribute("data-title") == "计划与实收");
        var months = plot.QuerySelectorAll("tbody tr");
        Assert.Equal(9, months.Length);
        Assert.Equal(["bar", "line"], plot.QuerySelectorAll("thead th[data-draw]").Select(h => h.GetAttribute("data-draw")));
        var due = months[5].QuerySelector("td")!;
        Assert.Equal((decimal)plan["amount"]!, decimal.Parse(due.GetAttribute("data-v")!, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Contains($"/payment_plan/{plan.Id}\"", (await boss.Get(due.QuerySelector("a")!.GetAttribute("href")!)).Text, StringComparison.Ordinal);
        Assert.Null(months[0].QuerySelector("a"));
        Assert.DoesNotContain("style=", plot.OuterHtml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Days_of_ones_own_choice_stand_in_the_address_and_go_along_and_reversed_ones_are_refused_beside_their_field()
    {
        await using var host = await TestHost.Start();
        var boss = await host.SignInAdmin();
        var today = DateOnly.FromDateTime(DateTime.UtcNow.AddHours(8));
        var deal = await new Shelf(host).Make(host.Admin.MemberId, "opportunity", ("name", "产线升级"), ("amount", 1_000_000m), ("expected_close", today.AddDays(3)));

        foreach (var page in new[] { "dashboards/manager", "reports/pipeline" })
        {
            var own = (await boss.Get($"/app/l2c/{page}")).Html.QuerySelectorAll("a[role=menuitem]").Single(a => a.TextContent == "自定义…").GetAttribute("href")!;
            var form = (await boss.Get(own)).Html.QuerySelector("form.w-span-form")!;
            Assert.Equal($"/app/l2c/{page}", form.GetAttribute("action"));
            Assert.Equal(["from", "to"], form.QuerySelectorAll("w-date input").Select(i => i.GetAttribute("name")));
            var told = await boss.Get($"/app/l2c/{page}?from={today:yyyy-MM-dd}&to={today.AddDays(5):yyyy-MM-dd}&whose=");
            Assert.Equal(200, told.Status);
            Assert.Contains(told.Html.QuerySelectorAll("a[role=menuitem]"), a => a.TextContent == "我的" && a.GetAttribute("href")!.Contains($"period={today:yyyy-MM-dd}..{today.AddDays(5):yyyy-MM-dd}&whose=me", StringComparison.Ordinal));

            var reversed = await boss.Get($"/app/l2c/{page}?from={today.AddDays(5):yyyy-MM-dd}&to={today:yyyy-MM-dd}");
            Assert.Equal(422, reversed.Status);
            Assert.Contains("早于开始日期", reversed.Html.QuerySelector("#span-to-error")!.TextContent, StringComparison.Ordinal);
            Assert.Equal($"{today.AddDays(5):yyyy-MM-dd}", reversed.Html.QuerySelector("#span-from")!.GetAttribute("value"));
            Assert.Empty(reversed.Html.QuerySelectorAll("w-plot, .w-stat, tbody"));
        }
        Assert.Equal(422, (await boss.Get("/app/l2c/dashboards/manager?from=soon&to=")).Status);

        // The records behind a line keep the days, and say so in words.
        var line = (await boss.Get($"/app/l2c/reports/pipeline?from={today:yyyy-MM-dd}&to={today.AddDays(5):yyyy-MM-dd}")).Html.QuerySelector("tbody a")!;
        var list = await boss.Get(line.GetAttribute("href")!);
        Assert.Contains($"/opportunity/{deal.Id}\"", list.Text, StringComparison.Ordinal);
        Assert.Contains($"{today:yyyy-MM-dd} – {today.AddDays(5):yyyy-MM-dd}", list.Text, StringComparison.Ordinal);
        Assert.Empty((await boss.Get($"/app/l2c/reports/pipeline?from={today.AddDays(4):yyyy-MM-dd}&to={today.AddDays(5):yyyy-MM-dd}")).Html.QuerySelectorAll("tbody tr"));
        Assert.Equal(200, (await boss.Get("/app/l2c/dashboards/manager?period=any")).Status);
    }

    [Fact]
    public async Task A_manager_chooses_one_of_their_people_and_nobody_else()
    {
        await using var host = await TestHost.Start();
        var boss = await host.SignInAdmin();
        var seller = await host.SignIn("李伟", "sales_rep");
        await new Shelf(host).Make(seller.Member, "opportunity", ("name", "产线升级"), ("amount", 1_000_000m));

        var choice = (await boss.Get("/app/l2c/dashboards/manager")).Html.QuerySelectorAll("a[role=menuitem]").Single(a => a.TextContent == "李伟");
        Assert.Contains("100.00万", (await boss.Get(choice.GetAttribute("href")!)).Html.QuerySelector(".w-funnel")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain((await seller.Get("/app/l2c/dashboards/rep")).Html.QuerySelectorAll("a[role=menuitem]"), a => a.GetAttribute("href")!.Contains("whose=m", StringComparison.Ordinal) && !a.GetAttribute("href")!.EndsWith("whose=me", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Seven_dashboards_are_drawn_for_whom_they_are_for()
    {
        await using var host = await TestHost.Start();
        var (top, market, seller) = (await host.SignIn("赵敏", "executive"), await host.SignIn("钱静", "marketing"), await host.SignIn("李伟", "sales_rep"));
        await new Shelf(host).Make(seller.Member, "account", ("name", "苏州恒力精密机械有限公司"), ("industry", "manufacturing"), ("level", "a"));

        Assert.Equal(["executive", "manager", "rep", "contract_payment", "lead_market", "customers", "adoption"], host.App.Dashboards.Select(d => d.Definition.Key));
        var home = await top.Get("/app/l2c");
        Assert.True(home.Status == 200, home.Text);
        Assert.Contains("收入趋势", home.Text, StringComparison.Ordinal);
        Assert.Contains("线索趋势", (await market.Get("/app/l2c")).Text, StringComparison.Ordinal);
        foreach (var (browser, key) in new[] { (top, "executive"), (top, "lead_market"), (top, "customers"), (top, "adoption"), (market, "lead_market"), (market, "customers"), (seller, "customers") })
        {
            var page = await browser.Get($"/app/l2c/dashboards/{key}?period=this_year&whose=");
            Assert.Equal(200, page.Status);
            Assert.NotEmpty(page.Html.QuerySelectorAll("w-plot, .w-stat"));
        }
        Assert.Equal(404, (await seller.Get("/app/l2c/dashboards/executive")).Status);
        var slice = (await seller.Get("/app/l2c/dashboards/customers")).Html.QuerySelectorAll("w-plot[data-shape=pie] tr").First();
        Assert.Contains("苏州恒力", (await seller.Get(slice.QuerySelector("a")!.GetAttribute("href")!)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_slice_of_the_product_mix_leads_to_the_contracts_with_the_product_and_its_filter_is_in_words()
    {
        await using var host = await TestHost.Start();
        var boss = await host.SignInAdmin();
        var shelf = new Shelf(host);
        var contract = await shelf.Make(host.Admin.MemberId, "contract", ("order_date", DateOnly.FromDateTime(DateTime.UtcNow.AddHours(8))));
        var (of, lines) = (host.App["contract"], host.App["contract"]["lines"]);
        var line = Assert.Single(contract.Lines(lines));
        var product = await host.Platform.Query.Get(host.Admin, host.App["product"], (long)line[lines.Lines!["product"]]!);

        var slice = (await boss.Get("/app/l2c/dashboards/executive?period=this_year")).Html.QuerySelectorAll("w-plot[data-shape=pie]").Single(p => p.GetAttribute("data-title") == "产品构成").QuerySelector("tr")!;
        Assert.Equal(product.Record["name"], slice.QuerySelector("a")!.TextContent);
        Assert.Equal((decimal)line[lines.Lines["amount"]]!, decimal.Parse(slice.GetAttribute("data-v")!, System.Globalization.CultureInfo.InvariantCulture));
        var list = await boss.Get(slice.QuerySelector("a")!.GetAttribute("href")!);
        Assert.Equal(200, list.Status);
        Assert.Contains($"/contract/{contract.Id}\"", list.Text, StringComparison.Ordinal);
        Assert.Contains($"合同明细 · 产品 是 {product.Record["name"]}", list.Text, StringComparison.Ordinal);
        var none = System.Text.Json.JsonSerializer.Serialize(new { field = "lines.product", op = "is", value = product.Record.Id + 1 });
        Assert.DoesNotContain($"/contract/{contract.Id}\"", (await boss.Get($"/app/l2c/contract?filter={Uri.EscapeDataString(none)}")).Text, StringComparison.Ordinal);
        Assert.Equal(of, lines.Form);
    }

    [Fact]
    public async Task Every_report_is_drawn_in_both_languages()
    {
        await using var host = await TestHost.Start();
        var boss = await host.SignInAdmin();
        await new Shelf(host).Make(host.Admin.MemberId, "opportunity", ("name", "产线升级"), ("amount", 1_000_000m));

        var list = await boss.Get("/app/l2c/reports");
        foreach (var report in host.App.Definition.Reports)
        {
            Assert.Contains($"/app/l2c/reports/{report.Key}", list.Text, StringComparison.Ordinal);
            var page = await boss.Get($"/app/l2c/reports/{report.Key}?period=this_year");
            Assert.Equal(200, page.Status);
            Assert.Contains(report.Label.Zh, page.Text, StringComparison.Ordinal);
        }
        var total = (await boss.Get("/app/l2c/reports/pipeline")).Html.QuerySelector("tfoot")!.TextContent;
        Assert.Contains("100.00万", total, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_lists_who_plays_which_part_in_each_opportunity()
    {
        await using var host = await TestHost.Start();
        var (boss, seller, other) = (await host.SignInAdmin(), await host.SignIn("李伟", "sales_rep"), await host.SignIn("陈昊", "sales_rep"));
        var shelf = new Shelf(host);
        var deal = await shelf.Make(seller.Member, "opportunity", ("name", "产线升级"));
        await shelf.Make(seller.Member, "opportunity", ("name", "还没有人"));
        var account = (long)deal["account"]!;
        var (chief, user) = (await shelf.Make(seller.Member, "contact", ("name", "张伟"), ("account", account)), await shelf.Make(seller.Member, "contact", ("name", "马丽"), ("account", account)));
        var draft = new Draft(host.App["opportunity"]) { Id = deal.Id };
        draft.Lines["contact_roles"] =
        [
            new(null, new Dictionary<string, object?> { ["contact"] = chief.Id, ["buying_role"] = "decision_maker", ["stance"] = "support" }),
            new(null, new Dictionary<string, object?> { ["contact"] = user.Id, ["buying_role"] = "user" }),
        ];
        await host.Platform.Records.Save(host.Admin, draft);

        var page = (await seller.Get("/app/l2c/reports/contact_roles")).Html;

        var head = Assert.Single(page.QuerySelectorAll("tbody th[rowspan='2']"));
        Assert.Equal("产线升级", head.TextContent);
        Assert.Equal($"/app/l2c/opportunity/{deal.Id}", head.QuerySelector("a")!.GetAttribute("href"));
        Assert.Equal([("张伟", "决策者"), ("马丽", "使用者")], page.QuerySelectorAll("tbody tr").Select(r => r.QuerySelectorAll("td")).Select(c => (c[0].TextContent, c[1].TextContent)));
        Assert.Empty((await other.Get("/app/l2c/reports/contact_roles")).Html.QuerySelectorAll("tbody tr"));
        Assert.Contains("马丽", (await boss.Get("/app/l2c/reports/contact_roles")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_over_a_form_that_one_may_not_see_is_not_there()
    {
        await using var host = await TestHost.Start();
        var market = await host.SignIn("钱静", "marketing");
        var courier = await host.SignIn("郑涛", "delivery");

        Assert.DoesNotContain("/app/l2c/reports/lead_sources", (await courier.Get("/app/l2c/reports")).Text, StringComparison.Ordinal);
        Assert.Equal(404, (await courier.Get("/app/l2c/reports/lead_sources")).Status);
        Assert.Equal(200, (await market.Get("/app/l2c/reports/lead_sources")).Status);
    }
}
