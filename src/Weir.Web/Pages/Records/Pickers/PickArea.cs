using Weir.Engine.Access;
using Weir.Engine.FieldTypes;
using Weir.Engine.Problems;
using Weir.Web.Http;

namespace Weir.Web.Pages.Records.Pickers;

/// <summary>What the lists of choices are filled with while somebody types: records, members, departments, regions.</summary>
public sealed class PickArea : PageArea
{
    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/app/{app}/pick/records/{forms}", Records);
        routes.MapGet("/app/{app}/pick/members", (Visit visit, string? q, string? me) => Options(visit, Colleagues.Members(visit, q, me is not null)));
        routes.MapGet("/app/{app}/pick/departments", (Visit visit, string? q, string? me) => Options(visit, Colleagues.Departments(visit, q, me is not null)));
        routes.MapGet("/app/{app}/pick/regions", (Visit visit, string? q) => Options(visit, Places(visit, q)));
        routes.MapGet("/regions", Regions);
    }

    private static async Task<IResult> Records(Visit visit, string forms, string? field, string? q, string? context) =>
        Options(visit, await RecordChoice.Find(visit, forms.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), field, q, context));

    private static IEnumerable<PickOption> Places(Visit visit, string? q)
    {
        var words = q?.Trim() ?? "";
        return Weir.Engine.FieldTypes.Regions.All
            .Where(r => words.Length == 0 ? r.Level == RegionLevel.Province : r.Name.In(visit.Chinese).Contains(words, StringComparison.OrdinalIgnoreCase) || r.Code.StartsWith(words, StringComparison.Ordinal))
            .OrderBy(r => r.Level).ThenBy(r => r.Code, StringComparer.Ordinal).Take(RecordChoice.Most)
            .Select(r => new PickOption(r.Code, Weir.Engine.FieldTypes.Regions.FullName(r.Code, visit.Chinese)));
    }

    private static IResult Regions(Visit visit, string? parent) => Results.Json(Weir.Engine.FieldTypes.Regions.Children(parent).Select(r => new
    {
        value = r.Code, text = r.Name.In(visit.Chinese), leaf = Weir.Engine.FieldTypes.Regions.Children(r.Code).Count == 0,
    }));

    private static IResult Options(Visit visit, IEnumerable<PickOption> options) => Rendered.Fragment<PickList>(visit, new Dictionary<string, object?> { ["Options"] = options.ToList() });
}
