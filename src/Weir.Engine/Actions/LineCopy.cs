using System.Text.Json;
using Weir.Engine.Actions.Effects;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Formulas;
using Weir.Engine.Records;

namespace Weir.Engine.Actions;

/// <summary>Line items that an action reads: those of the question, or of the record.</summary>
internal sealed record LineSource(Field Field, bool OfRecord)
{
    /// <summary>Who holds the lines, and the lines.</summary>
    public (Record Holder, IReadOnlyList<Record> Lines) Of(ActionRun run)
    {
        var holder = OfRecord ? run.Record : run.Asked!;
        return (holder, holder.Lines(Field));
    }
}

/// <summary>Makes the lines of one record from those of another, column by column.</summary>
internal sealed class LineCopy
{
    public required Field Target { get; init; }

    private LineSource Source { get; init; } = null!;

    private IReadOnlyList<EffectValue> Values { get; init; } = [];

    private LineChoice Choice { get; init; } = null!;

    public static LineCopy Compile(DefinedAction action, Field target, string from, IReadOnlyDictionary<string, JsonElement> values, string? only)
    {
        var source = action.Lines(from);
        return new() { Target = target, Source = source, Values = EffectValue.Compile(source.Field.Lines!, target.Lines!, values), Choice = LineChoice.Compile(source.Field.Lines!, only) };
    }

    /// <summary>The lines as they would be, each with the id of the line it was made from: what a question begins with.</summary>
    public async ValueTask<IReadOnlyList<Record>> Begin(ActionRun run)
    {
        var begun = new List<Record>();
        foreach (var (line, values) in await Pairs(run))
        {
            var made = new Record(Target.Lines!, line.Id);
            foreach (var field in Target.Lines!.Fields) made[field] = Defaults.Constant(field, run.Actor, run.Now);
            foreach (var (key, value) in values) made[key] = value;
            begun.Add(made);
        }
        return begun;
    }

    public async ValueTask<IReadOnlyList<DraftLine>> Of(ActionRun run) => [.. (await Pairs(run)).Select(p => new DraftLine(null, p.Values))];

    private async ValueTask<IReadOnlyList<(Record Line, Dictionary<string, object?> Values)>> Pairs(ActionRun run)
    {
        var (holder, lines) = Source.Of(run);
        await run.Linked.Load([.. lines], Values.SelectMany(v => v.Ways));
        await run.Linked.Load([holder], Values.SelectMany(v => v.ParentWays));
        return [.. lines.Where(line => Choice.Takes(run, line, holder)).Select((line, i) => (line, Values.ToDictionary(v => v.Target.Key, v => v.Of(line, holder, run.Linked, run.Actor, run.Now, i + 1))))];
    }
}

/// <summary>Which of some lines are meant: those for which a formula is true, or all.</summary>
internal sealed class LineChoice(Formula? formula)
{
    /// <exception cref="DefinitionError">The formula does not compile.</exception>
    public static LineChoice Compile(Form lines, string? text)
    {
        try
        {
            return new(text is null ? null : Formula.Compile(text, new FieldNames(lines)));
        }
        catch (FormulaError wrong)
        {
            throw new DefinitionError(lines.Key, wrong.Code, (wrong.Message(true), wrong.Message(false)));
        }
    }

    public bool Takes(ActionRun run, Record line, Record holder) => formula is null || formula.Evaluate(new RecordScope(line, holder, run.Linked, run.Actor, run.Now)) is true;
}
