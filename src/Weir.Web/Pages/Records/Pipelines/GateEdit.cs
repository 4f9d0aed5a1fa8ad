using System.Text.Json;
using Weir.Engine.Apps;
using Weir.Engine.Capabilities.Pipeline.Gates;
using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Web.Pages.Records.Settings;

namespace Weir.Web.Pages.Records.Pipelines;

/// <summary>What a stage asks for as it was typed, each kind with the settings that it needs. Asks nothing of records.</summary>
internal static class GateEdit
{
    private const int LongestLabel = 80;
    private const int MostAsked = 1000;

    public static GateDefinition Fresh => new() { Kind = "condition", Label = ("", "") };

    public static IReadOnlyList<GateDefinition> All(PostedSettings posted, string list) =>
        posted.Arranged(list, [.. Enumerable.Range(0, posted.Rows(list + "s")).Select(i => Read(posted, $"{list}{i}"))], () => Fresh);

    public static GateDefinition Read(PostedSettings posted, string name)
    {
        var kind = GateCatalogue.Find(posted.Text(name + ".kind"))?.Key ?? Fresh.Kind;
        var (zh, en) = (posted.Text(name + ".help.zh"), posted.Text(name + ".help.en"));
        return new()
        {
            Kind = kind, Label = posted.Label(name + ".label", LongestLabel), Help = zh.Length + en.Length == 0 ? null : (zh.Length == 0 ? en : zh, en.Length == 0 ? zh : en),
            When = posted.When(name + ".when"), Off = !posted.Ticked(name + ".asked"), Settings = Settings(posted, name, kind),
        };
    }

    private static Dictionary<string, JsonElement> Settings(PostedSettings posted, string name, string kind)
    {
        var settings = new Dictionary<string, JsonElement>();
        switch (kind)
        {
            case "condition":
                Put("is", posted.When(name + ".is") ?? Missing(posted, name + ".is"));
                break;
            case "lines":
                var lines = posted.Visit.Form.Find(posted.Text(name + ".lines")) is { Lines: not null } chosen ? chosen : Lines(posted.Visit.Form).FirstOrDefault();
                if (lines is null) posted.Refuse(name + ".kind", "gate.no_lines", ("这个表单没有明细。", "This form has no line items."));
                Put("lines", lines?.Key ?? "");
                // Other line items have other columns: what was typed for the former ones means nothing for them.
                if (lines is not null && lines.Key == posted.Text(name + ".before")) Put("where", posted.When(name + ".where", new FormVisit(posted.Visit.Visit, posted.Visit.App, lines.Lines!)));
                Put("least", posted.NumberOrNone(name + ".least", 1, MostAsked));
                break;
            case "records":
                if (Absent(posted, name) is { } absent)
                {
                    (settings["form"], settings["by"]) = (CapabilitySettings.Write(absent[0]), CapabilitySettings.Write(absent[1]));
                    if (posted.Text(name + ".where") is { Length: > 0 } kept) settings["where"] = JsonElement.Parse(kept);
                    Put("least", posted.NumberOrNone(name + ".least", 1, MostAsked));
                    Put("ifThere", true);
                    break;
                }
                var link = Links(posted.Visit).FirstOrDefault(l => Text(l) == posted.Text(name + ".link")) ?? Links(posted.Visit).FirstOrDefault();
                if (link is null) posted.Refuse(name + ".kind", "gate.no_link", ("没有表单关联到这里。", "No form links to this one."));
                Put("form", link?.Form.Key ?? "");
                Put("by", link?.Key ?? "");
                if (link is not null && link.Form.Key == posted.Text(name + ".before")) Put("where", posted.When(name + ".where", posted.Visit.Other(link.Form.Key)));
                Put("least", posted.NumberOrNone(name + ".least", 1, MostAsked));
                if (posted.Ticked(name + ".there")) Put("ifThere", true);
                break;
            case "confirm":
                var roles = posted.Many(name + ".roles");
                if (roles.Count == 0) posted.Refuse(name + ".roles", "gate.no_role", ("请选择由哪些角色确认。", "Choose the roles that confirm."));
                Put("roles", roles);
                break;
            case "approval":
                var action = Approvals(posted.Visit.Form).FirstOrDefault(a => a.Key == posted.Text(name + ".action")) ?? Approvals(posted.Visit.Form).FirstOrDefault();
                if (action is null) posted.Refuse(name + ".kind", "gate.no_action", ("这个表单没有可提交审批的动作。", "This form has no action that asks for approval."));
                Put("action", action?.Key ?? "");
                Put("is", posted.When(name + ".is") ?? Missing(posted, name + ".is"));
                break;
            case "any":
                var of = All(posted, name + ".of");
                if (of.Count == 0) posted.Refuse(name + ".kind", "gate.none_of", ("请至少添加一项。", "Add at least one."));
                Put("of", of);
                break;
        }
        return settings;

        void Put<T>(string key, T value)
        {
            if (value is not null) settings[key] = CapabilitySettings.Write(value);
        }
    }

    /// <summary>A link of a form that is not there yet: the gate asks for it only once it is, and is kept until then.</summary>
    private static string[]? Absent(PostedSettings posted, string name) =>
        posted.Ticked(name + ".there") && posted.Text(name + ".link").Split('.') is [var form, _] parts && posted.Visit.App.Find(form) is null ? parts : null;

    private static ConditionDefinition? Missing(PostedSettings posted, string name)
    {
        if (posted.Text(name).Length == 0) posted.Refuse(name, "gate.no_condition", ("请填写条件。", "Enter a condition."));
        return null;
    }

    public static string Text(Field link) => $"{link.Form.Key}.{link.Key}";

    public static IEnumerable<Field> Lines(Form form) => form.Live.Where(f => f.Lines is not null);

    /// <summary>Fields of all forms that name a record of the visited one; those that can name only such records come first.</summary>
    public static IEnumerable<Field> Links(FormVisit visit) => visit.App.Forms.Where(f => visit.Other(f.Key) is not null).SelectMany(f => f.Live)
        .Where(f => f is { Column: not null, System: false, Type.IsReference: true } && f.Type.Kind(f) is not ValueKind.Many && (f.Type.LinkedForm(f) is not { } to || to == visit.Form.Key))
        .OrderBy(f => f.Type.LinkedForm(f) is null);

    /// <summary>Actions that ask others before something is done.</summary>
    public static IEnumerable<Weir.Engine.Actions.RecordAction> Approvals(Form form) => form.Actions.Where(a => a.Key.StartsWith("request.", StringComparison.Ordinal));

    public static string? Word(GateDefinition gate, string key) => gate.Settings.TryGetValue(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public static int? Count(GateDefinition gate) => gate.Settings.TryGetValue("least", out var value) && value.TryGetInt32(out var least) ? least : null;

    public static ConditionDefinition? Condition(GateDefinition gate, string key) => gate.Settings.TryGetValue(key, out var value) ? value.Deserialize<ConditionDefinition>(DefinitionJson.Options) : null;

    public static IReadOnlyList<string> Roles(GateDefinition gate) => gate.Settings.TryGetValue("roles", out var value) ? value.Deserialize<string[]>() ?? [] : [];

    public static IReadOnlyList<GateDefinition> Parts(GateDefinition gate) => gate.Settings.TryGetValue("of", out var value) ? value.Deserialize<GateDefinition[]>(DefinitionJson.Options) ?? [] : [];
}
