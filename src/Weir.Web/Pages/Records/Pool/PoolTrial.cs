using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Engine.Apps;
using Weir.Engine.Capabilities.Pool;
using Weir.Engine.Forms;

namespace Weir.Web.Pages.Records.Pool;

/// <summary>One number of days of one rule, as it stands and as it is tried.</summary>
public sealed record TriedDays(string Name, string Label, int Present, int Tried);

/// <summary>The numbers of days of a form's pools, some of them replaced by what the address says. Publishes nothing.</summary>
public sealed class PoolTrial
{
    private const int MostDays = 3650;

    private PoolTrial(IReadOnlyList<(PoolDefinition Pool, IReadOnlyList<TriedDays> Days)> pools, JsonElement? settings) => (Pools, Settings) = (pools, settings);

    public IReadOnlyList<(PoolDefinition Pool, IReadOnlyList<TriedDays> Days)> Pools { get; }

    /// <summary>Null when every number is the one in force.</summary>
    public JsonElement? Settings { get; }

    public static PoolTrial Read(FormVisit visit, IQueryCollection query)
    {
        var present = visit.Form.Definition.Capabilities["pool"];
        var tried = JsonNode.Parse(present.GetRawText())!;
        var pools = new List<(PoolDefinition, IReadOnlyList<TriedDays>)>();
        var different = false;
        foreach (var (pool, at) in present.Deserialize<PoolSettings>(DefinitionJson.Options)!.Pools.Select((p, i) => (p, i)))
        {
            var days = new List<TriedDays>();
            foreach (var (rule, r) in pool.Recycle.Select((rule, i) => (rule, i)))
            {
                var node = tried["pools"]!.AsArray()[at]!["recycle"]!.AsArray()[r]!;
                if (rule.Days is { } own) days.Add(Days($"d.{at}.{r}", Reason(visit, rule.Reason), own, n => node["days"] = n));
                foreach (var (level, l) in rule.Levels.Select((level, i) => (level, i)))
                    days.Add(Days($"d.{at}.{r}.{l}", Reason(visit, rule.Reason) + " · " + Level(visit, level.When), level.Days, n => node["levels"]!.AsArray()[l]!["days"] = n));
            }
            pools.Add((pool, days));
        }
        return new(pools, different ? JsonSerializer.SerializeToElement(tried, DefinitionJson.Options) : null);

        TriedDays Days(string name, string label, int now, Action<int> put)
        {
            var wanted = int.TryParse(query[name], NumberStyles.None, CultureInfo.InvariantCulture, out var typed) && typed is > 0 and <= MostDays ? typed : now;
            if (wanted != now)
            {
                put(wanted);
                different = true;
            }
            return new(name, label, now, wanted);
        }
    }

    /// <summary>The words of a reason, as the form has them.</summary>
    public static string Reason(FormVisit visit, string key) => visit.Form.Find("return_reason") is { } field && field.Type.Text(field, key, visit.Display) is { Length: > 0 } text ? text : key;

    private static string Level(FormVisit visit, ConditionDefinition when) => when is { Field: { } key, Value: { ValueKind: JsonValueKind.String } value } && visit.Form.Find(key) is { } field
        ? $"{visit.Say(field.Label)} {field.Type.Text(field, value.GetString(), visit.Display)}" : visit.Say("其他级别", "other level");
}
