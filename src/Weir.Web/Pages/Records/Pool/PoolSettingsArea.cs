using Weir.Engine.Capabilities.Pool;
using Weir.Engine.Problems;
using Weir.Web.Http;
using Weir.Web.Pages.Records.Settings;

namespace Weir.Web.Pages.Records.Pool;

/// <summary>For administrators: the pools of a form, each with its people, limits and rules, tried before they are published. Claims and recycles nothing.</summary>
public sealed class PoolSettingsArea : PageArea
{
    private const string Path = "/app/{app}/{form}/pool/settings";
    private const int UsualDays = 30;
    private const int MostRows = 100;

    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, (Delegate)ShowAll);
        routes.MapPost(Path, (Delegate)SaveAll);
        routes.MapGet(Path + "/{pool}", ShowOne);
        routes.MapPost(Path + "/{pool}", SaveOne);
    }

    public static bool Offered(FormVisit visit) => visit.Actor.Administrator && visit.Form.Definition.Capabilities.ContainsKey(Weir.Engine.Capabilities.Pool.Pool.KeyOf);

    public static string Url(FormVisit visit) => visit.Url + "/pool/settings";

    private static async Task<IResult> ShowAll(HttpContext http)
    {
        var (visit, settings) = Allowed(http);
        return await All(visit, settings, visit.App.Version, Refused.Nothing(visit.Visit));
    }

    private static async Task<IResult> SaveAll(HttpContext http)
    {
        var (visit, before) = Allowed(http);
        var posted = new PostedSettings(visit, await visit.Visit.Posted());
        var settings = PoolEdit.Read(posted, before);
        try
        {
            if (posted.Verb.Count > 0) return await All(visit, settings, posted.Seen, Refused.Nothing(visit.Visit));
            if (settings.Pools.Count == 0) throw Problem.Invalid("pool.none_left", ("至少保留一个池；不用时可以停用。", "Keep at least one pool. You can switch it off if you don’t need it."), []).Exception();
            posted.Demand();
            await CapabilitySettings.Publish(visit, PoolEdit.With(visit.Form.Definition, settings), posted.Seen);
        }
        catch (ProblemException refused) when (refused.Problem.Kind is ProblemKind.Invalid or ProblemKind.Conflict)
        {
            return await All(visit, settings, CapabilitySettings.Seen(visit, posted, refused), Refused.By(visit.Visit, refused));
        }
        return CapabilitySettings.Published(visit, Url(visit), visit.Say("池的设置已发布，立即生效", "Pools published; they apply from now on"));
    }

    private static async Task<IResult> ShowOne(HttpContext http, string pool)
    {
        var (visit, settings) = Allowed(http);
        return await One(visit, pool, Find(settings, pool), visit.App.Version, UsualDays, null, Refused.Nothing(visit.Visit));
    }

    private static async Task<IResult> SaveOne(HttpContext http, string pool)
    {
        var (visit, before) = Allowed(http);
        var present = Find(before, pool);
        var posted = new PostedSettings(visit, await visit.Visit.Posted());
        var changed = PoolEdit.Read(posted, present);
        var days = posted.Text("ahead").Length == 0 ? UsualDays : posted.Number("ahead", 0, 730);
        try
        {
            if (posted.Verb is not ([] or ["try"])) return await One(visit, pool, changed, posted.Seen, days, null, Refused.Nothing(visit.Visit));
            posted.Demand();
            if (changed.Key.Length == 0) changed = changed with { Key = CapabilitySettings.Key(changed.Label, "pool", [.. before.Pools.Select(p => p.Key)]) };
            // A new pool comes before those that take everything: behind them it would never get a record.
            var settings = before with { Pools = pool == New ? [changed, .. before.Pools] : [.. before.Pools.Select(p => p.Key == pool ? changed : p)] };
            if (posted.Verb.Count > 0)
            {
                var simulation = await visit.Visit.Platform.Recycling.Simulate(visit.Actor, visit.Form, visit.Display.Now.AddDays(days), CapabilitySettings.Write(settings), MostRows, visit.Visit.Cancel);
                return await One(visit, pool, changed with { Key = present.Key }, posted.Seen, days, simulation, Refused.Nothing(visit.Visit));
            }
            await CapabilitySettings.Publish(visit, PoolEdit.With(visit.Form.Definition, settings), posted.Seen);
        }
        catch (ProblemException refused) when (refused.Problem.Kind is ProblemKind.Invalid or ProblemKind.Conflict)
        {
            return await One(visit, pool, changed, CapabilitySettings.Seen(visit, posted, refused), days, null, Refused.By(visit.Visit, refused));
        }
        return CapabilitySettings.Published(visit, Url(visit), visit.Say($"“{changed.Label.Zh}”已发布，立即生效", $"'{changed.Label.En}' published; it applies from now on"));
    }

    public const string New = "new";

    private static PoolDefinition Find(PoolSettings settings, string key) =>
        key == New ? PoolEdit.Fresh : settings.Pools.FirstOrDefault(p => p.Key == key) ?? throw Problem.NotFound("pool.none").Exception();

    private static async Task<IResult> All(FormVisit visit, PoolSettings settings, int seen, Refused refused)
    {
        await FieldIsland.Learn(visit, [settings.Counts, settings.Keep, settings.Glimpse, .. settings.Pools.Select(p => p.When)]);
        return Rendered.Page<PoolsScreen>(visit.Visit, Head(visit), new Dictionary<string, object?> { ["Visit"] = visit, ["Pools"] = settings, ["Seen"] = seen, ["Refused"] = refused }, refused.Status);
    }

    private static async Task<IResult> One(FormVisit visit, string key, PoolDefinition pool, int seen, int days, Simulation? simulation, Refused refused)
    {
        await FieldIsland.Learn(visit, PoolScreen.Conditions(pool));
        return Rendered.Page<PoolScreen>(visit.Visit, Head(visit), new Dictionary<string, object?>
        {
            ["Visit"] = visit, ["At"] = key, ["Pool"] = pool, ["Seen"] = seen, ["Days"] = days, ["Simulation"] = simulation, ["Refused"] = refused,
        }, refused.Status);
    }

    private static PageHead Head(FormVisit visit) => new(visit.Say("池的设置", "Pools") + " · " + visit.Label, visit.Form.Key);

    private static (FormVisit Visit, PoolSettings Settings) Allowed(HttpContext http)
    {
        var visit = FormVisit.Of(http);
        return Offered(visit) ? (visit, CapabilitySettings.Of<PoolSettings>(visit.Form, Weir.Engine.Capabilities.Pool.Pool.KeyOf)!) : throw Problem.NotFound("pool.none").Exception();
    }
}
