using Microsoft.Playwright;
using Xunit;

namespace Weir.Browser;

/// <summary>The Chromium of this machine: found, or the tests that need it are skipped, or fail when WEIR_TEST_REQUIRE names chromium.</summary>
internal static class Chromium
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    public static string? Program { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => Names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    /// <summary>Why tests are skipped, or null.</summary>
    public static string? Missing => Program is not null || (Environment.GetEnvironmentVariable("WEIR_TEST_REQUIRE") ?? "").Contains("chromium", StringComparison.OrdinalIgnoreCase)
        ? null
        : "No Chromium was found.";

    public static async Task<(IPlaywright Playwright, IBrowser Browser)> Launch()
    {
        // Generous, because the build may have the machine to itself at the same time.
        Assertions.SetDefaultExpectTimeout(20_000);
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Program ?? throw new InvalidOperationException("No Chromium was found."),
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        return (playwright, browser);
    }
}

/// <summary>A fact that needs Chromium.</summary>
public sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute() => Skip = Chromium.Missing;
}

/// <summary>A theory that needs Chromium.</summary>
public sealed class ChromiumTheoryAttribute : TheoryAttribute
{
    public ChromiumTheoryAttribute() => Skip = Chromium.Missing;
}
