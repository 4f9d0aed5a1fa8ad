using Weir.Engine.Capabilities.WebForm;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Web.Http;

namespace Weir.Web.Pages.Visitors;

/// <summary>The web forms as visitors meet them: without a sign-in, under an address that nobody guesses. Shows nothing that is stored.</summary>
public sealed class VisitorArea : PageArea
{
    /// <summary>The field that no person sees; whoever fills it in is a program.</summary>
    internal const string Trap = "homepage";

    internal const string Stamp = "__stamp";

    /// <summary>Nobody writes that much into a form.</summary>
    private const int MostBytes = 64 * 1024;

    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/f/{key}", Show).AllowAnonymous();
        routes.MapPost("/f/{key}", Send).AllowAnonymous().WithMetadata(new BodyLimit(MostBytes));
        routes.MapGet("/f/{key}/thanks", Thanks).AllowAnonymous();
    }

    private static async Task<IResult> Show(string key, Visit visit)
    {
        var open = await visit.Platform.WebForms.Find(key, visit.Cancel);
        return Form(visit, open, open.Stamp, _ => [], Refused.Nothing(visit));
    }

    private static async Task<IResult> Send(string key, Visit visit)
    {
        var open = await visit.Platform.WebForms.Find(key, visit.Cancel);
        var posted = await visit.Posted();
        try
        {
            await visit.Platform.WebForms.Send(open, Typed, posted[Stamp].ToString(), posted[Trap].ToString(), visit.Visitor, visit.Chinese, visit.Cancel);
            return Results.LocalRedirect($"/f/{key}/thanks");
        }
        catch (ProblemException refusal) when (refusal.Problem.Kind != ProblemKind.NotFound)
        {
            // What was only too quick may go on with its stamp; what was open for too long gets a new one.
            var stamp = refusal.Problem.Code == "web_form.stale" ? open.Stamp : posted[Stamp].ToString();
            return Form(visit, open, stamp, Typed, Refused.By(visit, refusal));
        }

        IReadOnlyList<string> Typed(Field field) => [.. posted[field.Key].OfType<string>()];
    }

    private static async Task<IResult> Thanks(string key, Visit visit)
    {
        var open = await visit.Platform.WebForms.Find(key, visit.Cancel);
        return Page<ThanksPage>(visit, open, new() { ["Visit"] = visit, ["Open"] = open }, 200);
    }

    private static IResult Form(Visit visit, OpenWebForm open, string stamp, Func<Field, IReadOnlyList<string>> typed, Refused refused) => Page<VisitorForm>(visit.KeepLanguage(), open, new()
    {
        ["Visit"] = visit, ["Csrf"] = visit.Csrf, ["Open"] = open, ["Stamp"] = stamp, ["Typed"] = typed, ["Refused"] = refused,
    }, refused.Status);

    private static IResult Page<T>(Visit visit, OpenWebForm open, Dictionary<string, object?> parameters, int status) where T : Microsoft.AspNetCore.Components.IComponent
    {
        visit.Http.Response.Headers["X-Robots-Tag"] = "noindex, nofollow";
        return Rendered.Welcome<T>(visit, open.Address.Name, parameters, status, wide: true);
    }

    /// <summary>The largest body of a route, which the server holds to before it is read.</summary>
    private sealed record BodyLimit(long? MaxRequestBodySize) : Microsoft.AspNetCore.Http.Metadata.IRequestSizeLimitMetadata;
}
