namespace Weir.Web.Http;

/// <summary>One area of pages: its routes. Found by a scan of this assembly; a route needs sign-in unless it says AllowAnonymous.</summary>
public abstract class PageArea
{
    public abstract void Map(IEndpointRouteBuilder routes);

    internal static void MapAll(IEndpointRouteBuilder routes)
    {
        var areas = typeof(PageArea).Assembly.GetTypes().Where(t => t is { IsAbstract: false } && t.IsSubclassOf(typeof(PageArea)));
        foreach (var area in areas.OrderBy(t => t.FullName, StringComparer.Ordinal)) ((PageArea)Activator.CreateInstance(area)!).Map(routes);
    }
}
