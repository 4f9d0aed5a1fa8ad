using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Exchange.Batches;
using Weir.Engine.Exchange.Sheets;
using Weir.Sql.Tables;

namespace Weir.Engine.Exchange.Imports;

public sealed partial class Importer
{
    private const int LinesAtOnce = 1000;

    /// <summary>Writes the rows that were not imported as a workbook: as they were in the file, and behind them the row, the column and the reason. Corrected, it can be
    /// imported as it is.</summary>
    /// <exception cref="Problems.ProblemException">NotFound: also when the file has expired.</exception>
    public async Task WriteErrors(Actor actor, App app, long id, Stream output, CancellationToken cancel = default)
    {
        var batch = await Progress(actor, app, id, cancel);
        using var file = context.Files.Demand(id);
        using var reader = SheetReader.Open(file, batch.Plan.FileName);
        reader.Select(batch.Import.Sheet);
        using var writer = SheetWriter.Xlsx(output);
        var columns = batch.Import.Columns;
        writer.Begin(batch.Import.Sheet, [.. columns.Select(c => new SheetColumn(c.Title)), .. Reasons(actor.Chinese)]);
        using var rows = reader.Rows().GetEnumerator();
        await foreach (var line in Failures(batch, cancel))
        {
            while (rows.MoveNext() && rows.Current.Number < line.RowNo) { }
            var errors = RowError.Read(line.Error);
            writer.Write([
                .. columns.Select(c => Plain(rows.Current[c.Index])), (decimal)line.RowNo,
                string.Join(actor.Chinese ? "、" : ", ", errors.Select(e => e.Column).Where(c => c.Length > 0).Distinct()),
                string.Join(actor.Chinese ? "" : " ", errors.Select(e => (e.Column.Length > 0 ? e.Column + (actor.Chinese ? "：" : ": ") : "") + e.Message.In(actor.Chinese)))]);
        }
        writer.Finish();
    }

    /// <summary>The first reasons, for a page.</summary>
    public async Task<IReadOnlyList<RowError>> Errors(Actor actor, App app, long id, int limit = 50, CancellationToken cancel = default)
    {
        var batch = await Progress(actor, app, id, cancel);
        var lines = await context.Database.Read(session => BatchRows.LinesWith(session, app.Schema, batch.Id, [RowOutcome.Failed], 0, limit), cancel);
        return [.. lines.SelectMany(l => RowError.Read(l.Error))];
    }

    /// <summary>What an undo left as it is, and why.</summary>
    public async Task<IReadOnlyList<RowError>> LeftByUndo(Actor actor, App app, long id, int limit = 50, CancellationToken cancel = default)
    {
        var batch = await Progress(actor, app, id, cancel);
        var lines = await context.Database.Read(session => BatchRows.LinesWith(session, app.Schema, batch.Id, [RowOutcome.Left, RowOutcome.Undone], 0, int.MaxValue), cancel);
        return [.. lines.Where(l => l.Error is not null).Take(limit).SelectMany(l => RowError.Read(l.Error))];
    }

    private async IAsyncEnumerable<BatchLine> Failures(Batch batch, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        for (var after = 0L; ;)
        {
            var lines = await context.Database.Read(session => BatchRows.LinesWith(session, batch.Form.App.Schema, batch.Id, [RowOutcome.Failed], after, LinesAtOnce), cancel);
            foreach (var line in lines) yield return line;
            if (lines.Count < LinesAtOnce) yield break;
            after = lines[^1].RowNo;
        }
    }

    private static IEnumerable<SheetColumn> Reasons(bool chinese)
    {
        var titles = ColumnGuess.Reasons.Select(r => r.In(chinese)).ToList();
        return [new(titles[0]) { Format = SheetFormat.Number(0), Width = 10 }, new(titles[1]), new(titles[2]) { Width = 60 }];
    }

    /// <summary>As it stood in the file; what is shown as a share or with zeros in front stays a text, which reads the same.</summary>
    private static object? Plain(SheetCell cell) => cell.Kind switch
    {
        SheetCellKind.Number when cell.Text.EndsWith('%') || cell.Text is ['0', >= '0' and <= '9', ..] => cell.Text,
        SheetCellKind.Number => cell.Number,
        SheetCellKind.Date => DateOnly.FromDateTime(cell.Moment!.Value),
        SheetCellKind.Moment => cell.Moment,
        SheetCellKind.Bool => cell.Bool,
        SheetCellKind.Empty => null,
        _ => cell.Text,
    };
}
