using System.Globalization;
using Weir.Engine.Forms;
using Weir.Engine.Records;

namespace Weir.Engine.Nightly;

/// <summary>Computes again what depends on the day: formulas with TODAY or NOW, roll-ups whose condition speaks of a relative day, and the rest of what those feed.</summary>
/// <remarks>Also mends what a save has left undone because too many records read the changed field.</remarks>
public sealed class TurnDay : NightlyTask
{
    private const int AtOnce = 200;

    public override string Key => "day";

    public override Words Label => ("按新的一天重算公式与汇总", "Compute formulas and roll-ups for the new day");

    /// <summary>A day has begun, so it is done before people come.</summary>
    public override TimeOnly At => new(0, 1);

    /// <summary>The cursor is the number of the form and the last record, with a dot between.</summary>
    internal override async Task<string?> Step(NightlyContext context, string? cursor, CancellationToken stop)
    {
        var at = (cursor ?? "0.0").Split('.');
        var (no, after) = (int.Parse(at[0], CultureInfo.InvariantCulture), long.Parse(at[1], CultureInfo.InvariantCulture));
        if (context.TheApp.Forms.Where(f => f.No >= no && Depends(f)).MinBy(f => f.No) is not { } form) return null;
        if (form.No > no) after = 0;
        var last = await context.Platform.Records.Recompute(context.Actor, form, after, AtOnce, stop);
        return last is { } id ? FormattableString.Invariant($"{form.No}.{id}") : FormattableString.Invariant($"{form.No + 1}.0");
    }

    private static bool Depends(Form form) =>
        form.Rollups.Any(r => r.Where.DependsOnTime) || Capabilities.CapabilityCatalogue.Of(form).Any(c => c.FollowsTime(form))
        || form.Fields.Concat(form.LineFields.SelectMany(l => l.Lines!.Fields)).Any(f => f.Formula is { } formula && (formula.IsVolatile || formula.References.Any(p => form.Path(p) is { InLines: false, Via.Count: > 0 })));
}
