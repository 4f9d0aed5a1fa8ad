using System.Diagnostics;
using System.Net;

namespace Weir.Bench;

/// <summary>The whole list page of leads over HTTP, at 16 connections, from a server in a process of its own; the client shares its two cores.</summary>
internal static class Pages
{
    private const int Port = 5097, Connections = 16;

    public static async Task Measure(Choice choice)
    {
        var ground = await Ground.Open(choice);
        await Fill.Leads(ground);
        var (folder, address, session) = (ground.Folder, ground.Address, ground.Session);
        await ground.Platform.DisposeAsync();
        var program = Path.Combine(AppContext.BaseDirectory, "Weir.Web.dll");
        using var server = Process.Start(new ProcessStartInfo("dotnet", [program, $"--port={Port}", $"--data-folder={folder}", $"--database={address}"]) { RedirectStandardOutput = true, WorkingDirectory = AppContext.BaseDirectory })!;
        using var floor = Parts.Start(["floor"]);
        try
        {
            using var client = Client($"http://127.0.0.1:{Port}", session);
            var page = await WhenUp(client, "/app/l2c/lead");
            using var bare = Client($"http://127.0.0.1:{FloorPage.Port}", "");
            await WhenUp(bare, "/");
            await bare.PostAsync("/", new ByteArrayContent(page));
            await Timing.Rate(Connections, choice.Seconds, _ => Get(client, "/app/l2c/lead"));
            var (floors, all) = (new List<double>(), new List<double>());
            for (var round = 0; round < 3; round++)
            {
                floors.Add(await Timing.Rate(Connections, choice.Seconds, _ => Get(bare, "/")));
                all.Add(await Timing.Rate(Connections, choice.Seconds, _ => Get(client, "/app/l2c/lead")));
            }
            var (low, ours) = (floors.Order().ElementAt(1), all.Order().ElementAt(1));
            Figures.Row(choice, $"list page over HTTP, {page.Length / 1024} KiB, 16 connections", $"{low:n0}/s", $"{ours:n0}/s", $"{ours / low:f2} ×", "≥ 1,000/s", ours >= 1_000);
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            floor.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static HttpClient Client(string address, string session)
    {
        var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Connections, UseCookies = false, AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.None }) { BaseAddress = new Uri(address) };
        client.DefaultRequestHeaders.Add("Cookie", "weir-session=" + session);
        return client;
    }

    private static async Task<byte[]> WhenUp(HttpClient client, string path)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return await Get(client, path);
            }
            catch (HttpRequestException failure) when (tries < 100 && failure.StatusCode is null)
            {
                await Task.Delay(200);
            }
        }
    }

    private static async Task<byte[]> Get(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path);
        if (answer.StatusCode != HttpStatusCode.OK) throw new InvalidOperationException($"{path} answered {answer.StatusCode}.");
        return await answer.Content.ReadAsByteArrayAsync();
    }
}
