using Weir.Engine.Capabilities.WebForm;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Web.Http;
using Weir.Web.Pages.Records;
using Weir.Web.Ui;

namespace Weir.Web.Pages.Visitors;

/// <summary>Where marketing and administrators find the public addresses of a form, open new ones and close them.</summary>
public sealed class AddressArea : PageArea
{
    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/app/{app}/{form}/web-form", (Delegate)Show);
        routes.MapPost("/app/{app}/{form}/web-form", (Delegate)Open);
        routes.MapPost("/app/{app}/{form}/web-form/{id:long}", Switch);
        routes.MapGet("/app/{app}/{form}/web-form/{id:long}/code.svg", Code);
    }

    private static Task<IResult> Show(HttpContext http) => Screen(FormVisit.Of(http));

    private static async Task<IResult> Open(HttpContext http)
    {
        var visit = FormVisit.Of(http);
        if (!WebForms.Manages(visit.Actor, visit.Form)) throw Problem.NotFound("form.not_found").Exception();
        var posted = await visit.Visit.Posted();
        var name = posted["name"].ToString();
        var presets = WebForm.Sheet(visit.Form)!.Presets.ToDictionary(f => f.Key, f => posted["preset-" + f.Key].ToString());
        try
        {
            await visit.Visit.Platform.WebForms.Open(visit.Actor, visit.Form, name, presets, visit.Visit.Cancel);
            return Rendered.Go(visit.Visit, visit.Url + "/web-form");
        }
        catch (ProblemException refusal) when (refusal.Problem.Kind == ProblemKind.Invalid)
        {
            return await Screen(visit, name, presets, Refused.By(visit.Visit, refusal));
        }
    }

    private static async Task<IResult> Switch(HttpContext http, long id)
    {
        var visit = FormVisit.Of(http);
        var on = (await visit.Visit.Posted())["on"] == "true";
        await visit.Visit.Platform.WebForms.Switch(visit.Actor, visit.Form, id, on, visit.Visit.Cancel);
        return Rendered.Go(visit.Visit, visit.Url + "/web-form");
    }

    /// <summary>The address as a picture for a poster.</summary>
    private static async Task<IResult> Code(HttpContext http, long id)
    {
        var visit = FormVisit.Of(http);
        var address = (await visit.Visit.Platform.WebForms.List(visit.Actor, visit.Form, visit.Visit.Cancel)).FirstOrDefault(a => a.Id == id) ?? throw Problem.NotFound("form.not_found").Exception();
        return Results.Text(QrCode.Of($"{Site(visit)}/f/{address.Key}").Svg(), "image/svg+xml");
    }

    private static string Site(FormVisit visit) => visit.Visit.Settings.BaseUrl is { Length: > 0 } site ? site.TrimEnd('/') : $"{visit.Visit.Http.Request.Scheme}://{visit.Visit.Http.Request.Host}";

    private static async Task<IResult> Screen(FormVisit visit, string name = "", IReadOnlyDictionary<string, string>? typed = null, Refused? refused = null)
    {
        var forms = visit.Visit.Platform.WebForms;
        var addresses = await forms.List(visit.Actor, visit.Form, visit.Visit.Cancel);
        var offered = new List<(Field Field, IReadOnlyList<(string Key, string Label)> Options)>();
        foreach (var preset in WebForm.Sheet(visit.Form)!.Presets) offered.Add((preset, await forms.Offered(visit.Actor, preset, visit.Visit.Cancel)));
        return Rendered.Page<AddressScreen>(visit.Visit, new PageHead(visit.Say("网页表单", "Web forms") + " · " + visit.Label, visit.Form.Key), new Dictionary<string, object?>
        {
            ["Visit"] = visit, ["Addresses"] = addresses, ["Offered"] = offered, ["Name"] = name, ["Typed"] = typed ?? new Dictionary<string, string>(), ["Refused"] = refused ?? Refused.Nothing(visit.Visit),
            ["Site"] = Site(visit), ["Csrf"] = visit.Visit.Csrf,
        }, refused?.Status ?? 200);
    }
}
