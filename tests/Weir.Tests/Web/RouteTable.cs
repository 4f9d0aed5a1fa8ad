using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace Weir.Tests.Web;

/// <summary>All routes of the site as a test walks them, each with an address that fits it. Leaves out files and the gallery of parts.</summary>
internal static class RouteTable
{
    public static IEnumerable<RouteEndpoint> Of(TestHost host) => host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(e => e.Metadata.GetMetadata<StaticAssetDescriptor>() is null && !e.RoutePattern.RawText!.StartsWith("/ui-gallery", StringComparison.Ordinal) && !e.RoutePattern.RawText.Contains("**", StringComparison.Ordinal));

    /// <summary>Routes whose answer ends, unlike a stream of events.</summary>
    public static IEnumerable<RouteEndpoint> Ending(TestHost host) => Of(host).Where(e => e.RoutePattern.RawText!.TrimStart('/') != "events");

    public static IReadOnlyList<string> Methods(RouteEndpoint route) => route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"];

    public static string Example(RouteEndpoint route) => "/" + string.Join('/', route.RoutePattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternParameterPart { Name: "app" } => "l2c",
        RoutePatternParameterPart { Name: "form" } => "lead",
        RoutePatternParameterPart { Name: "role" } => "sales_rep",
        RoutePatternParameterPart { Name: "verb" } => "add",
        RoutePatternParameterPart => "1",
        _ => "",
    }))));
}
