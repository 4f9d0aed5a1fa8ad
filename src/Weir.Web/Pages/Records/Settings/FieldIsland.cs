using Microsoft.AspNetCore.Components;
using Weir.Engine.Conditions;
using Weir.Engine.Forms;
using Weir.Web.Pages.Records.Lists;

namespace Weir.Web.Pages.Records.Settings;

/// <summary>What the builders of conditions on one page know together: the fields, and the names of what their conditions name.</summary>
internal static class FieldIsland
{
    /// <param name="behind">Fields behind links are offered too.</param>
    public static RenderFragment Of(FormVisit visit, string id, IEnumerable<ConditionDefinition?> conditions, bool behind = true)
    {
        var all = conditions.OfType<ConditionDefinition>().ToList();
        var one = new ConditionDefinition { All = all };
        return builder => builder.AddMarkupContent(0, $"<script type=\"application/json\" id=\"{id}\">{FilterFields.Json(visit, all.Count == 0 ? null : new ReadFilter(one, one), [], behind)}</script>");
    }

    /// <summary>Fetches what the conditions name, before anything is drawn.</summary>
    public static Task Learn(FormVisit visit, IEnumerable<ConditionDefinition?> conditions) => visit.Learn(conditions.SelectMany(c => FilterWords.Values(visit, c)));
}
