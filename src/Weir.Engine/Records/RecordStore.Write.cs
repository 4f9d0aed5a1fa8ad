using Weir.Engine.Access;
using Weir.Engine.Forms;
using Weir.Engine.Search;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Records;

public sealed partial class RecordStore
{
    /// <summary>From this many new rows on they are loaded at once.</summary>
    private const int LoadFrom = 4;

    private async ValueTask<IReadOnlyList<Saved>> Write(Session session, Actor actor, IReadOnlyList<SaveUnit> units)
    {
        var saved = new List<Saved>();
        var history = new List<HistoryRow>();
        var (fresh, changedWords) = (new List<SearchRow>(), new List<SearchRow>());
        var together = new List<SqlText>();
        foreach (var unit in units)
        {
            var changed = unit.Changed();
            if (!unit.Creating && changed.Count == 0)
            {
                saved.Add(new Saved(unit.Record, changed, Created: false));
                continue;
            }
            Stamp(unit);
            IReadOnlyList<Field> fields = unit.Creating ? [] : [.. unit.Form.Fields.Where(f => changed.Contains(f.Key))];
            history.Add(new(ids.Next(), unit.Form.No, unit.Record.Id, unit.Now, actor.MemberId, (int)(unit.Creating ? HistoryOperation.Created : HistoryOperation.Changed), actor.Road, HistoryDiff.Of(unit, fields)));
            if (!unit.Creating && fields.Any(f => f.Type.SearchAs(f) is not null)) changedWords.Add(new(unit.Form.No, unit.Record.Id, RecordTokens.Of(unit.Record, actor.Directory)));
            if (!unit.Creating) Update(unit, fields, together);
            saved.Add(new Saved(unit.Record, changed, unit.Creating) { Before = unit.Before });
        }
        if (together.Count > 0 && units.Any(u => u.Creating))
        {
            // A new record may have what a changed one gave up.
            await session.ExecuteAll(together);
            together.Clear();
        }
        var inserting = Insert(session, [.. units.Where(u => u.Creating)], together);
        try
        {
            // A server stores the rows while their words are cut.
            foreach (var unit in units.Where(u => u.Creating)) fresh.Add(new(unit.Form.No, unit.Record.Id, RecordTokens.Of(unit.Record, actor.Directory)));
        }
        finally
        {
            await inserting;
        }
        foreach (var byApp in units.Select(u => u.Form.App.Schema).Distinct())
        {
            if (history.Count >= LoadFrom) await HistoryRows.Add(session, byApp, history);
            else together.AddRange(history.Select(h => HistoryRows.Added(byApp, h)));
            if (fresh.Count >= LoadFrom) await SearchIndex.AddMany(session, byApp, fresh);
            else together.AddRange(SearchIndex.Added(session.Dialect, byApp, fresh));
            together.AddRange(SearchIndex.Replaced(session.Dialect, byApp, changedWords));
        }
        await OwnershipLog.Write(session, actor, units, ids, together);
        await session.ExecuteAll(together);
        foreach (var unit in units) unit.Linked.Remember(unit.Record);
        foreach (var same in units.GroupBy(u => u.Form)) await Each(same.Key, c => c.AfterSave([.. same]));
        foreach (var unit in units) await Once.Remember(session, actor, unit);
        await Outbox.Assignments.Tell(session, actor, units, ids);
        var ripples = await Ripples.Run(session, actor, Now, [.. units.Select((u, i) => new Ripple(u.Before, u.Record, saved[i].Changed))]);
        if (units.Count > 0)
            foreach (var ripple in ripples) units[0].Linked.Remember(ripple.After);
        await RunAutomatic(session, actor, Now, ripples);
        session.AfterCommit(() =>
        {
            foreach (var unit in units)
                foreach (var capability in Capabilities.CapabilityCatalogue.Of(unit.Form)) capability.AfterCommit(unit);
        });
        return saved;
    }

    private void Stamp(SaveUnit unit)
    {
        var by = unit.Actor.IsSystem ? null : (object)unit.Actor.MemberId;
        if (unit.Creating)
        {
            unit.Record.Id = ids.Next();
            unit.Record[SystemFields.CreatedBy] ??= by;
            unit.Record[SystemFields.CreatedAt] ??= unit.Now;
        }
        unit.Record.Version++;
        unit.Record[SystemFields.UpdatedBy] = by;
        unit.Record[SystemFields.UpdatedAt] = unit.Now;
        foreach (var lines in unit.Form.LineFields)
            foreach (var line in unit.Record.Lines(lines).Where(l => l.Id == 0)) line.Id = ids.Next();
    }

    /// <param name="together">Takes the statements that can wait until all are run at once.</param>
    private static async ValueTask Insert(Session session, IReadOnlyList<SaveUnit> units, List<SqlText> together)
    {
        foreach (var byForm in units.GroupBy(u => u.Form))
        {
            await Add(session, byForm.Key, [.. byForm.Select(u => RecordRows.Values(u.Record))], together);
            foreach (var field in byForm.Key.LineFields)
                await Add(session, field.Lines!, [.. byForm.SelectMany(u => u.Record.Lines(field).Select((l, i) => RecordRows.Values(l, u.Record.Id, i)))], together);
        }
    }

    private static async ValueTask Add(Session session, Form form, IReadOnlyList<object?[]> rows, List<SqlText> together)
    {
        if (rows.Count >= LoadFrom) await session.Load(form.Table, form.Insert.Columns, rows);
        else together.AddRange(rows.Select(row => form.Insert.Of(session.Dialect, row)));
    }

    private static void Update(SaveUnit unit, IReadOnlyList<Field> fields, List<SqlText> together)
    {
        var stamped = fields.Concat([unit.Form[SystemFields.UpdatedAt], unit.Form[SystemFields.UpdatedBy]]).Distinct();
        together.Add(FormRows.Update(unit.Form.Table, unit.Record.Id, [RecordRows.VersionCell(unit.Record.Version), .. RecordRows.Cells(unit.Record, stamped)]));
        foreach (var field in fields.Where(f => f.Lines is not null))
        {
            together.Add(FormRows.Delete(field.Lines!.Table, unit.Before!.Lines(field).Select(l => l.Id)));
            together.AddRange(unit.Record.Lines(field).Select((l, i) => field.Lines!.Insert.Of(unit.Session.Dialect, RecordRows.Values(l, unit.Record.Id, i))));
        }
    }
}
