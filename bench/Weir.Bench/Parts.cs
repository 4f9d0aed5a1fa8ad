using System.Diagnostics;

namespace Weir.Bench;

/// <summary>The parts of the benchmark by name.</summary>
internal static class Parts
{
    public static readonly IReadOnlyList<string> Names = ["lists", "saves", "pages", "imports", "deals", "claims", "recycling", "dashboards", "inboxes", "boards"];

    public static Task Run(string part, Choice choice) => part switch
    {
        "lists" => Lists.Measure(choice),
        "saves" => Saves.Measure(choice),
        "pages" => Pages.Measure(choice),
        "imports" => Imports.Measure(choice),
        "deals" => Deals.Measure(choice),
        "claims" => Claims.Measure(choice),
        "recycling" => Recyclings.Measure(choice),
        "dashboards" => Dashboards.Measure(choice),
        "inboxes" => Inboxes.Measure(choice),
        "boards" => Boards.Measure(choice),
        "floor" => FloorPage.Serve(),
        _ => throw new ArgumentException($"There is no part '{part}'; there are {string.Join(", ", Names)}."),
    };

    public static async Task InOwnProcess(string part, Choice choice)
    {
        using var process = Start([part, .. choice.Arguments()]);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"The part '{part}' failed.");
    }

    public static Process Start(IEnumerable<string> arguments) => Process.Start(new ProcessStartInfo("dotnet", [typeof(Parts).Assembly.Location, .. arguments]))!;
}
