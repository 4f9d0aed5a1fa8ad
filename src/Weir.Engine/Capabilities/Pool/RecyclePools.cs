using System.Globalization;
using Weir.Engine.Forms;
using Weir.Engine.Nightly;
using Weir.Sql.Tables;

namespace Weir.Engine.Capabilities.Pool;

/// <summary>Each night takes back what is due, and then warns of what will be.</summary>
public sealed class RecyclePools : NightlyTask
{
    private static readonly TimeSpan WarningsKept = TimeSpan.FromDays(90);

    public override string Key => "pools";

    public override Words Label => ("回收到池并提前提醒", "Recycle records into their pools and warn owners");

    /// <summary>The cursor: what is being done, the number of the form, the last record, with dots between.</summary>
    internal override async Task<string?> Step(NightlyContext context, string? cursor, CancellationToken stop)
    {
        var at = (cursor ?? "take.0.0").Split('.');
        var (no, after) = (int.Parse(at[1], CultureInfo.InvariantCulture), long.Parse(at[2], CultureInfo.InvariantCulture));
        var recycling = context.Platform.Recycling;
        if (context.TheApp.Forms.Where(f => f.No >= no && Pool.Book(f) is not null).MinBy(f => f.No) is not { } form)
        {
            if (at[0] == "take") return "warn.0.0";
            await context.Platform.Database.Write(session => WarningRows.RemoveBefore(session, context.TheApp.Schema, context.Now - WarningsKept), stop);
            return null;
        }
        if (form.No > no) after = 0;
        var next = at[0] == "take" ? (await recycling.Step(context.Actor, form, after, context.Now, stop)).Next : (await recycling.WarnStep(context.Actor, form, after, context.Now, stop)).Next;
        return next is { } last ? FormattableString.Invariant($"{at[0]}.{form.No}.{last}") : FormattableString.Invariant($"{at[0]}.{form.No + 1}.0");
    }
}
