using Weir.Engine.Capabilities.Conversion;
using Weir.Engine.Forms;
using Weir.Web.Pages.Records.Settings;

namespace Weir.Web.Pages.Records.Converting;

/// <summary>A line of a map as it was typed; either side may still be empty.</summary>
public sealed record MapLine(string From, string To);

/// <summary>The maps of a conversion as they were typed, half-filled lines included. Publishes nothing.</summary>
/// <param name="Settings">With the lines that are whole.</param>
/// <param name="Lines">For each target its lines, in the order of the page.</param>
public sealed record ConversionEdit(ConversionDefinition Settings, IReadOnlyList<IReadOnlyList<MapLine>> Lines)
{
    public static ConversionEdit Of(ConversionDefinition settings) => new(settings, [.. settings.Targets.Select(t => (IReadOnlyList<MapLine>)[.. t.Map.Select(m => new MapLine(m.Value, m.Key))])]);

    internal static ConversionEdit Read(PostedSettings posted, ConversionDefinition before)
    {
        var lines = before.Targets.Select((_, t) => posted.Arranged($"map{t}", [.. Enumerable.Range(0, posted.Rows($"t{t}.lines")).Select(i => new MapLine(posted.Text(Name(t, i) + ".from"), posted.Text(Name(t, i) + ".to")))], () => new("", ""))).ToList();
        var settings = before with
        {
            Targets = [.. before.Targets.Select((target, t) => target with { Map = lines[t].Where(l => l is { From.Length: > 0, To.Length: > 0 }).DistinctBy(l => l.To).ToDictionary(l => l.To, l => l.From) })],
            // What the page did not offer stays as it is: fields of line items, and what is retired.
            Stays = [.. before.Stays.Except(posted.Many("offered")).Concat(posted.Many("stays").Where(k => posted.Visit.Form.Find(k) is not null)).Distinct().OrderBy(k => before.Stays.Contains(k) ? before.Stays.ToList().IndexOf(k) : int.MaxValue)],
        };
        if (posted.Verb.Count == 0) Check(posted, settings, lines);
        return new(settings, lines);
    }

    public static string Name(int target, int line) => $"t{target}.map{line}";

    private static void Check(PostedSettings posted, ConversionDefinition settings, IReadOnlyList<IReadOnlyList<MapLine>> lines)
    {
        var form = posted.Visit.Form;
        foreach (var (target, t) in settings.Targets.Select((target, t) => (target, t)))
        {
            var taken = new HashSet<string>();
            foreach (var (line, i) in lines[t].Select((line, i) => (line, i)))
            {
                if (line.From.Length == 0) posted.Refuse(Name(t, i) + ".from", "conversion.no_from", ("请选择字段，或删除这一行。", "Choose a field, or remove the line."));
                if (line.To.Length == 0) posted.Refuse(Name(t, i) + ".to", "conversion.no_to", ("请选择字段，或删除这一行。", "Choose a field, or remove the line."));
                else if (!taken.Add(line.To)) posted.Refuse(Name(t, i) + ".to", "conversion.twice", ("上面已经有一行填写这个字段。", "A line above fills this field already."));
                else if (line.From.Length > 0 && ConversionMap.Fault(form, form.App[target.Form], target, line.From, line.To) is { } fault) posted.Refuse(Name(t, i) + ".to", fault.Code, fault.Words);
            }
        }
    }

    /// <summary>Fields that may be said to stay behind: those without a place, and those of which it is said already.</summary>
    public IReadOnlyList<Field> Offered(Form form) => [.. Settings.Stays.Select(form.Find).OfType<Field>().Concat(ConversionMap.Unplaced(form, Settings))];
}
