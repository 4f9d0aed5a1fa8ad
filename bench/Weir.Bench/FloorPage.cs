namespace Weir.Bench;

/// <summary>The bare web server answering the same bytes at once: the floor of a page.</summary>
internal static class FloorPage
{
    public const int Port = 5098;

    /// <summary>Serves what is posted to it.</summary>
    public static async Task Serve()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{Port}");
        var app = builder.Build();
        var page = Array.Empty<byte>();
        app.MapPost("/", async (HttpRequest request) =>
        {
            using var copy = new MemoryStream();
            await request.Body.CopyToAsync(copy);
            page = copy.ToArray();
        });
        app.MapGet("/", () => Results.Bytes(page, "text/html; charset=utf-8"));
        await app.RunAsync();
    }
}
