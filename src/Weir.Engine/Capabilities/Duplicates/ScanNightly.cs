using System.Globalization;
using Weir.Engine.Forms;
using Weir.Engine.Nightly;

namespace Weir.Engine.Capabilities.Duplicates;

/// <summary>Each night looks through all forms that know duplicates for what has become the same.</summary>
public sealed class ScanNightly : NightlyTask
{
    public override string Key => "duplicates";

    public override Words Label => ("查找重复记录", "Look for duplicates");

    public override TimeOnly At => new(3, 0);

    /// <summary>The cursor is the number of the form, when its scan began, and where that is, with bars between.</summary>
    internal override async Task<string?> Step(NightlyContext context, string? cursor, CancellationToken stop)
    {
        var at = (cursor ?? "0||").Split('|', 3);
        var no = int.Parse(at[0], CultureInfo.InvariantCulture);
        if (context.TheApp.Forms.Where(f => f.No >= no && DuplicateQuery.Has(f)).MinBy(f => f.No) is not { } form) return null;
        var began = form.No == no && at[1].Length > 0 ? DateTime.Parse(at[1], CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind) : context.Now;
        var next = await context.Platform.DuplicateScan.Step(form, form.No == no && at[2].Length > 0 ? at[2] : "0:", began, stop);
        return next is null ? FormattableString.Invariant($"{form.No + 1}||") : FormattableString.Invariant($"{form.No}|{began:O}|{next}");
    }
}
