using System.Runtime.CompilerServices;
using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.Actions.Effects;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Sql.Tables;

namespace Weir.Engine.Capabilities.Duplicates;

/// <summary>Tells when a record comes that is there already, in the whole app and also where the person may not look; then they learn with whom it is, and no more.</summary>
public sealed class Duplicates : Capability
{
    private const int Most = 50;

    private static readonly ConditionalWeakTable<SaveBatch, DuplicateBatch> Batches = [];

    public override string Key => "duplicates";

    internal override object? Prepare(Form form, JsonElement settings)
    {
        var definition = Read<DuplicatesDefinition>(form.Key, settings);
        var lines = definition.Touch is null ? null : form.Find(definition.Touch.Lines) is { Lines: not null } field ? field
            : throw new DefinitionError($"{form.Key}.{definition.Touch.Lines}", "duplicates.no_lines", ($"没有明细“{definition.Touch.Lines}”。", $"There are no line items '{definition.Touch.Lines}'."));
        return new Settled([.. definition.Keys.Select(k => new DuplicateKey(form, k))], lines, lines is null ? [] : EffectValue.Compile(form, lines.Lines!, definition.Touch!.Values));
    }

    internal override async ValueTask<Diversion?> Divert(SaveUnit unit)
    {
        if (!unit.Creating || unit.Batch is not null || unit.Errors.Count > 0 || Of(unit) is not { Touches: { } touches } settled) return null;
        foreach (var key in settled.Keys.Where(k => k.For(ChannelOf(unit)) == Reaction.Touch))
        {
            if (await Find(unit, key) is not { } other) continue;
            var whole = (await RecordRows.Read(unit.Session, unit.Form, other.Id, lines: true))!;
            await unit.Linked.Load([unit.Record, whole], settled.Values.SelectMany(v => v.Ways));
            var lines = whole.Lines(touches).Select(l => new DraftLine(l.Id, new Dictionary<string, object?>())).ToList();
            // The first time was a touch too, though nobody wrote it down.
            if (lines.Count == 0) lines.Add(Line(whole, whole[SystemFields.CreatedAt] as DateTime? ?? unit.Now));
            lines.Add(Line(unit.Record, unit.Now));
            var draft = new Draft(unit.Form) { Id = other.Id, IdempotencyKey = unit.Draft.IdempotencyKey, ByAction = true };
            draft.Lines[touches.Key] = lines;
            return new(draft, whole[SystemFields.Owner] as long?);
        }
        return null;

        DraftLine Line(Record from, DateTime at) => new(null, settled.Values.ToDictionary(v => v.Target.Key, v => v.Of(from, null, unit.Linked, unit.Actor, at)));
    }

    internal override async ValueTask Validate(SaveUnit unit)
    {
        if (Of(unit) is not { } settled) return;
        foreach (var key in settled.Keys.Where(k => k.For(ChannelOf(unit)) != Reaction.Allow))
            if (await Find(unit, key) is { } other)
                unit.Refuse(key.First.Key, "duplicate.found", await Words(unit, other));
    }

    private static Settled? Of(SaveUnit unit) => unit.Actor.IsSystem && ChannelOf(unit) != Channel.Form ? null : unit.Form.Settings<Settled>("duplicates");

    private static Channel ChannelOf(SaveUnit unit) => unit.Actor.Road.Split(':') switch
    {
        ["import", ..] => Channel.Import,
        ["api", ..] => Channel.Api,
        ["form", ..] or ["job", "form", ..] => Channel.Form,
        ["action", ..] => Channel.Convert,
        _ => Channel.Manual,
    };

    /// <summary>The oldest live record with the same key, when this save gives the record that key.</summary>
    private static async ValueTask<Record?> Find(SaveUnit unit, DuplicateKey key)
    {
        if (!key.Fields.Any(unit.HasChanged) || key.Of(unit.Record) is not { } value) return null;
        var column = key.First.KeyColumn ?? key.First.Column!;
        IEnumerable<long> ids;
        if (unit.Batch is { } batch)
        {
            var known = Batches.GetValue(batch, static _ => new());
            if (known.Earlier(unit, key, value) is { } twin) return twin;
            ids = await known.Holders(unit, batch, key, value);
        }
        else
        {
            ids = (await FormRows.Holders(unit.Session, unit.Form.Table, column, [value], SystemFields.DeletedAt)).Select(h => h.Id);
        }
        var others = ids.Where(id => id != unit.Record.Id).Order().Take(Most).ToList();
        if (others.Count == 0) return null;
        return (await RecordRows.Read(unit.Session, unit.Form, others, lines: false)).Values.OrderBy(r => r.Id).FirstOrDefault(r => key.Same(unit.Record, r));
    }

    private static async ValueTask<Words> Words(SaveUnit unit, Record other)
    {
        var seen = other.Id == 0 || await RowCheck.May(unit.Session, unit.Access, Operation.View, other.Id, unit.Now) && unit.Access.Reads(unit.Form.Title);
        var display = new Display(true, unit.Actor.Directory, unit.Now);
        var title = unit.Form.Title.Type.Text(unit.Form.Title, other[unit.Form.Title], display);
        if (!seen) title = title.Length <= 2 ? "***" : title[..2] + "***";
        if (other.Id == 0) return ($"与同一批中的“{title}”重复。", $"The same as '{title}' in the same batch.");
        var since = TimeZoneInfo.ConvertTimeFromUtc(other[SystemFields.CreatedAt] as DateTime? ?? unit.Now, unit.Actor.Zone).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        return other[SystemFields.Owner] is long owner && unit.Actor.Directory.Members.TryGetValue(owner, out var member)
            ? ($"已有相同的记录“{title}”，负责人：{member.Name}，{since} 建立。", $"There is already '{title}', with {member.Name} since {since}.")
            : ($"已有相同的记录“{title}”，暂无负责人，{since} 建立。", $"There is already '{title}', with nobody yet, since {since}.");
    }

    private sealed record Settled(IReadOnlyList<DuplicateKey> Keys, Field? Touches, IReadOnlyList<EffectValue> Values);
}
