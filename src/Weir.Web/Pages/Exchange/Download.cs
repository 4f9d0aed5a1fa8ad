namespace Weir.Web.Pages.Exchange;

/// <summary>A file as an answer: always saved, never shown, so that nothing in it runs in our name.</summary>
internal static class Download
{
    public static IResult Of(Stream content, string name) => Results.File(content, MediaType(name), name);

    /// <summary>A place for a file that is made while somebody waits; gone when it is closed.</summary>
    public static FileStream Buffer() => new(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), new FileStreamOptions
    {
        Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous, BufferSize = 1 << 16,
    });

    private static string MediaType(string name) => name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)
        ? "text/csv; charset=utf-8" : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
}
