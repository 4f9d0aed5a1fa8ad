using System.Diagnostics;
using System.Globalization;
using Weir.Engine.Access;
using Weir.Engine.Insight;
using Weir.Sql.Schema;

namespace Weir.Bench;

/// <summary>The manager's dashboard over many opportunities of three years, of which an eighth is open: reckoned anew, and looked at again.</summary>
internal static class Dashboards
{
    private const int Years = 3;

    public static async Task Measure(Choice choice)
    {
        await using var ground = await Ground.Open(choice);
        await Load(ground);
        await using var raw = new RawDatabase(ground);
        if (raw.IsPostgres)
        {
            // As the server does by itself some minutes after so much was loaded.
            await using var connection = await raw.Open();
            await using var vacuum = connection.CreateCommand();
            vacuum.CommandText = $"vacuum analyze {raw.Name(ground.App["opportunity"].Table)}";
            await vacuum.ExecuteNonQueryAsync();
        }
        var dashboard = ground.App.Dashboards.Single(d => d.Definition.Key == "manager");
        await One(ground, raw, dashboard, "an executive, all of them", ground.Administrator, "1 = 1");
        await One(ground, raw, dashboard, "a manager of 100", ground.Manager, $"owner_dept in ({string.Join(',', ground.Sellers.Take(Ground.PerRegion * Ground.SellersEach).Select(s => s.Group).Distinct())})");
    }

    private static async Task One(Ground ground, RawDatabase raw, Dashboard dashboard, string who, Actor actor, string where)
    {
        var insights = ground.Platform.Insights;
        var scope = insights.Scope(actor, "this_month", null, null);
        await using var connection = await raw.Open();
        await using var command = connection.CreateCommand();
        command.CommandText = $"select stage, count(*), sum(amount), sum(weighted_amount) from {raw.Name(ground.App["opportunity"].Table)} where deleted_at is null and status = 'open' and {where} group by stage";
        var (floor, cold, warm) = (new List<double>(), new List<double>(), new List<double>());
        var cards = 0;
        for (var round = 0; round < 7; round++)
        {
            floor.Add(await Timed(async () =>
            {
                for (var i = 0; i < 10; i++)
                {
                    await using var reader = await command.ExecuteReaderAsync();
                    while (await reader.ReadAsync()) { }
                }
            }));
            // Somebody saves: whatever was reckoned before says nothing any more.
            await ground.Platform.Database.Write(async s => { await s.Execute($"update {ground.App["opportunity"].Table} set name = {"n" + round} where id = {1_000L}"); });
            cold.Add(await Timed(async () => cards = (await insights.Load(actor, ground.App, dashboard, scope)).Count));
            warm.Add(await Timed(async () => await insights.Load(actor, ground.App, dashboard, scope)));
        }
        foreach (var widget in dashboard.Widgets)
        {
            await ground.Platform.Database.Write(async s => { await s.Execute($"update {ground.App["opportunity"].Table} set name = {"n"} where id = {1_000L}"); });
            var alone = await Timed(async () => await insights.Load(actor, ground.App, dashboard with { Widgets = [widget] }, scope));
            Console.Error.WriteLine($"  {alone,6:f0} ms {widget.Definition.Kind} {widget.Definition.Label.En}");
        }
        if (cards < 10) throw new InvalidOperationException($"Only {cards} cards.");
        Row("after a save", cold, 1000);
        Row("looked at again", warm, 150);

        void Row(string when, List<double> times, int most) => Figures.Row(
            ground.Choice, $"dashboard of {cards} cards over {ground.Choice.Records:n0} opportunities, {who}, {when}",
            $"{Middle(floor):f0} ms", $"{Middle(times):f0} ms", $"{Middle(times) / Middle(floor):f2} ×", $"≤ {most:n0} ms", Middle(times) <= most);
    }

    private static double Middle(List<double> of) => of.Order().ElementAt(of.Count / 2);

    private static async Task<double> Timed(Func<Task> work)
    {
        var from = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(from).TotalMilliseconds;
    }

    private static async Task Load(Ground ground)
    {
        var form = ground.App["opportunity"];
        var table = await ground.Platform.Database.Read(s => s.ReadTable(form.Table)) ?? throw new InvalidOperationException("The opportunities have no table.");
        string[] names =
        [
            "id", "version", "created_by", "created_at", "updated_by", "updated_at", "owner", "owner_dept", "opp_no", "name", "pipeline", "stage", "win_rate", "amount", "weighted_amount",
            "expected_close", "start_date", "closed_at", "cycle_days", "forecast_category", "status", "stage_entered_at", "days_in_stage", "lost_reason", "won_owner", "demand",
        ];
        var columns = names.Select(n => table[SqlName.Of(n)]).ToList();
        var watch = Stopwatch.StartNew();
        const int atOnce = 50_000;
        for (var from = 0; from < ground.Choice.Records; from += atOnce)
        {
            var rows = Enumerable.Range(from, Math.Min(atOnce, ground.Choice.Records - from)).Select(i => Row(ground, i));
            await ground.Platform.Database.Write(async s => { await s.Load(form.Table, columns, rows); });
        }
        await ground.Platform.Database.Analyze();
        Console.Error.WriteLine($"filled {ground.Choice.Records:n0} opportunities in {watch.Elapsed.TotalSeconds:f0} s");
    }

    private static readonly string[] Stages = ["first_contact", "needs_confirmed", "proposal", "negotiation", "signed"];
    private static readonly decimal[] Rates = [10, 30, 50, 70, 100];
    private static readonly string[] Categories = ["pipeline", "pipeline", "best_case", "commit", "closed"];
    private static readonly string[] Reasons = ["price", "features", "delivery_time", "relationship", "no_demand"];

    private static object?[] Row(Ground ground, int i)
    {
        var mixed = (int)((uint)i * 2_654_435_761u % 1_000_003u);
        var (member, group) = ground.Sellers[mixed % ground.Sellers.Count];
        var now = DateTime.UtcNow;
        var at = now.AddDays(-365.0 * Years * (ground.Choice.Records - i) / ground.Choice.Records);
        var age = (now - at).TotalDays;
        var took = 15 + mixed / 3 % 90;
        var open = age < took || mixed / 11 % 100 < 3;
        var won = !open && mixed / 7 % 5 < 2;
        var stage = won ? 4 : mixed / 5 % 4;
        var amount = 10_000m + mixed % 990 * 1_000m;
        var start = DateOnly.FromDateTime(at);
        var moved = open ? now.AddDays(-(mixed % 40)) : at.AddDays(took);
        return
        [
            1_000L + i, 1L, member, at, member, at, member, group, "O" + i.ToString("0000000", CultureInfo.InvariantCulture), "第" + i.ToString(CultureInfo.InvariantCulture) + "号智能装配线项目",
            "standard", Stages[stage], won ? 100m : open ? Rates[stage] : 0m, amount, won ? amount : open ? amount * Rates[stage] / 100 : 0m,
            start.AddDays(open ? (int)age + mixed % 60 : took), start, open ? null : start.AddDays(took), open ? null : (decimal)took, open || won ? Categories[stage] : "omitted", open ? "open" : won ? "won" : "lost",
            moved, (decimal)(int)(now - moved).TotalDays, open || won ? null : Reasons[mixed % Reasons.Length], won ? member : null, new string('需', 60),
        ];
    }
}
