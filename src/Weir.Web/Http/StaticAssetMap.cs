using Microsoft.AspNetCore.StaticAssets;

namespace Weir.Web.Http;

/// <summary>The fingerprinted URL of each built file (css, script, icon sprite); not a file server.</summary>
/// <remarks>
/// <c>@Assets[…]</c> has no fingerprints inside a RazorComponentResult, so the map is read once from the endpoints that
/// MapStaticAssets made. Every host of one build has the same files, which is why one map per process is enough.
/// </remarks>
public static class StaticAssetMap
{
    private static Lazy<Dictionary<string, string>>? map;

    /// <summary>The URL of a file of wwwroot/dist, such as "app.css"; it changes when the file's content does.</summary>
    public static string Url(string name) => map?.Value.GetValueOrDefault("dist/" + name) ?? "/dist/" + name;

    /// <summary>For a host that maps nothing more; does not touch the map of another host of the process, which may be reading it.</summary>
    internal static void Begin(IEndpointRouteBuilder routes) => Interlocked.CompareExchange(ref map, new(() => Read(routes.DataSources)), null);

    /// <summary>Call it when every route is mapped: the list of routes must not grow while it is read.</summary>
    internal static void ReadFrom(IEndpointRouteBuilder routes) => map = new(() => Read(routes.DataSources));

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
