using Weir.Engine.Insight.Streams;

namespace Weir.Web.Pages.Records.Details;

/// <summary>Which part of a record's stream is shown, as its address says it: all, what was logged, comments, what the system kept, or the whole of that on its own tab.</summary>
/// <param name="Key">In addresses; empty for all.</param>
/// <param name="Folded">What the system kept is folded, and what other entries tell is left out.</param>
public sealed record StreamShow(string Key, StreamParts Parts, string Zh, string En, bool Folded = true)
{
    public static readonly StreamShow All = new("", StreamParts.All, "全部", "All");

    /// <summary>Every change, field by field.</summary>
    public static readonly StreamShow History = new("history", StreamParts.Kept, "变更历史", "History", Folded: false);

    private static readonly StreamShow Logged = new("followups", StreamParts.Logged, "跟进", "Follow-ups");

    private static readonly IReadOnlyList<StreamShow> Others = [new("comments", StreamParts.Comments, "评论", "Comments"), new("system", StreamParts.Kept, "系统", "System")];

    public static StreamShow Of(string? key) => key == History.Key ? History : Others.Append(Logged).FirstOrDefault(s => s.Key == key) ?? All;

    /// <summary>What can be chosen between; what is logged only where something can be.</summary>
    public static IEnumerable<StreamShow> Choices(FormVisit visit) => Streams.Sources(visit.Actor, visit.Form).Any() ? [All, Logged, .. Others] : [All, .. Others];

    public string Query => Key.Length == 0 ? "" : "show=" + Key;
}
