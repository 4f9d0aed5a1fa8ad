using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Forms;
using Weir.Web.Http;

namespace Weir.Web.Pages.Admin.Roles;

/// <summary>The trail of one role, and what an entry says was changed in it, in words. Changes nothing.</summary>
internal static class RoleTrail
{
    private const int Most = 50;

    /// <summary>The newest entries about the role. The trail names the app as their subject, so those about its other roles are passed over.</summary>
    public static async Task<IReadOnlyList<AuditEntry>> Of(RolePlace place)
    {
        var (found, before) = (new List<AuditEntry>(), (long?)null);
        while (found.Count < Most)
        {
            var page = await place.Visit.Platform.People.Audit(place.Visit.Actor, before, 200, place.App.Id);
            found.AddRange(page.Where(e => Concerns(e, place.Role.Key)));
            if (page.Count < 200) break;
            before = page[^1].Id;
        }
        return [.. found.Take(Most)];
    }

    public static string Changes(Visit visit, JsonElement detail)
    {
        var parts = new List<string>();
        if (detail.TryGetProperty("label", out var label)) parts.Add(visit.Say("改名 ", "renamed ") + Renamed(visit, label));
        if (detail.TryGetProperty("administrator", out var administrator))
            parts.Add(administrator[1].GetBoolean() ? visit.Say("设为应用管理员", "made administrator of the app") : visit.Say("不再是应用管理员", "no longer administers the app"));
        var app = visit.Platform.Apps.Find(detail.GetProperty("app").GetString()!);
        if (detail.TryGetProperty("forms", out var forms))
            parts.AddRange(forms.EnumerateObject().Select(f => Form(visit, app?.Find(f.Name)?.Label ?? (f.Name, f.Name), Rights(visit, Permission(f.Value[0]), Permission(f.Value[1])))));
        return string.Join(visit.Say("；", "; "), parts);
    }

    public static string Renamed(Visit visit, JsonElement label) => $"{Name(visit, label[0])} → {Name(visit, label[1])}";

    public static string Name(Visit visit, JsonElement words) => visit.Say(words.Deserialize<Words>(DefinitionJson.Options)!);

    private static bool Concerns(AuditEntry entry, string role)
    {
        if (!entry.What.StartsWith("role.", StringComparison.Ordinal)) return false;
        using var detail = JsonDocument.Parse(entry.Detail);
        return detail.RootElement.GetProperty("role").GetString() == role;
    }

    private static PermissionDefinition? Permission(JsonElement json) => json.ValueKind == JsonValueKind.Null ? null : json.Deserialize<PermissionDefinition>(DefinitionJson.Options);

    private static string Form(Visit visit, Words form, string rights) => visit.Say($"{form.Zh}（{rights}）", $"{form.En} ({rights})");

    private static string Rights(Visit visit, PermissionDefinition? was, PermissionDefinition? now)
    {
        var parts = RightsEdit.Operations.Where(o => RightsEdit.Level(was, o) != RightsEdit.Level(now, o)).Select(o => RightsEdit.IsWhole(o)
            ? $"{visit.Say(RightsWords.Of(o))} {(RightsEdit.Level(now, o) is null ? "✗" : "✓")}"
            : $"{visit.Say(RightsWords.Of(o))} {Level(visit, RightsEdit.Level(was, o))} → {Level(visit, RightsEdit.Level(now, o))}").ToList();
        if (Differ(RightsEdit.Conditional(was), RightsEdit.Conditional(now))) parts.Add(visit.Say("条件", "conditions"));
        if (Differ(was?.Fields, now?.Fields)) parts.Add(visit.Say("字段权限", "rights to fields"));
        return string.Join(visit.Say("，", ", "), parts);
    }

    private static string Level(Visit visit, AccessLevel? level) => level is { } reached ? visit.Say(RightsWords.Of(reached)) : visit.Say("无", "none");

    private static bool Differ(object? was, object? now) => JsonSerializer.Serialize(was, DefinitionJson.Options) != JsonSerializer.Serialize(now, DefinitionJson.Options);
}
