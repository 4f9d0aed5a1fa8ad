using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Records;
using Weir.Sql.Tables;

namespace Weir.Engine.Exchange.Imports;

/// <summary>A record that an import made or changed.</summary>
/// <param name="Row">As the spreadsheet program numbers it.</param>
/// <param name="Title">What it is called; null when it is gone, or when the person may no longer see it.</param>
/// <param name="Undone">Taken back since.</param>
public sealed record ImportedRecord(int Row, long Id, bool Created, object? Title, bool Undone);

public sealed partial class Importer
{
    /// <summary>The records that an import made and changed, in the order of its rows.</summary>
    /// <exception cref="Problems.ProblemException">NotFound.</exception>
    public async Task<IReadOnlyList<ImportedRecord>> Imported(Actor actor, App app, long id, int afterRow = 0, int limit = 50, CancellationToken cancel = default)
    {
        var batch = await Progress(actor, app, id, cancel);
        var lines = await context.Database.Read(session => BatchRows.LinesWith(
            session, app.Schema, batch.Id, [RowOutcome.Created, RowOutcome.Updated, RowOutcome.Undone, RowOutcome.Left], afterRow, limit), cancel);
        var ids = lines.Select(l => l.RecordId).OfType<long>().Distinct().ToList();
        if (ids.Count == 0) return [];
        var shown = await context.Query.List(actor, new ListQuery(batch.Form) { Ids = ids, Columns = [new Forms.FieldPath([], batch.Form.Title)], Limit = ids.Count }, cancel);
        var titles = shown.Rows.ToDictionary(r => r.Id, r => r.Values[0]);
        // What undo needs is kept of changed records only.
        return [.. lines.Where(l => l.RecordId is not null).Select(l => new ImportedRecord((int)l.RowNo, l.RecordId!.Value, l.Before is null, titles.GetValueOrDefault(l.RecordId.Value), l.Op == RowOutcome.Undone))];
    }
}
