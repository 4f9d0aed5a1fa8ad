using System.Text.Json;
using Weir.Engine.Apps;
using Weir.Engine.Conditions;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Xunit;

namespace Weir.Tests.Web.Records;

/// <summary>The list page is what its address says: the same rows as the engine, and nothing that the visitor may not know.</summary>
public sealed class ListTests
{
    public static TheoryData<string> Filters =>
    [
        """{"field":"employee_count","op":"gt","value":50}""",
        """{"all":[{"field":"source","op":"any_of","value":["website_form"]},{"field":"company_name","op":"contains","value":"机械"}]}""",
        """{"any":[{"field":"employee_count","op":"empty"},{"all":[{"field":"employee_count","op":"between","value":[20,80]},{"field":"company_name","op":"contains","value":"3"}]}]}""",
        """{"all":[{"field":"created_at","op":"within","value":"this_year"},{"any":[{"field":"owner","op":"is","value":"@me"},{"field":"owner","op":"empty"}]}]}""",
        """{"field":"created_at","op":"gte","value":"@today-7"}""",
        """{"field":"owner_dept","op":"under","value":["@my_subtree"]}""",
        """{"field":"campaign.name","op":"not_empty"}""",
    ];

    [Theory, MemberData(nameof(Filters))]
    public async Task A_filter_in_the_address_answers_the_rows_of_the_engine(string filter)
    {
        await using var leads = await Leads.Start();
        var boss = await leads.Host.SignInAdmin();
        for (var i = 0; i < 12; i++) await leads.Add($"恒力机械{i}", null, ("employee_count", i % 4 == 0 ? null : (object)(decimal)(i * 10)));

        var page = await boss.Get(Leads.Filter(filter) + "&sort=company_name");

        var expected = await leads.Host.Platform.Query.List(leads.Host.Admin, new ListQuery(leads.Form)
        {
            Where = Condition.Compile(leads.Form, JsonSerializer.Deserialize<ConditionDefinition>(filter, DefinitionJson.Options)), Sort = [(leads.Form.Path("company_name")!, false)],
        });
        Assert.Equal(200, page.Status);
        Assert.Equal(expected.Rows.Select(r => r.Id), Leads.Rows(page));
    }

    [Fact]
    public async Task Several_keys_order_the_rows_and_the_next_page_goes_on_where_the_first_ended()
    {
        await using var leads = await Leads.Start();
        var boss = await leads.Host.SignInAdmin();
        for (var i = 0; i < 60; i++) await leads.Add($"公司{i:00}", null, ("employee_count", (decimal)(i % 3)));

        var first = await boss.Get(Leads.Url + "?by=employee_count&way=down&by=company_name&way=up");
        var next = first.Html.QuerySelector(".w-more a")!.GetAttribute("href")!;
        var second = await boss.Htmx().Get(next + "&part=rows");

        var expected = await leads.Host.Platform.Query.List(leads.Host.Admin, new ListQuery(leads.Form)
        {
            Limit = 100, Sort = [(leads.Form.Path("employee_count")!, true), (leads.Form.Path("company_name")!, false)],
        });
        Assert.Contains("sort=-employee_count,company_name", next);
        Assert.Equal(expected.Rows.Select(r => r.Id), Leads.Rows(first).Concat(Leads.Rows(second)));
    }

    [Fact]
    public async Task Columns_widths_groups_and_sums_are_read_from_the_address()
    {
        await using var leads = await Leads.Start();
        var boss = await leads.Host.SignInAdmin();
        await leads.Add("甲", null, ("employee_count", 10m));
        await leads.Add("乙", null, ("employee_count", 32m));

        const string url = Leads.Url + "?columns=company_name:300,employee_count&group=source&sums=employee_count:sum";
        var page = await boss.Get(url);
        var foot = await boss.Htmx().Get(url + "&part=foot");

        Assert.Equal(["company_name", "employee_count"], page.Html.QuerySelectorAll("thead th[data-key]").Select(h => h.GetAttribute("data-key")!));
        Assert.Equal("300", page.Html.QuerySelector("col[data-width]")!.GetAttribute("width"));
        Assert.Equal("2", page.Html.QuerySelector(".w-group-row .w-count")!.TextContent);
        Assert.Equal("42 人", foot.Html.QuerySelector(".w-list-sum strong")!.TextContent.Trim());
        Assert.Contains("2 条", foot.Text);
    }

    [Fact]
    public async Task A_hidden_field_cannot_be_filtered_shown_sorted_grouped_or_summed()
    {
        await using var host = await TestHost.Start();
        var product = host.App["product"];
        foreach (var (name, cost) in new[] { ("甲", 5m), ("乙", 900m), ("丙", 40m) })
            await host.Platform.Records.Save(host.Admin, new Draft(product).Set("code", name).Set("name", name).Set("tax_rate", 13m).Set("cost_price", cost).Set("list_price", 1000m).Set("status", "on_sale").Set("unit", "set").Set("category", product["category"].Type.Options(product["category"])[0].Key));
        var seller = await host.SignIn("李伟", "sales_rep");
        const string url = "/app/l2c/product";
        var plain = Leads.Rows(await seller.Get(url));

        var filtered = await seller.Get(url + "?filter=" + Uri.EscapeDataString("""{"field":"cost_price","op":"gt","value":100}"""));
        var unknown = await seller.Get(url + "?filter=" + Uri.EscapeDataString("""{"field":"no_such_price","op":"gt","value":100}"""));
        Assert.Equal(422, filtered.Status);
        Assert.Equal(422, unknown.Status);
        Assert.Equal(Words(unknown), Words(filtered));
        Assert.Empty(Leads.Rows(filtered));
        Assert.Equal(3, plain.Count);
        Assert.Equal(plain, Leads.Rows(await seller.Get(url + "?sort=-cost_price")));
        Assert.Empty((await seller.Get(url + "?group=cost_price")).Html.QuerySelectorAll(".w-group-row"));
        Assert.DoesNotContain("900", (await seller.Get(url + "?columns=name,cost_price")).Html.QuerySelector("tbody")!.TextContent);
        Assert.Empty((await seller.Htmx().Get(url + "?sums=cost_price:sum&part=foot")).Html.QuerySelectorAll(".w-list-sum"));
        foreach (var dialog in new[] { "filter", "sort", "columns", "sums" }) Assert.DoesNotContain("cost_price", (await seller.Htmx().Get($"{url}/{dialog}")).Text);
    }

    private static string Words(Reply reply) => reply.Html.QuerySelector(".w-empty")!.TextContent;

    [Theory]
    [InlineData("filter=%7B", 422), InlineData("filter=%5B%5D", 422), InlineData("filter=nonsense", 422), InlineData("filter=%7B%22field%22%3A%22company_name%22%7D", 422)]
    [InlineData("filter=%7B%22field%22%3A%22company_name%22%2C%22op%22%3A%22drop%22%7D", 422), InlineData("filter=null", 422)]
    [InlineData("filter=%7B%22field%22%3A%22contact_name%22%2C%22op%22%3A%22contains%22%2C%22value%22%3A%22a%5Cu0000%22%7D", 422)]
    [InlineData("filter=%7B%22field%22%3A%22contact_name%22%2C%22op%22%3A%22contains%22%2C%22value%22%3A%22a%5Cud800%22%7D", 422)]
    [InlineData("filter=%7B%22field%22%3A%22source%22%2C%22op%22%3A%22any_of%22%2C%22value%22%3A%5B%22a%5Cu0000%22%5D%7D", 422)]
    [InlineData("after=nonsense", 422), InlineData("after=%00", 422), InlineData("view=v999999", 200), InlineData("view=%27%3B--", 200), InlineData("sort=%27%2C%2C-%2C", 200)]
    [InlineData("columns=%3A%2C%3A9999999999%2Ccompany_name%3A-4", 200), InlineData("group=%22", 200), InlineData("sums=%3A%3A%2Ccompany_name%3Asum", 200), InlineData("open=99", 404)]
    [InlineData("q=%00%25_%27%22%3Cscript%3E", 200), InlineData("last=%00&group=source", 200), InlineData("by=&way=&by=x&way=down", 200), InlineData("part=nonsense", 200), InlineData("page=1&&=&filter", 200)]
    public async Task A_hostile_address_is_refused_or_ignored_but_never_a_failure(string query, int status)
    {
        await using var leads = await Leads.Start();
        var boss = await leads.Host.SignInAdmin();
        await leads.Add("恒力");

        foreach (var part in new[] { "", "&part=body", "&part=foot", "&part=rows", "&part=cards", "&part=tools", "&part=table" })
        {
            var reply = await boss.Htmx().Get($"{Leads.Url}?{query}{part}");
            Assert.True(reply.Status is 200 or 400 or 404 or 422, $"{part}: {reply.Status}");
        }
        Assert.Equal(status, (await boss.Get($"{Leads.Url}?{query}")).Status);
    }

    [Fact]
    public async Task A_deep_filter_is_refused_and_does_not_end_the_server()
    {
        await using var leads = await Leads.Start();
        var boss = await leads.Host.SignInAdmin();
        var deep = string.Concat(Enumerable.Repeat("{\"all\":[", 500)) + string.Concat(Enumerable.Repeat("]}", 500));

        Assert.Equal(422, (await boss.Get(Leads.Filter(deep))).Status);
        Assert.Equal(200, (await boss.Get(Leads.Url)).Status);
    }

    [Fact]
    public async Task Only_cells_of_records_that_one_may_edit_look_as_if_they_could_be()
    {
        await using var leads = await Leads.Start();
        var seller = await leads.Host.SignIn("李伟", "sales_rep");
        var mine = await leads.Add("我的", seller.Member);
        var pooled = await leads.Add("公海");

        var page = (await seller.Get(Leads.Url)).Html;

        Assert.NotEmpty(page.QuerySelectorAll($"#row-{mine} td[data-edit]"));
        Assert.NotNull(page.QuerySelector($"#row-{pooled}"));
        Assert.Empty(page.QuerySelectorAll($"#row-{pooled} td[data-edit]"));
    }

    [Fact]
    public async Task A_record_that_one_may_not_see_is_named_neither_on_a_card_nor_in_a_form()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var account = await host.Platform.Records.Save(host.Admin, new Draft(host.App["account"]).Set("name", "看不到的客户"));
        var deal = await host.Platform.Records.Save(host.Admin, new Draft(host.App["opportunity"]).Set("name", "产线升级").Set("account", account.Record.Id).Set("amount", 100m).Set("owner", seller.Member));

        var asked = new HttpRequestMessage(HttpMethod.Get, "/app/l2c/opportunity");
        asked.Headers.UserAgent.ParseAdd("Mozilla/5.0 (iPhone) Mobile/15E148");
        var card = (await seller.Send(asked)).Html.QuerySelector(".w-record-card")!;
        var form = (await seller.Get($"/app/l2c/opportunity/{deal.Record.Id}/edit")).Html;

        Assert.DoesNotContain("#" + account.Record.Id, card.TextContent);
        Assert.DoesNotContain("看不到的客户", card.TextContent);
        Assert.Equal("（无权查看的记录）", form.QuerySelector($"select[name=account] option[value='{account.Record.Id}']")!.TextContent);
    }

    [Fact]
    public async Task A_phone_gets_cards_and_a_desk_the_table()
    {
        await using var leads = await Leads.Start();
        var boss = await leads.Host.SignInAdmin();
        await leads.Add("恒力");
        var asked = new HttpRequestMessage(HttpMethod.Get, Leads.Url);
        asked.Headers.UserAgent.ParseAdd("Mozilla/5.0 (iPhone) Mobile/15E148");

        var phone = (await boss.Send(asked)).Html;
        var desk = (await boss.Get(Leads.Url)).Html;

        Assert.Single(phone.QuerySelectorAll(".w-record-card"));
        Assert.Empty(phone.QuerySelectorAll("tr[data-id]"));
        Assert.Empty(desk.QuerySelectorAll(".w-record-card"));
        Assert.Single(desk.QuerySelectorAll("tr[data-id]"));
        Assert.Single((await boss.Htmx().Get(Leads.Url + "?part=cards")).Html.QuerySelectorAll(".w-record-card"));
    }

    [Fact]
    public async Task The_filter_offers_comparisons_in_the_words_of_their_fields_also_behind_links()
    {
        await using var leads = await Leads.Start();
        var boss = await leads.Host.SignInAdmin();

        var dialog = await boss.Htmx().Get("/app/l2c/opportunity/filter?filter=" + Uri.EscapeDataString("""{"all":[{"field":"expected_close","op":"lt","value":"@today+30"}]}"""));
        var chips = (await boss.Get("/app/l2c/opportunity?filter=" + Uri.EscapeDataString("""{"all":[{"field":"expected_close","op":"lt","value":"@today+30"},{"any":[{"field":"amount","op":"lt","value":5},{"field":"amount","op":"empty"}]}]}"""))).Html;

        var island = JsonDocument.Parse(dialog.Html.QuerySelector("w-filter script")!.TextContent).RootElement;
        var field = island.GetProperty("fields").EnumerateArray().Single(f => f.GetProperty("key").GetString() == "expected_close");
        var words = island.GetProperty("ops")[field.GetProperty("ops").GetInt32()].EnumerateArray().Select(o => o.GetProperty("text").GetString());
        Assert.Contains("早于", words);
        Assert.DoesNotContain("小于", words);
        Assert.Contains(island.GetProperty("fields").EnumerateArray(), f => f.GetProperty("key").GetString() == "account.name");
        Assert.Equal(["预计成交 早于 30 天后", "商机金额 小于 5.00 或 商机金额 为空"], chips.QuerySelectorAll(".w-filter-chip > button").Select(c => c.TextContent.Trim()));
    }

    [Fact]
    public async Task An_empty_list_says_why_and_what_now()
    {
        await using var leads = await Leads.Start();
        var boss = await leads.Host.SignInAdmin();

        Assert.Contains("新建线索", (await boss.Get(Leads.Url)).Html.QuerySelector(".w-empty")!.TextContent);
        await leads.Add("恒力");
        var nothing = (await boss.Get(Leads.Filter("""{"field":"company_name","op":"is","value":"没有"}"""))).Html.QuerySelector(".w-empty")!;
        Assert.Contains("清除筛选", nothing.TextContent);
        Assert.Equal(Leads.Url, nothing.QuerySelector("a")!.GetAttribute("href"));
    }
}
