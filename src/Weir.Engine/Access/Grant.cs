using Weir.Engine.Conditions;
using Weir.Engine.Forms;

namespace Weir.Engine.Access;

/// <summary>One compiled line of a permission: which operations, on whose records, under which condition.</summary>
public sealed record Grant(IReadOnlySet<Operation> Can, AccessLevel Level, Condition When)
{
    /// <summary>Fields that stay masked on rows which only grants of this kind open: what one may find is not yet what one may read.</summary>
    public IReadOnlyList<string> Masked { get; init; } = [];

    /// <summary>Why it is given when no role gives it; null for a grant of a role.</summary>
    public Words? Because { get; init; }
}

/// <summary>A compiled role in one form.</summary>
public sealed record Permission(string Role, IReadOnlyList<Grant> Grants, IReadOnlyDictionary<string, FieldRight> Fields)
{
    /// <summary>A field that names the record, holds files or lines cannot be masked by row.</summary>
    /// <exception cref="FieldTypes.DefinitionError">There is no such field, or it cannot be masked.</exception>
    internal static IReadOnlyList<string> Maskable(Form form, IReadOnlyList<string> keys)
    {
        foreach (var key in keys)
            if (form.Find(key) is not { Column: not null, System: false, Type.HoldsFiles: false } field || field == form.Title)
                throw new FieldTypes.DefinitionError($"{form.Key}.{key}", "grant.cannot_mask", ($"“{key}”不能按记录脱敏。", $"'{key}' cannot be masked by record."));
        return keys;
    }

    internal static Permission Compile(Form form, string role, PermissionDefinition definition) => new(
        role, [.. definition.Grants.Select(g => new Grant(g.Can.ToHashSet(), g.Level, Condition.Compile(form, g.When)) { Masked = Maskable(form, g.Masked) })], definition.Fields);
}
