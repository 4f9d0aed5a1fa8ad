using System.Globalization;
using Weir.Engine.Access;
using Weir.Engine.Problems;
using Weir.Web.Http;
using Weir.Web.Pages.Records.Details;

namespace Weir.Web.Pages.Records.Sharing;

/// <summary>Opens one record to one colleague, for a while or until revoked, and answers why somebody sees it.</summary>
public sealed class ShareArea : PageArea
{
    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/app/{app}/{form}/{id:long}/share", Show);
        routes.MapPost("/app/{app}/{form}/{id:long}/share", Share);
        routes.MapDelete("/app/{app}/{form}/{id:long}/share/{member:long}", Revoke);
        routes.MapPost("/app/{app}/{form}/{id:long}/share/{member:long}", Limit);
        routes.MapGet("/app/{app}/{form}/{id:long}/why", Why);
    }

    private static async Task<IResult> Show(HttpContext http, long id)
    {
        var visit = FormVisit.Of(http);
        var sheet = await RecordSheet.Load(visit, id);
        return Rendered.Fragment<ShareDialog>(visit.Visit, new Dictionary<string, object?> { ["Sheet"] = sheet, ["Shares"] = await Shares(visit, id) });
    }

    private static async Task<IResult> Share(HttpContext http, long id)
    {
        var visit = FormVisit.Of(http);
        var posted = await visit.Visit.Posted();
        var member = long.TryParse(posted["member"], NumberStyles.None, CultureInfo.InvariantCulture, out var chosen) ? chosen : 0;
        try
        {
            await visit.Visit.Platform.Sharing.Share(visit.Actor, visit.Form, id, member, posted["level"] == "edit", Until(visit, posted["until"].ToString()), visit.Visit.Cancel);
        }
        catch (ProblemException refused) when (refused.Problem.Kind == ProblemKind.Invalid)
        {
            return await List(visit, id, StatusCodes.Status422UnprocessableEntity, refused.Problem, posted);
        }
        http.Response.Headers["HX-Trigger"] = Ui.Toast.Ok(visit.Say($"已共享给 {visit.Display.MemberName(member)}", $"Shared with {visit.Display.MemberName(member)}")).ToTrigger("record-saved");
        return await List(visit, id, StatusCodes.Status200OK);
    }

    private static async Task<IResult> Revoke(HttpContext http, long id, long member)
    {
        var visit = FormVisit.Of(http);
        await visit.Visit.Platform.Sharing.Unshare(visit.Actor, visit.Form, id, member, visit.Visit.Cancel);
        // Whoever took their own way in away sees the record no more.
        if (member == visit.Actor.MemberId) return Rendered.Go(visit.Visit, visit.Url);
        http.Response.Headers["HX-Trigger"] = Ui.Toast.Ok(visit.Say("已取消共享", "No longer shared")).ToTrigger("record-saved");
        return await List(visit, id, StatusCodes.Status200OK);
    }

    private static async Task<IResult> Limit(HttpContext http, long id, long member)
    {
        var visit = FormVisit.Of(http);
        var posted = await visit.Visit.Posted();
        try
        {
            await visit.Visit.Platform.Sharing.Limit(visit.Actor, visit.Form, id, member, posted["level"] == "edit", Until(visit, posted["until"].ToString()), visit.Visit.Cancel);
        }
        catch (ProblemException refused) when (refused.Problem.Kind == ProblemKind.Invalid)
        {
            return await List(visit, id, StatusCodes.Status422UnprocessableEntity, refused.Problem with { Errors = [] });
        }
        http.Response.Headers["HX-Trigger"] = Ui.Toast.Ok(visit.Say($"{visit.Display.MemberName(member)} 的协作期限已保存", $"Saved what {visit.Display.MemberName(member)} may do")).ToTrigger("record-saved");
        return await List(visit, id, StatusCodes.Status200OK);
    }

    private static async Task<IResult> Why(HttpContext http, long id, string? member)
    {
        var visit = FormVisit.Of(http);
        if (!long.TryParse(member, NumberStyles.None, CultureInfo.InvariantCulture, out var who) || !visit.Actor.Directory.Members.TryGetValue(who, out var asked)) return Drawn.Fragment(visit, Ui.Markup.Nothing);
        var reasons = await visit.Visit.Platform.Why.Ask(visit.Actor, visit.Form, id, who, visit.Visit.Cancel);
        return Rendered.Fragment<WhyAnswer>(visit.Visit, new Dictionary<string, object?> { ["Visit"] = visit, ["Name"] = asked.Name, ["Reasons"] = reasons });
    }

    private static async Task<IResult> List(FormVisit visit, long id, int status, Problem? refused = null, IFormCollection? posted = null) =>
        Rendered.Fragment<ShareList>(visit.Visit, new Dictionary<string, object?>
        {
            ["Sheet"] = await RecordSheet.Load(visit, id), ["Shares"] = await Shares(visit, id), ["Refused"] = refused, ["Posted"] = posted,
        }, status);

    private static Task<IReadOnlyList<Weir.Engine.Records.Share>> Shares(FormVisit visit, long id) => visit.Visit.Platform.Sharing.Of(visit.Actor, visit.Form, id, visit.Visit.Cancel);

    /// <summary>The end of the chosen day in the organisation's time zone, as UTC; null when no day was chosen.</summary>
    private static DateTime? Until(FormVisit visit, string text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        if (!DateOnly.TryParse(text, CultureInfo.InvariantCulture, out var day) || day.Year > 9000)
            throw Problem.Invalid("share.until", ("日期请写成 2026-11-29。", "Write the date like 2026-11-29."), new FieldError("until", "date.unreadable", ("日期请写成 2026-11-29。", "Write the date like 2026-11-29."))).Exception();
        return TimeZoneInfo.ConvertTimeToUtc(day.AddDays(1).ToDateTime(TimeOnly.MinValue), visit.Display.Zone);
    }
}
