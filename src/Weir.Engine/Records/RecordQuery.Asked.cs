using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Capabilities.Approval;
using Weir.Engine.FieldTypes;
using Weir.Sql.Tables;

namespace Weir.Engine.Records;

public sealed partial class RecordQuery
{
    /// <summary>The records on which the actor is asked to decide just now, the newest asked first; says nothing of whether they may still be seen.</summary>
    internal Task<IReadOnlyList<RecordRef>> Asked(Actor actor, App app, CancellationToken cancel = default) => database.Read<IReadOnlyList<RecordRef>>(async session => actor.IsSystem ? [] :
        [.. (await ApprovalTaskRows.Box(session, app.Schema, actor.MemberId, Case.ToDo, long.MaxValue, MostRows)).Select(t => (Form: app.FormNo((int)t.FormNo), t.RecordId))
            .Where(t => t.Form is not null).Select(t => new RecordRef(t.Form!.Key, t.RecordId)).Distinct()], cancel);
}
