using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Engine.Capabilities.Grading;
using Weir.Engine.Problems;
using Weir.Web.Http;
using Weir.Web.Ui;

namespace Weir.Web.Pages.Records.Grading;

/// <summary>For administrators: what points are given for and from how many which grade; saving publishes the app and scores all records again.</summary>
public sealed class GradingArea : PageArea
{
    private const decimal Largest = 1000;

    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/app/{app}/{form}/grading", (Delegate)Show);
        routes.MapPost("/app/{app}/{form}/grading", (Delegate)Save);
    }

    public static bool Offered(FormVisit visit) => visit.Actor.Administrator && Weir.Engine.Capabilities.Grading.Grading.Book(visit.Form) is not null;

    public static string Url(FormVisit visit) => visit.Url + "/grading";

    internal static string Points(int criterion, int level) => FormattableString.Invariant($"p.{criterion}.{level}");

    internal static string From(int band) => FormattableString.Invariant($"b.{band}");

    private static async Task<IResult> Show(HttpContext http)
    {
        var visit = Allowed(http);
        await visit.Learn(Book(visit).Settings.Criteria.SelectMany(c => c.Levels).SelectMany(l => Lists.FilterWords.Values(visit, l.When)));
        return Page(visit, null, 200);
    }

    private static async Task<IResult> Save(HttpContext http)
    {
        var visit = Allowed(http);
        var posted = await visit.Visit.Posted();
        var definition = visit.App.Definition;
        var form = definition.Forms.First(f => f.Key == visit.Form.Key);
        var settings = JsonNode.Parse(form.Capabilities[Weir.Engine.Capabilities.Grading.Grading.KeyOf].GetRawText())!;
        var criteria = settings["criteria"]!.AsArray();
        var wrong = new HashSet<string>();
        for (var c = 0; c < criteria.Count; c++)
            for (var l = 0; l < criteria[c]!["levels"]!.AsArray().Count; l++) Take(Points(c, l), criteria[c]!["levels"]![l]!, "points");
        for (var b = 0; b < (settings["bands"]?.AsArray().Count ?? 0); b++) Take(From(b), settings["bands"]![b]!, "from");
        if (wrong.Count > 0) return Page(visit, wrong, StatusCodes.Status422UnprocessableEntity, posted);
        var changed = form with { Capabilities = form.Capabilities.ToDictionary(p => p.Key, p => p.Key == Weir.Engine.Capabilities.Grading.Grading.KeyOf ? JsonSerializer.SerializeToElement(settings) : p.Value) };
        await visit.Visit.Platform.Apps.Publish(visit.Actor, definition with { Forms = [.. definition.Forms.Select(f => f.Key == form.Key ? changed : f)] }, visit.App.Version, visit.Visit.Cancel);
        if (!http.Request.Headers.ContainsKey("HX-Request")) return Results.LocalRedirect(Url(visit));
        http.Response.Headers["HX-Location"] = JsonSerializer.Serialize(new { path = Url(visit), target = "#main" });
        return Rendered.Told(visit.Visit, Toast.Ok(visit.Say("评分标准已发布，全部记录按新标准重新评分", "The criteria are published, and all records are scored again")));

        void Take(string name, JsonNode into, string key)
        {
            if (decimal.TryParse(posted[name], NumberStyles.Number, CultureInfo.InvariantCulture, out var points) && Math.Abs(points) <= Largest) into[key] = points;
            else wrong.Add(name);
        }
    }

    private static IResult Page(FormVisit visit, IReadOnlySet<string>? wrong, int status, IFormCollection? posted = null) =>
        Rendered.Page<GradingScreen>(visit.Visit, new PageHead(visit.Say("评分标准", "Criteria of the score") + " · " + visit.Label, visit.Form.Key), new Dictionary<string, object?>
        {
            ["Visit"] = visit, ["Settings"] = Book(visit).Settings, ["Grade"] = Book(visit).Grade, ["Wrong"] = wrong ?? new HashSet<string>(), ["Posted"] = posted,
        }, status);

    private static GradingBook Book(FormVisit visit) => Weir.Engine.Capabilities.Grading.Grading.Book(visit.Form)!;

    private static FormVisit Allowed(HttpContext http)
    {
        var visit = FormVisit.Of(http);
        return Offered(visit) ? visit : throw Problem.NotFound("grading.none").Exception();
    }
}
