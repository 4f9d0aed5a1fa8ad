using Weir.Engine;
using Weir.Engine.Access;
using Weir.Engine.Capabilities.Pipeline;
using Weir.Engine.Conditions;
using Weir.Engine.Forms;
using Weir.Engine.Records;

namespace Weir.Web.Demo;

/// <summary>Quotes, contracts and expenses that colleagues have handed in for approval, some decided and some waiting, so that everybody's list shows something.</summary>
internal static class DemoApprovals
{
    public static async Task Write(Platform platform, DemoWriter writer)
    {
        Actor As(string name) => platform.People.Current.Actor(writer.Member(name));
        Task Do(string who, Form form, long id, string action, params (string Key, object? Value)[] answers) => Act(platform, As(who), form, id, action, answers);
        var (quote, contract, expense) = (writer.New("quote").Form, writer.New("contract").Form, writer.New("expense").Form);
        foreach (var seller in new[] { "李伟", "王芳" })
        {
            var quotes = await Drafts(platform, quote, writer.Member(seller), """{"all":[{"field":"status","op":"is","value":"draft"},{"field":"discount_rate","op":"gt","value":5}]}""", 5);
            foreach (var id in quotes) await Do(seller, quote, id, "approval.submit");
            foreach (var id in quotes.Take(1)) await Do("孙磊", quote, id, "approval.reject", ("comment", "折扣高于同类客户，请先争取付款条件。"), ("to", "start"));
            foreach (var id in quotes.Skip(1).Take(1)) await Do("孙磊", quote, id, "approval.approve", ("comment", "同意，年度框架客户。"));
            var contracts = await Drafts(platform, contract, writer.Member(seller), """{"all":[{"field":"status","op":"is","value":"draft"},{"field":"amount","op":"gt","value":0}]}""", 4);
            foreach (var id in contracts) await Do(seller, contract, id, "approval.submit");
            foreach (var id in contracts.Take(2)) await Do("孙磊", contract, id, "approval.approve", ("comment", "条款与报价一致。"));
            foreach (var (kind, amount) in new[] { ("travel", 860m), ("entertainment", 2_480m), ("travel", 6_320m) })
            {
                var draft = writer.New("expense").Set("account", (await Drafts(platform, writer.New("account").Form, writer.Member(seller), null, 1))[0]);
                draft.Lines["items"] = [new(null, new Dictionary<string, object?> { ["type"] = kind, ["date"] = writer.Today.AddDays(-2), ["amount"] = amount, ["note"] = "客户拜访" })];
                await Do(seller, expense, (await platform.Records.Save(As(seller), draft)).Record.Id, "approval.submit");
            }
        }
        await Initiate(platform, writer, As, (who, form, id, action, answers) => Do(who, form, id, action, answers));
        await Ask(platform, writer, (who, form, id, action, answers) => Do(who, form, id, action, answers));
    }

    /// <summary>What sellers ask of their manager: more time for a customer, a lock, the loss of a big deal; some of it answered.</summary>
    private static async Task Ask(Platform platform, DemoWriter writer, Func<string, Form, long, string, (string Key, object? Value)[], Task> act)
    {
        var (account, opportunity) = (writer.New("account").Form, writer.New("opportunity").Form);
        foreach (var seller in new[] { "李伟", "王芳" })
        {
            var customers = await Drafts(platform, account, writer.Member(seller), """{"all":[{"field":"recycle_at","op":"not_empty"},{"field":"locked","op":"is_not","value":true}]}""", 3);
            foreach (var id in customers.Take(1)) await act(seller, account, id, "request.lock", [("reason", "正在谈年度框架，请先锁定。")]);
            foreach (var id in customers.Skip(1).Take(1)) await act(seller, account, id, "request.extend", [("note", "客户月底招标，申请延期跟进。")]);
            foreach (var id in customers.Skip(2)) await act(seller, account, id, "request.extend", [("note", "等客户预算批复。")]);
            foreach (var id in customers.Skip(2)) await act("孙磊", account, id, "approval.approve", [("comment", "同意，抓紧。")]);
            foreach (var id in await Drafts(platform, opportunity, writer.Member(seller), """{"all":[{"field":"status","op":"is","value":"open"},{"field":"grade","op":"is","value":"a"},{"field":"pipeline","op":"is_not","value":"initiation"}]}""", 1))
                await act(seller, opportunity, id, "request.lose", [("lost_reason", "budget_cancelled"), ("lost_note", "客户取消了今年的预算。")]);
        }
    }

    /// <summary>Two large projects which are reviewed before anybody works on them: one is approved, one waits.</summary>
    private static async Task Initiate(Platform platform, DemoWriter writer, Func<string, Actor> actors, Func<string, Form, long, string, (string Key, object? Value)[], Task> act)
    {
        var form = writer.New("opportunity").Form;
        foreach (var (seller, what, amount) in new[] { ("王芳", "智能仓储一期", 1_860_000m), ("李伟", "数字化工厂立项", 2_450_000m) })
        {
            if (await Drafts(platform, form, writer.Member(seller), """{"all":[{"field":"status","op":"is","value":"open"},{"field":"primary_contact","op":"not_empty"}]}""", 1) is not [var known]) continue;
            var like = (await platform.Query.Get(actors(seller), form, known)).Record;
            var deal = await platform.Records.Save(actors(seller), writer.New("opportunity").Set("name", what).Set("account", like["account"]).Set("primary_contact", like["primary_contact"]).Set("pipeline", "initiation")
                .Set("amount", amount).Set("expected_close", writer.Today.AddDays(75)).Set("demand", "新厂区整线规划，分两期实施。").Set("next_action", "立项通过后安排现场调研"));
            var id = deal.Record.Id;
            await act(seller, form, id, StageQuery.Verb(StageKind.Open), [(StageQuery.To, "initiation_review")]);
            await act(seller, form, id, "request.initiation", [("reason", "集团客户的新厂区，预算已批，需要提前投入方案人力。")]);
            if (seller != "王芳") continue;
            await act("孙磊", form, id, "approval.approve", [("comment", "同意立项，方案组两周内介入。")]);
            await act(seller, form, id, StageQuery.Verb(StageKind.Open), [(StageQuery.To, "cooperation_talks")]);
        }
    }

    private static async Task Act(Platform platform, Actor actor, Form form, long id, string action, (string Key, object? Value)[] answers)
    {
        var ask = form.Action(action)!.Ask;
        var draft = ask is null ? null : new Draft(ask);
        foreach (var (key, value) in answers) draft!.Set(key, value);
        await platform.Records.Act(actor, form, id, action, draft);
    }

    private static async Task<IReadOnlyList<long>> Drafts(Platform platform, Form form, long owner, string? where, int count)
    {
        var own = $$"""{"field":"owner","op":"is","value":{{owner}}}""";
        var condition = Condition.Compile(form, System.Text.Json.JsonSerializer.Deserialize<ConditionDefinition>(where is null ? own : $$"""{"all":[{{own}},{{where}}]}""", Engine.Apps.DefinitionJson.Options));
        var page = await platform.Query.List(Actor.System("demo", platform.People.Current, quiet: true), new ListQuery(form) { Where = condition, Limit = count });
        return [.. page.Rows.Select(r => r.Id)];
    }
}
