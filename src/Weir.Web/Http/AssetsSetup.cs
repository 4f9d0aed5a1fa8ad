using Microsoft.Net.Http.Headers;
using Weir.Web.Ui.Gallery;

namespace Weir.Web.Http;

/// <summary>Puts the built css and scripts on the web, cached for as long as their names stand for their content.</summary>
public static class AssetsSetup
{
    private const string Forever = "max-age=31536000, immutable";

    /// <summary>
    /// Maps wwwroot with fingerprints, marks the hashed chunks and fonts as immutable and, in Development only, serves the
    /// gallery of parts at /ui-gallery. Call it once, after authentication and before the pages are mapped.
    /// </summary>
    public static WebApplication UseWeirAssets(this WebApplication app)
    {
        app.Use(static (context, next) =>
        {
            if (IsHashed(context.Request.Path))
            {
                context.Response.OnStarting(static state =>
                {
                    var response = (HttpResponse)state;
                    if (response.StatusCode is StatusCodes.Status200OK or StatusCodes.Status304NotModified)
                        response.Headers[HeaderNames.CacheControl] = Forever;
                    return Task.CompletedTask;
                }, context.Response);
            }
            return next(context);
        });
        app.MapStaticAssets();
        StaticAssetMap.ReadFrom(app);
        if (app.Environment.IsDevelopment()) app.MapGallery();
        return app;
    }

    // Chunks name each other by relative path, so they cannot carry the fingerprint of the asset map; esbuild's hash is in the name.
    private static bool IsHashed(PathString path) => path.StartsWithSegments("/dist/chunks") || path.StartsWithSegments("/dist/fonts");
}
