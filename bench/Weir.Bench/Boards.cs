using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Weir.Bench;

/// <summary>How soon a manager has the board of the demonstration company before them: the whole page over HTTP, first after the start, and again.</summary>
internal static partial class Boards
{
    private const int Port = 5098, Rounds = 9;
    private const string Board = "/app/l2c/dashboards/manager", Manager = "sunlei@demo.weir", Password = "weir-demo-2026";

    public static async Task Measure(Choice choice)
    {
        var folder = Directory.CreateTempSubdirectory("weir-bench-demo").FullName;
        List<string> arguments = [Path.Combine(AppContext.BaseDirectory, "Weir.Web.dll"), "demo", "--port=" + Port.ToString(CultureInfo.InvariantCulture), "--data-folder=" + folder];
        using var server = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, WorkingDirectory = AppContext.BaseDirectory })!;
        // Nobody reads what it says; a full pipe would stop it.
        server.BeginOutputReadLine();
        try
        {
            using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true, CookieContainer = new CookieContainer() }) { BaseAddress = new Uri($"http://127.0.0.1:{Port}"), Timeout = TimeSpan.FromMinutes(5) };
            var token = Token().Match(await WhenUp(client)).Groups[1].Value;
            // It is not followed: the page behind it is the board.
            using var signed = await client.PostAsync("/sign-in", new FormUrlEncodedContent([new("__csrf", token), new("who", Manager), new("password", Password)]));
            var first = await Timed(client);
            var again = new List<double>();
            for (var round = 0; round < Rounds; round++) again.Add(await Timed(client));
            Row("the first time", first);
            Row("looked at again", again.Order().ElementAt(Rounds / 2));
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
            Directory.Delete(folder, recursive: true);
        }

        void Row(string when, double milliseconds) => Figures.Row(choice with { Postgres = null }, $"the manager's board of the demonstration company over HTTP, {when}", "–", $"{milliseconds:f0} ms", "–", "≤ 3,000 ms", milliseconds <= 3_000);
    }

    private static async Task<double> Timed(HttpClient client)
    {
        var from = Stopwatch.GetTimestamp();
        var page = await client.GetStringAsync(Board);
        if (!page.Contains("w-heat", StringComparison.Ordinal)) throw new InvalidOperationException("That is not the board.");
        return Stopwatch.GetElapsedTime(from).TotalMilliseconds;
    }

    /// <summary>The company sells for a year before it opens.</summary>
    private static async Task<string> WhenUp(HttpClient client)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return await client.GetStringAsync("/sign-in");
            }
            catch (HttpRequestException failure) when (tries < 1500 && failure.StatusCode is null)
            {
                await Task.Delay(200);
            }
        }
    }

    [GeneratedRegex("name=\"__csrf\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
