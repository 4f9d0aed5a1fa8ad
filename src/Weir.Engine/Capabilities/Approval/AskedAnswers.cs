using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Engine.Actions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Records;

namespace Weir.Engine.Capabilities.Approval;

/// <summary>The answers of a request as they are kept until somebody has decided: values by the keys of the question.</summary>
internal static class AskedAnswers
{
    public static string Write(Record asked)
    {
        var values = new JsonObject();
        foreach (var field in Fields(asked.Form)) values[field.Key] = field.Type.ToJson(field, asked[field]);
        return values.ToJsonString(Apps.DefinitionJson.Options);
    }

    /// <summary>As a draft of today's question; what it does not know any more is left out.</summary>
    public static IReadOnlyList<(Field Field, object? Value)> Read(Form question, string json)
    {
        var read = new List<(Field, object?)>();
        using var document = JsonDocument.Parse(json);
        foreach (var field in Fields(question))
        {
            if (!document.RootElement.TryGetProperty(field.Key, out var value)) continue;
            try
            {
                read.Add((field, value.ValueKind == JsonValueKind.Null ? null : field.Type.FromJson(field, value)));
            }
            catch (ValueError)
            {
                // The field has become of another kind meanwhile; its answer is asked for no more.
            }
        }
        return read;
    }

    private static IEnumerable<Field> Fields(Form question) => question.Fields.Where(f => f is { Lines: null, Column: not null, Type.Computed: false } && f.Key != ActionQuestion.Record);
}
