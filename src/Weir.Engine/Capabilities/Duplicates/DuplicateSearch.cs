using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Capabilities.Duplicates;

/// <summary>Looks up the live records that are the same as one by a key, in its form and in others. Asks for no rights.</summary>
internal static class DuplicateSearch
{
    /// <summary>The oldest first, those of the own form before the others. What is linked with the record is known to be another thing.</summary>
    public static async ValueTask<IReadOnlyList<Record>> Find(Session session, Record record, DuplicateKey key)
    {
        var all = new List<Record>();
        if (key.Of(record) is not { } value) return all;
        foreach (var place in key.Also.Prepend(key.Own))
        {
            var ids = (await FormRows.Holders(session, place.Form.Table, place.Column, [value], SystemFields.DeletedAt)).Select(h => h.Id)
                .Where(id => place.Form != record.Form || id != record.Id).Order().Take(Duplicates.Most).ToList();
            if (ids.Count == 0) continue;
            all.AddRange((await RecordRows.Read(session, place.Form, ids, lines: false)).Values.OrderBy(r => r.Id).Where(r => key.Own.Same(record, place, r) && !Linked(record, r) && !Linked(r, record)));
        }
        return all;
    }

    private static bool Linked(Record from, Record to) => to.Id != 0 && from.Form.Stored.Any(f => f.Type.IsReference && f.Type.References(f, from[f] is Masked ? null : from[f]).Any(r => r.Form == to.Form.Key && r.Id == to.Id));
}
