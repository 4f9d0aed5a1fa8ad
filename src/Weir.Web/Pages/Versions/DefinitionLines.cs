using System.Text.Json;
using Weir.Engine.Apps;
using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Web.Http;
using Weir.Web.Pages.Records;
using Weir.Web.Pages.Records.Lists;

namespace Weir.Web.Pages.Versions;

/// <summary>One line of a difference: where in the setting, what it was and what it is; null where it was not there.</summary>
public sealed record DefinitionLine(string Where, string? Was, string? Now);

/// <summary>What is another within one changed part of a definition, line by line in words. Compares as it is written; knows no kind of setting.</summary>
internal sealed class DefinitionLines(Visit visit, App app, string? form)
{
    public const int Most = 60;
    private const int Longest = 160;

    private static readonly Dictionary<string, Words> Names = new()
    {
        ["label"] = ("名称", "name"), ["help"] = ("说明", "help"), ["required"] = ("必填", "required"), ["unique"] = ("唯一", "unique"), ["readOnly"] = ("只读", "read-only"), ["hidden"] = ("隐藏", "hidden"), ["retired"] = ("停用", "retired"),
        ["type"] = ("类型", "type"), ["kind"] = ("种类", "kind"), ["options"] = ("选项", "options"), ["formula"] = ("公式", "formula"), ["default"] = ("默认值", "default"), ["when"] = ("条件", "condition"), ["where"] = ("条件", "condition"),
        ["pipelines"] = ("流程", "pipelines"), ["stages"] = ("阶段", "stages"), ["rate"] = ("赢率", "rate"), ["forecast"] = ("预测类别", "forecast"), ["stay"] = ("停留天数", "days to stay"), ["gates"] = ("推进条件", "gates"),
        ["quietDays"] = ("停滞天数", "days until stuck"), ["reopen"] = ("可重新打开的角色", "roles that open again"), ["rivalReasons"] = ("须写明对手的原因", "reasons that name a rival"), ["floors"] = ("赢率下限", "floors"), ["bonuses"] = ("赢率加分", "bonuses"),
        ["cap"] = ("上限", "cap"), ["colour"] = ("颜色", "colour"), ["criteria"] = ("评分项", "criteria"), ["levels"] = ("分档", "levels"), ["points"] = ("分数", "points"), ["bands"] = ("等级", "grades"), ["grade"] = ("等级", "grade"), ["from"] = ("从", "from"),
        ["least"] = ("最少", "least"), ["most"] = ("最多", "most"), ["rules"] = ("规则", "rules"), ["pools"] = ("池", "pools"), ["members"] = ("成员", "members"), ["roles"] = ("角色", "roles"), ["steps"] = ("步骤", "steps"), ["keys"] = ("规则", "rules"),
        ["forms"] = ("表单", "forms"), ["grants"] = ("权限", "rights"), ["can"] = ("操作", "operations"), ["level"] = ("范围", "scope"), ["columns"] = ("列", "columns"), ["sort"] = ("排序", "order"), ["fields"] = ("字段", "fields"), ["off"] = ("关闭", "off"),
        ["hours"] = ("工作时间", "working hours"), ["to"] = ("通知谁", "who is told"), ["text"] = ("文字", "text"), ["is"] = ("条件", "condition"), ["lines"] = ("明细", "line items"), ["form"] = ("表单", "form"), ["title"] = ("标题", "title"), ["lose"] = ("输单", "losing"),
    };

    private readonly FormVisit? on = form is not null && app.Find(form) is { } found ? new FormVisit(visit, app, found) : null;
    private readonly List<DefinitionLine> lines = [];

    public static IReadOnlyList<DefinitionLine> Of(Visit visit, App app, DefinitionChange change)
    {
        if (change.Kind != ChangeKind.Changed) return [];
        var all = new DefinitionLines(visit, app, change.Form);
        all.Compare([], change.Was, change.Now);
        return all.lines;
    }

    private void Compare(IReadOnlyList<string> path, JsonElement? was, JsonElement? now)
    {
        if (was is { } a && now is { } b && JsonElement.DeepEquals(a, b)) return;
        if (was is { ValueKind: JsonValueKind.Object } before && now is { ValueKind: JsonValueKind.Object } after && !IsWhole(before) && !IsWhole(after))
        {
            foreach (var name in before.EnumerateObject().Concat(after.EnumerateObject()).Select(p => p.Name).Distinct()) Compare([.. path, Name(name)], Get(before, name), Get(after, name));
        }
        else if (was is { ValueKind: JsonValueKind.Array } former && now is { ValueKind: JsonValueKind.Array } present && former.EnumerateArray().Concat(present.EnumerateArray()).Any(e => e.ValueKind == JsonValueKind.Object))
        {
            Elements(path, [.. former.EnumerateArray()], [.. present.EnumerateArray()]);
        }
        else lines.Add(new(string.Join(" · ", path), was is { } w ? Text(w) : null, now is { } n ? Text(n) : null));
    }

    /// <summary>Elements are found again by their key or name; without either, by their place.</summary>
    private void Elements(IReadOnlyList<string> path, List<JsonElement> was, List<JsonElement> now)
    {
        var (before, after) = (Marked(was), Marked(now));
        foreach (var (mark, element) in after) Compare([.. path, Called(element, mark)], before.TryGetValue(mark, out var former) ? former : null, element);
        foreach (var (mark, element) in before.Where(m => !after.ContainsKey(m.Key))) Compare([.. path, Called(element, mark)], element, null);
        var (order, then) = (before.Keys.Where(after.ContainsKey).ToList(), after.Keys.Where(before.ContainsKey).ToList());
        if (!order.SequenceEqual(then)) lines.Add(new(string.Join(" · ", path) + visit.Say("（顺序）", " (order)"), string.Join(visit.Say("、", ", "), order.Select(m => Called(before[m], m))), string.Join(visit.Say("、", ", "), then.Select(m => Called(after[m], m)))));
    }

    private static Dictionary<string, JsonElement> Marked(List<JsonElement> elements) => elements
        .Select((e, i) => (Mark: Word(e, "key") ?? (Get(e, "label") is { } label ? label.ToString() : $"#{i + 1}"), Element: e)).DistinctBy(e => e.Mark).ToDictionary(e => e.Mark, e => e.Element);

    private string Called(JsonElement element, string mark) => Get(element, "label") is { ValueKind: JsonValueKind.Object } label ? $"“{Text(label)}”" : mark is ['#', .. var place] ? visit.Say($"第 {place} 项", $"no. {place}") : $"“{Known(mark)}”";

    /// <summary>What is read as one thing: a text in two languages, a condition.</summary>
    private static bool IsWhole(JsonElement element) => Get(element, "zh") is not null || Get(element, "op") is not null || Get(element, "all") is not null || Get(element, "any") is not null;

    private string Name(string name) => Names.TryGetValue(name, out var words) ? visit.Say(words) : Known(name);

    private string Text(JsonElement value) => Short(value.ValueKind switch
    {
        JsonValueKind.True => visit.Say("是", "yes"),
        JsonValueKind.False => visit.Say("否", "no"),
        JsonValueKind.String => Known(value.GetString()!),
        JsonValueKind.Array => string.Join(visit.Say("、", ", "), value.EnumerateArray().Select(Text)),
        JsonValueKind.Object when Get(value, "zh") is { } zh && Get(value, "en") is { } en => visit.Say(zh.ToString(), en.ToString()),
        JsonValueKind.Object when IsWhole(value) && Condition(value) is { } words => words,
        JsonValueKind.Object when Get(value, "label") is { } label => Text(label),
        JsonValueKind.Object when Word(value, "key") is { } key => Known(key),
        _ => value.ToString(),
    });

    /// <summary>A condition on fields of the form, as its filter would say it; a condition on another form stays as it is written.</summary>
    private string? Condition(JsonElement value)
    {
        try
        {
            return on is not null && value.Deserialize<ConditionDefinition>(DefinitionJson.Options) is { } condition && FilterWords.Leaves(condition).All(l => on.Form.Path(l.Field ?? "") is not null) ? FilterWords.Say(on, condition) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The word for a key: a field, an option or a role by its name, else the key.</summary>
    private string Known(string key)
    {
        if (on?.Form.Find(key) is { } field) return visit.Say(field.Label);
        if (on?.Form.Fields.SelectMany(f => f.Type.Options(f)).FirstOrDefault(o => o.Key == key) is { } option) return visit.Say(option.Label);
        if (app.Definition.Roles.FirstOrDefault(r => r.Key == key) is { } role) return visit.Say(role.Label);
        return app.Find(key) is { } other ? visit.Say(other.Label) : key;
    }

    private static JsonElement? Get(JsonElement element, string name) => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;

    private static string? Word(JsonElement element, string name) => Get(element, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    private static string Short(string text) => text.Length <= Longest ? text : text[..Longest] + "…";
}
