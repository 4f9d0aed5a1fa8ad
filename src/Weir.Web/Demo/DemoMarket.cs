using Weir.Engine.FieldTypes;
using Weir.Engine.Records;

namespace Weir.Web.Demo;

/// <summary>What the demo company sells and where its inquiries come from: products, price books, competitors, campaigns, and 3,000 leads.</summary>
internal sealed record DemoMarket(IReadOnlyList<Record> Products, Record PriceBook, IReadOnlyList<Record> Competitors, IReadOnlyList<Record> Campaigns)
{
    /// <summary>The leads that became customers, the latest first.</summary>
    public IReadOnlyList<Record> Converted { get; private set; } = [];

    /// <summary>The lists of companies that were bought.</summary>
    private IReadOnlyList<Record> Batches { get; init; } = [];

    private static readonly (string Code, string Name, string Category, string Unit, decimal Price, decimal Cost)[] Goods =
    [
        ("A1", "智能装配线", "assembly_line", "set", 600_000, 420_000), ("A2", "柔性装配单元", "assembly_line", "set", 280_000, 196_000), ("V2", "视觉检测仪", "vision_inspection", "machine", 85_000, 52_000),
        ("R6", "六轴协作机器人", "robotics", "machine", 168_000, 121_000), ("C5", "五轴加工中心", "cnc_machining", "machine", 920_000, 700_000), ("W3", "立体仓库系统", "warehouse_logistics", "set", 1_350_000, 990_000),
        ("M1", "MES 制造执行软件", "software", "set", 240_000, 60_000), ("S1", "实施服务", "services", "job", 60_000, 38_000), ("S2", "年度维保", "services", "year", 36_000, 18_000), ("P9", "备件包", "spare_parts", "set", 12_800, 8_000),
    ];

    private static readonly string[] Sources = ["website_form", "app_signup", "advertising", "campaign", "purchased_list", "referral", "phone_inquiry", "cold_call", "offline_collection"];
    private static readonly Dictionary<string, string[]> Channels = new()
    {
        ["website_form"] = ["official_site", "mini_program"], ["app_signup"] = ["mobile_app"], ["advertising"] = ["search_ads", "feed_ads", "b2b_platform"], ["campaign"] = ["exhibition", "seminar", "livestream"],
        ["referral"] = ["by_customer", "by_partner", "by_colleague"], ["purchased_list"] = ["list_vendor"],
    };

    private static readonly string[] Industries = ["manufacturing", "trade", "internet", "construction", "healthcare", "other"];
    private static readonly string[] Categories = ["assembly_line", "vision_inspection", "robotics", "cnc_machining", "warehouse_logistics", "software"];

    public static async Task<DemoMarket> Write(DemoWriter w)
    {
        var office = w.Member("周燕");
        var products = await w.Save(Goods.Select(g => w.New("product").Set("code", g.Code).Set("name", g.Name).Set("category", g.Category).Set("unit", g.Unit).Set("list_price", g.Price).Set("cost_price", g.Cost).Set("owner", office)));
        var book = w.New("price_book").Set("name", "2026 标准价目表").Set("valid_from", new DateOnly(w.Today.Year, 1, 1)).Set("scope", new[] { "all_accounts" }).Set("is_default", true).Set("active", true).Set("owner", office);
        book.Lines["entries"] = [.. products.Zip(Goods).Select(p => new DraftLine(null, new Dictionary<string, object?> { ["product"] = p.First.Id, ["price"] = p.Second.Price, ["floor_price"] = p.Second.Price * 0.8m, ["min_qty"] = 1m }))];
        var books = await w.Save([book, Book("2026 重点客户价目表", ["level_a"], 0.95m), Book("2026 合作伙伴价目表", ["partner", "store"], 0.82m), Book("华东推广价 第四季度", ["east_china", "level_b", "level_c"], 0.97m)]);
        var competitors = await w.Save(new[] { "深圳智造", "华东自动化", "北方机器人", "Summit Automation" }.Select(name => w.New("competitor").Set("name", name).Set("price_level", "medium").Set("owner", w.Member("孙磊"))));
        var campaigns = await w.Save(new[] { ("2026华东智能制造展", "exhibition"), ("新品线上直播", "livestream"), ("客户研讨会", "seminar") }.Select((c, i) => w.New("campaign").Set("name", c.Item1)
            .Set("type", c.Item2).Set("start", w.Today.AddDays(-60 + 20 * i)).Set("end", w.Today.AddDays(-58 + 20 * i)).Set("status", "finished").Set("budget", 80_000m).Set("actual_cost", 60_000m).Set("owner", w.Member("钱静"))));
        var batches = await w.Save(new[] { ("CG-01", "华东数据服务", 200m, 18_000m), ("CG-02", "启企名录", 190m, 9_600m) }.Select((b, i) => w.New("campaign").Set("name", $"装备制造企业名单 {b.Item1}").Set("type", "purchased_list")
            .Set("start", w.Today.AddDays(-200 + 90 * i)).Set("end", w.Today.AddDays(-200 + 90 * i)).Set("status", "finished").Set("batch_no", b.Item1).Set("supplier", b.Item2).Set("bought_count", b.Item3).Set("actual_cost", b.Item4).Set("owner", w.Member("钱静"))));
        var market = new DemoMarket(products, books[0], competitors, campaigns) { Batches = batches };
        var leads = await w.Save(Enumerable.Range(0, 3000).Select(n => market.Inquiry(w, n)));
        market.Converted = [.. leads.Where(l => (string?)l["status"] == "converted")];
        await w.Save(leads.Where(l => (string?)l["status"] == "following").Select((l, n) => w.New("activity").Set("target", new RecordRef("lead", l.Id)).Set("type", n % 3 == 0 ? "wechat" : "phone").Set("content", n % 2 == 0 ? "介绍了产品，对方要资料。" : "约了下周再谈。")
            .Set("result", "interested").Set("follow_at", w.Ago(n % 3)).Set("owner", l["owner"]).Set("created_by", l["owner"]).Set("created_at", w.Ago(n % 3))));
        // Some companies came twice: once by their short name, to somebody else.
        await w.Save(Enumerable.Range(0, 6).Select(n => market.Inquiry(w, 4 * n + 1).Set("company_name", DemoNames.Organisation(4 * n + 5002).Replace("股份有限公司", "", StringComparison.Ordinal).Replace("有限公司", "", StringComparison.Ordinal)).Set("mobile", DemoNames.Mobile(4000 + n))));
        return market;

        // The more one takes, the less each costs; below four fifths of the list price somebody has to agree.
        Draft Book(string name, string[] scope, decimal share)
        {
            var draft = w.New("price_book").Set("name", name).Set("valid_from", new DateOnly(w.Today.Year, 1, 1)).Set("valid_to", new DateOnly(w.Today.Year, 12, 31)).Set("scope", scope).Set("is_default", false).Set("active", true).Set("owner", office);
            draft.Lines["entries"] = [.. products.Zip(Goods).SelectMany(p => new[] { (1m, share), (5m, share - 0.03m), (20m, share - 0.06m) }.Select(tier => new DraftLine(null, new Dictionary<string, object?>
            {
                ["product"] = p.First.Id, ["price"] = decimal.Round(p.Second.Price * tier.Item2), ["floor_price"] = decimal.Round(p.Second.Price * (tier.Item2 - 0.1m)), ["min_qty"] = tier.Item1,
            })))];
            return draft;
        }
    }

    /// <summary>What came earlier has come to an end; the rest is being worked on, so that the first night does not take everything back.</summary>
    private const int Working = 45;

    private int became;

    private Draft Inquiry(DemoWriter w, int n)
    {
        var days = n * 365 / 3000;
        var source = w.Pick(Sources);
        // Of the old ones that somebody took every third became a customer.
        var customer = n % 10 >= 3 && days > Working && n % 3 == 0 ? DemoCustomers.Of(became++) : (int?)null;
        var owner = (n % 10) switch { < 3 => (long?)null, < 6 => w.Member("李伟"), < 8 => w.Member("王芳"), _ => w.Member("陈昊") };
        var draft = w.New("lead").Set("company_name", DemoNames.Organisation(customer ?? n + 5000)).Set("contact_name", DemoNames.Person(w.Chance)).Set("mobile", DemoNames.Mobile(n + 1)).Set("source", source)
            .Set("industry", w.Pick(Industries)).Set("employee_count", (decimal)w.Pick([12, 35, 60, 120, 320, 800])).Set("region", DemoNames.Cities[(customer ?? n) % DemoNames.Cities.Length].Region)
            .Set("product_interest", new[] { w.Pick(Categories) }).Set("owner", owner).Set("created_by", w.Member("钱静")).Set("created_at", w.Ago(days));
        if (source == "referral") draft.Set("referrer", DemoNames.Person(w.Chance));
        if (source == "campaign") draft.Set("campaign", w.Pick(Campaigns).Id);
        if (source == "purchased_list") draft.Set("campaign", Batches[n % Batches.Count].Id).Set("batch_no", n % Batches.Count == 0 ? "CG-01" : "CG-02");
        if (Channels.GetValueOrDefault(source) is { } channels) draft.Set("sub_source", channels[n % channels.Length]);
        if (n % 2 == 0) draft.Set("email", $"contact{n}@example.com");
        if (n % 5 == 0) draft.Set("budget_amount", w.Chance.Next(5, 200) * 10_000m).Set("purchase_time", w.Pick(["within_3_months", "in_3_to_6_months", "after_6_months", "undecided"]));
        if (owner is null) draft.Set("pool", source == "campaign" ? "campaign" : "general");
        else if (customer is not null) draft.Set("claimed_at", w.Ago(days)).Set("status", "converted").Set("converted_at", w.Ago(days - n % 25));
        else if (days > Working) draft.Set("claimed_at", w.Ago(days)).Set("status", "invalid");
        else draft.Set("claimed_at", w.Ago(days % 3)).Set("status", n % 4 == 0 ? "to_follow" : "following");
        return draft;
    }
}
