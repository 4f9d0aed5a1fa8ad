using Weir.Engine.Apps;
using Weir.Engine.Forms;
using Weir.Web.Http;

namespace Weir.Web.Pages.Versions;

/// <summary>What the parts of a definition are called where its changes are told. Knows the parts, not what they hold.</summary>
internal static class DefinitionWords
{
    /// <summary>Settings of a form by the capability that has them.</summary>
    public static IReadOnlyDictionary<string, Words> Capabilities { get; } = new Dictionary<string, Words>
    {
        ["approval"] = ("审批", "Approvals"), ["assignment"] = ("分配规则", "Assignment"), ["attachments"] = ("附件", "Attachments"), ["conversion"] = ("转化字段对应", "Conversion fields"),
        ["duplicates"] = ("查重规则", "Rules for duplicates"), ["fulfilment"] = ("履行", "Fulfilment"), ["goals"] = ("目标", "Targets"), ["grading"] = ("评分标准", "Scoring rules"), ["hierarchy"] = ("上下级", "Hierarchy"),
        ["ownership"] = ("负责人", "Ownership"), ["pipeline"] = ("销售流程", "Pipelines"), ["pool"] = ("池的设置", "Pools"), ["pricing"] = ("定价", "Pricing"), ["reminders"] = ("提醒规则", "Reminders"),
        ["snapshots"] = ("快照", "Snapshots"), ["timeline"] = ("时间线", "Timeline"), ["web_form"] = ("网页表单", "Web forms"),
    };

    private static readonly Dictionary<string, Words> Parts = new()
    {
        ["form"] = ("表单", "Form"), ["forms"] = ("表单", "Forms"), ["fields"] = ("字段", "Field"), ["sections"] = ("版面", "Layout"), ["facts"] = ("摘要字段", "Header fields"), ["indexes"] = ("索引", "Indexes"), ["rules"] = ("规则", "Rules"),
        ["views"] = ("视图", "View"), ["actions"] = ("动作", "Action"), ["prints"] = ("打印模板", "Print layout"), ["panels"] = ("面板", "Panel"), ["capabilities"] = ("设置", "Settings"), ["label"] = ("名称", "Name"), ["one"] = ("单数名称", "Name of one"),
        ["group"] = ("菜单分组", "Menu group"), ["groups"] = ("菜单分组", "Menu group"), ["icon"] = ("图标", "Icon"), ["title"] = ("标题字段", "Title field"), ["optionSets"] = ("选项集", "Option set"), ["roles"] = ("角色", "Role"),
        ["figures"] = ("指标", "Figure"), ["dashboards"] = ("仪表盘", "Dashboard"), ["reports"] = ("报表", "Report"), ["traces"] = ("追踪", "Trace"), ["offMenu"] = ("不在菜单", "Off the menu"), ["protected"] = ("不可删除", "Protected"),
    };

    /// <summary>Which setting: 商机 · 销售流程.</summary>
    public static string Place(Visit visit, App app, string? form, string part, string? key, Words? label)
    {
        var what = part == "capabilities" && key is not null ? visit.Say(Capabilities.GetValueOrDefault(key) ?? (key, key))
            : visit.Say(Parts.GetValueOrDefault(part) ?? (part, part)) + (key is null ? "" : visit.Say($"“{label?.Zh ?? key}”", $" '{label?.En ?? key}'"));
        if (form is null) return what;
        var name = app.Find(form) is { } known ? visit.Say(known.Label) : label is not null && part == "form" ? visit.Say(label) : form;
        return part == "form" ? visit.Say($"表单“{name}”", $"Form '{name}'") : $"{name} · {what}";
    }

    public static string Say(Visit visit, App app, DefinitionChange change) => Say(visit, Place(visit, app, change.Form, change.Part, change.Key, change.Label), change.Kind);

    public static string Say(Visit visit, string place, ChangeKind kind) => kind switch
    {
        ChangeKind.Added => visit.Say($"新增 {place}", $"Added {place}"),
        ChangeKind.Removed => visit.Say($"删除 {place}", $"Removed {place}"),
        ChangeKind.Ordered => visit.Say($"调整顺序 {place}", $"Reordered {place}"),
        _ => place,
    };
}
