using System.Globalization;
using Weir.Engine.Access;
using Weir.Engine.Problems;
using Weir.Web.Http;
using Weir.Web.Ui;

namespace Weir.Web.Pages.Admin.Organisation;

/// <summary>The working days of the organisation, year by year: days off, and the weekends worked for them, as a list that is pasted.</summary>
public sealed class CalendarArea : PageArea
{
    public const string Path = OrganisationArea.Path + "/calendar";

    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, (Visit visit, string? year) => Page(visit, Year(visit, year), null, Refused.Nothing(visit))).ForAdministrators();
        routes.MapPost(Path, Save).ForAdministrators();
    }

    private static async Task<IResult> Save(Visit visit)
    {
        var form = await visit.Posted();
        var (year, text) = (Year(visit, form.Text("year")), form["days"].ToString());
        try
        {
            await visit.Platform.People.ChangeCalendar(visit.Actor, year, text);
        }
        catch (ProblemException refusal) when (refusal.Problem.Kind == ProblemKind.Invalid)
        {
            return Page(visit, year, text, Refused.By(visit, refusal));
        }
        visit.Http.Response.Headers["HX-Trigger"] = Toast.Ok(visit.Say($"{year} 年的工作日历已保存。", $"The working days of {year} are saved.")).ToTrigger();
        return Page(visit, year, null, Refused.Nothing(visit));
    }

    private static int Year(Visit visit, string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 2000 and <= 2100 ? year : visit.Local(visit.Now).Year;

    private static IResult Page(Visit visit, int year, string? typed, Refused refused)
    {
        var calendar = visit.Platform.People.Current.Calendar;
        return Rendered.Page<CalendarScreen>(visit, new PageHead(visit.Say("工作日历", "Working days"), OrganisationArea.Path), new Dictionary<string, object?>
        {
            ["Visit"] = visit, ["Year"] = year, ["Calendar"] = calendar, ["Text"] = typed ?? CalendarText.Write(calendar.Of(year), visit.Chinese), ["Refused"] = refused,
        }, refused.Status);
    }
}
