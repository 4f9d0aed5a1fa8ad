using System.Collections.Frozen;
using Weir.Engine.Forms;

namespace Weir.Engine.Access;

/// <summary>What one actor may do in one form: the union of their roles. Decides on operations and fields; rows are the matter of <see cref="RowAccess"/>.</summary>
public sealed class FormAccess
{
    private readonly FrozenDictionary<string, FieldRight> different;
    private readonly FieldRight usual;

    private FormAccess(Actor actor, Form form, IReadOnlyList<Permission> permissions)
    {
        Actor = actor;
        Form = form;
        Permissions = permissions;
        Grants = [.. permissions.SelectMany(p => p.Grants)];
        // What a capability opens adds to a role that sees the form; to nobody else.
        if (Grants.Any(g => g.Can.Contains(Operation.View))) Grants = [.. Grants, .. Capabilities.CapabilityCatalogue.Of(form).SelectMany(c => c.Grants(form, actor))];
        Everything = actor.Administrator || actor.Roles(form.App.Key).Any(r => form.App.AdministratorRoles.Contains(r));
        usual = Everything || permissions.Any(p => Gives(p, Operation.Edit) || Gives(p, Operation.Create)) ? FieldRight.Edit : FieldRight.Read;
        RowMasked = Everything ? FrozenSet<string>.Empty : Grants.Where(g => g.Can.Contains(Operation.View)).SelectMany(g => g.Masked).ToFrozenSet();
        different = Everything ? FrozenDictionary<string, FieldRight>.Empty : Differences();
    }

    public Actor Actor { get; }

    public Form Form { get; }

    /// <summary>An administrator: no condition and no field is closed.</summary>
    public bool Everything { get; }

    internal IReadOnlyList<Permission> Permissions { get; }

    /// <summary>Those of the roles, and those which capabilities add.</summary>
    internal IReadOnlyList<Grant> Grants { get; private set; }

    /// <summary>Fields that are masked on some of the rows which the actor may see: those which no grant opens wholly. Which rows, <see cref="RowAccess.Open"/> says.</summary>
    public FrozenSet<string> RowMasked { get; }

    /// <summary>May be shown as it is on every row.</summary>
    public bool ReadsEverywhere(Field field) => Reads(field) && !RowMasked.Contains(field.Key);

    /// <summary>Worked out once for each form in the life of an actor: a page asks for most forms several times.</summary>
    public static FormAccess Of(Actor actor, Form form) => actor.Rights.GetOrAdd(form, static (form, actor) => Work(actor, form), actor);

    private static FormAccess Work(Actor actor, Form form)
    {
        var roles = actor.Roles(form.App.Key).ToHashSet();
        return new FormAccess(actor, form, [.. form.Permissions.Where(p => roles.Contains(p.Role))]);
    }

    /// <summary>On some records at least; which ones, <see cref="RowAccess"/> says.</summary>
    public bool Can(Operation operation) => !Refuses(operation) && (Everything || Grants.Any(g => g.Can.Contains(operation)));

    /// <summary>A read-only token may not do this, whatever its member may.</summary>
    public bool Refuses(Operation operation) => Actor.ReadOnly && operation is not (Operation.View or Operation.Export);

    public FieldRight Right(Field field) => Right(field.Form.IsLine && field.Form.Parent == Form ? LineKey(field) : field.Key);

    public FieldRight Right(string key)
    {
        if (different.TryGetValue(key, out var right)) return right;
        // A column of line items is never more open than the line items.
        return key.IndexOf('.') is > 0 and var dot && different.TryGetValue(key[..dot], out var whole) ? whole : usual;
    }

    /// <summary>May be shown as it is; a masked field may not.</summary>
    public bool Reads(Field field) => Right(field) >= FieldRight.Read;

    /// <summary>Exists for this actor at all, perhaps masked.</summary>
    public bool Sees(Field field) => Right(field) != FieldRight.Hidden;

    public bool Edits(Field field) => field.Editable && Right(field) == FieldRight.Edit;

    private static string LineKey(Field field) => field.Form.Key[(field.Form.Parent!.Key.Length + 2)..] + "." + field.Key;

    private static bool Gives(Permission permission, Operation operation) => permission.Grants.Any(g => g.Can.Contains(operation));

    /// <summary>A role that says nothing about a field gives it the role's usual right; the most open right of all roles counts.</summary>
    private FrozenDictionary<string, FieldRight> Differences()
    {
        var seeing = Permissions.Where(p => Gives(p, Operation.View)).ToList();
        return seeing.SelectMany(p => p.Fields.Keys).Distinct().ToFrozenDictionary(key => key, key => seeing.Max(p =>
            p.Fields.TryGetValue(key, out var right) ? right
            : Gives(p, Operation.Edit) || Gives(p, Operation.Create) ? FieldRight.Edit : FieldRight.Read));
    }
}
