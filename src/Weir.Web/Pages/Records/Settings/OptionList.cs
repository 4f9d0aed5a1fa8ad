using System.Text.Json;
using Weir.Engine.Apps;
using Weir.Engine.Forms;

namespace Weir.Web.Pages.Records.Settings;

/// <summary>The options of a field in a definition, whether they stand with the field or in a set that several fields share. Publishes nothing.</summary>
internal static class OptionList
{
    /// <summary>The app with other options for a field of a form, of which a changed definition is given.</summary>
    public static AppDefinition With(AppDefinition app, FormDefinition form, string key, IReadOnlyList<Option> options)
    {
        var field = form.Fields.First(f => f.Key == key);
        if (field.Settings.TryGetValue("optionSet", out var set)) app = app with { OptionSets = app.OptionSets.ToDictionary(s => s.Key, s => s.Key == set.GetString() ? options : s.Value) };
        else form = form with { Fields = [.. form.Fields.Select(f => f == field ? f with { Settings = new Dictionary<string, JsonElement>(f.Settings) { ["options"] = CapabilitySettings.Write(options) } } : f)] };
        return app with { Forms = [.. app.Forms.Select(f => f.Key == form.Key ? form : f)] };
    }
}
