using System.Globalization;
using Weir.Engine.Records;

namespace Weir.Web.Demo;

/// <summary>How the forecast of the demo company stood on each day of the last month, as the nights would have kept it.</summary>
internal static class DemoForecast
{
    private const int Nights = 30;

    public static Task Write(DemoWriter w, IReadOnlyList<Record> opportunities)
    {
        var open = opportunities.Where(o => (string?)o["status"] == "open").GroupBy(o => (Owner: o["owner"], Stage: o["stage"], Category: o["forecast_category"], Month: Month((DateOnly)o["expected_close"]!))).ToList();
        return w.Save(Enumerable.Range(1, Nights).SelectMany(back => open.Select((group, n) =>
        {
            var day = w.Today.AddDays(-back);
            // Deals come and go: a rise over the month with a wave in it.
            var share = 1m - back * 0.012m + (back * 7 + n) % 5 * 0.01m;
            return w.New("forecast_snapshot").Set("day", day).Set("stage", group.Key.Stage).Set("forecast_category", group.Key.Category).Set("expected_month", group.Key.Month).Set("owner", group.Key.Owner)
                .Set("deals", decimal.Round(group.Count() * share)).Set("amount", decimal.Round(group.Sum(o => o["amount"] as decimal? ?? 0m) * share)).Set("weighted_amount", decimal.Round(group.Sum(o => o["weighted_amount"] as decimal? ?? 0m) * share))
                .Set("unique_key", string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd}|{group.Key.Owner}|{group.Key.Stage}|{group.Key.Category}|{group.Key.Month:yyyy-MM}|demo"));
        })));

        static DateOnly Month(DateOnly day) => new(day.Year, day.Month, 1);
    }
}
