using System.Text.Json;
using Weir.Engine.Apps;
using Weir.Engine.Forms;
using Weir.Web.Http;

namespace Weir.Web.Pages.Versions;

/// <summary>What a publication changed, as the trail of administration tells it in a line. Reads the entry, not the versions.</summary>
internal static class VersionTrail
{
    private const int Most = 4;

    public static string Of(Visit visit, App app, JsonElement detail)
    {
        // Entries from before settings were written down know the forms only.
        if (!detail.TryGetProperty("settings", out var settings))
            return string.Join(visit.Say("、", ", "), detail.GetProperty("forms").EnumerateArray().Select(f => app.Find(f.GetString()!) is { } form ? visit.Say(form.Label) : f.GetString()));
        var all = settings.EnumerateArray().Select(s => DefinitionWords.Say(visit, DefinitionWords.Place(visit, app, Text(s, "form"), Text(s, "part")!, Text(s, "key"), s.TryGetProperty("label", out var label) ? label.Deserialize<Words>(DefinitionJson.Options) : null),
            s.GetProperty("kind").Deserialize<ChangeKind>(DefinitionJson.Options))).ToList();
        return string.Join(visit.Say("、", ", "), all.Take(Most)) + (all.Count > Most ? visit.Say($" 等 {all.Count} 项", $" and {all.Count - Most} more") : "");
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;
}
