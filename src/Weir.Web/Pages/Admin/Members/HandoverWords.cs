using Weir.Engine.Access;
using Weir.Engine.FieldTypes;
using Weir.Engine.Handover;
using Weir.Web.Http;
using Weir.Web.Ui;

namespace Weir.Web.Pages.Admin.Members;

/// <summary>Sentences about a handover of which a superior was asked.</summary>
internal static class HandoverWords
{
    public static Markup State(Visit visit, HandoverRequest request) => request.State switch
    {
        HandoverState.Waiting => Kit.Pill(visit.Say("等待上级确认", "Waits for the superior"), "warn", dot: true),
        HandoverState.Agreed => Kit.Pill(visit.Say("已同意，没有做完", "Agreed, not finished"), "warn", dot: true),
        HandoverState.Done => Kit.Pill(visit.Say("已交接", "Handed over"), "ok", dot: true),
        HandoverState.Refused => Kit.Pill(visit.Say("已拒绝", "Refused"), "bad", dot: true),
        _ => Kit.Pill(visit.Say("已撤回", "Withdrawn"), "grey", dot: true),
    };

    public static string Asked(Visit visit, HandoverRequest request)
    {
        var at = HouseDate.Of(request.At, visit.Display());
        return visit.Say($"{Name(visit, request.By)} 于 {at} 请 {Name(visit, request.Asked)} 确认", $"{Name(visit, request.By)} asked {Name(visit, request.Asked)} on {at}");
    }

    public static string Login(Visit visit, Member leaver, HandoverRequest request) =>
        !leaver.Active ? visit.Say($"{leaver.Name} 已停用，不能登录。", $"{leaver.Name} is disabled and cannot sign in.")
        : request.Disable ? visit.Say($"全部交接后停用 {leaver.Name}。", $"{leaver.Name} is disabled once all is handed over.")
        : visit.Say($"{leaver.Name} 仍可登录。", $"{leaver.Name} can still sign in.");

    /// <summary>What was decided, by whom and why; null while it waits.</summary>
    public static string? Settled(Visit visit, HandoverRequest request)
    {
        if (request.State is HandoverState.Waiting or HandoverState.Withdrawn || request.DecidedAt is not { } when) return null;
        var (who, at) = (Name(visit, request.Asked), HouseDate.Of(when, visit.Display()));
        return (request.State == HandoverState.Refused ? visit.Say($"{who} 于 {at} 拒绝", $"{who} refused on {at}") : visit.Say($"{who} 于 {at} 同意", $"{who} agreed on {at}"))
            + (request.Comment is { } why ? visit.Say("：", ": ") + why : visit.Say("。", "."));
    }

    private static string Name(Visit visit, long id) => visit.Platform.People.Current.Members.GetValueOrDefault(id)?.Name ?? "";
}
