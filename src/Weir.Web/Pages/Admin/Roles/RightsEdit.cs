using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Forms;

namespace Weir.Web.Pages.Admin.Roles;

/// <summary>Changes of roles and their permissions as functions from one definition to the next. Publishes nothing and decides no right.</summary>
public static class RightsEdit
{
    /// <summary>In the order of the matrix.</summary>
    public static readonly IReadOnlyList<Operation> Operations =
        [Operation.View, Operation.Create, Operation.Edit, Operation.Delete, Operation.Assign, Operation.Share, Operation.Approve, Operation.Bulk, Operation.Import, Operation.Export];

    /// <summary>Allowed or not for the form as a whole: on whose records is no question.</summary>
    public static bool IsWhole(Operation operation) => operation is Operation.Create or Operation.Bulk or Operation.Import;

    /// <summary>On whose records without any condition; null for none.</summary>
    public static AccessLevel? Level(PermissionDefinition? permission, Operation operation) =>
        Plain(permission).Where(g => g.Can.Contains(operation)).Select(g => (AccessLevel?)g.Level).Max();

    /// <summary>The grants that hold only under a condition, in their order.</summary>
    public static IReadOnlyList<GrantDefinition> Conditional(PermissionDefinition? permission) => [.. (permission?.Grants ?? []).Where(g => !IsPlain(g))];

    /// <summary>The levels of the matrix in place of the former; what needs a condition and the rights to fields stay. Nothing changed gives the same value.</summary>
    public static PermissionDefinition? WithLevels(PermissionDefinition? before, IReadOnlyDictionary<Operation, AccessLevel?> levels)
    {
        if (Operations.All(o => Level(before, o) == levels.GetValueOrDefault(o))) return before;
        var plain = Operations.Where(o => levels.GetValueOrDefault(o) is not null).GroupBy(o => levels[o]!.Value)
            .Select(g => new GrantDefinition { Can = [.. g], Level = g.Key });
        return Some((before ?? Empty) with { Grants = [.. plain, .. Conditional(before)] });
    }

    public static PermissionDefinition? WithConditional(PermissionDefinition? before, IReadOnlyList<GrantDefinition> conditional) =>
        Some((before ?? Empty) with { Grants = [.. Plain(before), .. conditional] });

    public static PermissionDefinition? WithFields(PermissionDefinition? before, IReadOnlyDictionary<string, FieldRight> fields) => Some((before ?? Empty) with { Fields = fields });

    public static RoleDefinition With(RoleDefinition role, string form, PermissionDefinition? permission)
    {
        var forms = role.Forms.Where(f => f.Key != form || permission is not null).ToDictionary(f => f.Key, f => f.Key == form ? permission! : f.Value);
        if (permission is not null) forms[form] = permission;
        return role with { Forms = forms };
    }

    public static AppDefinition With(AppDefinition app, RoleDefinition role) => app with { Roles = [.. app.Roles.Select(r => r.Key == role.Key ? role : r)] };

    public static AppDefinition Without(AppDefinition app, string role) => app with { Roles = [.. app.Roles.Where(r => r.Key != role)] };

    /// <summary>A new role after its names: the English one becomes the key, with a number where it is taken, also by a page.</summary>
    public static RoleDefinition New(AppDefinition app, Words label, RoleDefinition? like)
    {
        var plain = string.Join('_', string.Concat(label.En.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : ' ')).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        if (plain.Length == 0 || !char.IsAsciiLetter(plain[0])) plain = "role";
        plain = plain[..Math.Min(plain.Length, 30)].TrimEnd('_');
        var key = Enumerable.Range(1, app.Roles.Count + 2).Select(n => n == 1 ? plain : $"{plain}_{n}").First(k => k != "new" && app.Roles.All(r => r.Key != k));
        return (like ?? new RoleDefinition { Key = key, Label = label }) with { Key = key, Label = label };
    }

    private static PermissionDefinition Empty { get; } = new() { Grants = [] };

    private static IEnumerable<GrantDefinition> Plain(PermissionDefinition? permission) => (permission?.Grants ?? []).Where(IsPlain);

    private static bool IsPlain(GrantDefinition grant) => grant.Masked.Count == 0 && grant.When is null or { All.Count: 0 } or { Any.Count: 0 };

    /// <summary>A form without any grant cannot be seen, and then there is nothing to say about its fields.</summary>
    private static PermissionDefinition? Some(PermissionDefinition permission) => permission.Grants.Count == 0 ? null : permission;
}
