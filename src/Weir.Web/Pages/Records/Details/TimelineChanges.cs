using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Components;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;

namespace Weir.Web.Pages.Records.Details;

/// <summary>A field and its values before and after; of line items words only.</summary>
public sealed record FieldChange(Field Field, object? From, object? To, string? Words = null);

/// <summary>Reads which fields an entry of the history changed, and draws them. What a visitor may not read never comes here.</summary>
internal static class TimelineChanges
{
    public static IReadOnlyList<TimelineChange> Shown(FormVisit visit, IReadOnlyList<FieldChange> changes) =>
        [.. changes.Select(c => c.Words is { } words ? new TimelineChange(visit.Say(c.Field.Label), null, Ui.Markup.Text(words)) : new TimelineChange(visit.Say(c.Field.Label), Show(visit, c.Field, c.From), Show(visit, c.Field, c.To)))];

    private static RenderFragment Show(FormVisit visit, Field field, object? value) => field.Type.Cell(field, value, visit.Display);

    /// <param name="told">Keys of fields that are left out.</param>
    public static IReadOnlyList<FieldChange> Of(Form form, JsonObject entry, FormVisit visit, IReadOnlySet<string>? told = null)
    {
        var changes = new List<FieldChange>();
        foreach (var (key, change) in entry)
        {
            if (told?.Contains(key) == true || form.Find(key) is not { } field || field.Key is SystemFields.UpdatedAt or SystemFields.UpdatedBy || field.Definition.Hidden && (field.Definition.ReadOnly || field.Type.Computed)) continue;
            if (change is JsonObject lines) changes.Add(new(field, null, null, Lines(visit, lines)));
            else if (change is JsonArray { Count: 2 } pair) changes.Add(new(field, Read(field, pair[0]), Read(field, pair[1])));
        }
        return changes;
    }

    private static string Lines(FormVisit visit, JsonObject lines)
    {
        var parts = new List<string>();
        Add("added", n => visit.Say($"新增 {n} 行", $"{n} added"));
        Add("changed", n => visit.Say($"修改 {n} 行", $"{n} changed"));
        Add("removed", n => visit.Say($"删除 {n} 行", $"{n} removed"));
        return parts.Count == 0 ? visit.Say("调整了顺序", "reordered") : string.Join(visit.Say("，", ", "), parts);

        void Add(string what, Func<int, string> words)
        {
            if (lines[what] is JsonArray { Count: > 0 and var n }) parts.Add(words(n));
        }
    }

    /// <summary>What was written under an older definition may no longer fit; then it is shown as nothing.</summary>
    private static object? Read(Field field, JsonNode? value)
    {
        try
        {
            return field.Type.FromJson(field, JsonSerializer.SerializeToElement(value));
        }
        catch (ValueError)
        {
            return null;
        }
    }
}
