using Weir.Engine;
using Weir.Engine.Access;
using Weir.Engine.Conditions;
using Weir.Engine.Forms;
using Weir.Engine.Records;

namespace Weir.Web.Demo;

/// <summary>What colleagues have just told each other, done by themselves as in the browser, so that the bell has something to ring for.</summary>
internal static class DemoNews
{
    public static async Task Write(Platform platform, DemoWriter writer)
    {
        var (manager, seller, marketing) = (writer.Member("孙磊"), writer.Member("李伟"), writer.Member("钱静"));
        var (lead, account, opportunity) = (writer.New("lead").Form, writer.New("account").Form, writer.New("opportunity").Form);
        var open = await Some(platform, lead, seller, 4);
        foreach (var id in open.Take(1)) await platform.Comments.Add(As(manager), lead, id, "@李伟 这家的预算批下来了，周三前把方案发过去；需要样机的话找 @郑涛 排期。");
        foreach (var id in await Some(platform, account, seller, 1)) await platform.Comments.Add(As(manager), account, id, "@李伟 他们采购换人了，联系人记得更新。");
        foreach (var id in open.Take(1)) await platform.Stickies.Add(As(seller), lead, id, "喜欢电话沟通，上午十点后再打。", shared: false);
        foreach (var id in await Some(platform, account, seller, 1))
        {
            await platform.Stickies.Add(As(seller), account, id, "周五下午不安排拜访，财务那天结账。", shared: true);
            await platform.Stickies.Add(As(seller), account, id, "赵总的女儿今年高考，六月前别约饭局。", shared: false);
        }
        foreach (var id in await Some(platform, opportunity, writer.Member("王芳"), 1))
            await platform.Records.Save(As(manager), new Draft(opportunity) { Id = id }.Set(SystemFields.Collaborators, new[] { seller }));
        // Marketing hands over what came in at the weekend.
        await platform.Records.SaveMany(As(marketing).Via("bulk"), [.. (await Some(platform, lead, null, 3)).Select(id => new Draft(lead) { Id = id }.Set(SystemFields.Owner, seller))]);

        var forms = platform.WebForms;
        await forms.Open(As(marketing), lead, "官网咨询", new Dictionary<string, string>());
        var fair = (await forms.Offered(As(marketing), lead["campaign"]))[0];
        await forms.Open(As(marketing), lead, fair.Label, new Dictionary<string, string> { ["source"] = "campaign", ["campaign"] = fair.Key });
        // What fell due since yesterday is told as soon as the program runs.
        await platform.Reminders.Begin(lead.App, platform.Clock.GetUtcNow().UtcDateTime.AddDays(-1));

        Actor As(long member) => platform.People.Current.Actor(member);
    }

    /// <summary>The newest records of an owner; of nobody when null.</summary>
    private static async Task<IReadOnlyList<long>> Some(Platform platform, Form form, long? owner, int count)
    {
        var text = owner is null ? """{"field":"owner","op":"empty"}""" : $$"""{"field":"owner","op":"is","value":{{owner}}}""";
        var where = Condition.Compile(form, System.Text.Json.JsonSerializer.Deserialize<ConditionDefinition>(text, Engine.Apps.DefinitionJson.Options));
        var page = await platform.Query.List(Actor.System("demo", platform.People.Current, quiet: true), new ListQuery(form) { Where = where, Limit = count });
        return [.. page.Rows.Select(r => r.Id)];
    }
}
