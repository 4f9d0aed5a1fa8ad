using Weir.Engine.Records;

namespace Weir.Web.Demo;

/// <summary>The deals of the demo company: 600 opportunities, 300 quotes, 200 contracts with their payment plans, payments, invoices and projects.</summary>
internal static class DemoDeals
{
    private static readonly (string Stage, string Status)[] Stages =
    [
        ("first_contact", "open"), ("needs_confirmed", "open"), ("proposal", "open"), ("negotiation", "open"), ("signed", "won"), ("lost", "lost"),
    ];

    /// <summary>Yuan for a dollar, as the quotes and contracts in dollars keep it.</summary>
    private const decimal Dollar = 7.12m;

    public static async Task Write(DemoWriter w, DemoMarket market, DemoCustomers customers)
    {
        await w.Save(Targets(w));
        var opportunities = await w.Save(Enumerable.Range(0, 600).Select(n => Chance(w, market, customers, n)));
        var first = opportunities.GroupBy(o => (long)o["account"]!).ToDictionary(g => g.Key, g => g.First());
        await w.Save(market.Converted.Select((lead, n) =>
        {
            var at = DemoCustomers.Of(n);
            return new Draft(lead.Form) { Id = lead.Id }.Set("converted_account", customers.Organisations[at].Id).Set("converted_contact", customers.People[at].Id)
                .Set("converted_opportunity", first.GetValueOrDefault(customers.Organisations[at].Id)?.Id);
        }));
        await w.Save(customers.Organisations.Where(o => o["lead"] is not null && first.ContainsKey(o.Id)).Select(o => new Draft(first[o.Id].Form) { Id = first[o.Id].Id }.Set("lead", o["lead"])));
        await DemoForecast.Write(w, opportunities);
        var quotes = await w.Save(Enumerable.Range(0, 300).Select(n =>
        {
            var on = opportunities[n * 2];
            var draft = w.New("quote").Set("name", (string)on["name"]! + " 报价").Set("opportunity", on.Id).Set("account", on["account"]).Set("price_book", market.PriceBook.Id)
                .Set("status", n < 200 ? "accepted" : n % 3 == 0 ? "draft" : w.Pick(["approved", "sent"])).Set("flow_status", n >= 200 && n % 3 == 0 ? "draft" : "approved").Set("valid_to", w.Today.AddDays(w.Chance.Next(n < 200 ? -10 : 1, 30))).Set("owner", on["owner"]).Set("created_at", w.Ago(n * 200 / 300));
            // Who has an English name is quoted to in dollars.
            var abroad = ((string)on["name"]!)[0] < 128;
            if (abroad) draft.Set("currency", "usd").Set("exchange_rate", Dollar).Set("price_book", null);
            draft.Lines["lines"] = Lines(w, market, n, cost: true, abroad ? Dollar : 1m);
            return draft;
        }));
        var contracts = await w.Save(Enumerable.Range(0, 200).Select(n =>
        {
            var from = quotes[n];
            var draft = w.New("contract").Set("name", $"销售合同 {n + 1:D3}").Set("type", "sales").Set("account", from["account"]).Set("opportunity", from["opportunity"]).Set("quote", from.Id)
                .Set("signer", from["owner"]).Set("order_owner", from["owner"]).Set("order_date", w.Today.AddDays(-n * 300 / 200)).Set("start", w.Today.AddDays(-n * 300 / 200)).Set("end", w.Today.AddDays(365 - n * 300 / 200))
                .Set("status", n % 9 == 0 ? "draft" : "executing").Set("flow_status", n % 9 == 0 ? "draft" : "approved").Set("owner", from["owner"]).Set("created_at", w.Ago(n * 300 / 200));
            draft.Lines["lines"] = [.. from.Lines(from.Form["lines"]).Select(l => new DraftLine(null, new[] { "product", "qty", "unit", "list_price", "discount", "cost" }.ToDictionary(k => k, k => l[k])))];
            return draft;
        }));
        var effective = contracts.Where((_, n) => n % 9 != 0).ToList();
        await w.Save(effective.Select(c => (long)c["account"]!).Distinct().Select(id => new Draft(w.New("account").Form) { Id = id }.Set("deal_state", "dealt")));
        await w.Save(effective.Where((_, n) => n % 5 < 2).Select((c, n) => Delivery(w, c, whole: n % 2 == 0)));
        await w.Save(effective.Where((_, n) => n % 3 > 0).Select((c, n) => Invoice(w, c, n)));
        await w.Save(effective.Where((_, n) => n % 7 == 0).Select((c, n) => Project(w, c, n)));
        var plans = await w.Save(effective.SelectMany((c, n) => new[] { ("advance", 30m, -20), ("shipment", 60m, 20), ("warranty", 10m, 365) }.Select((p, i) => w.New("payment_plan").Set("contract", c.Id).Set("account", c["account"])
            .Set("period_no", (decimal)(i + 1)).Set("milestone", p.Item1).Set("percent", p.Item2).Set("amount", decimal.Round((decimal)c["amount"]! * p.Item2 / 100, 2, MidpointRounding.AwayFromZero))
            .Set("due_date", ((DateOnly)c["order_date"]!).AddDays(p.Item3 + n % 7)).Set("owner", c["owner"]).Set("created_at", c["created_at"]))));
        // Every fifth contract is delivered and paid to the end, and so completes by itself.
        await w.Save(plans.Where((p, n) => n / 3 % 5 == 0 || n % 3 == 0 || n % 3 == 1 && n % 4 != 0).Select((p, n) => w.New("payment").Set("contract", p["contract"]).Set("plan", p.Id).Set("account", p["account"]).Set("amount", p["amount"])
            .Set("received_at", new[] { ((DateOnly)p["due_date"]!).AddDays(n % 12), w.Today.AddDays(-(n % 9)) }.Min()).Set("method", w.Pick(["wechat_pay", "alipay"])).Set("status", n % 8 == 7 ? "to_confirm" : "confirmed").Set("flow_status", n % 8 == 7 ? "draft" : "approved").Set("owner", p["owner"]).Set("created_at", p["created_at"])));
    }

    /// <summary>What each seller has to win this month, this quarter and this year, and what the teams and the company have to.</summary>
    private static IEnumerable<Draft> Targets(DemoWriter w)
    {
        for (var n = 1; n < 12; n++)
        {
            var before = new DateOnly(w.Today.Year, w.Today.Month, 1).AddMonths(-n);
            yield return w.New("sales_target").Set("period_type", "month").Set("period", before.ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture)).Set("scope", "company").Set("metric", "contract_amount").Set("target", 20_000_000m - n * 250_000m).Set("owner", w.Member("孙磊"));
            yield return w.New("sales_target").Set("period_type", "month").Set("period", before.ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture)).Set("scope", "company").Set("metric", "won_amount").Set("target", 28_500_000m - n * 500_000m).Set("owner", w.Member("孙磊"));
        }
        var periods = new[] { ("month", w.Today.ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture), 1m), ("quarter", $"{w.Today.Year}Q{(w.Today.Month + 2) / 3}", 3m), ("year", $"{w.Today.Year}", 18m) };
        foreach (var (type, period, times) in periods)
        {
            foreach (var (name, month) in new[] { ("李伟", 8_000_000m), ("王芳", 9_000_000m), ("陈昊", 8_500_000m), ("孙磊", 3_000_000m) })
                yield return Target("person", "won_amount", month).Set("subject", w.Member(name));
            foreach (var (name, metric, month) in new[] { ("李伟", "received_amount", 2_500_000m), ("王芳", "received_amount", 2_500_000m), ("李伟", "activities", 60m) })
                yield return Target("person", metric, month).Set("subject", w.Member(name));
            foreach (var (name, month) in new[] { ("销售部", 28_500_000m), ("华东组", 20_000_000m), ("华南组", 8_500_000m) })
                yield return Target("department", "won_amount", month).Set("subject_department", w.Department(name));
            foreach (var (metric, month) in new[] { ("won_amount", 28_500_000m), ("contract_amount", 20_000_000m), ("received_amount", 15_000_000m) })
                yield return Target("company", metric, month);

            Draft Target(string scope, string metric, decimal month) => w.New("sales_target").Set("period_type", type).Set("period", period).Set("scope", scope).Set("metric", metric).Set("floor", month * times * 0.8m).Set("target", month * times).Set("stretch", month * times * 1.2m).Set("owner", w.Member("孙磊"));
        }
    }

    /// <summary>Most invoices ask for the advance or for all of it; a few wait for somebody to issue them.</summary>
    private static Draft Invoice(DemoWriter w, Record contract, int n)
    {
        var day = new[] { ((DateOnly)contract["order_date"]!).AddDays(5 + n % 9), w.Today }.Min();
        var draft = w.New("invoice").Set("contract", contract.Id).Set("account", contract["account"]).Set("kind", "general_vat").Set("amount", decimal.Round((decimal)contract["amount"]! * (n % 4 == 0 ? 1m : 0.3m), 2, MidpointRounding.AwayFromZero))
            .Set("status", n % 8 == 5 ? "to_review" : n % 3 == 0 ? "mailed" : "issued").Set("owner", contract["owner"]).Set("created_at", contract["created_at"]);
        return n % 8 == 5 ? draft : draft.Set("flow_status", "approved").Set("invoice_no", (24_000_000 + n * 37).ToString(System.Globalization.CultureInfo.InvariantCulture)).Set("invoice_date", day);
    }

    private static Draft Project(DemoWriter w, Record contract, int n)
    {
        var start = (DateOnly)contract["order_date"]!;
        var (status, progress) = n % 3 == 0 ? ("active", 60m) : n % 3 == 1 ? ("accepting", 95m) : ("completed", 100m);
        return w.New("project").Set("name", contract["name"] + " 实施").Set("contract", contract.Id).Set("account", contract["account"]).Set("opportunity", contract["opportunity"]).Set("manager", w.Member("郑涛")).Set("start", start).Set("end", start.AddDays(60))
            .Set("status", status).Set("progress", progress).Set("budget", decimal.Round((decimal)contract["amount"]! / 10)).Set("owner", w.Member("郑涛")).Set("created_at", contract["created_at"]);
    }

    private static Draft Delivery(DemoWriter w, Record contract, bool whole)
    {
        var draft = w.New("delivery").Set("contract", contract.Id).Set("account", contract["account"]).Set("plan_date", contract["order_date"]).Set("actual_date", ((DateOnly)contract["order_date"]!).AddDays(7))
            .Set("status", "shipped").Set("owner", w.Member("郑涛")).Set("created_at", contract["created_at"]);
        draft.Lines["items"] = [.. contract.Lines(contract.Form["lines"]).Take(whole ? 100 : 1).Select(l => new DraftLine(null, new Dictionary<string, object?>
        {
            ["product"] = l["product"], ["qty"] = whole ? l["qty"] : 1m, ["unit"] = l["unit"], ["price"] = l["price"], ["contract_line"] = l.Id.ToString(System.Globalization.CultureInfo.InvariantCulture),
        }))];
        return draft;
    }

    private static Draft Chance(DemoWriter w, DemoMarket market, DemoCustomers customers, int n)
    {
        var on = customers.Organisations[n * 13 % DemoCustomers.Kept];
        var (stage, status) = Stages[n % Stages.Length];
        var days = n * 240 / 600;
        var draft = w.New("opportunity").Set("name", $"{((string)on["name"]!)[..4]} {w.Pick(["产线升级", "视觉检测", "仓储改造", "机器人工作站", "MES 项目"])}").Set("account", on.Id)
            .Set("primary_contact", customers.People[n * 13 % DemoCustomers.Kept].Id).Set("pipeline", "standard").Set("stage", stage).Set("status", status).Set("start_date", w.Today.AddDays(-days)).Set("expected_close", w.Today.AddDays(w.Chance.Next(days < 15 ? 0 : -15, 90)))
            .Set("stage_entered_at", w.Ago(days / 3)).Set("demand", "提升产能 20%，年内投产。").Set("next_action", "发送方案并约时间演示").Set("next_action_at", w.Ago(-n % 20)).Set("owner", on["owner"] ?? w.Member("孙磊")).Set("created_by", on["owner"] ?? w.Member("孙磊")).Set("created_at", w.Ago(days));
        if (n % 4 == 0) draft.Set("campaign", market.Campaigns[n / 4 % market.Campaigns.Count].Id);
        if (status != "open") draft.Set("closed_at", w.Today.AddDays(-days / 2));
        if (status == "won") draft.Set("won_owner", on["owner"] ?? w.Member("孙磊"));
        if (status == "lost") draft.Set("lost_reason", w.Pick(["price", "features", "delivery_time", "budget_cancelled"])).Set("lost_to", w.Pick(market.Competitors).Id).Set("furthest", (decimal)(1 + n % 4));
        draft.Lines["lines"] = Lines(w, market, n, cost: false);
        if (n % Stages.Length > 0 && customers.Staff.TryGetValue(on.Id, out var staff)) draft.Lines["contact_roles"] = DemoStaff.Chain(staff, n);
        else if (n % Stages.Length > 0) draft.Lines["contact_roles"] = [new DraftLine(null, new Dictionary<string, object?> { ["contact"] = customers.People[n * 13 % DemoCustomers.Kept].Id, ["buying_role"] = n % 4 == 0 ? "user" : "decision_maker", ["stance"] = n % 3 == 0 ? "neutral" : "supports", ["approved"] = n % 3 == 1 })];
        if (n % 5 < 2) draft.Lines["competitors"] = [.. Enumerable.Range(0, 1 + n % 3).Select(i => new DraftLine(null, new Dictionary<string, object?>
        {
            ["competitor"] = market.Competitors[(n + i) % market.Competitors.Count].Id, ["progress"] = i == 0 ? "已演示" : "已报价", ["our_rank"] = (decimal)(1 + (n + i) % 2), ["closeness_with_client"] = i == 0 ? "familiar" : "acquainted",
            ["quote_price"] = 1_200_000m + (n + i * 7) % 9 * 85_000m, ["quoted_on"] = w.Today.AddDays(-3 - i * 4), ["strengths"] = i == 0 ? "价格低，交期短" : "本地服务团队",
        }))];
        return draft;
    }

    private static IReadOnlyList<DraftLine> Lines(DemoWriter w, DemoMarket market, int n, bool cost, decimal rate = 1m) => [.. Enumerable.Range(0, 1 + n % 3).Select(i =>
    {
        var product = market.Products[(n + i * 3) % market.Products.Count];
        var values = new Dictionary<string, object?> { ["product"] = product.Id, ["qty"] = (decimal)w.Chance.Next(1, 5), ["unit"] = product["unit"], ["list_price"] = decimal.Round((decimal)product["list_price"]! / rate), ["discount"] = (decimal)(n % 4 * 5) };
        if (cost) values["cost"] = product["cost_price"];
        return new DraftLine(null, values);
    })];
}
