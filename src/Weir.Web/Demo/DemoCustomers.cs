using Weir.Engine.FieldTypes;
using Weir.Engine.Records;

namespace Weir.Web.Demo;

/// <summary>The customers of the demo company: 800 organisations with 1,500 people.</summary>
internal sealed record DemoCustomers(IReadOnlyList<Record> Organisations, IReadOnlyList<Record> People)
{
    /// <summary>So many are looked after; the others lie in the pool. A seller may hold a hundred, and needs room for the next.</summary>
    public const int Kept = 240;

    /// <summary>The people of the best customers, by the customer.</summary>
    public required IReadOnlyDictionary<long, IReadOnlyList<Record>> Staff { get; init; }

    /// <summary>Which organisation the n-th lead that was converted has become: first those that are looked after, spread over the year.</summary>
    public static int Of(int converted) => converted < Kept ? converted * 13 % Kept : converted;

    private static async Task<DemoCustomers> Made(DemoWriter w, DemoMarket market)
    {
        var leads = market.Converted.Select((lead, n) => (Lead: lead, Organisation: Of(n))).ToDictionary(p => p.Organisation, p => p.Lead);
        string[] industries = ["manufacturing", "trade", "internet", "construction", "healthcare", "education"];
        var organisations = await w.Save(Enumerable.Range(0, 800).Select(n =>
        {
            var owner = n >= Kept ? null : (n % 10) switch { 0 => (long?)null, < 5 => w.Member("李伟"), < 8 => w.Member("王芳"), _ => w.Member("陈昊") };
            return w.New("account").Set("name", DemoNames.Organisation(n)).Set("lead", leads.GetValueOrDefault(n)?.Id).Set("scale", n % 6 == 0 ? "ka" : "smb").Set("level", n % 6 == 0 ? "a" : n % 4 == 0 ? "c" : "b").Set("demand_type", n % 3 == 0 ? "custom" : "standard")
                .Set("industry", industries[n % industries.Length]).Set("employee_count", (decimal)w.Pick([25, 60, 150, 320, 900, 2600])).Set("region", DemoNames.Cities[n % DemoNames.Cities.Length].Region)
                .Set("phone", "0512-" + (66_000_000 + n * 13)).Set("source", w.Pick(["referral", "campaign", "website_form", "cold_call"])).Set("owner", owner)
                .Set("risk", n % 17 == 0 ? "medium" : "none").Set("created_by", owner ?? w.Member("钱静")).Set("created_at", w.Ago(n * 500 / 800)).Set("claimed_at", owner is null ? null : w.Ago(n * 400 / 800));
        }));
        string[] titles = ["总经理", "采购经理", "技术总监", "生产厂长", "财务经理", "设备主管"];
        string[] roles = ["decision_maker", "purchaser", "technical_gatekeeper", "user", "influencer", "supporter"];
        var people = await w.Save(Enumerable.Range(0, 1500).Select(n => w.New("contact").Set("name", leads.GetValueOrDefault(n)?["contact_name"] ?? DemoNames.Person(w.Chance)).Set("account", organisations[n % 800].Id).Set("mobile", leads.GetValueOrDefault(n)?["mobile"] ?? DemoNames.Mobile(n + 40_000))
            .Set("email", $"person{n}@example.com").Set("title", titles[n % titles.Length]).Set("buying_role", roles[n % roles.Length]).Set("is_key", n % 4 == 0).Set("is_primary", n < 800)
            .Set("stance", w.Pick(["supports", "agrees", "neutral", "unknown"])).Set("owner", organisations[n % 800]["owner"]).Set("created_at", w.Ago(n * 400 / 1500))));
        return new DemoCustomers(organisations, people) { Staff = await DemoStaff.Write(w, organisations, people) };
    }

    public static async Task<DemoCustomers> Write(DemoWriter w, DemoMarket market)
    {
        var customers = await Made(w, market);
        string[] talks = ["沟通了产线改造需求，对方希望看方案。", "电话未接通，改约明天下午。", "现场拜访，确认了节拍与占地。", "演示了视觉检测，反馈不错。", "讨论价格，要求再让 3 个点。", "Sent the datasheet; they will come back next week."];
        string[] kinds = ["phone", "visit", "wechat", "email", "meeting", "demo"];
        await w.Save(Enumerable.Range(0, 5000).Select(n =>
        {
            var on = customers.Organisations[n * 7 % Kept];
            var draft = w.New("activity").Set("target", new RecordRef("account", on.Id)).Set("account", on.Id).Set("type", kinds[n % kinds.Length]).Set("content", talks[n % talks.Length])
                .Set("result", w.Pick(["interested", "undecided", "no_answer"])).Set("follow_at", w.Ago(n * 180 / 5000)).Set("duration", (decimal)w.Pick([5, 10, 20, 45]))
                .Set("owner", on["owner"] ?? w.Member("孙磊")).Set("created_by", on["owner"] ?? w.Member("孙磊")).Set("created_at", w.Ago(n * 180 / 5000));
            if (n % kinds.Length == 1) draft.Set("location", Position.Of(31.2m + n % 97 * 0.0021m, 120.5m + n % 89 * 0.0031m, 8 + n % 30, "客户现场"));
            return n % 9 == 0 ? draft.Set("next_follow_at", w.Ago(-1 - n % 14)).Set("next_plan", "跟进方案反馈") : draft;
        }));
        // What was planned for the last weeks; most of it was done.
        await w.Save(Enumerable.Range(0, 60).Select(n =>
        {
            var on = customers.Organisations[n * 11 % Kept];
            var draft = w.New("task").Set("subject", w.Pick(["回访方案反馈", "约现场拜访", "确认付款安排", "发送资料"])).Set("target", new RecordRef("account", on.Id))
                .Set("due_at", w.Ago(1 + n % 30)).Set("assignee", on["owner"] ?? w.Member("孙磊")).Set("owner", on["owner"] ?? w.Member("孙磊")).Set("created_at", w.Ago(5 + n % 30));
            return n % 8 == 7 ? draft : draft.Set("status", "done").Set("done_at", w.Ago(n % 30));
        }));
        return customers;
    }
}
