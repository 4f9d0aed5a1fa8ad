using Weir.Engine.Access;
using Weir.Engine.Problems;
using Weir.Web.Http;

namespace Weir.Web.Pages.Admin.Members;

/// <summary>Many new members at once, pasted or from a file: the good rows are added, the others come back with what is wrong and can be mended on the spot.</summary>
public sealed class MemberImportArea : PageArea
{
    public const string Path = "/admin/members/import";
    private const int MostLinks = 200;

    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, (Visit visit) => Show(visit, "", true, null, Refused.Nothing(visit))).ForAdministrators();
        routes.MapPost(Path, Add).ForAdministrators();
        routes.MapPost(Path + "/links", MakeLinks).ForAdministrators();
    }

    private static async Task<IResult> Add(Visit visit)
    {
        var form = await visit.Posted();
        var (text, addDepartments) = (form.Text("list"), form["departments"] == "add");
        try
        {
            var file = form.Files["file"] is { Length: > 0 } sent ? sent : null;
            await using var bytes = file?.OpenReadStream() ?? MemberSheet.Pasted(text);
            var rows = MemberSheet.Read(visit, bytes, file?.FileName ?? "list.csv");
            var good = rows.Where(r => r.Line is not null).ToList();
            var results = await visit.Platform.People.AddMembers(visit.Actor, [.. good.Select(r => r.Line!)], addDepartments);
            var outcome = new MemberImport(
                [.. results.Select(r => r.Member).OfType<Member>()],
                [.. rows.Where(r => r.Line is null).Concat(good.Zip(results).Where(p => p.Second.Member is null).Select(p => p.First with { Errors = p.Second.Errors })).OrderBy(r => r.Number)]);
            return Show(visit, outcome.Refused.Count > 0 ? MemberSheet.Text(visit, outcome.Refused) : "", addDepartments, outcome, Http.Refused.Nothing(visit));
        }
        catch (ProblemException refusal) when (refusal.Problem.Kind == ProblemKind.Invalid)
        {
            return Show(visit, text, addDepartments, null, Refused.By(visit, refusal));
        }
    }

    /// <summary>Those who were added have no password: a link for each, to be sent by hand.</summary>
    private static async Task<IResult> MakeLinks(Visit visit)
    {
        var lines = new List<string>();
        foreach (var id in (await visit.Posted()).Ids("id").Take(MostLinks))
        {
            if (visit.Platform.People.Current.Members.GetValueOrDefault(id) is not { Active: true } member) continue;
            lines.Add($"{member.Name}\t{(member.Email.Length > 0 ? member.Email : member.Mobile)}\t{LinkDialog.Address(visit, "/password/" + await visit.Platform.Passwords.MakeLink(visit.Actor, id))}");
        }
        return Rendered.Fragment<MemberLinks>(visit, new Dictionary<string, object?> { ["Visit"] = visit, ["Text"] = string.Join('\n', lines), ["Count"] = lines.Count });
    }

    private static IResult Show(Visit visit, string text, bool addDepartments, MemberImport? outcome, Refused refused) =>
        Rendered.Page<MemberImportScreen>(visit, new PageHead(visit.Say("批量添加成员", "Add many members"), MemberList.Path), new Dictionary<string, object?>
        {
            ["Visit"] = visit, ["Text"] = text, ["AddDepartments"] = addDepartments, ["Outcome"] = outcome, ["Refused"] = refused,
        }, refused.Message is null ? 200 : 422);
}

/// <summary>What became of a list of new members.</summary>
public sealed record MemberImport(IReadOnlyList<Member> Added, IReadOnlyList<MemberSheet.Row> Refused);
