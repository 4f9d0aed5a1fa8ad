using Weir.Engine.Access;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
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
        if (!access.Reads(form[SystemFields.Owner])) return (IReadOnlyList<OwnershipEntry>)[];
        var display = new Display(actor.Chinese, actor.Directory, Now);
        var rows = await OwnershipRows.Of(session, form.App.Schema, form.No, id, beforeId, Math.Clamp(limit, 1, 200));
        foreach (var merged in await Origins.Merged(session, form, id)) rows.AddRange(await OwnershipRows.Of(session, form.App.Schema, form.No, merged, beforeId, Math.Clamp(limit, 1, 200)));
        return [.. rows.OrderByDescending(r => r.Id).Take(Math.Clamp(limit, 1, 200)).Select(r => new OwnershipEntry(r.Id, r.At, r.ById, Enum.Parse<OwnershipKind>(r.Kind, ignoreCase: true), r.FromId, r.ToId, r.Pool, r.Reason, r.Note)
        {
            ReasonText = r.Reason is { } reason && Capabilities.CapabilityCatalogue.Of(form).Select(c => c.Reason(form, reason)).FirstOrDefault(w => w is not null) is { } words
                ? words.In(actor.Chinese) : Words(HandingFields.ReturnReason, r.Reason), PoolText = Words(HandingFields.Pool, r.Pool),
        })];

        string? Words(string key, string? value) => value is null ? null : form.Find(key) is { Column: not null } field && field.Type.Text(field, value, display) is { Length: > 0 } text ? text : value;
    }, cancel);
}
