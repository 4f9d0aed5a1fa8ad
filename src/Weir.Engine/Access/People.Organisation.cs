using System.Text.RegularExpressions;
using Weir.Engine.Problems;
using Weir.Sql.Tables;

namespace Weir.Engine.Access;

public sealed partial class People
{
    /// <summary>Changes company name, time zone, currency and language.</summary>
    /// <exception cref="ProblemException">Invalid, with errors by field: company, zone, currency, language.</exception>
    public Task ChangeOrganisation(Actor actor, OrganisationEntry entry) => Change(actor, async change =>
    {
        var errors = new List<FieldError>();
        var before = change.State.Organisation;
        var after = Checked(before, entry, errors);
        PeopleChange.Refuse(errors);
        await change.Save(after);
        await change.Audit("organisation.changed", 0, new { before = Shown(before), after = Shown(after) });
        return true;
    });

    /// <summary>Replaces the days off of one year, and the weekends worked for them, by what a list says.</summary>
    /// <exception cref="ProblemException">Forbidden; Invalid: each line that cannot be understood.</exception>
    public Task ChangeCalendar(Actor actor, int year, string text) => Change(actor, async change =>
    {
        if (year is < 2000 or > 2100) throw Problem.Invalid("calendar.year", ("年份应在 2000 到 2100 之间。", "The year should be from 2000 to 2100.")).Exception();
        var (before, after) = (change.State.Calendar, change.State.Calendar.With(year, CalendarText.Read(year, text)));
        if (before.Of(year).SequenceEqual(after.Of(year))) return true;
        await change.Save(after);
        await change.Audit("organisation.calendar", 0, new { year, before = CalendarText.Write(before.Of(year), chinese: true), after = CalendarText.Write(after.Of(year), chinese: true) });
        return true;
    });

    /// <summary>Replaces what stands on papers beside the company's name.</summary>
    /// <exception cref="ProblemException">Forbidden; Invalid, with errors by field: name_en, address, address_en, phone, website, tax_no, bank, logo.</exception>
    public Task ChangeLetterhead(Actor actor, Letterhead entry) => Change(actor, async change =>
    {
        var errors = new List<FieldError>();
        var (before, after) = (change.State.Letterhead, entry.Checked(errors));
        PeopleChange.Refuse(errors);
        await change.Save(after);
        // The image itself would swell the trail.
        await change.Audit("organisation.letterhead", 0, new { before = before with { Logo = null }, after = after with { Logo = null }, logo = (before.Logo, after.Logo) switch { (null, null) => "none", (_, null) => "removed", ({ } a, { } b) when a.AsSpan().SequenceEqual(b) => "same", _ => "new" } });
        return true;
    });

    private static OrganisationEntry Shown(OrganisationRow row) => new(row.Company, row.Zone, row.Currency, row.Language);

    /// <summary>The settings that an entry describes, and everything that is wrong with it.</summary>
    internal static OrganisationRow Checked(OrganisationRow before, OrganisationEntry entry, List<FieldError> errors)
    {
        var company = entry.Company.Trim();
        if (!PeopleChange.IsLine(company, 100))
            errors.Add(new("company", "organisation.company", ("请填写公司名称（最多 100 个字）。", "Enter a company name of at most 100 characters.")));
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(entry.Zone, out var zone) || !zone.HasIanaId)
            errors.Add(new("zone", "organisation.zone", ("没有这个时区，例如 Asia/Shanghai。", "There is no such time zone; an example is Asia/Shanghai.")));
        if (!CurrencyCode().IsMatch(entry.Currency))
            errors.Add(new("currency", "organisation.currency", ("货币应是三个大写字母，例如 CNY。", "A currency is three capital letters such as CNY.")));
        PeopleChange.CheckLanguage(entry.Language, errors);
        return before with { Company = company, Zone = zone?.Id ?? before.Zone, Currency = entry.Currency, Language = entry.Language };
    }

    [GeneratedRegex(@"^[A-Z]{3}\z", RegexOptions.CultureInvariant)]
    private static partial Regex CurrencyCode();
}
