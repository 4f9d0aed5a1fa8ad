using Weir.Engine.Access;
using Weir.Engine.Forms;
using Weir.Sql.Tables;

namespace Weir.Engine.Records;

public sealed partial class RecordQuery
{
    /// <summary>The other live record that holds the unique value of this one; null when there is none, or none that the actor may see.</summary>
    public Task<long?> Twin(Actor actor, Field field, Record record, CancellationToken cancel = default) => database.Read(async session =>
    {
        var access = FormAccess.Of(actor, field.Form);
        if (!field.Definition.Unique || field.Column is null || record[field] is null || !access.Reads(field) || TwinCheck.Value(record, field) is not { } value) return null;
        var twin = await FormRows.Twin(session, field.Form.Table, field.KeyColumn ?? field.Column, value, record.Id, SystemFields.DeletedAt);
        return twin is { } id && await RowCheck.May(session, access, Operation.View, id, Now) ? twin : null;
    }, cancel);
}
