using Weir.Engine.Capabilities.Assignment;
using Weir.Engine.Forms;

namespace Weir.Web.Pages.Records.Assignment;

/// <summary>What modes, triggers and outcomes of assignment are called.</summary>
internal static class AssignmentWords
{
    public static Words Of(AssignmentMode mode) => mode switch
    {
        AssignmentMode.Fixed => ("指定（第一位在岗的人）", "Fixed: the first who is there"),
        AssignmentMode.RoundRobin => ("轮流", "In turn"),
        AssignmentMode.Weighted => ("按权重", "By weights"),
        AssignmentMode.Load => ("按负载（未完成最少的人）", "By load: who has least open work"),
        AssignmentMode.Region => ("按地区表", "By a table of regions"),
        AssignmentMode.Source => ("按来源表", "By a table of values"),
        AssignmentMode.Performance => ("按业绩（近 90 天完成率）", "By results of the last 90 days"),
        _ => ("留在池中", "Stays in the pool"),
    };

    public static Words Of(AssignmentTrigger trigger) => trigger switch
    {
        AssignmentTrigger.Create => ("新建（网页表单、接口）", "Created by form or API"),
        AssignmentTrigger.Import => ("导入", "Imported"),
        AssignmentTrigger.EnterPool => ("进入池", "Comes into a pool"),
        AssignmentTrigger.Manual => ("手动“按规则分配”", "Assigned by rules by hand"),
        _ => ("每天 02:30", "Each day at 02:30"),
    };

    /// <summary>Modes in which one of several members is chosen without a table.</summary>
    public static readonly IReadOnlyList<AssignmentMode> Plain = [AssignmentMode.RoundRobin, AssignmentMode.Weighted, AssignmentMode.Load, AssignmentMode.Fixed, AssignmentMode.Performance];

    public static bool HasTable(AssignmentMode mode) => mode is AssignmentMode.Region or AssignmentMode.Source;

    /// <summary>Why it was this one, or nobody.</summary>
    public static string Why(FormVisit visit, AssignmentMode mode, IReadOnlyList<long> candidates, long? chosen) => (chosen, mode) switch
    {
        (null, AssignmentMode.Pool) => visit.Say("规则让它留在池中", "The rule lets it stay in the pool"),
        (null, _) => visit.Say("没有可分配的人：都不在岗、已到上限，或没有人符合", "Nobody can have it: all are away or full, or nobody is meant"),
        (_, AssignmentMode.RoundRobin) => visit.Say($"轮到他，共 {candidates.Count} 人轮流", $"It was their turn, of {candidates.Count}"),
        (_, AssignmentMode.Weighted) => visit.Say($"按权重在 {candidates.Count} 人中轮到", $"Their turn by weights, of {candidates.Count}"),
        (_, AssignmentMode.Load) => visit.Say($"{candidates.Count} 人中未完成最少", $"Least open work of {candidates.Count}"),
        (_, AssignmentMode.Performance) => visit.Say($"按业绩在 {candidates.Count} 人中轮到", $"Their turn by results, of {candidates.Count}"),
        (_, AssignmentMode.Region) => visit.Say($"地区表中这一行有 {candidates.Count} 人可分配", $"Of {candidates.Count} in the row of its region"),
        (_, AssignmentMode.Source) => visit.Say($"来源表中这一行有 {candidates.Count} 人可分配", $"Of {candidates.Count} in the row of its value"),
        _ => visit.Say($"{candidates.Count} 人中第一位", $"The first of {candidates.Count}"),
    };
}
