using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Weir.Sql.Sessions;
using Weir.Tests;

namespace Weir.Browser.Journeys;

/// <summary>The program itself, started as a person starts it, on an empty database of its own; and browsers that look at it.</summary>
public sealed partial class House : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("weir-house-").FullName;
    private readonly List<string> said = [];
    private string? server;
    private bool demo;
    private Process? process;
    private IPlaywright playwright = null!;
    private IBrowser browser = null!;

    public string Root { get; private set; } = "";

    /// <summary>What scripts and the content policy complained about, in all browsers.</summary>
    public List<string> Complaints { get; } = [];

    /// <param name="demo">Begins as the demonstration company instead of empty.</param>
    public static async Task<House> Open(DatabaseKind kind, bool demo = false)
    {
        var house = new House { demo = demo, server = kind == DatabaseKind.Postgres ? await PostgresCluster.NewDatabase() : null };
        try
        {
            (house.playwright, house.browser) = await Chromium.Launch();
            await house.Start();
            return house;
        }
        catch
        {
            await house.DisposeAsync();
            throw;
        }
    }

    /// <summary>The code of the first start, as the console shows it.</summary>
    public string Code
    {
        get
        {
            lock (said) return said.Select(line => CodeShape().Match(line)).First(m => m.Success).Value;
        }
    }

    /// <summary>Ends the process at once and starts it again.</summary>
    public async Task KillAndStart()
    {
        process!.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        await Start();
    }

    /// <summary>A browser of its own: another person, or the same one on another device.</summary>
    public async Task<IPage> Visitor(string language = "zh-CN", int width = 1440, int height = 900)
    {
        var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = height }, Locale = language, AcceptDownloads = true, BaseURL = Root });
        context.SetDefaultTimeout(60_000);
        var page = await context.NewPageAsync();
        page.PageError += (_, error) => Complain(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !message.Text.Contains("Failed to load resource", StringComparison.Ordinal)) Complain(message.Text);
        };
        return page;

        void Complain(string what)
        {
            lock (Complaints) Complaints.Add(what);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
        if (process is not null)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }
        if (server is not null) await PostgresCluster.Drop(server);
        Directory.Delete(folder, recursive: true);
    }

    private async Task Start()
    {
        var port = FreePort();
        Root = $"http://localhost:{port}";
        // tests/Weir.Browser/bin/<how>/<framework> → src/Weir.Web/bin/<how>/<framework>, where the pages' files lie too.
        var here = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar);
        var built = Path.Combine(Path.GetFileName(Path.GetDirectoryName(here)!), Path.GetFileName(here));
        var program = Path.GetFullPath(Path.Combine(here, "../../../../../src/Weir.Web/bin", built, "Weir.Web.dll"));
        List<string> arguments = [program, "--port=" + port.ToString(CultureInfo.InvariantCulture), "--data-folder=" + folder];
        if (demo) arguments.Insert(1, "demo");
        if (server is not null) arguments.Add("--database=postgres:" + server);
        process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetDirectoryName(program) })!;
        process.OutputDataReceived += Hear;
        process.ErrorDataReceived += Hear;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var client = new HttpClient();
        for (var tries = 0; ; tries++)
        {
            try
            {
                await client.GetAsync(Root + "/sign-in");
                return;
            }
            catch (HttpRequestException) when (tries < 600 && !process.HasExited)
            {
                await Task.Delay(200);
            }
            catch (HttpRequestException)
            {
                lock (said) throw new InvalidOperationException("The program did not start: " + string.Join('\n', said));
            }
        }
    }

    private void Hear(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is null) return;
        lock (said) said.Add(line.Data);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex("[0-9A-Z]{4}(-[0-9A-Z]{4}){3}")]
    private static partial Regex CodeShape();
}
