using Weir.Engine.Access;
using Weir.Engine.Problems;
using Weir.Web.Http;
using Weir.Web.Ui;

namespace Weir.Web.Pages.Admin.Organisation;

/// <summary>What stands at the head and the foot of papers: logo, address, telephone, bank.</summary>
public sealed class LetterheadArea : PageArea
{
    public const string Path = OrganisationArea.Path + "/letterhead";

    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, (Visit visit) => Page(visit, visit.Platform.People.Current.Letterhead, Refused.Nothing(visit))).ForAdministrators();
        routes.MapPost(Path, Save).ForAdministrators();
    }

    private static async Task<IResult> Save(Visit visit)
    {
        var form = await visit.Posted();
        var now = visit.Platform.People.Current.Letterhead;
        var logo = form.Files["logo"] is { Length: > 0 } sent ? await Bytes(sent, visit.Cancel) : form["no_logo"] == "yes" ? null : now.Logo;
        var entry = new Letterhead(form.Text("name_en"), form.Text("address"), form.Text("address_en"), form.Text("phone"), form.Text("website"), form.Text("tax_no"), form.Text("bank"), logo);
        try
        {
            await visit.Platform.People.ChangeLetterhead(visit.Actor, entry);
        }
        catch (ProblemException refusal) when (refusal.Problem.Kind == ProblemKind.Invalid)
        {
            return Page(visit, entry with { Logo = now.Logo }, Refused.By(visit, refusal));
        }
        visit.Http.Response.Headers["HX-Trigger"] = Toast.Ok(visit.Say("已保存，下一张单据就用它。", "Saved; the next paper has it.")).ToTrigger();
        return Page(visit, visit.Platform.People.Current.Letterhead, Refused.Nothing(visit));
    }

    /// <summary>No more than shows that it is too much.</summary>
    private static async Task<byte[]> Bytes(IFormFile file, CancellationToken cancel)
    {
        var bytes = new byte[Math.Min(file.Length, Letterhead.MostLogo + 1)];
        await using var from = file.OpenReadStream();
        await from.ReadExactlyAsync(bytes, cancel);
        return bytes;
    }

    private static IResult Page(Visit visit, Letterhead entry, Refused refused) => Rendered.Page<LetterheadScreen>(visit, new PageHead(visit.Say("单据抬头", "Letterhead"), OrganisationArea.Path), new Dictionary<string, object?>
    {
        ["Visit"] = visit, ["Entered"] = entry, ["Refused"] = refused,
    }, refused.Message is null ? 200 : 422);
}
