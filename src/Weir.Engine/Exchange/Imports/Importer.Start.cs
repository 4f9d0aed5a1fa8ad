using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Exchange.Batches;
using Weir.Engine.Forms;
using Weir.Engine.Problems;

namespace Weir.Engine.Exchange.Imports;

/// <summary>What the person has decided: what the columns mean and what happens to rows.</summary>
/// <param name="Mapping">By index of the column the path of a target; a column that is absent is not imported.</param>
/// <param name="Key">Path of the mapped column that finds records; needed unless everything is created.</param>
public sealed record ImportChoice(IReadOnlyDictionary<int, string> Mapping, ImportMode Mode, string? Key = null, bool ClearEmpty = false)
{
    /// <summary>Indexes of columns that are left out on purpose.</summary>
    public IReadOnlyCollection<int> Ignored { get; init; } = [];

    /// <summary>By path what every new record gets that the file says nothing about, in words.</summary>
    public IReadOnlyDictionary<string, string> Fixed { get; init; } = new Dictionary<string, string>();

    /// <summary>As it was kept with the draft.</summary>
    public static ImportChoice Of(ImportPlan plan) => new(plan.Columns.Where(c => c.Target is not null).ToDictionary(c => c.Index, c => c.Target!), plan.Mode, plan.Key, plan.ClearEmpty)
    {
        Ignored = [.. plan.Columns.Where(c => c.Ignored).Select(c => c.Index)], Fixed = plan.Fixed,
    };
}

public sealed partial class Importer
{
    /// <summary>Keeps the choices of a draft, complete or not, so that the person can go away and come back. What means nothing for this person is left out.</summary>
    /// <exception cref="ProblemException">Conflict: it has been started, or was changed at the same moment.</exception>
    public async Task<Batch> Configure(Actor actor, App app, long id, ImportChoice choice, CancellationToken cancel = default)
    {
        var batch = await Drafted(actor, app, id, cancel);
        return await Changed(batch with { Plan = Planned(actor, batch, choice, []) }, cancel);
    }

    /// <summary>What stands in the way of a start: a field twice, a key that cannot find anything, a missing right. Empty when nothing does.</summary>
    public IReadOnlyList<FieldError> Faults(Actor actor, Batch batch, ImportChoice choice)
    {
        var faults = new List<FieldError>();
        Planned(actor, batch, choice, faults);
        return faults;
    }

    /// <summary>Hands the import to the runner. Starting twice is one start.</summary>
    public async Task<Batch> Start(Actor actor, App app, long id, ImportChoice choice, CancellationToken cancel = default)
    {
        var batch = await Drafted(actor, app, id, cancel);
        context.Files.Demand(id).Dispose();
        var started = await Changed(batch with { State = BatchState.Queued, Plan = Demanded(actor, batch, choice) }, cancel);
        context.Wake();
        return started;
    }

    /// <summary>Stops an import after the rows that are being written; what is written stays and can be undone.</summary>
    public async Task<Batch> Cancel(Actor actor, App app, long id, CancellationToken cancel = default)
    {
        for (var tries = 0; ; tries++)
        {
            var batch = await Progress(actor, app, id, cancel);
            var next = batch.State switch
            {
                BatchState.Draft or BatchState.Queued => BatchState.Cancelled,
                BatchState.Running => BatchState.Cancelling,
                _ => batch.State,
            };
            // The runner writes its progress all the time, so a lost race is simply tried again.
            if (next == batch.State) return batch;
            if (await context.Batches.TryChange(batch with { State = next }, cancel) is { } changed)
            {
                context.Wake();
                return changed;
            }
            if (tries == 50) throw Problem.Unavailable("import.busy", ("系统正忙，请再试一次。", "The system is busy; try again.")).Exception();
        }
    }

    /// <summary>Takes everything back that the import did, as far as nobody has changed it since.</summary>
    /// <exception cref="ProblemException">Forbidden; Conflict while it runs, or when there is nothing to take back.</exception>
    public async Task<Batch> Undo(Actor actor, App app, long id, CancellationToken cancel = default)
    {
        var batch = await Progress(actor, app, id, cancel);
        Demand(actor, batch.Form);
        if (!batch.Import.CanUndo(batch.State)) throw Problem.Conflict("import.nothing_to_undo", ("现在没有可以撤销的内容。", "There is nothing to undo now.")).Exception();
        var plan = batch.Import with { StartedAt = context.Now, EndedAt = null, Failure = null, UndoRow = int.MaxValue };
        var undoing = await Changed(batch with { State = BatchState.Undoing, Plan = plan }, cancel);
        context.Wake();
        return undoing;
    }

    /// <exception cref="ProblemException">Invalid: with <see cref="Faults"/>.</exception>
    private ImportPlan Demanded(Actor actor, Batch batch, ImportChoice choice)
    {
        var faults = new List<FieldError>();
        var plan = Planned(actor, batch, choice, faults);
        return faults.Count == 0 ? plan : throw Problem.Invalid("import.bad_mapping", ("请先改正列的对应关系。", "Please correct the mapping first."), faults).Exception();
    }

    private ImportPlan Planned(Actor actor, Batch batch, ImportChoice choice, List<FieldError> errors)
    {
        var targets = ImportTarget.Of(actor, batch.Form).ToDictionary(t => t.Path);
        foreach (var (index, path) in choice.Mapping)
        {
            var title = batch.Import.Columns.FirstOrDefault(c => c.Index == index)?.Title;
            if (title is null || !targets.TryGetValue(path, out var target)) errors.Add(new(path, "import.no_target", ($"第 {index + 1} 列不能对应到“{path}”。", $"Column {index + 1} cannot mean '{path}'.")));
            else if (choice.Mapping.Any(m => m.Key < index && m.Value == path)) errors.Add(new(path, "import.twice", ($"“{target.Label.Zh}”对应了不止一列，请只留一列。", $"'{target.Label.En}' is mapped from more than one column; keep one.")));
        }
        var key = choice.Mode == ImportMode.Create ? null : choice.Key;
        if (choice.Mode != ImportMode.Create && (key is null || !choice.Mapping.Values.Contains(key) || targets.GetValueOrDefault(key) is not { Finds: true }))
            errors.Add(new("key", "import.no_key", ("请选择用来查找已有记录的列：唯一字段、编号、电话、公司名称或记录 ID。", "Choose the column that finds existing records: a unique field, a number, a phone, a company name or the record ID.")));
        if (!choice.Mapping.Values.Any(p => targets.GetValueOrDefault(p) is { Writes: true }))
            errors.Add(new("", "import.nothing_mapped", ("还没有任何一列对应到可以写入的字段。", "No column is mapped to a field that can be written.")));
        Rights(FormAccess.Of(actor, batch.Form), choice.Mode, errors);
        return batch.Import with
        {
            Columns = [.. batch.Import.Columns.Select(c => c with { Target = choice.Mapping.GetValueOrDefault(c.Index) is { } path && targets.ContainsKey(path) ? path : null, Ignored = choice.Ignored.Contains(c.Index) })],
            Mode = choice.Mode, Key = key, ClearEmpty = choice.ClearEmpty, Fixed = FixedValues.Of(actor, targets, choice, context.Now, errors),
        };
    }

    private static void Rights(FormAccess access, ImportMode mode, List<FieldError> errors)
    {
        if (mode != ImportMode.Update && !access.Can(Operation.Create)) errors.Add(new("mode", "record.not_allowed", ("你没有新建权限，只能更新已有记录。", "You may not create records here, only update existing ones.")));
        if (mode != ImportMode.Create && !access.Can(Operation.Edit)) errors.Add(new("mode", "record.not_allowed", ("你没有修改权限，只能新建记录。", "You may not change records here, only create new ones.")));
    }
}
