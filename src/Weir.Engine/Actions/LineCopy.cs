using System.Text.Json;
using Weir.Engine.Actions.Effects;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
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

    public static LineCopy Compile(DefinedAction action, Field target, string from, IReadOnlyDictionary<string, JsonElement> values)
    {
        var source = action.Lines(from);
        return new() { Target = target, Source = source, Values = EffectValue.Compile(source.Field.Lines!, target.Lines!, values) };
    }

    public async ValueTask<IReadOnlyList<DraftLine>> Of(ActionRun run)
    {
        var (holder, lines) = Source.Of(run);
        await run.Linked.Load([.. lines], Values.SelectMany(v => v.Ways));
        await run.Linked.Load([holder], Values.SelectMany(v => v.ParentWays));
        return [.. lines.Select(line => new DraftLine(null, Values.ToDictionary(v => v.Target.Key, v => v.Of(line, holder, run.Linked, run.Actor, run.Now))))];
    }
}
