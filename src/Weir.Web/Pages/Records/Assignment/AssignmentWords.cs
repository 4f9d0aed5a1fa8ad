using Weir.Engine.Capabilities.Assignment;
using Weir.Engine.Forms;

namespace Weir.Web.Pages.Records.Assignment;

/// <summary>What modes, triggers and outcomes of assignment are called.</summary>
internal static class AssignmentWords
{
    public static Words Of(AssignmentMode mode) => mode switch
    {
        AssignmentMode.Fixed => ("指定（取第一位可分配的人）", "Fixed: the first one available"),
        AssignmentMode.RoundRobin => ("轮流", "Round robin"),
        AssignmentMode.Weighted => ("按权重", "Weighted"),
        AssignmentMode.Load => ("按负载（未完成最少的人）", "By workload: fewest open records"),
        AssignmentMode.Region => ("按地区表", "By region"),
        AssignmentMode.Source => ("按来源表", "By a field value"),
        AssignmentMode.Performance => ("按业绩（近 90 天转化率）", "By performance: conversion rate, last 90 days"),
        _ => ("留在池中", "Leave in the pool"),
    };

    public static Words Of(AssignmentTrigger trigger) => trigger switch
    {
        AssignmentTrigger.Create => ("新建（网页表单、接口）", "Created (web form, API)"),
        AssignmentTrigger.Import => ("导入", "Imported"),
        AssignmentTrigger.EnterPool => ("进入池（退回、回收、清空负责人）", "Enters a pool (returned, recycled, owner cleared)"),
        AssignmentTrigger.Manual => ("手动“按规则分配”", "Manual: “Assign by rules”"),
        _ => ("每天 02:30", "Every night at 02:30"),
    };

    /// <summary>Modes in which one of several members is chosen without a table.</summary>
    public static readonly IReadOnlyList<AssignmentMode> Plain = [AssignmentMode.RoundRobin, AssignmentMode.Weighted, AssignmentMode.Load, AssignmentMode.Fixed, AssignmentMode.Performance];

    public static bool HasTable(AssignmentMode mode) => mode is AssignmentMode.Region or AssignmentMode.Source;

    /// <summary>Why it was this one, or nobody.</summary>
    public static string Why(FormVisit visit, AssignmentMode mode, IReadOnlyList<long> candidates, long? chosen) => (chosen, mode) switch
    {
        (null, AssignmentMode.Pool) => visit.Say("规则让它留在池中", "The rule leaves it in the pool"),
        (null, _) when candidates.Count > 0 => visit.Say("不在工作时间，上班时分配", "Outside working hours; assigned when they begin"),
        (null, _) => visit.Say("没有可分配的人：都在请假、已到上限或在冷却期", "Nobody is available: everyone is away, at their limit or cooling down"),
        (_, AssignmentMode.RoundRobin) => visit.Say($"轮到他，共 {candidates.Count} 人轮流", $"Next in turn of {candidates.Count}"),
        (_, AssignmentMode.Weighted) => visit.Say($"按权重在 {candidates.Count} 人中轮到", $"Next by weight of {candidates.Count}"),
        (_, AssignmentMode.Load) => visit.Say($"{candidates.Count} 人中未完成最少", $"Fewest open records of {candidates.Count}"),
        (_, AssignmentMode.Performance) => visit.Say($"按业绩在 {candidates.Count} 人中轮到", $"Next by performance of {candidates.Count}"),
        (_, AssignmentMode.Region) => visit.Say($"这个地区有 {candidates.Count} 人可分配", $"One of {candidates.Count} for this region"),
        (_, AssignmentMode.Source) => visit.Say($"这个来源有 {candidates.Count} 人可分配", $"One of {candidates.Count} for this value"),
        _ => visit.Say($"{candidates.Count} 人中第一位", $"First of {candidates.Count}"),
    };
}
