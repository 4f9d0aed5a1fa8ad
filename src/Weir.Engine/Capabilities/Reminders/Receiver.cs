using Weir.Engine.Access;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Records;

namespace Weir.Engine.Capabilities.Reminders;

/// <summary>Finds who is told of a record. Gives no right: whoever may not see the record is not told when the letter arrives.</summary>
internal sealed record Receiver(Form Form, ReceiverDefinition Definition, FieldPath? Path)
{
    /// <exception cref="DefinitionError">It names nobody, several kinds at once, or a field that holds no member.</exception>
    public static Receiver Compile(Form form, ReceiverDefinition d)
    {
        bool[] kinds = [d.Field is not null, d.Role is not null, d.DepartmentHead is not null, d.Superior is not null, d.Keepers, d.Members.Count > 0];
        if (kinds.Count(k => k) != 1) throw ReminderBook.Wrong(form, "reminder.bad_receiver", ("接收人要写明一种：字段、角色、部门主管、上级、池管理员或成员。", "A receiver is exactly one of: a field, a role, a department head, a superior, the keepers or members."));
        var path = d.Field is null ? null : FieldPath.Find(form, d.Field);
        if (d.Field is not null && (path is not { InLines: false } || path.Field.Column is null || path.Field.Definition.Type is not ("member" or "members" or "department")))
            throw ReminderBook.Wrong(form, "reminder.bad_receiver", ($"接收人字段“{d.Field}”不是成员或部门字段。", $"'{d.Field}' holds no member and no department, so it cannot name a receiver."));
        if (d.Role is { } role && form.App.Definition.Roles.All(r => r.Key != role))
            throw ReminderBook.Wrong(form, "reminder.bad_receiver", ($"没有角色“{role}”。", $"There is no role '{role}'."));
        return new(form, d, path);
    }

    /// <summary>Their ids; the links of <see cref="Path"/> must have been loaded.</summary>
    public IEnumerable<long> Of(Record record, LinkedRecords linked, Directory directory)
    {
        var department = record[SystemFields.OwnerDepartment] as long?;
        return Definition switch
        {
            { Field: not null } when Path!.Field.Type.LookUp(Path.Field) == "departments" =>
                directory.Upward(linked.Follow(record, Path.Via)?[Path.Field] as long?).Select(d => directory.Departments[d].HeadId).OfType<long>().Take(1),
            { Field: not null } => linked.Follow(record, Path!.Via)?[Path.Field] switch { long id => [id], long[] several => several, _ => [] },
            { Role: { } role, WithinDepartment: true } => directory.Upward(department).Select(d => Holders(directory, role, d)).FirstOrDefault(h => h.Count > 0) ?? [],
            { Role: { } role } => Holders(directory, role, null),
            { DepartmentHead: { } n } => directory.Upward(department).Skip(n - 1).Take(1).Select(d => directory.Departments[d].HeadId).OfType<long>(),
            { Superior: { } n } => record[SystemFields.Owner] is long owner ? directory.Superiors(owner).Skip(n - 1).Take(1) : [],
            { Keepers: true } => CapabilityCatalogue.Of(Form).SelectMany(c => c.Keepers(record, directory)),
            _ => Definition.Members,
        };
    }

    private List<long> Holders(Directory directory, string role, long? department) =>
    [
        .. directory.Members.Values.Where(m => m.Active && (department is not { } d || m.Departments.Contains(d) || directory.Departments[d].HeadId == m.Id)
            && directory.Roles(m.Id, Form.App.Key).Contains(role)).Select(m => m.Id).Order(),
    ];
}
