using Weir.Engine.Access;
using Weir.Engine.Forms;
using Weir.Engine.Records;

namespace Weir.Engine.Capabilities.Duplicates;

public sealed partial class Duplicates
{
    internal override async ValueTask<Diversion?> Divert(SaveUnit unit)
    {
        if (!unit.Creating || unit.Batch is not null || unit.Errors.Count > 0 || DuplicateSettings.Of(unit.Form) is not { } settings || DuplicateSettings.ChannelOf(unit) is not { } channel) return null;
        var keys = settings.Keys.Where(k => k.For(channel) == Reaction.Merge || k.For(channel) == Reaction.Touch && settings.Touches is not null).ToList();
        if (keys.Count == 0) return null;
        await Hold(unit, settings, channel);
        foreach (var key in keys)
        {
            if (await Find(unit, key) is not { } other) continue;
            var merges = key.For(channel) == Reaction.Merge;
            if (merges && channel == Channel.Manual && !await RowCheck.May(unit.Session, unit.Access, Operation.Edit, other.Id, unit.Now)) return null;
            var whole = (await RecordRows.Read(unit.Session, unit.Form, other.Id, lines: true))!;
            var draft = new Draft(unit.Form) { Id = other.Id, IdempotencyKey = unit.Draft.IdempotencyKey, ByAction = true };
            if (merges) Fill(unit.Record, whole, draft);
            await Touch(unit, settings, whole, draft);
            return new(draft, whole[SystemFields.Owner] as long?);
        }
        return null;
    }

    /// <summary>What the one that is there lacks.</summary>
    private static void Fill(Record from, Record to, Draft draft)
    {
        foreach (var field in to.Form.Live.Where(f => f is { System: false, Column: not null, Type.Computed: false, Definition.ReadOnly: false, Definition.Hidden: false }))
            if (to[field] is null or "" or Array { Length: 0 } && from[field] is not (null or "" or Array { Length: 0 })) draft.Set(field.Key, from[field]);
    }

    private static async ValueTask Touch(SaveUnit unit, DuplicateSettings settings, Record whole, Draft draft)
    {
        if (settings.Touches is not { } touches) return;
        await unit.Linked.Load([unit.Record, whole], settings.Values.SelectMany(v => v.Ways));
        var lines = whole.Lines(touches).Select(l => new DraftLine(l.Id, new Dictionary<string, object?>())).ToList();
        // The first time was a touch too, though nobody wrote it down.
        if (lines.Count == 0) lines.Add(Line(whole, whole[SystemFields.CreatedAt] as DateTime? ?? unit.Now));
        lines.Add(Line(unit.Record, unit.Now));
        draft.Lines[touches.Key] = lines;

        DraftLine Line(Record from, DateTime at) => new(null, settings.Values.ToDictionary(v => v.Target.Key, v => v.Of(from, null, unit.Linked, unit.Actor, at)));
    }
}
