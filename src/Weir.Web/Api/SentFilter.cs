using System.Text;
using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Problems;

namespace Weir.Web.Api;

/// <summary>Reads the condition of a query. Looks at every field before anything is said about it, so that no answer names a hidden one.</summary>
internal static class SentFilter
{
    /// <exception cref="ProblemException">Invalid: an unknown field or operator, a value that does not fit.</exception>
    public static Condition Read(FormAccess access, string? text)
    {
        if (text is null) return Condition.Always;
        ConditionDefinition? definition;
        try
        {
            definition = SentJson.Parse(Encoding.UTF8.GetBytes(text)).Deserialize<ConditionDefinition>(DefinitionJson.Options);
        }
        catch (JsonException)
        {
            throw Wrong();
        }
        Look(access, definition);
        try
        {
            return Condition.Compile(access.Form, definition);
        }
        catch (DefinitionError wrong)
        {
            throw SentQuery.Wrong("filter", wrong.Code, wrong.Words).Exception();
        }
    }

    private static void Look(FormAccess access, ConditionDefinition? definition)
    {
        var leaf = definition is not null && (definition.Field ?? definition.Op ?? (object?)definition.Value) is not null;
        if (definition is null || (definition.All is null ? 0 : 1) + (definition.Any is null ? 0 : 1) + (leaf ? 1 : 0) != 1) throw Wrong();
        foreach (var part in definition.All ?? definition.Any ?? []) Look(access, part);
        if (leaf) SentPaths.Find(access, definition.Field ?? "", FieldRight.Read);
    }

    private static ProblemException Wrong() => SentQuery.Wrong("filter", "filter.bad", (
        "filter 应为 {\"field\": …, \"op\": …, \"value\": …}，或它们的 {\"all\": […]}、{\"any\": […]}。",
        "filter must be {\"field\": …, \"op\": …, \"value\": …}, or {\"all\": […]} or {\"any\": […]} of these.")).Exception();
}
