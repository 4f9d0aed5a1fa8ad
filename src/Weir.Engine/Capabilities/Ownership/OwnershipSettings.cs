using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;

namespace Weir.Engine.Capabilities.Ownership;

/// <summary>As a form declares it; a form that says nothing hands over its owners and nothing else.</summary>
public sealed record OwnershipDefinition
{
    /// <summary>The owner is the author: a handover leaves it as it is.</summary>
    public bool KeepsOwner { get; init; }

    /// <summary>Fields that name a member and go to the receiver too.</summary>
    public IReadOnlyList<HandedField> HandsOver { get; init; } = [];
}

/// <param name="When">Only on records that meet it: what is done stays with whoever did it.</param>
public sealed record HandedField(string Field, ConditionDefinition? When = null);

/// <summary>The same, compiled.</summary>
internal sealed record OwnershipSettings(bool KeepsOwner, IReadOnlyList<(Field Field, Condition When)> HandsOver)
{
    public static readonly OwnershipSettings Usual = new(false, []);

    public static OwnershipSettings Of(Form form) => form.Settings<OwnershipSettings>("ownership") ?? Usual;

    /// <exception cref="DefinitionError">A field is not one of a member.</exception>
    public static OwnershipSettings Compile(Form form, OwnershipDefinition definition) => new(definition.KeepsOwner, [.. definition.HandsOver.Select(h => (Member(form, h.Field), Condition.Compile(form, h.When)))]);

    private static Field Member(Form form, string key) => form.Find(key) is { System: false, Column.Type: Sql.Schema.ColumnType.Id } field && field.Type.LookUp(field) == "members" ? field
        : throw new DefinitionError($"{form.Key}.capabilities.ownership", "ownership.no_member", ($"“{key}”不是成员字段。", $"'{key}' is no field of a member."));
}
