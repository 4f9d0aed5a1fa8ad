using System.Text.Json;
using Weir.Engine.Access;

namespace Weir.Engine.Apps;

/// <summary>What a publication changes, as entries for the audit trail: each role by itself, and what else of the app. Writes nothing.</summary>
internal static class AppTrail
{
    /// <summary>An entry names so many settings at most; the versions of the app tell all.</summary>
    private const int Most = 50;

    public static (string What, object Detail) Installed(AppDefinition app) => ("app.installed", new { app = app.Key, name = app.Label });

    public static IEnumerable<(string What, object Detail)> Between(AppDefinition before, AppDefinition after, int version)
    {
        if (before.Label != after.Label) yield return ("app.renamed", new { app = after.Key, name = after.Label, label = new[] { before.Label, after.Label } });
        // Names and roles have entries of their own.
        var changes = DefinitionDiff.Between(before, after).Where(c => c is not { Form: null, Part: "label" or "roles" }).ToList();
        if (changes.Count > 0)
        {
            string[] forms = [.. changes.Select(c => c.Form).OfType<string>().Distinct()];
            var settings = changes.Take(Most).Select(c => new { form = c.Form, part = c.Part, key = c.Key, label = c.Label, kind = c.Kind });
            yield return ("app.changed", new { app = after.Key, name = after.Label, version, forms, settings });
        }
        foreach (var role in Roles(before, after)) yield return role;
    }

    private static IEnumerable<(string What, object Detail)> Roles(AppDefinition before, AppDefinition after)
    {
        foreach (var role in after.Roles)
        {
            if (before.Roles.FirstOrDefault(r => r.Key == role.Key) is not { } was) yield return ("role.added", new { app = after.Key, role = role.Key, name = role.Label, role.Administrator });
            else if (Differ(was, role)) yield return ("role.changed", Changed(after.Key, was, role));
        }
        foreach (var gone in before.Roles.Where(r => after.Roles.All(a => a.Key != r.Key)))
            yield return ("role.removed", new { app = after.Key, role = gone.Key, name = gone.Label });
    }

    /// <summary>What was and what is, of everything that differs; for a form its whole permission, or null for none.</summary>
    private static Dictionary<string, object> Changed(string app, RoleDefinition was, RoleDefinition now)
    {
        var detail = new Dictionary<string, object> { ["app"] = app, ["role"] = now.Key, ["name"] = now.Label };
        if (was.Label != now.Label) detail["label"] = new[] { was.Label, now.Label };
        if (was.Administrator != now.Administrator) detail["administrator"] = new[] { was.Administrator, now.Administrator };
        var forms = was.Forms.Keys.Union(now.Forms.Keys).Select(key => (Key: key, Was: was.Forms.GetValueOrDefault(key), Now: now.Forms.GetValueOrDefault(key)))
            .Where(f => Differ(f.Was, f.Now)).ToDictionary(f => f.Key, f => new[] { f.Was, f.Now });
        if (forms.Count > 0) detail["forms"] = forms;
        return detail;
    }

    private static bool Differ(object? was, object? now) => JsonSerializer.Serialize(was, DefinitionJson.Options) != JsonSerializer.Serialize(now, DefinitionJson.Options);
}
