using System.Text.Json;
using Weir.Engine.Apps;
using Weir.Engine.Forms;
using Weir.Engine.Records;

namespace Weir.Engine.Capabilities.Pool;

public sealed partial class Pool
{
    public const string Locked = "locked";
    public const string ExtendedDays = "extended_days";
    public const string Extensions = "extensions";

    /// <summary>Why people give back and rules take back, for forms that have no words of their own.</summary>
    private static readonly IReadOnlyList<Option> UsualReasons =
    [
        new("unreachable", ("联系不上", "Cannot be reached"), "grey"), new("no_demand", ("无需求", "No demand"), "grey"), new("low_budget", ("预算不足", "Budget too small"), "warn"),
        new("not_target", ("不是目标", "Not a target"), "grey"), new("wrong_data", ("信息有误", "Wrong information"), "warn"), new("duplicate", ("重复", "Duplicate"), "grey"),
        new("signed_competitor", ("竞品已签", "Signed with a competitor"), "bad"), new("staff_change", ("人员调整", "Staff change"), "teal"),
        new("no_follow_up", ("超期未跟进", "No follow-up in time"), "bad"), new("no_deal", ("超期未完成", "Not done in time"), "warn"), new("other", ("其他", "Other"), "grey"),
    ];

    public override IReadOnlyList<FieldDefinition> Fields(JsonElement settings) =>
    [
        Kept(HandingFields.Pool, "select", "所在池", "Pool") with { Settings = Options(Pools(settings)) },
        Kept(HandingFields.ClaimedAt, "datetime", "领取时间", "Claimed at"),
        Kept(HandingFields.RecycleAt, "datetime", "预计回收时间", "Recycled on"),
        Kept(HandingFields.ReturnReason, "select", "退回原因", "Return reason") with { Settings = Options(UsualReasons) },
        Kept(HandingFields.PreviousOwner, "member", "前负责人", "Previous owner"),
        Kept(Locked, "yes_no", "已锁定", "Locked"),
        Kept(ExtendedDays, "number", "已延期天数", "Days extended"),
        Kept(Extensions, "number", "延期次数", "Extensions"),
    ];

    /// <summary>What goes with a change of hands.</summary>
    internal override IEnumerable<Field> Told(Form form) => new[] { HandingFields.ClaimedAt, HandingFields.RecycleAt, HandingFields.PreviousOwner, HandingFields.ReturnReason }.Select(form.Find).OfType<Field>();

    private static FieldDefinition Kept(string key, string type, string zh, string en) => new() { Key = key, Type = type, Label = (zh, en), ReadOnly = true };

    private static Dictionary<string, JsonElement> Options(IEnumerable<Option> options) => new() { ["options"] = JsonSerializer.SerializeToElement(options, DefinitionJson.Options) };

    /// <summary>Read loosely: whether the settings fit is said when they are prepared.</summary>
    private static IEnumerable<Option> Pools(JsonElement settings)
    {
        if (settings.ValueKind != JsonValueKind.Object || !settings.TryGetProperty("pools", out var pools) || pools.ValueKind != JsonValueKind.Array) return [new("none", ("无", "None"))];
        return pools.EnumerateArray().Where(p => p.ValueKind == JsonValueKind.Object && p.TryGetProperty("key", out _) && p.TryGetProperty("label", out _))
            .Select(p => new Option(p.GetProperty("key").GetString() ?? "", p.GetProperty("label").Deserialize<Words>(DefinitionJson.Options)!, "grey"));
    }
}
