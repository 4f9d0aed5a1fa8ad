using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Hosting.StaticWebAssets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using Weir.Web.Http;
using Xunit;

namespace Weir.Browser.Ui;

/// <summary>The gallery of parts on a real port and one Chromium for all its tests; no database and none of the product's pages.</summary>
public sealed class GalleryHost : IAsyncLifetime
{
    private const string Policy = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:";

    private WebApplication app = null!;
    private IPlaywright playwright = null!;
    private IBrowser browser = null!;
    private IBrowserContext? last;

    public async Task InitializeAsync()
    {
        if (Chromium.Missing is not null) return;
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "Weir.Web", EnvironmentName = "Development", ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddRazorComponents();
        StaticWebAssetsLoader.UseStaticWebAssets(builder.Environment, builder.Configuration);
        app = builder.Build();
        app.Use((context, next) =>
        {
            context.Response.Headers.ContentSecurityPolicy = Policy;
            return next(context);
        });
        app.UseWeirAssets();
        await app.StartAsync();
        Root = app.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        (playwright, browser) = await Chromium.Launch();
    }

    public string Root { get; private set; } = "";

    /// <summary>Opens a page of the gallery, closes the one before, and waits until it answers; errors of scripts and of the content policy land in the list.</summary>
    public async Task<(IPage Page, List<string> Errors)> Open(string part, int width = 1440, int height = 900)
    {
        // Left open, each page of the gallery would go on drawing what moves in it, beside all later ones.
        if (last is not null) await last.DisposeAsync();
        var context = last = await browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = height }, Locale = "zh-CN" });
        var page = await context.NewPageAsync();
        var errors = new List<string>();
        page.PageError += (_, error) => errors.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !message.Text.Contains("Failed to load resource", StringComparison.Ordinal)) errors.Add(message.Text);
        };
        await page.GotoAsync($"{Root}/ui-gallery/{part}");
        await page.WaitForFunctionAsync("() => performance.getEntriesByName('weir:ready').length > 0");
        return (page, errors);
    }

    public async Task DisposeAsync()
    {
        if (Chromium.Missing is not null) return;
        await browser.DisposeAsync();
        playwright.Dispose();
        await app.DisposeAsync();
    }
}
