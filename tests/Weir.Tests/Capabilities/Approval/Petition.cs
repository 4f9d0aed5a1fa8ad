using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.Actions;
using Weir.Engine.Apps;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;
using Weir.Tests.Records;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.Capabilities.Approval;

/// <summary>A small app whose one form is approved by flows that a test writes, and shorthand for what people do with its records.</summary>
internal static class Petition
{
    /// <summary>One node for the manager of the department, then commercial and finance together, then whoever signs it off with a scan.</summary>
    public const string Usual = """
        [
          { "key": "small", "label": { "zh": "小额", "en": "Small" }, "when": { "field": "amount", "op": "lte", "value": 100 }, "auto": true },
          { "key": "usual", "label": { "zh": "一般", "en": "Usual" }, "nodes": [
            { "key": "manager", "label": { "zh": "主管", "en": "Manager" }, "approvers": [{ "role": "sales_manager", "withinDepartment": true }] },
            { "key": "both", "label": { "zh": "会签", "en": "Both" }, "mode": "all", "when": { "field": "amount", "op": "gte", "value": 1000 },
              "approvers": [{ "role": "commercial", "one": true }, { "role": "finance", "one": true }] },
            { "key": "file", "label": { "zh": "归档", "en": "File" }, "approvers": [{ "role": "commercial" }], "require": ["paper"] }
          ], "cc": [{ "role": "executive" }] }
        ]
        """;

    private const string Form = """
        { "key": "petition", "no": 1, "group": "main", "label": { "zh": "申请", "en": "Petitions" }, "title": "name",
          "fields": [
            { "key": "name", "type": "text", "label": { "zh": "名称", "en": "Name" }, "required": true },
            { "key": "amount", "type": "money", "label": { "zh": "金额", "en": "Amount" } },
            { "key": "paper", "type": "text", "label": { "zh": "文号", "en": "Paper" } },
            { "key": "remark", "type": "text", "label": { "zh": "备注", "en": "Remark" } },
            { "key": "judge", "type": "member", "label": { "zh": "评审人", "en": "Judge" } },
            { "key": "state", "type": "text", "label": { "zh": "状态", "en": "State" }, "readOnly": true, "default": "draft" }
          ],
          "actions": [
            { "key": "go", "label": { "zh": "送审", "en": "Go" }, "internal": true, "effects": [{ "kind": "set", "values": { "state": "gone" } }] },
            { "key": "hold", "label": { "zh": "生效", "en": "Hold" }, "internal": true, "effects": [{ "kind": "set", "values": { "state": "holds" } }, { "kind": "create", "form": "result", "values": { "name": "=record.name" } }] },
            { "key": "back", "label": { "zh": "退回", "en": "Back" }, "internal": true, "effects": [{ "kind": "set", "values": { "state": "back" } }] },
            { "key": "home", "label": { "zh": "取回", "en": "Home" }, "internal": true, "effects": [{ "kind": "set", "values": { "state": "home" } }] }
          ],
          "capabilities": { "approval": { "flows": [], "onSubmit": "go", "onApproved": "hold", "onRejected": "back", "onWithdrawn": "home", "openAfterwards": ["remark"] } } }
        """;

    private const string Result = """
        { "key": "result", "no": 2, "group": "main", "label": { "zh": "结果", "en": "Results" }, "title": "name", "fields": [{ "key": "name", "type": "text", "label": { "zh": "名称", "en": "Name" } }] }
        """;

    private const string Roles = """
        [
          { "key": "sales_rep", "label": { "zh": "销售", "en": "Rep" }, "forms": { "petition": { "grants": [{ "can": ["view", "create", "edit", "delete"], "on": "own" }] } } },
          { "key": "sales_manager", "label": { "zh": "主管", "en": "Manager" }, "forms": { "petition": { "grants": [{ "can": ["view", "create"], "on": "own" }] } } },
          { "key": "commercial", "label": { "zh": "商务", "en": "Commercial" }, "forms": { "petition": { "grants": [{ "can": ["view"], "on": "own" }] } } },
          { "key": "finance", "label": { "zh": "财务", "en": "Finance" }, "forms": { "petition": { "grants": [{ "can": ["view"], "on": "own" }], "fields": { "remark": "hidden" } } } },
          { "key": "executive", "label": { "zh": "高管", "en": "Executive" }, "forms": { "petition": { "grants": [{ "can": ["view"], "on": "own" }] } } },
          { "key": "marketing", "label": { "zh": "市场", "en": "Marketing" }, "forms": {} },
          { "key": "delivery", "label": { "zh": "交付", "en": "Delivery" }, "forms": { "petition": { "grants": [{ "can": ["view"], "on": "own" }] } } }
        ]
        """;

    public static AppDefinition App(string flows = Usual) => new()
    {
        Key = "l2c", Label = ("申请", "Petitions"), Groups = [new("main", ("主要", "Main"))],
        Roles = JsonSerializer.Deserialize<RoleDefinition[]>(Roles, DefinitionJson.Options)!,
        Forms = [With(JsonSerializer.Deserialize<FormDefinition>(Form, DefinitionJson.Options)!, flows), JsonSerializer.Deserialize<FormDefinition>(Result, DefinitionJson.Options)!],
    };

    public static FormDefinition With(FormDefinition form, string flows)
    {
        var settings = System.Text.Json.Nodes.JsonNode.Parse(form.Capabilities["approval"].GetRawText())!.AsObject();
        settings["flows"] = System.Text.Json.Nodes.JsonNode.Parse(flows);
        return form with { Capabilities = new Dictionary<string, JsonElement> { ["approval"] = JsonSerializer.SerializeToElement(settings) } };
    }

    /// <summary>A flow of one node.</summary>
    public static string Node(string node) => $$"""[{ "key": "one", "label": { "zh": "一步", "en": "One step" }, "nodes": [{ "key": "only", "label": { "zh": "审批", "en": "Decide" }, {{node}} }] }]""";

    public static Task<Desk> Open(DatabaseKind kind, string flows = Usual) => Desk.Open(kind, App(flows));

    public static async Task<Record> Submitted(this Desk desk, decimal amount = 5000m, long by = Desk.Rep)
    {
        var record = await desk.Create(by, "petition", ("name", "申请甲"), ("amount", amount));
        return (await desk.Do(by, record.Id, "approval.submit")).Record;
    }

    public static Task<Acted> Do(this Desk desk, long by, long id, string action, params (string Key, object? Value)[] answers)
    {
        var form = desk.Form("petition");
        var ask = form.Action(action)!.Ask;
        var draft = ask is null ? null : new Draft(ask);
        foreach (var (key, value) in answers) draft!.Set(key, value);
        return desk.Records.Act(desk.Actor(by), form, id, action, draft);
    }

    public static Task<Acted> Approve(this Desk desk, long by, long id, params (string Key, object? Value)[] answers) => desk.Do(by, id, "approval.approve", answers);

    public static Task<Acted> Reject(this Desk desk, long by, long id, string to = "start") => desk.Do(by, id, "approval.reject", ("comment", "请修改"), ("to", to));

    public static async Task<Problem> Refused(Func<Task> work) => (await Assert.ThrowsAsync<ProblemException>(work)).Problem;

    public static async Task<(string? Flow, string? Node, string? State)> Stand(this Desk desk, long id)
    {
        var record = await desk.Read("petition", id);
        return (record["flow_status"] as string, record["flow_node"] as string, record["state"] as string);
    }

    /// <summary>Who is asked now.</summary>
    public static async Task<IReadOnlyList<long>> Asked(this Desk desk, long id)
    {
        var all = await desk.Tasks(id);
        return [.. all.Where(t => t.State == "open").Select(t => t.MemberId).Order()];
    }

    public static Task<List<ApprovalTaskRow>> Tasks(this Desk desk, long id) => desk.Database.Read(async s =>
        await ApprovalTaskRows.Of(s, desk.App.Schema, (await ApprovalRows.Of(s, desk.App.Schema, 1, id, 50)).Select(a => a.Id)));

    public static Task<List<ApprovalEventRow>> Events(this Desk desk, long id) => desk.Database.Read(async s =>
        await ApprovalEventRows.Of(s, desk.App.Schema, (await ApprovalRows.Of(s, desk.App.Schema, 1, id, 50)).Select(a => a.Id)));
}
