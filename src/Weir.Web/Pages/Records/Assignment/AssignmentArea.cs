using Weir.Engine.Access;
using Weir.Engine.Capabilities.Assignment;
using Weir.Engine.Conditions;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Web.Http;
using Weir.Web.Pages.Records.Lists;
using Weir.Web.Pages.Records.Settings;

namespace Weir.Web.Pages.Records.Assignment;

/// <summary>For administrators: the rules that deal out what nobody has, in their order, each tried on records before it is published. Deals out nothing.</summary>
public sealed class AssignmentArea : PageArea
{
    public const string New = "new";
    private const string Path = "/app/{app}/{form}/assignment";
    private const int MostTried = 50;

    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, (Delegate)ShowAll);
        routes.MapPost(Path, (Delegate)SaveAll);
        routes.MapGet(Path + "/rules/{rule}", ShowOne);
        routes.MapPost(Path + "/rules/{rule}", SaveOne);
    }

    public static bool Offered(FormVisit visit) => visit.Actor.Administrator && Has(visit);

    public static bool Has(FormVisit visit) => visit.Form.Definition.Capabilities.ContainsKey(Weir.Engine.Capabilities.Assignment.Assignment.KeyOf);

    public static string Url(FormVisit visit) => visit.Url + "/assignment";

    public static string Rule(FormVisit visit, string rule) => $"{Url(visit)}/rules/{rule}";

    private static async Task<IResult> ShowAll(HttpContext http)
    {
        var (visit, settings) = Allowed(http);
        return await All(visit, settings, visit.App.Version, Refused.Nothing(visit.Visit));
    }

    private static async Task<IResult> SaveAll(HttpContext http)
    {
        var (visit, before) = Allowed(http);
        var posted = new PostedSettings(visit, await visit.Visit.Posted());
        var settings = AssignmentEdit.Read(posted, before);
        try
        {
            if (posted.Verb.Count > 0) return await All(visit, settings, posted.Seen, Refused.Nothing(visit.Visit));
            posted.Demand();
            await Publish(visit, settings, posted.Seen);
        }
        catch (ProblemException refused) when (refused.Problem.Kind is ProblemKind.Invalid or ProblemKind.Conflict)
        {
            return await All(visit, settings, CapabilitySettings.Seen(visit, posted, refused), Refused.By(visit.Visit, refused));
        }
        return CapabilitySettings.Published(visit, Url(visit), visit.Say("分配规则已发布，立即生效", "Rules published; they apply from now on"));
    }

    private static async Task<IResult> ShowOne(HttpContext http, string rule)
    {
        var (visit, settings) = Allowed(http);
        return await One(visit, rule, Find(settings, rule), visit.App.Version, null, Refused.Nothing(visit.Visit));
    }

    private static async Task<IResult> SaveOne(HttpContext http, string rule)
    {
        var (visit, before) = Allowed(http);
        var present = Find(before, rule);
        var posted = new PostedSettings(visit, await visit.Visit.Posted());
        var changed = AssignmentEdit.Read(posted, present);
        try
        {
            if (posted.Verb is not ([] or ["try"])) return await One(visit, rule, changed, posted.Seen, null, Refused.Nothing(visit.Visit));
            posted.Demand();
            if (changed.Key.Length == 0) changed = changed with { Key = CapabilitySettings.Key(changed.Label, "rule", [.. before.Rules.Select(r => r.Key)]) };
            var settings = before with { Rules = rule == New ? [.. before.Rules, changed] : [.. before.Rules.Select(r => r.Key == rule ? changed : r)] };
            if (posted.Verb.Count > 0) return await One(visit, rule, changed with { Key = present.Key }, posted.Seen, await Try(visit, [], Occasion(changed), settings), Refused.Nothing(visit.Visit));
            await Publish(visit, settings, posted.Seen);
        }
        catch (ProblemException refused) when (refused.Problem.Kind is ProblemKind.Invalid or ProblemKind.Conflict)
        {
            return await One(visit, rule, changed, CapabilitySettings.Seen(visit, posted, refused), null, Refused.By(visit.Visit, refused));
        }
        return CapabilitySettings.Published(visit, Url(visit), visit.Say($"“{changed.Label.Zh}”已发布，立即生效", $"'{changed.Label.En}' published; it applies from now on"));
    }

    /// <summary>What rules would do with records: with those that are named, else with the newest that nobody has.</summary>
    /// <param name="tried">Settings that are not published; null takes those in force.</param>
    internal static async Task<IReadOnlyList<TriedRecord>> Try(FormVisit visit, IReadOnlyList<long> ids, AssignmentTrigger trigger, AssignmentSettings? tried = null)
    {
        var platform = visit.Visit.Platform;
        var query = new ListQuery(visit.Form) { Columns = [new FieldPath([], visit.Form.Title)], Limit = MostTried, For = Operation.Assign };
        query = ids.Count > 0 ? query with { Ids = [.. ids.Take(MostTried)] } : query with { Where = Condition.Compile(visit.Form, new ConditionDefinition { Field = SystemFields.Owner, Op = "empty" }) };
        var page = await platform.Query.List(visit.Actor, query, visit.Visit.Cancel);
        var dealt = (await platform.Assignments.DryRun(visit.Actor, visit.Form, [.. page.Rows.Select(r => r.Id)], trigger, tried is null ? null : CapabilitySettings.Write(tried), visit.Visit.Cancel)).ToDictionary(d => d.Id, d => d.Dealt);
        return [.. page.Rows.Where(r => dealt.ContainsKey(r.Id)).Select(r => new TriedRecord(r.Id, visit.Title(r.Values[0], r.Id), dealt[r.Id]))];
    }

    /// <summary>On which a rule is tried: by hand, unless it is for others.</summary>
    private static AssignmentTrigger Occasion(AssignmentRule rule) => rule.On.Count == 0 || rule.On.Contains(AssignmentTrigger.Manual) ? AssignmentTrigger.Manual : rule.On[0];

    private static Task Publish(FormVisit visit, AssignmentSettings settings, int seen) =>
        CapabilitySettings.Publish(visit, CapabilitySettings.With(visit.Form.Definition, Weir.Engine.Capabilities.Assignment.Assignment.KeyOf, settings), seen);

    private static AssignmentRule Find(AssignmentSettings settings, string key) =>
        key == New ? AssignmentEdit.Fresh : settings.Rules.FirstOrDefault(r => r.Key == key) ?? throw Problem.NotFound("assignment.none").Exception();

    private static async Task<IResult> All(FormVisit visit, AssignmentSettings settings, int seen, Refused refused)
    {
        await FieldIsland.Learn(visit, [settings.Open, settings.Done, .. settings.Rules.Select(r => r.When)]);
        return Rendered.Page<AssignmentScreen>(visit.Visit, Head(visit), new Dictionary<string, object?> { ["Visit"] = visit, ["Rules"] = settings, ["Seen"] = seen, ["Refused"] = refused }, refused.Status);
    }

    private static async Task<IResult> One(FormVisit visit, string key, AssignmentRule rule, int seen, IReadOnlyList<TriedRecord>? tried, Refused refused)
    {
        await FieldIsland.Learn(visit, [rule.When]);
        if (rule.Field is not null && visit.Form.Find(rule.Field) is { } field) await visit.Learn(rule.Table.SelectMany(e => e.Values).Select(v => (field, AssignmentRuleScreen.Value(field, v))));
        return Rendered.Page<AssignmentRuleScreen>(visit.Visit, Head(visit), new Dictionary<string, object?>
        {
            ["Visit"] = visit, ["At"] = key, ["Rule"] = rule, ["Seen"] = seen, ["Tried"] = tried, ["Refused"] = refused,
        }, refused.Status);
    }

    internal static PageHead Head(FormVisit visit) => new(visit.Say("分配规则", "Assignment") + " · " + visit.Label, visit.Form.Key);

    private static (FormVisit Visit, AssignmentSettings Settings) Allowed(HttpContext http)
    {
        var visit = FormVisit.Of(http);
        return Offered(visit) ? (visit, CapabilitySettings.Of<AssignmentSettings>(visit.Form, Weir.Engine.Capabilities.Assignment.Assignment.KeyOf)!) : throw Problem.NotFound("assignment.none").Exception();
    }
}

/// <summary>What the rules would do with one record; <paramref name="Dealt"/> is null when none fits.</summary>
public sealed record TriedRecord(long Id, string Title, Dealt? Dealt);
