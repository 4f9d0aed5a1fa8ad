using Weir.Engine.Forms;
using Weir.Engine.Capabilities.Duplicates;

namespace Weir.Web.Pages.Records.Likely;

/// <summary>How a record that is probably the same is spoken of: by what, with whom, since when.</summary>
public static class LikelyWords
{
    public static string By(FormVisit visit, Likeness one) => string.Join(visit.Say("、", ", "), one.By.Select(b => visit.Say(b.Field.Label) is var label && b.Alike ? visit.Say($"{label}相近", $"similar {Words.Inside(label)}") : visit.Say($"{label}相同", $"same {label.ToLowerInvariant()}")));

    /// <summary>Who may not see the record learns the month only.</summary>
    public static string With(FormVisit visit, Likeness one)
    {
        var since = one.Seen
            ? visit.Say($"{one.Since:yyyy-MM-dd} 建立", "since " + one.Since.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture))
            : visit.Say($"{one.Since.Year}年{one.Since.Month}月起", "since " + one.Since.ToString("MMMM yyyy", System.Globalization.CultureInfo.InvariantCulture));
        var who = one.Mine ? visit.Say("由你负责", "with you") : one.Owner is { } owner ? visit.Say($"由 {owner} 负责", $"with {owner}") : visit.Say("暂无负责人", "no owner yet");
        return visit.Chinese ? $"{who}，{since}" : $"{who}, {since}";
    }
}
