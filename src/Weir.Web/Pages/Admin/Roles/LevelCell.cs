using Microsoft.AspNetCore.Components;
using Weir.Engine.Access;
using Weir.Web.Http;
using Weir.Web.Ui;

namespace Weir.Web.Pages.Admin.Roles;

/// <summary>The control of one operation: on whose records, or for what is asked of the form as a whole a box to tick. A function, since a matrix has hundreds.</summary>
public static class LevelCell
{
    public static RenderFragment Of(Visit visit, PermissionDefinition? permission, Operation operation, string name, string form)
    {
        var level = RightsEdit.Level(permission, operation);
        var label = $"{form} · {visit.Say(RightsWords.Of(operation))}";
        if (RightsEdit.IsWhole(operation))
            return Markup.Of($"<label><input type=\"checkbox\" class=\"w-check\" name=\"{name}\" value=\"yes\" aria-label=\"{label}\"{(level is null ? Markup.Nothing : Checked)} /></label>");
        var options = string.Concat(Enum.GetValues<AccessLevel>().Select(l => Markup.Of($"<option value=\"{l.ToString()}\"{(l == level ? Selected : Markup.Nothing)}>{visit.Say(RightsWords.Of(l))}</option>").Html));
        return Markup.Of($"<select class=\"{(level is null ? "w-input w-level w-level-none" : "w-input w-level")}\" name=\"{name}\" aria-label=\"{label}\"><option value=\"\">—</option>{new Markup(options)}</select>");
    }

    private static Markup Checked { get; } = new(" checked");

    private static Markup Selected { get; } = new(" selected");
}
