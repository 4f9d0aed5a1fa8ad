using System.Text.Json;
using System.Text.Json.Serialization;

namespace Weir.Web.Ui;

/// <summary>What the corner of the page says after an action; travels in the HX-Trigger header, never in the body.</summary>
/// <example><code>response.Headers["HX-Trigger"] = Toast.Ok("已退回公海", undo: ("撤销", "/lead/7/claim")).ToTrigger("record-released");</code></example>
public sealed record Toast(string Kind, string Text, string? Action = null, string? Url = null, string? Method = null)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>It worked. <paramref name="undo"/> names a button and the URL that it posts to.</summary>
    public static Toast Ok(string text, (string Text, string Url)? undo = null) => new("ok", text, undo?.Text, undo?.Url, undo is null ? null : "POST");

    /// <summary>It worked, and there is something to look at.</summary>
    public static Toast Link(string text, string action, string url) => new("ok", text, action, url, "GET");

    /// <summary>It was refused: what, why, what now.</summary>
    public static Toast Bad(string text) => new("bad", text);

    /// <summary>The header's value: this toast and any further events that listeners wait for (closing a dialog, reloading a list).</summary>
    /// <remarks>Header values are ASCII, which is why the default encoder with its \u escapes is the right one here.</remarks>
    public string ToTrigger(params ReadOnlySpan<string> events)
    {
        var all = new Dictionary<string, object> { ["toast"] = this };
        foreach (var name in events) all[name] = true;
        return JsonSerializer.Serialize(all, Json);
    }
}
