using Weir.Engine.Access;
using Weir.Engine.Access.SignIn;
using Weir.Engine.Apps;
using Weir.Engine.Problems;
using Weir.Web.Http;

namespace Weir.Web.Pages.SetUp;

/// <summary>The first start: whoever can read the server's console founds the organisation. Once that is done, there is no such page.</summary>
public sealed class SetUpPages : PageArea
{
    /// <summary>The template that a new organisation starts with, unless it wants none.</summary>
    public const string FirstTemplate = "l2c";

    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Gate.SetUpPath, Show).AllowAnonymous();
        routes.MapPost(Gate.SetUpPath, Found).AllowAnonymous();
    }

    private static IResult Show(Visit visit)
    {
        Open(visit);
        var entry = new SetupEntry(new("", visit.Chinese ? "Asia/Shanghai" : "UTC", visit.Chinese ? "CNY" : "USD", visit.Lang), "", "", "");
        return Form(visit, visit.Http.Request.Query["code"].ToString(), entry, install: true, Refused.Nothing(visit));
    }

    private static async Task<IResult> Found(Visit visit)
    {
        Open(visit);
        var form = await visit.Posted();
        string Text(string key) => form[key].ToString();
        var entry = new SetupEntry(new(Text("company"), Text("zone"), Text("currency"), Text("language")), Text("name"), Text("email"), Text("password"));
        var install = form["template"] == FirstTemplate;
        SignedIn signedIn;
        try
        {
            signedIn = await visit.Platform.Setup.Run(Text("code"), entry, visit.Visitor);
        }
        catch (ProblemException refusal) when (refusal.Problem.Kind != ProblemKind.NotFound)
        {
            return Form(visit, Text("code"), entry, install, Refused.By(visit, AtField(refusal)));
        }
        SessionCookie.Write(visit.Http, signedIn);
        visit.WriteLanguage(entry.Organisation.Language);
        if (!install) return Results.LocalRedirect("/admin/apps");
        var app = await visit.Platform.Apps.Install(signedIn.Actor, Template.Load(FirstTemplate), visit.Cancel);
        return Results.LocalRedirect($"/app/{app.Key}/{First(app, signedIn.Actor)}");
    }

    /// <summary>A wrong code is shown at its field.</summary>
    private static ProblemException AtField(ProblemException refusal) => refusal.Problem is { Kind: ProblemKind.Forbidden, Errors.Count: 0 } problem
        ? (problem with { Errors = [new("code", problem.Code, problem.Message)] }).Exception() : refusal;

    private static string First(App app, Actor actor) => app.Definition.Groups.SelectMany(g => app.Forms.Where(f => f.Definition.Group == g.Key))
        .First(f => FormAccess.Of(actor, f).Can(Operation.View)).Key;

    private static void Open(Visit visit)
    {
        if (!visit.Platform.Setup.IsOpen) throw Gate.NoPage.Exception();
    }

    private static IResult Form(Visit visit, string code, SetupEntry entry, bool install, Refused refused) =>
        Rendered.Welcome<SetUpForm>(visit.KeepLanguage(), visit.Say("开始使用 Weir", "Set up Weir"), new Dictionary<string, object?>
        {
            ["Visit"] = visit, ["Csrf"] = visit.Csrf, ["Code"] = code, ["Entered"] = entry, ["Install"] = install, ["Refused"] = refused,
        }, refused.Status, wide: true);
}
