using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Sql.Tables;

namespace Weir.Engine.Capabilities.Ownership;

/// <summary>Every record has an owner, whose department it belongs to; collaborators may read and edit it. Pools and assignment are other capabilities.</summary>
public sealed class Ownership : Capability
{
    public override string Key => "ownership";

    public override bool IsOn(Form form) => !form.IsQuestion;

    internal override object Prepare(Form form, JsonElement settings) => OwnershipSettings.Compile(form, Read<OwnershipDefinition>(form.Key, settings));

    internal override IEnumerable<Actions.RecordAction> Actions(Form form) => [Transfer.Of(form)];

    internal override ValueTask Validate(SaveUnit unit)
    {
        var owner = unit.Form[SystemFields.Owner];
        if (unit.HasChanged(owner) && unit.Record[owner] is long id && (!unit.Actor.Directory.Members.TryGetValue(id, out var member) || !member.Active))
            unit.Refuse(owner.Key, "owner.inactive", ("负责人不存在或已停用。", "The owner does not exist or is inactive."));
        if (unit.Creating && !unit.Actor.IsSystem && !unit.Draft.ByAction && unit.Record[owner] is long other && other != unit.Actor.MemberId && !unit.Access.Can(Operation.Assign))
            unit.Refuse(owner.Key, "owner.not_allowed", ("你不能把记录分配给别人。", "You may not assign records to others."));
        return ValueTask.CompletedTask;
    }

    internal override ValueTask BeforeSave(SaveUnit unit)
    {
        var owner = unit.Form[SystemFields.Owner];
        if (unit.Creating && !unit.Draft.Values.ContainsKey(owner.Key) && unit.Record[owner] is null && !unit.Actor.IsSystem) unit.Record[owner] = unit.Actor.MemberId;
        if (unit.HasChanged(owner) || unit.Creating)
            unit.Record[SystemFields.OwnerDepartment] = unit.Record[owner] is long id && unit.Actor.Directory.Members.TryGetValue(id, out var member) && member.Departments.Count > 0
                ? member.Departments[0]
                : null;
        return ValueTask.CompletedTask;
    }

    internal override async ValueTask AfterSave(SaveUnit unit)
    {
        var field = unit.Form[SystemFields.Collaborators];
        if (!unit.HasChanged(field)) return;
        var now = unit.Record[field] as long[] ?? [];
        var before = unit.Before?[field] as long[] ?? [];
        foreach (var gone in before.Except(now)) await ShareRows.Remove(unit.Session, unit.Form.App.Schema, unit.Form.No, unit.Record.Id, gone, RowAccess.Collaborator);
        foreach (var added in now.Except(before))
        {
            var terms = unit.Draft.Terms.FirstOrDefault(t => t.PrincipalId == added);
            await ShareRows.Put(unit.Session, unit.Form.App.Schema, new(unit.Form.No, added, unit.Record.Id, terms?.Level ?? RowAccess.EditShare, terms?.Until, RowAccess.Collaborator));
        }
    }
}
