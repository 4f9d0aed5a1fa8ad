using System.Collections.Concurrent;
using Weir.Engine.Problems;

namespace Weir.Bench;

/// <summary>Sixteen sellers who claim leads of one pool, all reaching for the same one: exactly one gets it, and they go on to the next.</summary>
internal static class Claims
{
    private const int Sellers = 16;

    public static async Task Measure(Choice choice)
    {
        await using var ground = await Ground.Open(choice with { Records = 200_000 });
        await Fill.Leads(ground);
        var form = ground.App["lead"];
        var free = new ConcurrentQueue<long>(Enumerable.Range(0, 200_000).Where(Fill.Free).Select(i => 1_000L + i));
        var (won, lost) = (0, 0);
        async Task Claim(int seller, long lead)
        {
            try
            {
                await ground.Platform.Records.Act(ground.Seller(seller + 1), form, lead, "pool.claim");
                Interlocked.Increment(ref won);
            }
            catch (ProblemException refused) when (refused.Problem.Code == "ALREADY_CLAIMED")
            {
                Interlocked.Increment(ref lost);
            }
        }

        await Timing.Rate(Sellers, 2, seller => free.TryDequeue(out var lead) ? Claim(seller, lead) : Task.CompletedTask);
        won = 0;
        var apart = await Timing.Rate(Sellers, choice.Seconds, seller => free.TryDequeue(out var lead) ? Claim(seller, lead) : Task.CompletedTask);
        if (won == 0 || lost > 0) throw new InvalidOperationException($"{won} of their own, {lost} lost.");
        Figures.Row(choice, $"claims of {Sellers} sellers, each another lead", "–", $"{apart:n0}/s", "–", "≥ 500/s", apart >= 500);
        (won, lost) = (0, 0);
        var rounds = 0;
        var watch = System.Diagnostics.Stopwatch.StartNew();
        while (watch.Elapsed.TotalSeconds < choice.Seconds && free.TryDequeue(out var lead))
        {
            await Task.WhenAll(Enumerable.Range(0, Sellers).Select(seller => Task.Run(() => Claim(seller, lead))));
            rounds++;
        }
        if (won != rounds) throw new InvalidOperationException($"{rounds} leads were claimed {won} times.");
        var racing = (won + lost) / watch.Elapsed.TotalSeconds;
        Figures.Row(choice, $"claims of {Sellers} sellers, all the same lead", "–", $"{racing:n0}/s", "–", "≥ 500/s", racing >= 500);
    }
}
