using Microsoft.AspNetCore.StaticAssets;

namespace Weir.Web.Http;

/// <summary>The fingerprinted URL of each built file (css, script, icon sprite); not a file server.</summary>
/// <remarks>
/// <c>@Assets[…]</c> has no fingerprints inside a RazorComponentResult, so the map is read once from the endpoints that
/// MapStaticAssets made. Every host of one build has the same files, which is why one map per process is enough.
/// </remarks>
public static class StaticAssetMap
{
    private static volatile Dictionary<string, string> map = [];

    /// <summary>The URL of a file of wwwroot/dist, such as "app.css"; it changes when the file's content does.</summary>
    public static string Url(string name) => map.GetValueOrDefault("dist/" + name, "/dist/" + name);

    /// <summary>Reads at once, while the host lives that is asked; another host of the process may end before its first page is drawn.</summary>
    internal static void ReadFrom(IEndpointRouteBuilder routes)
    {
        if (map.Count == 0) map = Read(routes.DataSources);
    }

    private static Dictionary<string, string> Read(IEnumerable<EndpointDataSource> sources)
    {
        var urls = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var endpoint in sources.SelectMany(source => source.Endpoints))
        {
            if (endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not { } asset) continue;
            var label = asset.Properties.FirstOrDefault(property => property.Name == "label")?.Value;
            if (label is not null) urls[label] = "/" + asset.Route;
        }
        return urls;
    }
}
