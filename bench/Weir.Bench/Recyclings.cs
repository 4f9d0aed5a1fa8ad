using System.Diagnostics;
using Weir.Engine.Capabilities.Pool;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Sql.Schema;

namespace Weir.Bench;

/// <summary>The night's recycling over a form of many leads of which a hundredth is due, while a seller goes on saving.</summary>
internal static class Recyclings
{
    public static async Task Measure(Choice choice)
    {
        await using var ground = await Ground.Open(choice);
        await Fill.Leads(ground);
        var form = ground.App["lead"];
        var now = DateTime.UtcNow;
        var (due, later) = (now.AddDays(-1), now.AddDays(9));
        var (at, id, owner) = (SqlName.Of(HandingFields.RecycleAt), SqlName.Of("id"), SqlName.Of(SystemFields.Owner));
        await ground.Platform.Database.Write(async s =>
        {
            await s.Execute($"update {form.Table} set {at} = {later} where {owner} is not null");
            await s.Execute($"update {form.Table} set {at} = {due}, last_follow_at = {now.AddDays(-30)} where {owner} is not null and {id} % 100 = 0");
        });
        await ground.Platform.Database.Analyze();
        var recycling = new Recycling(ground.Platform.Database, ground.Platform.Records, ground.Platform.Query, ground.Platform.Ids, ground.Platform.Clock);
        var (saves, longest, done) = (0, 0.0, false);
        var seller = Task.Run(async () =>
        {
            while (!Volatile.Read(ref done))
            {
                var from = Stopwatch.GetTimestamp();
                await ground.Platform.Records.Save(ground.Seller(3), new Draft(form).Set("company_name", "写" + saves).Set("contact_name", "李").Set("mobile", "137" + (10_000_000 + saves)).Set("source", "referral").Set("referrer", "王"));
                longest = Math.Max(longest, Stopwatch.GetElapsedTime(from).TotalMilliseconds);
                saves++;
                await Task.Delay(20);
            }
        });
        var watch = Stopwatch.StartNew();
        var taken = await recycling.Run(ground.Administrator, form);
        var seconds = watch.Elapsed.TotalSeconds;
        Volatile.Write(ref done, true);
        await seller;
        Figures.Row(choice, $"recycling {taken:n0} due of {choice.Records:n0} leads", "–", $"{seconds:f1} s", "–", "≤ 60 s", seconds <= 60);
        Figures.Row(choice, $"the longest of {saves:n0} saves meanwhile", "–", $"{longest:f0} ms", "–", "≤ 1,000 ms", longest <= 1000);
    }
}
