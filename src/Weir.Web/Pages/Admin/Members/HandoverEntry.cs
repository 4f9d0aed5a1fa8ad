using System.Globalization;
using Weir.Engine.Forms;
using Weir.Engine.Handover;
using Weir.Web.Http;
using Weir.Web.Pages.Records;
using Weir.Web.Pages.Records.Lists;

namespace Weir.Web.Pages.Admin.Members;

/// <summary>A handover as somebody enters it: who takes what, what becomes of the sign-in, and whether the superior is asked. Carries nothing out.</summary>
/// <param name="Login"><c>now</c>, <c>yes</c> for after all is handed over, else it stays.</param>
public sealed record HandoverEntry(HandoverChoice Choice, string Login, bool Ask, string Unasked)
{
    public static HandoverEntry New { get; } = new(new([], new Dictionary<string, IReadOnlyList<long>>()), "yes", Ask: true, "");

    internal static HandoverEntry Of(Visit visit, IFormCollection form)
    {
        var lines = new List<HandoverLine>();
        for (var i = 0; form.Text($"line{i}.form") is { Length: > 0 } key; i++)
            lines.Add(new(key, FormOf(visit, key) is { } about ? FilterText.Read(about, form.Text($"line{i}.where"))?.Proper : null, form.Ids($"line{i}.to")));
        var own = form.Keys.Where(k => k.StartsWith("to:", StringComparison.Ordinal) && form.Ids(k).Count > 0).ToDictionary(k => k[3..], form.Ids);
        var choice = new HandoverChoice(form.Ids("receivers"), own, form.Text("note").Trim() is { Length: > 0 } note ? note : null) { Lines = lines };
        return new(choice, form.Text("disable"), form.Text("ask") == "yes", form.Text("unasked").Trim());
    }

    /// <summary>With one line more or less, or in another order: <c>line.add</c>, <c>line.up 2</c>, <c>line.down 0</c>, <c>line.remove 1</c>.</summary>
    internal HandoverEntry Do(string what, string form)
    {
        var lines = Choice.Lines.ToList();
        var parts = what.Split(' ');
        var at = parts.Length > 1 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var i) ? i : -1;
        if (parts[0] == "line.add") lines.Add(new(form, null, []));
        else if (at >= 0 && at < lines.Count && parts[0] == "line.remove") lines.RemoveAt(at);
        else if (parts[0] == "line.up" && at > 0 && at < lines.Count) (lines[at - 1], lines[at]) = (lines[at], lines[at - 1]);
        else if (parts[0] == "line.down" && at >= 0 && at < lines.Count - 1) (lines[at + 1], lines[at]) = (lines[at], lines[at + 1]);
        return this with { Choice = Choice with { Lines = lines } };
    }

    /// <summary>The form of a line; null when it is gone.</summary>
    internal static FormVisit? FormOf(Visit visit, string key) =>
        key.Split('/') is [var app, var name] && visit.Platform.Apps.Find(app) is { } found && found.Find(name) is { } form ? new FormVisit(visit, found, form) : null;
}
