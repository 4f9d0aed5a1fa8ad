using System.Globalization;
using Weir.Engine.Capabilities.Pool;
using Weir.Engine.Problems;
using Weir.Web.Http;

namespace Weir.Web.Pages.Records.Pool;

/// <summary>For who looks after a pool: who would lose what by its rules, and by others that are tried before anybody publishes them. Changes nothing.</summary>
public sealed class PoolArea : PageArea
{
    private const int UsualDays = 30;
    private const int MostDays = 730;

    public override void Map(IEndpointRouteBuilder routes) => routes.MapGet("/app/{app}/{form}/pool", Show);

    private static async Task<IResult> Show(HttpContext http, string? days)
    {
        var visit = FormVisit.Of(http);
        if (!Recycling.MaySimulate(visit.Actor, visit.Form)) throw Problem.NotFound("pool.none").Exception();
        var horizon = int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out var typed) && typed <= MostDays ? typed : UsualDays;
        var trial = PoolTrial.Read(visit, http.Request.Query);
        var simulation = await visit.Visit.Platform.Recycling.Simulate(visit.Actor, visit.Form, visit.Display.Now.AddDays(horizon), trial.Settings, cancel: visit.Visit.Cancel);
        return Rendered.Page<SimulationScreen>(visit.Visit, new PageHead(visit.Say("回收试算", "Recycling trial") + " · " + visit.Label, visit.Form.Key),
            new Dictionary<string, object?> { ["Visit"] = visit, ["Trial"] = trial, ["Days"] = horizon, ["Simulation"] = simulation });
    }
}
