using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Engine.Capabilities.Reminders;
using Weir.Engine.Problems;
using Weir.Web.Http;
using Weir.Web.Pages.Records.Settings;

namespace Weir.Web.Pages.Records.Reminding;

/// <summary>For administrators: which reminders of a form are on, how long before or after, at which time, who else is told, and when nobody is. Reminds nobody.</summary>
public sealed class ReminderArea : PageArea
{
    private const string Path = "/app/{app}/{form}/reminders";

    /// <summary>The units in which a step counts, as a definition writes them.</summary>
    internal static readonly IReadOnlyList<string> Units = ["days", "workDays", "hours", "minutes", "workHours"];

    internal static readonly IReadOnlyList<DayOfWeek> Week = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday];

    /// <summary>A day as a definition writes it.</summary>
    internal static string Word(DayOfWeek day) => day.ToString().ToLowerInvariant();

    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, (Delegate)Show);
        routes.MapPost(Path, (Delegate)Save);
    }

    public static bool Offered(FormVisit visit) => visit.Actor.Administrator && visit.Form.Definition.Capabilities.ContainsKey(Reminders.KeyOf);

    public static string Url(FormVisit visit) => visit.Url + "/reminders";

    private static async Task<IResult> Show(HttpContext http)
    {
        var visit = Allowed(http);
        return await Page(visit, visit.Form.Definition.Capabilities[Reminders.KeyOf], visit.App.Version, Refused.Nothing(visit.Visit));
    }

    private static async Task<IResult> Save(HttpContext http)
    {
        var visit = Allowed(http);
        var posted = new PostedSettings(visit, await visit.Visit.Posted());
        var settings = Read(posted, JsonNode.Parse(visit.Form.Definition.Capabilities[Reminders.KeyOf].GetRawText())!);
        try
        {
            posted.Demand();
            await CapabilitySettings.Publish(visit, visit.Form.Definition with { Capabilities = visit.Form.Definition.Capabilities.ToDictionary(p => p.Key, p => p.Key == Reminders.KeyOf ? settings : p.Value) }, posted.Seen);
        }
        catch (ProblemException refused) when (refused.Problem.Kind is ProblemKind.Invalid or ProblemKind.Conflict)
        {
            return await Page(visit, settings, CapabilitySettings.Seen(visit, posted, refused), Refused.By(visit.Visit, refused));
        }
        return CapabilitySettings.Published(visit, Url(visit), visit.Say("提醒规则已发布，立即生效", "The reminders are published and in force"));
    }

    /// <summary>Only what the page asks for is replaced: a number of 0 must stay one, and a definition may say more than the page shows.</summary>
    private static JsonElement Read(PostedSettings posted, JsonNode settings)
    {
        foreach (var (key, from, to) in new[] { ("quiet", "22:00", "08:00"), ("work", "09:00", "18:00") })
            settings[key] = new JsonObject { ["from"] = Time(key + ".from", from), ["to"] = Time(key + ".to", to) };
        foreach (var (rule, i) in (settings["rules"] as JsonArray ?? []).Select((rule, i) => (rule!.AsObject(), i)))
        {
            rule["off"] = !posted.Ticked($"rule{i}.on");
            rule["mail"] = posted.Ticked($"rule{i}.mail");
            rule["anytime"] = posted.Ticked($"rule{i}.anytime");
            if (posted.Text($"rule{i}.at").Length > 0) rule["at"] = Time($"rule{i}.at", "09:00");
            foreach (var (step, s) in (rule["steps"] as JsonArray ?? []).Select((step, s) => (step!.AsObject(), s)))
                if (Units.FirstOrDefault(step.ContainsKey) is { } unit && posted.NumberOrNone($"rule{i}.step{s}", -5000, 50000) is { } number) step[unit] = number;
            if (posted.Text($"rule{i}.text.zh") is { Length: > 0 } zh && posted.Text($"rule{i}.text.en") is { Length: > 0 } en)
            {
                // A rule without words of its own says its name.
                if (rule["text"] is not null || (zh, en) != ((string?)rule["label"]?["zh"], (string?)rule["label"]?["en"])) rule["text"] = new JsonObject { ["zh"] = zh, ["en"] = en };
            }
            else posted.Refuse($"rule{i}.text.{(posted.Text($"rule{i}.text.zh").Length == 0 ? "zh" : "en")}", "settings.label", ("请填写提醒的文字。", "Enter what the reminder says."));
            if (rule["on"] is JsonObject on) Days(on, i);
            var to = rule["to"] as JsonArray ?? [];
            var kept = posted.Many($"rule{i}.to").ToHashSet();
            foreach (var left in to.Where((r, at) => r is JsonObject one && (one.ContainsKey("members") || !kept.Contains(at.ToString(CultureInfo.InvariantCulture)))).ToList()) to.Remove(left);
            foreach (var role in posted.Many($"rule{i}.roles").Where(role => posted.Visit.App.Definition.Roles.Any(r => r.Key == role))) to.Add(new JsonObject { ["role"] = role });
            var members = posted.Many($"rule{i}.members").Select(m => long.TryParse(m, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0).Where(posted.Visit.Actor.Directory.Members.ContainsKey).ToList();
            if (members.Count == 0 && to.Count == 0) posted.Refuse($"rule{i}.to", "reminder.nobody", ("请至少选一个接收人；不想提醒就把这条规则关掉。", "Choose at least one receiver, or switch the rule off."));
            if (members.Count > 0) to.Add(new JsonObject { ["members"] = new JsonArray([.. members.Select(m => JsonValue.Create(m))]) });
        }
        return JsonSerializer.SerializeToElement(settings);

        void Days(JsonObject on, int i)
        {
            var (weekdays, monthDays, last) = (posted.Many($"rule{i}.weekdays").Where(d => Week.Any(w => Word(w) == d)).ToList(), posted.Numbers($"rule{i}.monthdays", 1, 31), posted.Ticked($"rule{i}.lastworkday"));
            if (weekdays.Count == 0 && monthDays.Count == 0 && !last) posted.Refuse($"rule{i}.weekdays", "reminder.no_day", ("请至少选一天。", "Choose at least one day."));
            on["weekdays"] = new JsonArray([.. weekdays.Select(d => JsonValue.Create(d))]);
            on["monthDays"] = new JsonArray([.. monthDays.Order().Select(d => JsonValue.Create(d))]);
            on["lastWorkday"] = last;
        }

        string Time(string name, string otherwise) => (posted.Time(name) ?? TimeOnly.ParseExact(otherwise, "HH:mm", CultureInfo.InvariantCulture)).ToString("HH:mm", CultureInfo.InvariantCulture);
    }

    private static async Task<IResult> Page(FormVisit visit, JsonElement settings, int seen, Refused refused)
    {
        var read = settings.Deserialize<ReminderSettings>(Weir.Engine.Apps.DefinitionJson.Options)!;
        await FieldIsland.Learn(visit, read.Rules.Select(r => r.When));
        return Rendered.Page<ReminderScreen>(visit.Visit, new PageHead(visit.Say("提醒规则", "Reminders") + " · " + visit.Label, visit.Form.Key), new Dictionary<string, object?>
        {
            ["Visit"] = visit, ["Settings"] = read, ["Seen"] = seen, ["Refused"] = refused,
        }, refused.Status);
    }

    private static FormVisit Allowed(HttpContext http)
    {
        var visit = FormVisit.Of(http);
        return Offered(visit) ? visit : throw Problem.NotFound("reminder.none").Exception();
    }
}
