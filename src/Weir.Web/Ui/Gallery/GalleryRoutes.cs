using Microsoft.AspNetCore.Http.HttpResults;

namespace Weir.Web.Ui.Gallery;

/// <summary>Serves the gallery of parts at /ui-gallery while developing; it is never mapped in production.</summary>
/// <remarks>?lang=en|zh-CN and ?theme=light|dark choose the face. The small answers at the end feed the custom elements.</remarks>
internal static class GalleryRoutes
{
    public static void MapGallery(this WebApplication app)
    {
        var gallery = app.MapGroup("/ui-gallery");
        gallery.MapGet("/{part?}", (string? part, string? lang, string? theme) => new RazorComponentResult<GalleryPage>(new
        {
            Part = part ?? "parts",
            Lang = lang ?? "zh-CN",
            Theme = theme,
        }));
    }
}
