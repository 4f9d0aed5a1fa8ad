using System.Text.Json;
using Weir.Engine.Apps;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Web.Http;
using Weir.Web.Ui;

namespace Weir.Web.Pages.Records.Settings;

/// <summary>The settings of one capability of a form as its pages edit them: read from the definition, put back by publishing the app. Knows no capability.</summary>
internal static class CapabilitySettings
{
    /// <summary>Null when the form does not have the capability.</summary>
    public static T? Of<T>(Form form, string capability) where T : class =>
        form.Definition.Capabilities.TryGetValue(capability, out var written) ? written.Deserialize<T>(DefinitionJson.Options) : null;

    public static JsonElement Write<T>(T settings) => JsonSerializer.SerializeToElement(settings, DefinitionJson.Options);

    public static FormDefinition With<T>(FormDefinition form, string capability, T settings) =>
        form with { Capabilities = form.Capabilities.ToDictionary(p => p.Key, p => p.Key == capability ? Write(settings) : p.Value) };

    /// <summary>Publishes the app with another definition of the visited form.</summary>
    /// <exception cref="ProblemException">Conflict when somebody published since the page was shown; Invalid when the settings do not fit, with errors of no field.</exception>
    public static Task Publish(FormVisit visit, FormDefinition changed, int seen) => Publish(visit, visit.App.Definition with { Forms = [.. visit.App.Definition.Forms.Select(f => f.Key == changed.Key ? changed : f)] }, seen);

    /// <exception cref="ProblemException">The same.</exception>
    public static async Task Publish(FormVisit visit, AppDefinition changed, int seen)
    {
        try
        {
            await visit.Visit.Platform.Apps.Publish(visit.Actor, changed, seen, visit.Visit.Cancel);
        }
        catch (ProblemException refused) when (refused.Problem.Kind == ProblemKind.Invalid)
        {
            throw (refused.Problem with { Errors = [.. refused.Problem.Errors.Select(e => e with { Field = "" })] }).Exception();
        }
    }

    /// <summary>The version on which the next try builds: who was told that somebody else published may publish on top of it.</summary>
    public static int Seen(FormVisit visit, PostedSettings posted, ProblemException refused) =>
        refused.Problem.Kind == ProblemKind.Conflict ? visit.Visit.Platform.Apps.Find(visit.App.Key)?.Version ?? posted.Seen : posted.Seen;

    /// <summary>Leads to a page once its settings are in force.</summary>
    public static IResult Published(FormVisit visit, string url, string words)
    {
        if (!visit.Visit.Http.Request.Headers.ContainsKey("HX-Request")) return Results.LocalRedirect(url);
        visit.Visit.Http.Response.Headers["HX-Location"] = JsonSerializer.Serialize(new { path = url, target = "#main" });
        return Rendered.Told(visit.Visit, Toast.Ok(words));
    }

    /// <summary>A key after the English name of what is new, with a number where it is taken.</summary>
    public static string Key(Words label, string otherwise, IReadOnlyCollection<string> taken)
    {
        var plain = string.Join('_', string.Concat(label.En.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : ' ')).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        if (plain.Length == 0 || !char.IsAsciiLetter(plain[0])) plain = otherwise;
        plain = plain[..Math.Min(plain.Length, 30)].TrimEnd('_');
        return Enumerable.Range(1, taken.Count + 2).Select(n => n == 1 ? plain : $"{plain}_{n}").First(k => k != "new" && !taken.Contains(k));
    }
}
