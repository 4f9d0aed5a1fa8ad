using Weir.Engine;
using Weir.Engine.Access;
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
