using Weir.Engine.Problems;

namespace Weir.Tests.Records;

/// <summary>Many who do something at one moment. A few rounds show it in every run; <c>WEIR_RACE_ROUNDS=1000</c> asks for more.</summary>
internal static class Races
{
    public const int Clients = 16;

    public static int Rounds(int usual) => int.TryParse(Environment.GetEnvironmentVariable("WEIR_RACE_ROUNDS"), out var rounds) ? rounds : usual;

    /// <returns>For each client "ok", or the code of why not.</returns>
    public static Task<string[]> Run(Func<int, Task> work, int clients = Clients) => Task.WhenAll(Enumerable.Range(0, clients).Select(i => Task.Run(async () =>
    {
        try
        {
            await work(i);
            return "ok";
        }
        catch (ProblemException refused)
        {
            return refused.Problem.Code;
        }
    })));
}
