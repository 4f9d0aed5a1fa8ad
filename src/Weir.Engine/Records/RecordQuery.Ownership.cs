using Weir.Engine.Access;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Records;

/// <summary>One change of a record's owner. <c>By</c> is 0 for the system; <c>Reason</c> is a key, <see cref="ReasonText"/> its words.</summary>
public sealed record OwnershipEntry(long Id, DateTime At, long By, OwnershipKind Kind, long? From, long? To, string? Pool, string? Reason, string? Note)
{
    public Words Sentence => Kind switch
    {
        OwnershipKind.In when To is null => ("放入池中", "put it into its pool"),
        OwnershipKind.In => ("建立了记录", "made it"),
        OwnershipKind.Claim => ("领取了记录", "claimed it"),
        OwnershipKind.Assign => ("分配了记录", "assigned it"),
        OwnershipKind.Return => ("退回了记录", "returned it"),
        OwnershipKind.Recycle => ("回收了记录", "took it back"),
        OwnershipKind.Merge => ("合并了记录", "merged it"),
        _ => ("转移了记录", "transferred it"),
    };

    /// <summary>The reason as the form words it; null when there is none.</summary>
    public string? ReasonText { get; init; }

    public string? PoolText { get; init; }
}

public sealed partial class RecordQuery
{
    /// <summary>Who has had the record, newest first: for whoever may see it and its owner.</summary>
    /// <exception cref="Problems.ProblemException">NotFound.</exception>
    public Task<IReadOnlyList<OwnershipEntry>> Ownership(Actor actor, Form form, long id, long? beforeId = null, int limit = 50, CancellationToken cancel = default) => database.Read(async session =>
    {
        var access = FormAccess.Of(actor, form);
        await RowCheck.DemandLive(session, access, Operation.View, id, Now);
        return (IReadOnlyList<OwnershipEntry>)await Ownership(session, access, id, await Origins.Merged(session, form, id), beforeId, Math.Clamp(limit, 1, 200), Now);
    }, cancel);

    /// <summary>The same for a record which the actor is known to see.</summary>
    /// <param name="merged">The records that were merged into it.</param>
    internal static async ValueTask<List<OwnershipEntry>> Ownership(Session session, FormAccess access, long id, IEnumerable<long> merged, long? beforeId, int most, DateTime now)
    {
        var (actor, form) = (access.Actor, access.Form);
        if (!access.Reads(form[SystemFields.Owner])) return [];
        var display = new Display(actor.Chinese, actor.Directory, now);
        var rows = new List<OwnershipRow>();
        foreach (var at in merged.Prepend(id)) rows.AddRange(await OwnershipRows.Of(session, form.App.Schema, form.No, at, beforeId, most));
        return [.. rows.OrderByDescending(r => r.Id).Take(most).Select(r => new OwnershipEntry(r.Id, r.At, r.ById, Enum.Parse<OwnershipKind>(r.Kind, ignoreCase: true), r.FromId, r.ToId, r.Pool, r.Reason, r.Note)
        {
            ReasonText = r.Reason is { } reason && Capabilities.CapabilityCatalogue.Of(form).Select(c => c.Reason(form, reason)).FirstOrDefault(w => w is not null) is { } words
                ? words.In(actor.Chinese) : Words(HandingFields.ReturnReason, r.Reason), PoolText = Words(HandingFields.Pool, r.Pool),
        })];

        string? Words(string key, string? value) => value is null ? null : form.Find(key) is { Column: not null } field && field.Type.Text(field, value, display) is { Length: > 0 } text ? text : value;
    }
}
