using Weir.Engine.Access;
using Weir.Engine.Forms;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Records;

public sealed partial class RecordStore
{
    /// <summary>Takes back records that the actor has just made in bulk: into the recycle bin, except what somebody has touched since or what others depend on.</summary>
    /// <param name="roads">By these roads the record may have been changed and still counts as untouched.</param>
    /// <param name="beside">Written in the same transaction: for each id null, or why the record stays.</param>
    /// <remarks>Whoever may make records in bulk may take back the same records; the right to delete is not asked for.</remarks>
    internal Task Withdraw(Actor actor, Form form, IReadOnlyList<long> ids, IReadOnlySet<string> roads, Func<Session, IReadOnlyDictionary<long, Words?>, ValueTask> beside, CancellationToken cancel = default) =>
        Unit(form, async session =>
        {
            var now = Now;
            await FormRows.Close(session, form.Table, [.. ids]);
            var records = await RecordRows.Read(session, form, ids, lines: false, locked: true);
            var stays = new Dictionary<long, Words?>();
            foreach (var id in ids.Distinct()) stays[id] = await Stays(session, actor, form, records.GetValueOrDefault(id), roads);
            await Mark(session, actor, now, [.. stays.Where(s => s.Value is null).Select(s => new Dependent(form, s.Key))], now, HistoryOperation.Deleted);
            await beside(session, stays);
            return true;
        }, cancel);

    private static async ValueTask<Words?> Stays(Session session, Actor actor, Form form, Record? record, IReadOnlySet<string> roads)
    {
        if (record is null || record.Deleted) return ("记录已被删除。", "The record has been deleted.");
        if (record.Version > 1)
            foreach (var change in await HistoryRows.Of(session, form.App.Schema, form.No, record.Id, beforeId: null, limit: 200))
                if (!roads.Contains(change.Road)) return ($"导入后又被{Name(actor, change.ById, chinese: true)}修改过，已保留。", $"Changed since by {Name(actor, change.ById, chinese: false)}, so it was kept.");
        return (await Dependents.Of(session, form, record.Id)).Count > 1 ? ("已有其他记录依赖它，已保留。", "Other records depend on it by now, so it was kept.") : null;
    }

    private static string Name(Actor actor, long member, bool chinese) =>
        actor.Directory.Members.TryGetValue(member, out var found) ? found.Name : chinese ? "系统" : "the system";
}
