using System.Globalization;
using Weir.Engine.Files;
using Weir.Web.Ui;

namespace Weir.Web.Pages.Files;

/// <summary>Where an attachment is fetched, how its size reads, and what a browser may show of it. Opens no file.</summary>
public static class FileAddress
{
    public static string Of(string app, StoredFile file) => $"/app/{app}/files/{file.Id}/{Uri.EscapeDataString(file.Name)}";

    /// <summary>May be looked at in the browser: pictures of points, and PDF. Nothing that can carry a script of our origin.</summary>
    public static bool Shows(string type) => FileName.IsPicture(type) || type == "application/pdf";

    public static string Size(long bytes) => bytes switch
    {
        < 1024 => $"{bytes} B",
        < 1 << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.#} KB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.#} MB"),
    };

    public static Markup Sign(string type) => Kit.Icon(type switch
    {
        "application/pdf" => "file-type-pdf",
        "application/zip" => "file-zip",
        "text/csv" or "application/vnd.ms-excel" or "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => "file-spreadsheet",
        _ when type.StartsWith("image/", StringComparison.Ordinal) => "photo",
        _ => "file-text",
    });
}
