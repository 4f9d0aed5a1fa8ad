using System.Globalization;
using Weir.Engine.Forms;
namespace Weir.Engine.Nightly;

/// <summary>Ends for good what has lain in the recycle bin for thirty days, with its comments; its files go when files are swept.</summary>
public sealed class EmptyBin : NightlyTask
{
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private const int AtOnce = 200;

    public override string Key => "bin";

    public override Words Label => ("清空到期的回收站", "Empty what has lain in the bin");

    /// <summary>The cursor is the number of the form.</summary>
    internal override async Task<string?> Step(NightlyContext context, string? cursor, CancellationToken stop)
    {
        var no = cursor is null ? 0 : int.Parse(cursor, CultureInfo.InvariantCulture);
        if (context.TheApp.Forms.Where(f => f.No >= no).MinBy(f => f.No) is not { } form) return null;
        var gone = await context.Platform.Records.Purge(context.Actor, form, context.Now - Kept, AtOnce, stop);
        return (gone == AtOnce ? form.No : form.No + 1).ToString(CultureInfo.InvariantCulture);
    }
}
