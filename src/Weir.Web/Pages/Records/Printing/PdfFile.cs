using System.Diagnostics;
using Weir.Web.Http;

namespace Weir.Web.Pages.Records.Printing;

/// <summary>Makes a PDF file of a page that stands alone, by a Chromium that is installed: it sets Chinese and breaks pages as the reader's browser does. Runs no script and opens no address.</summary>
internal static class PdfFile
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome.exe", "msedge.exe"];
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    // One at a time: each is a browser of its own, with its memory.
    private static readonly SemaphoreSlim Turn = new(1);
    private static readonly Lazy<string?> Found = new(() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(folder => Names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists));
    private static readonly Lazy<string> Css = new(() =>
    {
        using var reader = new StreamReader(typeof(PdfFile).Assembly.GetManifestResourceStream("paper.css")!);
        return reader.ReadToEnd();
    });

    /// <summary>The program that makes the file; null when there is none.</summary>
    public static string? Program(HostSettings settings) => settings.Chromium switch { "" => Found.Value, "none" => null, var path => File.Exists(path) ? path : null };

    /// <summary>Null when the program has not made one in time.</summary>
    public static async Task<byte[]?> Make(string program, string html, CancellationToken cancel)
    {
        await Turn.WaitAsync(cancel);
        var folder = Directory.CreateTempSubdirectory("weir-pdf-");
        try
        {
            var (page, file) = (Path.Combine(folder.FullName, "page.html"), Path.Combine(folder.FullName, "page.pdf"));
            await File.WriteAllTextAsync(page, html, cancel);
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "paper.css"), Css.Value, cancel);
            var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
            foreach (var argument in Arguments(folder.FullName, page, file)) start.ArgumentList.Add(argument);
            using var process = Process.Start(start)!;
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            limit.CancelAfter(Longest);
            try
            {
                await Task.WhenAll(process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token), process.WaitForExitAsync(limit.Token));
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                cancel.ThrowIfCancellationRequested();
                return null;
            }
            return File.Exists(file) ? await File.ReadAllBytesAsync(file, cancel) : null;
        }
        finally
        {
            Turn.Release();
            try
            {
                folder.Delete(recursive: true);
            }
            catch (IOException)
            {
                // A file that the program still holds goes with the other temporary files.
            }
        }
    }

    private static IEnumerable<string> Arguments(string folder, string page, string file) =>
    [
        "--headless", "--disable-gpu", "--no-first-run", "--disable-extensions", "--disable-background-networking", "--disable-sync", "--disable-component-update", "--host-resolver-rules=MAP * ~NOTFOUND",
        "--user-data-dir=" + Path.Combine(folder, "profile"), "--no-pdf-header-footer", "--print-to-pdf=" + file,
        // Its sandbox refuses the superuser, whom containers often run as.
        .. Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows() ? ["--no-sandbox"] : Array.Empty<string>(), new Uri(page).AbsoluteUri,
    ];
}
