using Weir.Engine.Access;
using Weir.Engine.Forms;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Records;

public sealed partial class RecordStore
{
    /// <summary>Changes records that stand already and were judged when they were saved: formulas follow, history and sums too, but nothing is checked or filled in again.</summary>
    /// <param name="change">Says whether it has changed the record.</param>
    /// <param name="before">Runs once a record is changed and before its formulas are computed.</param>
    private async ValueTask<int> Rewrite(Session session, Actor actor, Form form, IReadOnlyCollection<long> which, Func<Record, bool> change, DateTime now, Func<SaveUnit, ValueTask>? before = null)
    {
        var count = 0;
        foreach (var some in which.Order().Chunk(200))
        {
            var linked = new LinkedRecords(session);
            var units = new List<SaveUnit>();
            foreach (var stored in (await RecordRows.Read(session, form, some, lines: true, locked: true)).Values.OrderBy(r => r.Id))
            {
                var after = stored.Copy();
                if (!change(after)) continue;
                count++;
                if (stored.Deleted) await Put(session, stored, after);
                else units.Add(new SaveUnit(session, actor, FormAccess.Of(actor, form), new Draft(form) { Id = stored.Id, ByAction = true }, now, linked) { Record = after, Before = stored, Ids = ids });
            }
            foreach (var unit in units)
                if (before is not null) await before(unit);
            var records = units.SelectMany(u => new[] { u.Record, u.Before! }).ToList();
            await linked.Load(records, RecordFormulas.Ways(form));
            foreach (var lines in form.LineFields) await linked.Load([.. records.SelectMany(r => r.Lines(lines))], RecordFormulas.Ways(lines.Lines!));
            foreach (var unit in units) RecordFormulas.Compute(unit.Record, linked, actor, now, bySave: false);
            await Write(session, actor, units);
        }
        return count;
    }

    /// <summary>A record in the recycle bin has no version and no history to come, only its values.</summary>
    private static async ValueTask Put(Session session, Record stored, Record after)
    {
        if (after.Form.Stored.Where(f => !f.Type.Same(stored[f], after[f])).ToList() is { Count: > 0 } fields)
            await session.Execute(FormRows.Update(after.Form.Table, after.Id, [.. RecordRows.Cells(after, fields)]));
        foreach (var lines in after.Form.LineFields)
            foreach (var (was, line) in stored.Lines(lines).Zip(after.Lines(lines)))
                if (line.Form.Stored.Where(f => !f.Type.Same(was[f], line[f])).ToList() is { Count: > 0 } columns)
                    await session.Execute(FormRows.Update(line.Form.Table, line.Id, [.. RecordRows.Cells(line, columns)]));
    }
}
