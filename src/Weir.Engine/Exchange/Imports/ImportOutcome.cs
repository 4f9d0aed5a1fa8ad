using Weir.Engine.Exchange.Batches;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Tables;

namespace Weir.Engine.Exchange.Imports;

/// <summary>Adds up what became of the rows of one chunk: a line for each row, and the plan with the new counts.</summary>
internal sealed class ImportOutcome(ImportMap map, Batch batch)
{
    private readonly List<BatchLine> lines = [];

    public IReadOnlyList<BatchLine> Lines => lines;

    public ImportPlan Plan { get; private set; } = batch.Import;

    public void Add(ImportGroup group, Saved? saved, Problem? refused)
    {
        Plan = Plan with { LastRow = group.LastRow, Handled = Plan.Handled + group.Rows.Count };
        if (saved is null) Failed(group, RowErrors.Of(map, group, refused));
        else if (saved.Created) Done(group, saved, RowOutcome.Created, null, Plan with { Created = Plan.Created + 1 });
        else if (saved.Changed.Count == 0) Done(group, saved, RowOutcome.Unchanged, null, Plan with { Unchanged = Plan.Unchanged + 1 });
        else Done(group, saved, RowOutcome.Updated, UndoNote.Write(saved), Plan with { Updated = Plan.Updated + 1 });
    }

    private void Done(ImportGroup group, Saved saved, string op, string? before, ImportPlan plan)
    {
        Plan = plan;
        lines.Add(new(batch.Id, group.FirstRow, saved.Record.Id, op, before, null));
        lines.AddRange(group.Rows.Skip(1).Select(r => new BatchLine(batch.Id, r.Number, saved.Record.Id, RowOutcome.Line, null, null)));
    }

    /// <summary>All rows of the group go into the error file, so that it can be imported again as it is.</summary>
    private void Failed(ImportGroup group, IReadOnlyList<RowError> errors)
    {
        Plan = Plan with { Failed = Plan.Failed + group.Rows.Count };
        foreach (var row in group.Rows)
        {
            var own = errors.Where(e => e.Row == row.Number).ToList();
            if (own.Count == 0) own.Add(new(row.Number, "", "import.with_other_row", ($"与第 {errors[0].Row} 行同属一条记录，一起没有导入。", $"Belongs to one record with row {errors[0].Row}, so it was not imported either.")));
            lines.Add(new(batch.Id, row.Number, null, RowOutcome.Failed, null, RowError.Write(own)));
        }
    }
}
