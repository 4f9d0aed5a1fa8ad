using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Forms;

namespace Weir.Web.Pages.Admin.Roles;

/// <summary>The rights of one actor in one form, added up over the roles, and the fields that are less open than the rest.</summary>
/// <param name="Count">How many records they see now, counted up to a thousand; null when nobody in particular is asked about.</param>
public sealed record EffectiveLine(Form Form, bool Everything, IReadOnlyDictionary<Operation, (AccessLevel? Level, bool More)> Rights, IReadOnlyDictionary<FieldRight, IReadOnlyList<FieldLine>> Closed, int? Count)
{
    public static EffectiveLine Of(App app, Actor actor, FormAccess access, int? count)
    {
        var held = actor.Roles(app.Key).ToHashSet();
        var permissions = app.Definition.Roles.Where(r => held.Contains(r.Key)).Select(r => r.Forms.GetValueOrDefault(access.Form.Key)).OfType<PermissionDefinition>().ToList();
        var rights = RightsEdit.Operations.Where(access.Can).ToDictionary(o => o, o => access.Everything
            ? (AccessLevel.All, false)
            : (permissions.Max(p => RightsEdit.Level(p, o)), permissions.Any(p => RightsEdit.Conditional(p).Any(g => g.Can.Contains(o)))));
        var closed = rights.ContainsKey(Operation.View) && !access.Everything
            ? FieldLine.All(access.Form).Where(l => l.Field.Editable || access.Right(l.Key) < FieldRight.Read).GroupBy(l => access.Right(l.Key)).Where(g => g.Key != FieldRight.Edit)
                .ToDictionary(g => g.Key, g => (IReadOnlyList<FieldLine>)[.. g])
            : [];
        // Where nothing may be edited at all, a list of every field as read-only would say nothing new.
        if (!access.Can(Operation.Edit) && !access.Can(Operation.Create)) closed.Remove(FieldRight.Read);
        return new(access.Form, access.Everything, rights, closed, count);
    }
}
