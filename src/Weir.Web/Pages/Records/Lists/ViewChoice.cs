using Weir.Engine.Conditions;
using Weir.Engine.Forms;

namespace Weir.Web.Pages.Records.Lists;

/// <summary>Which views of a form a visitor is offered: those meant for them that filter by nothing they may not read.</summary>
public static class ViewChoice
{
    public static IReadOnlyList<ViewDefinition> Of(FormVisit visit)
    {
        var roles = visit.Actor.Roles(visit.App.Key).ToHashSet();
        var views = visit.Form.Definition.Views
            .Where(v => v.Audience != Audience.Roles || visit.Access.Everything || v.Roles.Any(roles.Contains))
            .Where(v => Condition.Compile(visit.Form, v.Where).Paths.All(p => ListColumn.Reads(visit.Access, p))).ToList();
        return views.Count > 0 ? views : [Everything(visit)];
    }

    /// <summary>All records with the columns of the form's first view.</summary>
    public static ViewDefinition Everything(FormVisit visit) => new() { Key = "all", Label = ("全部", "All"), Columns = visit.Form.Definition.Views.Count > 0 ? visit.Form.Definition.Views[0].Columns : [] };
}
